"""A hundred drafts of one policy over one population, beside one draft, and beside evaluating each in full.

The drafts differ in structure and in numbers: conditions dropped, joined by `any` with others of the policy,
numbers moved to the stops of a slider. All start from the Parquet file; the answer of each is the whole
comparison with the policy as it is: effects, clauses, counties, areas, ages, sexes, urban share. Some drafts
are evaluated in full besides; everybody's outcome and granting route must be counted the same.

    python benchmarks/variants.py [--people 5670000] [--file people.parquet] [--check 5]
"""

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from huji import policy
from huji.policy import Pack, Text
from huji.policy.population import Destination, Population, Result, Simulation, evaluate, move
from huji.policy.population.cuts import leaves_of
from huji.policy.population.thresholds import thresholds
from huji.policy.tree import All, AnyOf, Condition, Not

VARIANTS = 100
POLICY = "panjin-2015"
_NOWHERE = Text("", "")


def variants(pack: Pack, number: int, seed: int = 1) -> list[Pack]:
    """Return drafts of a policy, each with some of its routes said otherwise and its numbers moved."""
    chance = random.Random(seed)
    leaves, words = list(leaves_of(pack)), policy.vocabulary()
    found = []
    for place in range(number):
        moves = {one.id: chance.choice(one.stops) for one in thresholds(pack, words)}
        draft = move(pack, moves, words)
        chosen = set(chance.sample(range(len(draft.routes)), chance.randint(1, 3)))
        routes = tuple(
            replace(route, when=_otherwise(route.when, leaves, chance)) if index in chosen else route
            for index, route in enumerate(draft.routes)
        )
        found.append(replace(draft, routes=routes, digest=f"variant-{place}"))
    return found


def _otherwise(node: Condition, leaves: list[Condition], chance: random.Random) -> Condition:
    """Return a condition with one part dropped, or joined with another test of the policy."""
    parts = list(node.parts) if isinstance(node, All) else [node]
    index, other = chance.randrange(len(parts)), chance.choice(leaves)
    turn = chance.randrange(4)
    if turn == 0 and len(parts) > 1:
        del parts[index]
    elif turn == 1:
        parts.append(other)
    elif turn == 2:
        parts[index] = AnyOf("", _NOWHERE, None, (parts[index], other))
    else:
        parts[index] = AnyOf("", _NOWHERE, None, (parts[index], Not("", _NOWHERE, None, other)))
    return All("", _NOWHERE, None, tuple(parts))


def counted(result: Result) -> tuple[Counter[str], Counter[str]]:
    """Return people by outcome and by granting route after the change."""
    outcomes: Counter[str] = Counter()
    routes: Counter[str] = Counter()
    for change in result.changes:
        outcomes[change.after.outcome] += change.people
        if change.after.outcome == "eligible":
            routes[str(change.after.clause)] += change.people
    return outcomes, routes


def measure(file: Path, check: int) -> int:
    """Print the table; exit status 1 where a draft's counts are not those of a full evaluation."""
    library = policy.packs()
    pack = library.get(POLICY)
    assert pack is not None
    drafts = variants(pack, VARIANTS)

    begun = time.perf_counter()
    Simulation.prepare(file, pack, library).compare(drafts[0]).as_dict()
    one = time.perf_counter() - begun

    begun = time.perf_counter()
    simulation = Simulation.prepare(file, pack, library)
    ready = time.perf_counter() - begun
    each, results = [], []
    for draft in drafts:
        start = time.perf_counter()
        result = simulation.compare(draft)
        result.as_dict()
        each.append(1000 * (time.perf_counter() - start))
        assert simulation.asked_again == ()
        results.append(result)
    hundred = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

    full, different = [], 0
    for draft, result in list(zip(drafts, results, strict=True))[:check]:
        start = time.perf_counter()
        told = evaluate(draft, Population(file, library.vocabulary), Destination(None, None), check_all=False)
        full.append(time.perf_counter() - start)
        outcomes, routes = counted(result)
        same = told.outcomes == {name: outcomes[name] for name in told.outcomes}
        different += not (same and {key: n for key, n in told.granted.items() if n} == dict(routes))

    people = simulation.cells.people
    print(
        f"{POLICY}, {people:,} people, {len(simulation.cells):,} cells, {len(simulation.cells.tests)} tests"
    )
    median = statistics.median(each)
    print(f"one draft, from the file                {one:8.2f} s")
    ratio = f"{hundred / one:.2f} × one; goal ≤ 2"
    print(f"{VARIANTS} drafts, from the file              {hundred:8.2f} s   {ratio}")
    print(f"  of which the pass over the people     {ready:8.2f} s")
    print(f"  each further draft, median and most   {median:8.1f} ms  {max(each):.1f} ms; goal < 100")
    if full:
        alone = statistics.median(full)
        whole = f"{VARIANTS} would take {VARIANTS * alone:.0f} s"
        print(f"one draft evaluated in full             {alone:8.2f} s   {whole}")
    print(f"peak memory                             {peak:8.2f} GB")
    print(f"identical to full evaluation: {len(full) - different} of {len(full)}")
    return 1 if different else 0


def main() -> int:
    """Measure over a file, or over a synthetic Panjin made for it."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--people", type=int, default=5_670_000)
    asked.add_argument("--file", type=Path)
    asked.add_argument("--check", type=int, default=5, help="how many drafts to evaluate in full")
    options = asked.parse_args()
    if options.file:
        return measure(options.file, options.check)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "panjin.parquet"
        program = "from huji.cli import main; main()"
        making = ["demo", "population", "--city", "2111", "--people", str(options.people), "--out", str(file)]
        subprocess.run([sys.executable, "-c", program, *making], check=True, capture_output=True)
        return measure(file, options.check)


if __name__ == "__main__":
    sys.exit(main())
