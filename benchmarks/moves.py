"""Moves, end to end in process, beside raw pgbench with the same two-axis statements, in cities of all sizes.

    .venv/bin/python benchmarks/moves.py --people 10000 1000000 5670000 [--seconds 10] [--rounds 3]
    .venv/bin/python benchmarks/moves.py --home DIR [DIR …]

Each city is an old register converted by `benchmarks/conversion.py --home DIR`; with `--people` they are
made in a directory that is removed again. pgbench and `huji.register.acts.settle` move people in turns
over as many connections, in every city in every round, so that what the machine does meanwhile falls on
all of them; each turn begins with a checkpoint. One person who is not a head, drawn from the whole city,
goes into a household drawn from the whole city. Both lock the person and the households, append one entry
to the chain of the acting office, close one belief, insert two, and pass every trigger at commit; both
look up who moves where by the same statement first. Durability is on. Goals: at least 0.5 × raw, within
1.3 × of itself across sizes.
"""

import argparse
import json
import multiprocessing
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

ON, FIRST = date(2026, 11, 20), date(2016, 1, 2)
LATEST = date(2026, 1, 1)
"""Whose standing began later was acted on at a counter, by `officers.py`, and cannot move before that."""
SAYS = "moves: "
MOVERS = 400_000
WHO = """select m.person, t.household, t.office from bench_move m, bench_move t
 where m.i = {row} and t.i = {to}"""

RAW = """
\\set i :i + 1
\\set row 1 + :client_id * :slice + (:base * 5471 + :i) % :slice
\\set to 1 + (:row * 7 + :i * 13 + :base) % :moves
\\set day :base + :i / :slice
{who} \\gset
begin;
select from person where id = :person for no key update;
select from household where id in (select household from standing where person = :person::bigint
  and upper_inf(known) and upper_inf(valid) union select :household::bigint) order by id for no key update;
insert into ledger_entry (office, act, offices, body)
  values (:office, 'settle', array[:office::int], '{body}') returning entry \\gset
update standing set known = int8range(lower(known), :entry::bigint)
  where person = :person::bigint and upper_inf(known) and upper_inf(valid);
insert into standing (person, valid, known, kind, household, relation, office)
  select person, daterange(lower(valid), date '{first}' + :day::int), int8range(:entry::bigint, null),
         kind, household, relation, office
    from standing where person = :person::bigint and upper(known) = :entry::bigint;
insert into standing (person, valid, known, kind, household, relation, office)
  values (:person::bigint, daterange(date '{first}' + :day::int, null), int8range(:entry::bigint, null),
          'registered', :household::bigint, '99', :office::int);
commit;
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="*", default=[])
    parser.add_argument("--home", type=Path, nargs="*", default=[])
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--json", action="store_true", help="End with one line of JSON.")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one(asked, asked.home[0])
        return
    made = Path(tempfile.mkdtemp(prefix="huji-bench-"))
    made.chmod(0o755)
    try:
        homes = [home.resolve() for home in asked.home]
        for people in asked.people or ([] if homes else [20_000]):
            home = made / str(people)
            convert = [sys.executable, str(Path(__file__).with_name("conversion.py")), "--no-peer"]
            subprocess.run([*convert, "--people", str(people), "--home", str(home)], check=True)
            homes.append(home)
        compare(asked, homes)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def compare(asked: argparse.Namespace, homes: list[Path]) -> None:
    """Measure every city in a process of its own, and print what they say beside each other."""
    options = [f"--{name}={getattr(asked, name)}" for name in ("seconds", "connections")]
    cities = [
        subprocess.Popen(
            [sys.executable, __file__, "--one", "--home", str(home), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for home in homes
    ]
    told = [{"people": heard(city), "raw": [], "huji": []} for city in cities]
    for turn in range(asked.rounds):
        for city, one in zip(cities, told, strict=True):
            for which in ("raw", "huji"):
                say(city, f"{which} {turn}")
                one[which].append(heard(city))
    for city in cities:
        say(city, "")
        if city.wait():
            raise SystemExit("a city came out wrong")
    print(f"{'moves a second, median of rounds':34}" + "".join(f"{one['people']:>14,}" for one in told))
    for label, key in (("raw pgbench, the same statements", "raw"), ("huji.register.acts.settle", "huji")):
        print(f"{label:34}" + "".join(f"{statistics.median(one[key]):14,.0f}" for one in told))
    ratios = [[m / r for m, r in zip(one["huji"], one["raw"], strict=True)] for one in told]
    print(f"{'ratio (goal 0.5)':34}" + "".join(f"{statistics.median(r):14.2f}" for r in ratios))
    print(f"{'  of single rounds':34}" + "".join(f"{f'{min(r):.2f}–{max(r):.2f}':>14}" for r in ratios))
    if len(told) > 1:
        first = statistics.median(told[0]["huji"])
        flat = "".join(f"{first / statistics.median(one['huji']):14.2f}" for one in told)
        print(f"{'slower than the first (goal 1.3)':34}{flat}")
    if asked.json:
        cities = [one | {"ratio": statistics.median(r)} for one, r in zip(told, ratios, strict=True)]
        print(json.dumps({"cities": cities}))


def say(city: subprocess.Popen[str], what: str) -> None:
    assert city.stdin
    city.stdin.write(what + "\n")
    city.stdin.flush()


def heard(city: subprocess.Popen[str]) -> Any:
    """Return what a city's process says next, past what others print there."""
    assert city.stdout
    for line in city.stdout:
        if line.startswith(SAYS):
            return json.loads(line.removeprefix(SAYS))
    raise SystemExit("a city's process ended")


