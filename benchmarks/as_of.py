"""The register as of two times, beside a plain indexed SELECT of the same person in the same run.

    .venv/bin/python benchmarks/as_of.py [--people 20000] [--questions 2000] [--moves 1000]
    .venv/bin/python benchmarks/as_of.py --home DIR      # an installation's own database, or DATABASE_URL's

Without a database given it makes one of its own, opens a register of that many people and moves some, so that
lives have periods on both axes. Each question names a random person, day and ledger entry; all go over one
connection, under the row security of the office that keeps the person. Printed are the median and the 95th
percentile in milliseconds: of the question alone, and with the access line that is committed before it. The
plain SELECT is the person's row of each table by its index, on one axis, as the owner, past row security.
"""

import argparse
import contextlib
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg

PLAIN = """
select p.id, p.born, n.number, i.name, i.sex, s.kind, s.household, s.relation, s.office
  from person p
  join standing s on s.person = p.id and upper_inf(s.known) and upper_inf(s.valid)
  left join citizen_number n on n.person = p.id and upper_inf(n.known) and upper_inf(n.valid)
  left join particulars i on i.person = p.id and upper_inf(i.known) and upper_inf(i.valid)
 where p.id = %s"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--moves", type=int, default=1_000)
    parser.add_argument("--home", type=Path, help="Measure the database of this installation.")
    asked = parser.parse_args()
    given = asked.home is not None or "DATABASE_URL" in os.environ
    home = asked.home or Path(tempfile.mkdtemp(prefix="huji-bench-"))
    os.environ |= {"HUJI_HOME": str(home), "HUJI_DEMONSTRATION": "1"}
    from huji.runtime import boot, embedded

    if given:
        boot.boot(home)
        measure(asked.questions)
        return
    os.environ["HUJI_SECRET_KEY"] = "benchmark"
    home.chmod(0o755)
    try:
        boot.boot(home)
        boot.migrate()
        fill(asked.people, asked.moves)
        measure(asked.questions)
    finally:
        embedded.stop(home / "postgres")
        shutil.rmtree(home, ignore_errors=True)


def fill(people: int, moves: int) -> None:
    """Open a register and move people, as benchmarks/settle.py does."""
    import settle
    from huji.register import acts
    from huji.standards import Refused

    households = people // settle.PER_HOUSEHOLD
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        settle.places(owner, households)
    settle.load(people, households)
    for n in range(moves):
        who, house = households + 1 + n % (people - households), 1 + (n * 7) % households
        by = acts.Acting(1, 1 + house % settle.OFFICES, settle.ON, "benchmark")
        day = settle.SINCE + timedelta(days=1 + n % 2000)
        with contextlib.suppress(Refused):  # who lives there already stays
            acts.settle(acts.Settle((acts.Mover(who, "97"),), house, day), by)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("vacuum analyze")


def measure(questions: int) -> None:
    """Ask, and print one line a question."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        [(people, entry)] = owner.execute(
            "select (select count(*) from person), (select max(entry) from ledger_entry)"
        ).fetchall()
        chosen = drawn(owner, questions)
        plain = timed(lambda who, *_: list(owner.execute(PLAIN, [who]))[0], chosen)
    print(f"as of two times: {people:,} people, {entry:,} entries, {len(chosen):,} questions each")
    print(f"{'milliseconds':44}{'median':>9}{'p95':>9}{'p95 ratio':>11}")
    tell("plain SELECT of the person, now, one axis", plain, plain)
    for title, ask in asking():
        tell(title, timed(ask, chosen), plain)


def drawn(owner: psycopg.Connection[Any], questions: int) -> list[tuple[int, int, date, int, int, int]]:
    """Draw persons with an office that keeps them, household and address, a day and an entry each."""
    chance = random.Random(20261122)
    [(last,)] = owner.execute("select max(id) from person").fetchall()
    ids = [chance.randint(1, last) for _ in range(questions)]
    rows = owner.execute(
        "select s.person, s.office, s.household, a.address, lower(s.known) from standing s"
        " join household_address a on a.household = s.household and upper_inf(a.known) and upper_inf(a.valid)"
        " where s.person = any (%s::bigint[]) and upper_inf(s.known) and upper_inf(s.valid)",
        [ids],
    ).fetchall()
    [(entry,)] = owner.execute("select max(entry) from ledger_entry").fetchall()
    chance.shuffle(rows)
    return [
        (
            who, office, date(2020, 6, 1) + timedelta(days=chance.randint(0, 2_000)),
            chance.randint(known, entry), household, address,
        )
        for who, office, household, address, known in rows
    ]  # fmt: skip


def asking() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The questions, under the row security of one office."""
    from huji.ledger.access import Purpose
    from huji.register import queries
    from huji.runtime.db import set_area

    silent = queries.Seen(None, frozenset())

    def then(office: int, day: date, entry: int, by: Any) -> Any:
        set_area([office])
        return queries.as_of(day, entry, by)

    def reader(office: int) -> Any:
        return queries.Reader(SimpleNamespace(pk=1, office=office), Purpose.AUDIT)

    yield "as_of person", lambda who, office, day, entry, *_: then(office, day, entry, silent).person(who)
    yield (
        "as_of person, with its access line",
        lambda who, office, day, entry, *_: then(office, day, entry, reader(office)).person(who),
    )
    yield (
        "as_of household",
        lambda who, office, day, entry, house, _: then(office, day, entry, silent).household(house),
    )
    yield (
        "as_of address",
        lambda who, office, day, entry, house, at: then(office, day, entry, silent).address(at),
    )
    yield "as_of kin", lambda who, office, day, entry, *_: then(office, day, entry, silent).kin(who)

    def histories(who: int, office: int, *_: Any) -> Any:
        set_area([office])
        return queries.items_history(who, silent), queries.standings_history(who, silent)

    yield "history of every item and standing", histories


def timed(ask: Callable[..., Any], chosen: list[Any]) -> list[float]:
    """Return the milliseconds of each question, after a few to warm."""
    for one in chosen[:20]:
        ask(*one)
    taken = []
    for one in chosen:
        began = time.perf_counter()
        ask(*one)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def tell(title: str, taken: list[float], plain: list[float]) -> None:
    p95 = statistics.quantiles(taken, n=20)[-1]
    ratio = p95 / statistics.quantiles(plain, n=20)[-1]
    print(f"{title:44}{statistics.median(taken):9.2f}{p95:9.2f}{ratio:11.1f}")


if __name__ == "__main__":
    main()
