"""A county becomes a district, an area goes to another office, beside a bare UPDATE of the same addresses.

    .venv/bin/python benchmarks/places.py [--addresses 300000] [--people 20000]

Makes a database of its own in an embedded server of its own, enters the addresses of 大洼县, opens a register
of people, all of them in one community. Then it times `change_places` of the whole county (211121 to 211104),
the UPDATE of one column of a copy of the table with the same index, and `change_places` giving the community
to another office, every registration following. Durability is on.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg

DAY, ON, SINCE = date(2016, 3, 20), date(2026, 11, 20), date(2010, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--addresses", type=int, default=300_000)
    parser.add_argument("--people", type=int, default=20_000)
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="huji-bench-"))
    home.chmod(0o755)
    os.environ |= {"HUJI_HOME": str(home), "HUJI_DEMONSTRATION": "1", "HUJI_SECRET_KEY": "benchmark"}
    os.environ.pop("DATABASE_URL", None)
    from huji.runtime import boot, embedded

    try:
        boot.boot(home)
        boot.migrate()
        run(asked.addresses, asked.people)
    finally:
        embedded.stop(home / "postgres")
        shutil.rmtree(home, ignore_errors=True)


def run(addresses: int, people: int) -> None:
    from huji.places import queries
    from huji.places.acts import Authority, ChangePlaces, Rule
    from huji.register.acts import change_places

    villages = enter(addresses)
    settled = opened(people, villages[0])
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("create table bare (like places_address including all); analyze")
        owner.execute("insert into bare select * from places_address")
        owner.execute("vacuum analyze")
        bare = timed(lambda: owner.execute("update bare set division = '211104' || substr(division, 7)"))
    by = Authority(None, 0, ON, "国函〔2016〕53号")
    named = timed(lambda: change_places(ChangePlaces(DAY, [Rule(2, "211121", to_division="211104")]), by))
    print(f"{addresses:,} addresses of a county into a district: {named:.1f} s")
    print(f"a bare UPDATE of the same column and index: {bare:.1f} s ({named / bare:.1f} ×)")
    community = "211104" + villages[0][6:]
    moved = timed(lambda: change_places(ChangePlaces(ON, [Rule(2, community, office=2)]), by))
    print(f"{settled:,} people to another office with their community: {moved:.1f} s")
    reads = [timed(lambda i=i: queries.reading(i, date(2016, 1, 1))) for i in range(1, 501)]
    print(f"a former reading: median {statistics.median(reads) * 1000:.2f} ms")


def enter(addresses: int) -> list[str]:
    """Enter two offices, the county's communities under the first, and that many addresses in them."""
    from huji.standards import divisions

    eve = date(2016, 3, 19)
    villages = [v.code for t in divisions.children("211121", eve) for v in divisions.children(t.code, eve)]
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(
            "insert into places_office (id, name, kind, opened, entry)"
            " select i, i || '号派出所', 'station', '1990-01-01', 0 from generate_series(1, 2) i"
        )
        owner.execute(
            "insert into places_office_area select v, 1, '[1990-01-01,)', '[0,)' from unnest(%s::text[]) v",
            [villages],
        )
        owner.execute(
            "insert into places_address (division, road, number, room, local, since, entry)"
            " select v[1 + i %% cardinality(v)], '中心路', (i / 500)::text, i::text,"
            "        '中心路' || i / 500 || '号' || i || '室', '1990-01-01', 0"
            " from generate_series(1, %s) i, (select %s::text[] as v) villages",
            [addresses, villages],
        )
    return villages


def opened(people: int, village: str) -> int:
    """Open a register of households of four at the addresses of one community; return how many people."""
    from huji.register import acts
    from huji.standards.citizen_number import check_digit

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        homes = [i for (i,) in owner.execute("select id from places_address where division = %s", [village])]
    houses, rows = [], []
    for key in range(people // 4):
        houses.append(acts.OpeningHousehold(key, homes[key % len(homes)], 1, SINCE))
        for place, relation in enumerate(("02", "10", "20", "30")):
            index = key * 4 + place
            born = date(1960 + index // 2000 % 40, 1 + index // 166 % 12, 1 + index % 28)
            stem = f"991102{born:%Y%m%d}{index % 500 * 2 + place % 2:03}"
            items = acts.Particulars(name="张三", sex="1" if place % 2 else "2")
            rows.append(
                acts.OpeningPerson(index, stem + check_digit(stem), born, items, key, relation, SINCE)
            )
    unique = {row.number: row for row in rows}
    whole = {row.household for row in rows} - {r.household for r in rows if unique[r.number] is not r}
    acts.open_register(
        acts.OpenRegister(
            "基准", [r for r in rows if r.household in whole], [h for h in houses if h.key in whole], []
        ),
        acts.Acting(1, 1, ON, "基准"),
    )
    return sum(r.household in whole for r in rows)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