def one(asked: argparse.Namespace, home: Path) -> None:
    """Take turns of moving in one city as they are asked for on standard input; see that it is sound."""
    os.environ |= {"HUJI_HOME": str(home), "HUJI_DEMONSTRATION": "1", "HUJI_SECRET_KEY": "benchmark"}
    os.environ.pop("DATABASE_URL", None)
    from huji.runtime import boot, embedded

    try:
        boot.boot(home)
        boot.migrate()  # a city kept from an earlier version
        server, owner = embedded.ensure(home / "postgres"), os.environ["DATABASE_OWNER_URL"]
        with psycopg.connect(owner, autocommit=True) as connection:
            people, movers, begun = prepare(connection)
        size = movers, movers // asked.connections
        script = home / "move.sql"
        script.write_text(
            RAW.format(who=WHO.format(row=":row", to=":to").replace("\n", ""), body=body(), first=FIRST)
        )
        script.chmod(0o644)
        print(SAYS + json.dumps(people), flush=True)
        while asked_for := sys.stdin.readline().split():
            which, turn = asked_for
            base = begun + int(turn) * 20
            with psycopg.connect(server.admin_url, autocommit=True) as admin:
                admin.execute("checkpoint")
            done = (
                pgbench(asked, script, owner, size, base) if which == "raw" else huji(asked, size, base + 10)
            )
            print(SAYS + json.dumps(done), flush=True)
        with psycopg.connect(owner, autocommit=True) as connection:
            sound(connection)
            connection.execute("drop table bench_move")
    finally:
        embedded.stop(home / "postgres")


def prepare(connection: psycopg.Connection[Any]) -> tuple[int, int, int]:
    """Draw who moves where; return the people registered, the moves drawn and the day to begin with."""
    connection.execute("drop table if exists bench_move")
    connection.execute("select setseed(0.5)")
    connection.execute(
        "create table bench_move as"
        " with mover as (select row_number() over () as i, person from (select person from standing"
        "   where upper_inf(known) and upper_inf(valid) and kind = 'registered' and relation <> '02'"
        "     and lower(valid) < %(latest)s order by random() limit %(most)s) m),"
        " target as (select row_number() over () as i, household, office from (select household, office"
        "   from standing where upper_inf(known) and upper_inf(valid) and relation = '02'"
        "     and lower(valid) < %(first)s order by random() limit %(most)s) t)"
        " select m.i::int as i, person, t.household, t.office from mover m"
        "   join target t on t.i = 1 + m.i %% (select count(*) from target)",
        {"first": FIRST, "latest": LATEST, "most": MOVERS},
    )
    connection.execute("alter table bench_move add primary key (i)")
    connection.execute("grant select on bench_move to huji_web, huji_writer")
    connection.execute("vacuum analyze")
    people = _number(connection, "select count(*) from person")
    latest = _number(
        connection,
        "select coalesce(max(lower(valid)) - date '2016-01-02', 0) from standing where upper_inf(known)"
        " and upper_inf(valid) and person in (select person from bench_move)",
    )
    return people, _number(connection, "select count(*) from bench_move"), max(latest, 0) + 1


