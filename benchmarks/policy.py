"""The whole policy of Panjin over a population: Huji beside OpenFisca, DuckDB, Polars and NumPy, in one run.

Every contender reads the same Parquet file and gives the same results for every person, which is asserted:
outcome, granting route, number of unknown facts, and the three-valued value of each route and prohibition.
Each runs in a process of its own and they take turns; a figure is the median of all its rounds, after one
that is told apart as `the first`: in it Huji plans its query and holds the file against its seal, which a
process does once, and OpenFisca builds its system of taxes and benefits, which the benchmark keeps for it
too. Memory is the most a process held while it worked from the file, beyond what it held before; `the
table` is the bytes of the policy's 28 columns in memory, codes as single bytes.

    python benchmarks/policy.py                       # 100 thousand, 1 million and 5.67 million people
    python benchmarks/policy.py --people 20000        # one size
"""

import argparse
import gc
import hashlib
import importlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZES = (100_000, 1_000_000, 5_670_000)
CONTENDERS = (
    "huji_polars",
    "written_polars",
    "huji_duckdb",
    "written_duckdb",
    "written_numpy",
    "openfisca",
    "huji_spark",
)
GOAL_RATIO, GOAL_WRITTEN, GOAL_MEMORY = 20, 1.3, 2


def generate(people: int, file: Path) -> None:
    """Write a synthetic population of Panjin, as `huji demo population` does."""
    from huji.demo.population import Plan, city, write

    write(Plan(city("2111"), people), file)


def table_bytes(file: Path) -> int:
    """Return the bytes of the policy's columns in memory, codes as single bytes."""
    from population import huji_polars

    plan = huji_polars.plan()
    return sum(piece.frame.estimated_size() for piece in huji_polars.pieces(file, plan))


# -- one contender in its own process ---------------------------------------------------------------------


def work(name: str, file: Path, rounds: int) -> dict[str, Any]:
    """Return a contender's times in ms, its peak in bytes and the digest of its results."""
    contender = importlib.import_module(f"population.{name}")
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before = _memory("VmRSS")
    start = time.perf_counter()
    result = contender.from_file(file)
    first = (time.perf_counter() - start) * 1000
    peak = _memory("VmHWM") - before
    digest = hashlib.sha256()
    for key, values in sorted(contender.values(result).items()):
        digest.update(key.encode())
        digest.update(values.tobytes())
    del result
    times: dict[str, list[float]] = {"the first": [first]}

    def measure(label: str, what: Callable[[], object]) -> None:
        gc.collect()
        start = time.perf_counter()
        found = what()
        times.setdefault(label, []).append((time.perf_counter() - start) * 1000)
        del found

    for _ in range(rounds):
        measure("from the file", lambda: contender.from_file(file))
    if hasattr(contender, "read"):
        table = contender.read(file)
        contender.evaluate(table)
        for _ in range(rounds):
            measure("in memory", lambda: contender.evaluate(table))
            if name == "openfisca":
                measure("join by hand", lambda: contender.wired(table))
        if name == "openfisca":
            built = contender.simulation(table, wired=True)
            contender.calculated(built)
            for _ in range(rounds):
                measure("evaluation alone", lambda: contender.again(built))
    return {"name": contender.NAME, "times": times, "peak": peak, "digest": digest.hexdigest()}


def _memory(which: str) -> int:
    """Return what this process holds (VmRSS) or held at most (VmHWM), in bytes."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(which)).split()[1]) * 1024


# -- the run ----------------------------------------------------------------------------------------------


def compare(file: Path, contenders: list[str], rounds: int, turns: int) -> dict[str, dict[str, Any]]:
    """Return each contender's medians, peak and digest; the contenders take turns."""
    found: dict[str, dict[str, Any]] = {}
    for _ in range(turns):
        for name in contenders:
            once = 1 if name == "huji_spark" else rounds
            command = [sys.executable, "-W", "ignore", __file__, "--work", name, "--file", str(file)]
            done = subprocess.run(
                [*command, "--rounds", str(once)], capture_output=True, text=True, check=False
            )
            if done.returncode:
                reason = (done.stderr.strip().splitlines() or ["?"])[-1]
                print(f"{name}: {reason}", file=sys.stderr)
                continue
            one = json.loads(done.stdout.strip().splitlines()[-1])
            entry = found.setdefault(name, one)
            if entry is not one:
                assert entry["digest"] == one["digest"], name
                entry["peak"] = min(entry["peak"], one["peak"])
                for label, times in one["times"].items():
                    entry["times"][label].extend(times)
    for entry in found.values():
        entry["medians"] = {label: statistics.median(times) for label, times in entry["times"].items()}
    return found


