"""Kin."""

from datetime import date, datetime

from huji.register.kinship import relatives
from huji.register.queries.asking import held, known, on, rows
from huji.register.queries.held_then import filled
from huji.register.queries.leave import Reader, Seen, covered
from huji.register.queries.searching import FOUND, found_of
from huji.register.records import Kin, KinRelation


def kin(
    who: int, by: Reader | Seen, valid_on: date | None = None, known_at: int | datetime | None = None
) -> tuple[Kin, ...]:
    """Return the relatives within three generations, nearest first, then by age.

    `valid_on` is the day on which the ties held (a marriage may have ended) and of which the relatives are
    told; None is now. A tie of one whom the reader's area does not hold is not shown.
    """
    entry = known(known_at)
    times = {"day": valid_on, "known": entry}
    edges = rows(
        f"""
        with recursive near (id, steps) as (
          select %(who)s::bigint, 0
          union
          select case k.person when near.id then k.relative else k.person end, near.steps + 1
            from near join kinship k on near.id in (k.person, k.relative)
                 and {on("k")} and {held("k")}
           where near.steps < 3)
        select distinct k.person, k.relative, k.kind from kinship k
         where k.person in (select id from near) and k.relative in (select id from near)
           and {on("k")} and {held("k")}""",
        times | {"who": who},
    )
    related = relatives(who, edges)
    covered(by, [who, *related], "亲属关系 kin")
    hits = rows(f"{FOUND} where p.id = any (%(persons)s::bigint[])", times | {"persons": list(related)})
    found = [
        Kin(
            hit.person, hit.number, hit.name, hit.sex, hit.born, related[hit.person],
            hit.kind, hit.household, hit.office,
        )
        for hit in filled([*map(found_of, hits)], valid_on, entry)
    ]  # fmt: skip
    nearest = list(KinRelation)
    return tuple(sorted(found, key=lambda one: (nearest.index(one.relation), one.born, one.person)))