def body() -> str:
    """Return bytes of the length that an entry of ours has, so that both write as much."""
    return '{"padding":"' + "x" * 238 + '"}'


def pgbench(asked: argparse.Namespace, script: Path, url: str, size: tuple[int, int], base: int) -> float:
    from huji.runtime import premises

    command = [
        str(premises.look(Path(os.environ["HUJI_HOME"]) / "postgres").program("pgbench")),
        "-n", "-M", "prepared", "-f", str(script),
        "-c", str(asked.connections), "-j", "2", "-T", str(asked.seconds),
        "-Di=0", f"-Dmoves={size[0]}", f"-Dslice={size[1]}", f"-Dbase={base}", "-d", url,
    ]  # fmt: skip
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    rate = re.search(r"tps = ([\d.]+)", told.stdout)
    if told.returncode or not rate or "aborted" in told.stderr:
        raise SystemExit(f"pgbench failed: {told.stderr}")
    return float(rate[1])


def huji(asked: argparse.Namespace, size: tuple[int, int], base: int) -> float:
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, counts = fork.Barrier(asked.connections), fork.Queue()
    workers = [
        fork.Process(target=one_of_them, args=(asked.seconds, n, size, base, start, counts))
        for n in range(asked.connections)
    ]
    for worker in workers:
        worker.start()
    done = [counts.get() for _ in workers]
    for worker in workers:
        worker.join()
    if None in done:
        raise SystemExit("a mover failed")
    return float(sum(done))


def one_of_them(seconds: int, client: int, size: tuple[int, int], base: int, start: Any, counts: Any) -> None:
    """Tell the moves a second; None, and let nobody wait, when something goes wrong."""
    try:
        counts.put(move_for(seconds, client, size, base, start))
    except BaseException:
        start.abort()
        counts.put(None)
        raise


def move_for(seconds: int, client: int, size: tuple[int, int], base: int, start: Any) -> float:
    from django.db import connection

    from huji.register import acts
    from huji.standards import Refused

    movers, slice_size = size
    connection.ensure_connection()
    lookup = psycopg.Cursor(connection.connection)
    start.wait()
    began = time.perf_counter()
    i = done = 0
    while time.perf_counter() - began < seconds:
        i += 1
        row = 1 + client * slice_size + (base * 5471 + i) % slice_size
        to = 1 + (row * 7 + i * 13 + base) % movers
        found = lookup.execute(WHO.format(row="%s", to="%s"), [row, to], prepare=True).fetchone()
        assert found
        person, household, office = found
        day = FIRST + timedelta(days=base + i // slice_size)
        try:
            acts.settle(
                acts.Settle((acts.Mover(person, "99"),), household, day),
                acts.Acting(1, office, ON, "benchmark"),
            )
            done += 1
        except Refused as refusal:
            if refusal.code != "register.already_there":
                raise
    return done / (time.perf_counter() - began)


def sound(connection: psycopg.Connection[Any]) -> None:
    """Refuse to report figures of a register that came out wrong."""
    wrong = _number(
        connection,
        "select count(*) from person p where p.id in (select person from bench_move)"
        " and (select range_agg(valid) from standing s where s.person = p.id and upper_inf(known))"
        " is distinct from datemultirange(daterange(p.born, null))",
    )
    if wrong:
        raise SystemExit(f"{wrong} lives are not tiled")


def _number(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row
    return int(row[0])


if __name__ == "__main__":
    main()
