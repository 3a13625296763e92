"""Exact searches, and where somebody is registered."""

from typing import Any

from huji.register.queries.asking import born, held, on, rows
from huji.register.queries.leave import Reader, Seen, covered
from huji.register.records import Found, Kind, Search, Whereabouts

NAMES_SHOWN, PEOPLE_SHOWN = 20, 60

FOUND = f"""
    select p.id, coalesce(n.number, ''), coalesce(i.name, ''), coalesce(i.sex, ''), {born("p")}, s.kind::text,
           s.household, s.office, s.cause
      from person p
      join standing s on s.person = p.id and {on("s")} and {held("s")}
      left join citizen_number n on n.person = p.id and {on("n")} and {held("n")}
      left join particulars i on i.person = p.id and {on("i")} and {held("i")}"""
NOW: dict[str, Any] = {"day": None, "known": None}


def search_by_number(number: str, by: Reader | Seen) -> Search:
    """Search by citizen number, exact; at most one hit."""
    return _search(
        "p.id = (select person from citizen_number where number = %(what)s limit 1)", number, by, 1
    )


def search_by_name(name: str, by: Reader | Seen) -> Search:
    """Search by name, exact; more than 20 hits are only counted."""
    # First who of the area bears it: thousands of a large city may, and the policies ask of each row anew.
    return _search("p.id = any (array(select register_named(%(what)s)))", name, by, NAMES_SHOWN)


def search_by_address(address: int, by: Reader | Seen) -> Search:
    """Search for those registered at a standard address now; more than 60 hits are only counted."""
    where = (
        "s.household in (select household from household_address"
        " where address = %(what)s::int and upper_inf(known) and upper_inf(valid))"
    )
    return _search(where, address, by, PEOPLE_SHOWN)


def whereabouts(number: str, by: Reader) -> Whereabouts | None:
    """Return at which office a number is registered, whatever the reader's area; logged. None: unknown."""
    hits = rows(
        "select kind, office from register_whereabouts(%s, %s, %s, %s)",
        [number, by.officer.pk, by.officer.office, by.purpose.value],
    )
    return Whereabouts(number, Kind(hits[0][0]), hits[0][1]) if hits else None


def _search(where: str, what: object, by: Reader | Seen, shown: int) -> Search:
    hits = rows(
        f"{FOUND} where {where} order by p.id limit %(most)s", NOW | {"what": what, "most": shown + 1}
    )
    count = len(hits)
    if count > shown:
        [(count,)] = rows(f"select count(*) from ({FOUND} where {where}) f", NOW | {"what": what})
        hits = []
    covered(by, [row[0] for row in hits], f"查询 search: {what}"[:400])
    return Search(tuple(map(found_of, hits)), count)


def found_of(row: tuple[Any, ...]) -> Found:
    which, number, name, sex, born, kind, *rest = row
    return Found(which, number, name, sex, born, Kind(kind), *rest)
