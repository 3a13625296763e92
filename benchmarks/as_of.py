"""The register as of two times, and its searches, beside a plain indexed SELECT of the same person.

    .venv/bin/python benchmarks/as_of.py [--people 20000] [--questions 2000]
    .venv/bin/python benchmarks/as_of.py --home DIR      # an installation's own database, or DATABASE_URL's

Without a database given it converts an old register of that many people and lets `moves.py` move some, so
that lives have periods on both axes. Each question names a random person, day and ledger entry; all go over
one connection, under the row security of the office that keeps the person. Printed are the median and the
95th percentile in milliseconds: of the question alone, and with the access line that is committed before it;
searches always leave one. A name borne by many is counted, not shown. The plain SELECT is the person's row of
each table by its index, on one axis, as the owner, past row security.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
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
    parser.add_argument("--home", type=Path, help="Measure the database of this installation.")
    parser.add_argument("--json", action="store_true", help="End with one line of JSON.")
    asked = parser.parse_args()
    os.environ["HUJI_DEMONSTRATION"] = "1"
    from huji.runtime import boot, embedded

    if asked.home is not None or "DATABASE_URL" in os.environ:
        boot.boot(asked.home, existing=True)
        boot.migrate()  # a city kept from an earlier version
        measure(asked)
        return
    made = Path(tempfile.mkdtemp(prefix="huji-bench-"))
    made.chmod(0o755)
    home = made / "city"
    try:
        script(asked, "conversion.py", "--no-peer", "--people", str(asked.people), "--home", str(home))
        script(asked, "moves.py", "--home", str(home), "--seconds", "2", "--rounds", "1")
        boot.boot(home)
        measure(asked)
    finally:
        embedded.stop(home / "postgres")
        shutil.rmtree(made, ignore_errors=True)


def script(asked: argparse.Namespace, name: str, *options: str) -> None:
    """Run another of these scripts, which prepares the city; what it prints is not of interest here."""
    command = [sys.executable, str(Path(__file__).with_name(name)), *options]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def measure(asked: argparse.Namespace) -> None:
    """Ask, and print one line a question."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        [(people, entry)] = owner.execute(
            "select (select count(*) from person), (select max(entry) from ledger_entry)"
        ).fetchall()
        chosen = drawn(owner, asked.questions)
        plain = timed(lambda who, *_: owner.execute(PLAIN, [who]).fetchall()[0], chosen)
    print(f"as of two times: {people:,} people, {entry:,} entries, {len(chosen):,} questions each")
    print(f"{'milliseconds':44}{'median':>9}{'p95':>9}{'p95 ratio':>11}")
    tell("plain SELECT of the person, now, one axis", plain, plain)
    told = {}
    for title, ask in asking():
        taken = timed(ask, chosen)
        tell(title, taken, plain)
        told[title] = statistics.quantiles(taken, n=20)[-1]
    if asked.json:
        print(json.dumps({"people": people, "p95": told}))


def drawn(owner: psycopg.Connection[Any], questions: int) -> list[tuple[Any, ...]]:
    """Draw persons with an office that keeps them, a day and an entry, household, address, number, name."""
    chance = random.Random(20261122)
    [(last,)] = owner.execute("select max(id) from person").fetchall()
    ids = [chance.randint(1, last) for _ in range(questions)]
    rows = owner.execute(
        "select s.person, s.office, s.household, a.address, lower(s.known), n.number, i.name from standing s"
        " join household_address a on a.household = s.household and upper_inf(a.known) and upper_inf(a.valid)"
        " join citizen_number n on n.person = s.person and upper_inf(n.known) and upper_inf(n.valid)"
        " join particulars i on i.person = s.person and upper_inf(i.known) and upper_inf(i.valid)"
        " where s.person = any (%s::bigint[]) and upper_inf(s.known) and upper_inf(s.valid)",
        [ids],
    ).fetchall()
    [(entry,)] = owner.execute("select max(entry) from ledger_entry").fetchall()
    chance.shuffle(rows)
    return [
        (
            who, office, date(2020, 6, 1) + timedelta(days=chance.randint(0, 2_000)),
            chance.randint(known, entry), household, address, number, name,
        )
        for who, office, household, address, known, number, name in rows
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
        set_area([office])
        return queries.Reader(SimpleNamespace(pk=1, office=office), Purpose.AUDIT)

    yield "as_of person", lambda who, office, day, entry, *_: then(office, day, entry, silent).person(who)
    yield (
        "as_of person, with its access line",
        lambda who, office, day, entry, *_: then(office, day, entry, reader(office)).person(who),
    )
    yield (
        "as_of household",
        lambda who, office, day, entry, house, *_: then(office, day, entry, silent).household(house),
    )
    yield (
        "as_of address",
        lambda who, office, day, entry, house, at, *_: then(office, day, entry, silent).address(at),
    )
    yield "as_of kin", lambda who, office, day, entry, *_: then(office, day, entry, silent).kin(who)

    def histories(who: int, office: int, *_: Any) -> Any:
        set_area([office])
        return queries.items_history(who, silent), queries.standings_history(who, silent)

    yield "history of every item and standing", histories
    yield (
        "search by citizen number",
        lambda who, office, day, entry, house, at, number, name: queries.search_by_number(
            number, reader(office)
        ),
    )
    yield (
        "search by name",
        lambda who, office, day, entry, house, at, number, name: queries.search_by_name(name, reader(office)),
    )
    yield (
        "search by address",
        lambda who, office, day, entry, house, at, number, name: queries.search_by_address(
            at, reader(office)
        ),
    )


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
