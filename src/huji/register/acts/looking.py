"""What acts look up about kin and households, as believed now; what they look up is not locked by it."""

from typing import LiteralString

from huji.register.acts.performing import cursor
from huji.register.acts.values import HEAD
from huji.register.kinship import KinRelation, relatives


def related(who: int, steps: int = 3) -> dict[int, KinRelation]:
    """Return the relatives within three generations (or within fewer steps of kinship)."""
    edges = (
        cursor()
        .execute(
            "with recursive near (id, steps) as ("
            " select %(who)s::bigint, 0"
            " union"
            " select case k.person when near.id then k.relative else k.person end, near.steps + 1"
            "   from near join kinship k on near.id in (k.person, k.relative)"
            "        and upper_inf(k.valid) and upper_inf(k.known)"
            "  where near.steps < %(steps)s)"
            " select distinct k.person, k.relative, k.kind from kinship k"
            "  where k.person in (select id from near) and k.relative in (select id from near)"
            "    and upper_inf(k.valid) and upper_inf(k.known)",
            {"who": who, "steps": steps},
        )
        .fetchall()
    )
    return relatives(who, edges)


def name_of(person: int) -> str:
    """Return somebody's name for the entry to hold; what a refusal may say, `checks.names` tells."""
    row = cursor().execute(
        "select name from particulars where person = %s and upper_inf(known) and upper_inf(valid)", [person]
    ).fetchone()  # fmt: skip
    return row[0] if row else f"#{person}"


def household_of(person: int) -> int | None:
    """Return the household a person is registered in."""
    return _one(
        "select household from standing where person = %s and upper_inf(known) and upper_inf(valid)", person
    )


def homes_of(person: int) -> list[int]:
    """Return every household of a life as believed: what an act that restates the life holds as well."""
    rows = cursor().execute(
        "select distinct household from standing where person = %s and upper_inf(known)"
        " and household is not null",
        [person],
    )
    return [row[0] for row in rows.fetchall()]


def head_of(household: int | None) -> int | None:
    """Return the person who heads a household."""
    return _one(
        "select person from standing where household = %s and relation = %s"
        " and upper_inf(known) and upper_inf(valid)",
        household,
        HEAD,
    )


def sort_of(household: int) -> str | None:
    """Return the sort of a collective household, None for a family one."""
    row = cursor().execute("select sort from household where id = %s", [household]).fetchone()
    return None if row is None else row[0]


def _one(query: LiteralString, *values: object) -> int | None:
    row = cursor().execute(query, values).fetchone()
    return None if row is None or row[0] is None else int(row[0])
