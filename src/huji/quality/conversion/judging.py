"""Judging every row: first by itself, then among those with its number, then in its household.

Writes `judged.parquet`: of every row read the reasons against it and its flags, and of each that is taken
over what
the register will hold. Rows that could not be read are judged already (`unread.parquet`).
"""

from collections.abc import Iterable
from datetime import date

import duckdb
import pyarrow as pa

from huji.quality.conversion import days
from huji.quality.conversion.layout import LONGEST_NUMBER, SINCE_EVER
from huji.quality.conversion.plan import MAPPED, NOT_REGISTERED, Plan
from huji.quality.conversion.relating import relations
from huji.quality.conversion.statements import statements
from huji.quality.conversion.workspace import Workspace, engine, keep, quoted
from huji.register.bounds import HEIGHT, LEAST_WEDDED
from huji.standards import divisions

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def judge(room: Workspace, plan: Plan) -> None:
    """Judge all rows of a workspace by a plan."""
    sql = statements("judging")
    with engine(room) as db:
        _mappings(db, plan)
        _divisions(db, room)
        relations(db)
        on = quoted(plan.on)
        db.execute(sql["items"].format(rows=quoted(room.file("rows")), born=days.READ.format("trim(born)"),
                                 since_ever=", ".join(map(quoted, SINCE_EVER)),
                                 arrived=days.READ.format(days.LED.format("trim(arrived)"))))  # fmt: skip
        db.execute(sql["alone"].format(names=quoted(room.file("names")), matched=quoted(room.file("matched")),
                                 check=_check(), on=on, fifteen=plan.fifteen, longest=LONGEST_NUMBER,
                                 demonstration=plan.demonstration,
                                 not_registered=quoted(NOT_REGISTERED),
                                 least_cm=HEIGHT[0], most_cm=HEIGHT[1]))  # fmt: skip
        db.execute("drop table items")
        db.execute(sql["numbers"].format())
        db.execute(sql["households"].format())
        db.execute(sql["in_household"].format(on=on, wedded=LEAST_WEDDED))
        keep(db, sql["judged"].format(), room.file("judged"))


def _mappings(db: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    for column in MAPPED:
        pairs = [(value, code) for value, code in plan.mappings[column].items() if code is not None]
        values, codes = (list(side) for side in zip(*pairs, strict=True)) if pairs else ([], [])
        db.register(
            "pairs", pa.table({"value": pa.array(values, pa.string()), "code": pa.array(codes, pa.string())})
        )
        db.execute(f"create table map_{column} as select * from pairs")
        db.unregister("pairs")


def _divisions(db: duckdb.DuckDBPyConnection, room: Workspace) -> None:
    """Tell of each prefix in the numbers between which days it was a county's code."""
    found = db.execute(
        f"select distinct left(trim(number), 6) from {quoted(room.file('rows'))}"
        " where regexp_matches(trim(number), '^[0-9]{6}')"
    ).fetchall()
    rows = list(_lives(prefix for (prefix,) in found))
    db.register(
        "lives",
        pa.table(
            {
                "prefix": pa.array([row[0] for row in rows], pa.string()),
                "since": pa.array([row[1] for row in rows], pa.date32()),
                "until": pa.array([row[2] for row in rows], pa.date32()),
            }
        ),
    )
    db.execute("create table county as select * from lives")
    db.unregister("lives")


def _lives(prefixes: Iterable[str]) -> Iterable[tuple[str, date | None, date | None]]:
    for prefix in prefixes:
        if held := divisions.history(prefix):
            yield prefix, held[0].valid_from, held[-1].valid_until


def _check() -> str:
    """Return the check digit of `seventeen` as SQL (ISO 7064 MOD 11-2)."""
    total = " + ".join(
        f"((seventeen // {10 ** (16 - place)}) % 10) * {weight}" for place, weight in enumerate(_WEIGHTS)
    )
    return f"substr('10X98765432', (({total}) % 11)::int + 1, 1)"
