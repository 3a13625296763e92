"""Settling, end to end in process, beside raw pgbench with the same two-axis statements on one server.

    .venv/bin/python benchmarks/settle.py [--people 20000] [--seconds 10] [--rounds 3] [--connections 8]

Makes a database of its own in an embedded server of its own, opens a register of that many people in one act
(timed), then lets pgbench and `huji.register.acts.settle` move people in turns, each with the given number of
connections, and prints the medians and their ratio (goal: at least 0.5). Both lock the person and the
households, append one entry to the chain of the acting office, close one belief, insert two, and pass every
trigger at commit. Durability is on.
"""

import argparse
import multiprocessing
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

OFFICES, PER_HOUSEHOLD = 16, 4
SINCE, ON = date(2020, 1, 1), date(2026, 11, 20)

RAW = """
\\set i :i + 1
\\set p :first + :client_id * :slice + :i % :slice
\\set day :base + :i / :slice
\\set h 1 + (:p * 7 + :i * 13 + :base) % :households
\\set o 1 + :h % {offices}
begin;
select from person where id = :p for no key update;
select from household where id in (select household from standing where person = :p::bigint
  and upper_inf(known) and upper_inf(valid) union select :h::bigint) order by id for no key update;
insert into ledger_entry (office, act, offices, body)
  values (:o, 'settle', array[:o::int], '{body}') returning entry \\gset
update standing set known = int8range(lower(known), :entry::bigint)
  where person = :p::bigint and upper_inf(known) and upper_inf(valid);
insert into standing (person, valid, known, kind, household, relation, office)
  select person, daterange(lower(valid), date '2020-01-01' + :day::int), int8range(:entry::bigint, null),
         kind, household, relation, office
    from standing where person = :p::bigint and upper(known) = :entry::bigint;
insert into standing (person, valid, known, kind, household, relation, office)
  values (:p::bigint, daterange(date '2020-01-01' + :day::int, null), int8range(:entry::bigint, null),
          'registered', :h::bigint, '99', :o::int);
commit;
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=8)
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="huji-bench-"))
    home.chmod(0o755)
    os.environ |= {"HUJI_HOME": str(home), "HUJI_DEMONSTRATION": "1", "HUJI_SECRET_KEY": "benchmark"}
    os.environ.pop("DATABASE_URL", None)
    from huji.runtime import boot, embedded

    try:
        boot.boot(home)
        boot.migrate()
        run(asked, home)
    finally:
        embedded.stop(home / "postgres")
        shutil.rmtree(home, ignore_errors=True)


def run(asked: argparse.Namespace, home: Path) -> None:
    owner = os.environ["DATABASE_OWNER_URL"]
    households = asked.people // PER_HOUSEHOLD
    with psycopg.connect(owner, autocommit=True) as connection:
        places(connection, households)
    seconds = load(asked.people, households)
    print(f"open_register: {asked.people:,} people in one entry: {seconds:.1f} s")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    slice_size = (asked.people - households) // asked.connections
    script = home / "move.sql"
    script.write_text(RAW.format(offices=OFFICES, body=body(households)))
    raw, ours = [], []
    for turn in range(asked.rounds):
        base = 1 + turn * 200
        raw.append(pgbench(asked, script, owner, households, slice_size, base))
        ours.append(huji(asked, households, slice_size, base + 100))
    columns = [*(f"round {n + 1}" for n in range(asked.rounds)), "median"]
    print(f"{'settling, moves a second':34}" + "".join(f"{column:>10}" for column in columns))
    for label, series in (("raw pgbench, the same statements", raw), ("huji.register.acts.settle", ours)):
        print(
            f"{label:34}"
            + "".join(f"{rate:10,.0f}" for rate in series)
            + f"{statistics.median(series):10,.0f}"
        )
    ratios = [mine / peer for mine, peer in zip(ours, raw, strict=True)]
    print(
        f"{'ratio (goal 0.5)':34}"
        + "".join(f"{r:10.2f}" for r in ratios)
        + f"{statistics.median(ratios):10.2f}"
    )
    with psycopg.connect(owner, autocommit=True) as connection:
        sound(connection)


def places(connection: psycopg.Connection[Any], households: int) -> None:
    connection.execute(
        "insert into places_office (id, name, kind, opened, entry)"
        " select i, i || '所', 'station', '1990-01-01', 0 from generate_series(1, %s) i",
        [OFFICES],
    )
    connection.execute(
        "insert into places_address (id, division, number, local, since, entry)"
        " select i, '211102002005', i::text, i || '号', '1990-01-01', 0 from generate_series(1, %s) i",
        [households],
    )


def load(people: int, households: int) -> float:
    """Open a register: the heads first, so that the others, who will move, have ids in a row."""
    from huji.register import acts
    from huji.standards import citizen_number

    def person(key: int) -> acts.OpeningPerson:
        head = key <= households
        born = date(1950, 1, 1) + timedelta(days=key * 37 % 18_000)
        sequence = key % 499 * 2 + 1
        seventeen = f"99{key // 499 % 9999:04}{born:%Y%m%d}{sequence:03}"
        number = seventeen + citizen_number.check_digit(seventeen)
        items = acts.Particulars(f"{'王李张刘陈杨黄赵吴周'[key % 10]}{'明丽强芳伟静军敏'[key % 8]}", "1")
        household = key if head else 1 + key % households
        return acts.OpeningPerson(key, number, born, items, household, "02" if head else "97", SINCE)

    houses = [acts.OpeningHousehold(k, k, 1 + k % OFFICES, SINCE) for k in range(1, households + 1)]
    statement = acts.OpenRegister("benchmark", [person(k) for k in range(1, people + 1)], houses)
    started = time.perf_counter()
    acts.open_register(statement, acts.Acting(1, 1, ON, "benchmark"))
    return time.perf_counter() - started


def body(households: int) -> str:
    """Return bytes of the length that an entry of ours has, so that both write as much."""
    return '{"padding":"' + "x" * 238 + '"}'


def pgbench(
    asked: argparse.Namespace, script: Path, url: str, households: int, slice_size: int, base: int
) -> float:
    from huji.runtime import premises

    variables = {"i": 0, "first": households + 1, "slice": slice_size, "base": base, "households": households}
    command = [
        str(premises.look(Path(os.environ["HUJI_HOME"]) / "postgres").program("pgbench")),
        "-n", "-M", "prepared", "-f", str(script),
        "-c", str(asked.connections), "-j", "2", "-T", str(asked.seconds),
        *(f"-D{name}={value}" for name, value in variables.items()), "-d", url,
    ]  # fmt: skip
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    rate = re.search(r"tps = ([\d.]+)", told.stdout)
    if told.returncode or not rate or "aborted" in told.stderr:
        raise SystemExit(f"pgbench failed: {told.stderr}")
    return float(rate[1])


def huji(asked: argparse.Namespace, households: int, slice_size: int, base: int) -> float:
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, counts = fork.Barrier(asked.connections), fork.Queue()
    workers = [
        fork.Process(target=settle_for, args=(asked.seconds, n, households, slice_size, base, start, counts))
        for n in range(asked.connections)
    ]
    for worker in workers:
        worker.start()
    total = sum(counts.get() for _ in workers)
    for worker in workers:
        worker.join()
    return float(total)


def settle_for(
    seconds: int, client: int, households: int, slice_size: int, base: int, start: Any, counts: Any
) -> None:
    from django.db import connection

    from huji.register import acts
    from huji.standards import Refused

    connection.ensure_connection()
    start.wait()
    began = time.perf_counter()
    i = done = 0
    while time.perf_counter() - began < seconds:
        i += 1
        person = households + 1 + client * slice_size + i % slice_size
        household = 1 + (person * 7 + i * 13 + base) % households
        by = acts.Acting(1, 1 + household % OFFICES, ON, "benchmark")
        day = SINCE + timedelta(days=base + i // slice_size)
        try:
            acts.settle(acts.Settle((acts.Mover(person, "99"),), household, day), by)
            done += 1
        except Refused as refusal:
            if refusal.code != "register.already_there":
                raise
    counts.put(done / (time.perf_counter() - began))


def sound(connection: psycopg.Connection[Any]) -> None:
    """Refuse to report figures of a register that came out wrong."""
    wrong = connection.execute(
        "select count(*) from person p where (select range_agg(valid) from standing s where s.person = p.id"
        " and upper_inf(known)) is distinct from datemultirange(daterange(p.born, null))"
    ).fetchone()
    if wrong != (0,):
        raise SystemExit(f"{wrong} lives are not tiled")


if __name__ == "__main__":
    main()
