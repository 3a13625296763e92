"""What a maker of statements looks at: the register as believed now, by bare SQL, beside the acts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import psycopg


@dataclass(slots=True)
class One:
    """A person, with the last standing, and since when it is so but for the office."""

    id: int
    born: date
    kind: str
    cause: str | None
    household: int | None
    relation: str | None
    office: int
    since: date
    sex: str
    name: str
    marital: str
    number: str | None

    def age(self, on: date) -> int:
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


@dataclass(slots=True)
class House:
    """A household, with its seat and members."""

    id: int
    kind: str
    sort: str | None
    address: int
    office: int
    since: date
    members: list[One] = field(default_factory=list)


@dataclass(slots=True)
class Look:
    """Everything at once."""

    people: dict[int, One]
    houses: dict[int, House]
    places: dict[int, tuple[str, str, int]]
    """Address to community, house number, office."""
    parents: dict[int, list[tuple[int, date]]]
    former_parents: dict[int, list[int]]
    spouse: dict[int, int]
    certificates: list[tuple[str, list[int], date, date]]
    """Our own live certificates: number, persons, issued, expires."""
    permits: list[tuple[str, int, int, int | None, list[str], list[str], date, date]]
    """Unused: number, office, address, household, numbers, names, issued, expires."""
    void: list[str]
    """Numbers of those whose registration was undone."""
    recent: list[tuple[int, str, int]]
    """Entry, act, office: the last first."""

    def of_kind(self, *kinds: str) -> list[One]:
        return [one for one in self.people.values() if one.kind in kinds]

    def children(self, who: int) -> list[int]:
        return [child for child, known in self.parents.items() if who in [p for p, _ in known]]


def look(owner: psycopg.Connection[Any]) -> Look:
    """Look the register over, in one snapshot."""
    with owner.transaction():
        owner.execute("set transaction isolation level repeatable read, read only")
        return _look(owner)


def _look(owner: psycopg.Connection[Any]) -> Look:
    people = {
        row[0]: One(*row)
        for row in owner.execute(
            "select p.id, p.born, s.kind::text, s.cause, s.household, s.relation, s.office,"
            "  coalesce((select max(upper(b.valid)) from standing b where b.person = p.id"
            "    and upper_inf(b.known) and not upper_inf(b.valid)"
            "    and (b.kind, b.household, b.relation, b.cause) is distinct from"
            "     (s.kind, s.household, s.relation, s.cause)), p.born),"
            "  coalesce(i.sex, ''), coalesce(i.name, ''), coalesce(i.marital, '90'), n.number"
            " from person p"
            " join standing s on s.person = p.id and upper_inf(s.known) and upper_inf(s.valid)"
            " left join particulars i on i.person = p.id and upper_inf(i.known) and upper_inf(i.valid)"
            " left join citizen_number n on n.person = p.id and upper_inf(n.known) and upper_inf(n.valid)"
            " order by p.id"
        )
    }
    houses = {
        row[0]: House(*row)
        for row in owner.execute(
            "select h.id, h.kind::text, h.sort::text, a.address, a.office,"
            "  (select min(lower(b.valid)) from household_address b where b.household = h.id"
            "   and upper_inf(b.known))"
            " from household h join household_address a on a.household = h.id and upper_inf(a.known)"
            "  and upper_inf(a.valid) order by h.id"
        )
    }
    if astray := [one.id for one in houses.values() if one.since is None]:
        raise AssertionError(_astray(owner, astray))
    for one in people.values():
        if one.household in houses:
            houses[one.household].members.append(one)
    places = {
        address: (division, plain, office)
        for address, division, plain, office in owner.execute(
            "select a.id, a.division, a.number, o.office from places_address a"
            " join places_office_area o on o.division = a.division and upper_inf(o.known)"
            "  and upper_inf(o.valid) order by a.id"
        )
    }
    parents, former, spouse = defaultdict(list), defaultdict(list), {}
    for person, relative, kind, since, open_ in owner.execute(
        "select person, relative, kind::text, lower(valid), upper_inf(valid) from kinship"
        " where upper_inf(known) order by person, relative, kind, valid"
    ):
        if kind == "parent":
            (parents[person].append((relative, since)) if open_ else former[person].append(relative))
        elif open_:
            spouse[person] = relative
    certificates = owner.execute(
        "select number, persons, issued, expires from migration_certificate"
        " where issuer = '' and void_entry is null order by entry desc, number limit 400"
    ).fetchall()
    permits = owner.execute(
        "select number, office, address, household, numbers, names, issued, expires from move_in_permit"
        " where used_entry is null and void_entry is null order by entry desc, number limit 60"
    ).fetchall()
    void = owner.execute(
        "select distinct n.number from citizen_number n join standing s on s.person = n.person"
        " and upper_inf(s.known) and s.cause = 'void' where n.valid @> lower(s.valid) order by 1"
    ).fetchall()
    recent = owner.execute(
        "select entry, act, office from ledger_entry order by entry desc limit 40"
    ).fetchall()
    return Look(
        people,
        houses,
        places,
        parents,
        former,
        spouse,
        certificates,
        permits,
        [number for (number,) in void],
        recent,
    )


def _astray(owner: psycopg.Connection[Any], households: list[int]) -> str:
    """Tell what is read of households at an address since no day, by index and without: none can be so."""

    def rows() -> list[Any]:
        return owner.execute(
            "select household, address, valid::text, known::text, ctid::text, xmin::text, xmax::text"
            " from household_address where household = any (%s) order by household, known",
            [households],
        ).fetchall()

    planned = rows()
    for way in ("indexonlyscan", "indexscan", "bitmapscan"):
        owner.execute(f"set local enable_{way} = off")
    return f"at an address since no day: {households}; as planned {planned}; without an index {rows()}"