def report(people: int, file: Path, found: dict[str, dict[str, Any]]) -> list[tuple[str, bool]]:
    """Print the figures of one size; return the goals with whether each is met."""
    digests = {entry["digest"] for entry in found.values()}
    assert len(digests) == 1, {name: entry["digest"] for name, entry in found.items()}
    table = table_bytes(file)
    print(
        f"\n{people:,} people; the table {table / 1e6:,.0f} MB, the file {file.stat().st_size / 1e6:,.0f} MB;"
    )
    print(f"identical results for every person: {len(found)} contenders, {next(iter(digests))[:16]}")
    print(f"{'':<18}{'the first':>12}{'from Parquet':>14}{'in memory':>12}{'peak':>10}{'÷ table':>9}")
    for entry in found.values():
        medians = entry["medians"]
        memory = f"{medians['in memory']:>9,.0f} ms" if "in memory" in medians else f"{'–':>12}"
        print(
            f"{entry['name']:<18}{medians['the first']:>9,.0f} ms"
            f"{medians['from the file']:>11,.0f} ms{memory}"
            f"{entry['peak'] / 1e6:>7,.0f} MB{entry['peak'] / table:>9.1f}"
        )
        for label in ("join by hand", "evaluation alone"):
            if label in medians:
                print(f"  {label:<16}{'':>26}{medians[label]:>9,.0f} ms")
    return goals(found, table)


def goals(found: dict[str, dict[str, Any]], table: int) -> list[tuple[str, bool]]:
    """Return the goals of the policy engine with the figures, and whether each is met."""
    lines: list[tuple[str, bool]] = []
    if "huji_polars" not in found:
        return lines

    def at(name: str, label: str) -> float:
        return float(found[name]["medians"][label])

    ours = found["huji_polars"]
    if "openfisca" in found:
        whole = at("openfisca", "from the file") / at("huji_polars", "from the file")
        memory = at("openfisca", "in memory") / at("huji_polars", "in memory")
        alone = at("openfisca", "evaluation alone") / at("huji_polars", "in memory")
        lines.append(
            (
                f"OpenFisca's documented way ÷ Huji, from Parquet  {whole:6.1f}  (goal {GOAL_RATIO})",
                whole >= GOAL_RATIO,
            )
        )
        lines.append(
            (
                f"OpenFisca's documented way ÷ Huji, in memory     {memory:6.1f}  (goal {GOAL_RATIO})",
                memory >= GOAL_RATIO,
            )
        )
        lines.append((f"OpenFisca's evaluation alone ÷ Huji's            {alone:6.1f}  (goal 1)", alone >= 1))
    for engine in ("polars", "duckdb"):
        if f"written_{engine}" in found and f"huji_{engine}" in found:
            for label in ("from the file", "in memory"):
                ratio = at(f"huji_{engine}", label) / at(f"written_{engine}", label)
                text = (
                    f"Huji ÷ {engine} by hand, {label:<14}            {ratio:6.2f}  (goal ≤ {GOAL_WRITTEN})"
                )
                lines.append((text, ratio <= GOAL_WRITTEN))
    memory = ours["peak"] / table
    lines.append(
        (
            f"peak ÷ the table                                 {memory:6.2f}  (goal ≤ {GOAL_MEMORY})",
            memory <= GOAL_MEMORY,
        )
    )
    return lines


def main() -> int:
    """Print the comparison of every size; return 1 where the goals at the largest are not met."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--people", type=int, action="append", help="a size; by default three")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--turns", type=int, default=2)
    options.add_argument("--only", action="append", choices=CONTENDERS)
    options.add_argument("--work", choices=CONTENDERS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help="a population that is there already")
    given = options.parse_args()
    if given.work:
        print(json.dumps(work(given.work, given.file, given.rounds)))
        return 0
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    lines: list[tuple[str, bool]] = []
    with tempfile.TemporaryDirectory(prefix="huji-bench-") as folder:
        for people in given.people or SIZES:
            file = given.file or Path(folder) / f"{people}.parquet"
            if given.file is None:
                generate(people, file)
            lines = report(
                people, file, compare(file, given.only or list(CONTENDERS), given.rounds, given.turns)
            )
    print()
    for text, met in lines:
        print(f"{text}{'' if met else '  MISSED'}")
    return 0 if all(met for _, met in lines) else 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main())
