"""Reading the register. Every look at a person passes the gate, which logs it before any data leaves.

    reader = Reader(officer, purpose)
    seen = gate(reader, [person_id], "户口详情")     one line for a whole page; or pass `reader` itself
    person(number_or_id, seen) · household(id, seen) · history · kin · housemates · search_by_…

Inside an act or a case verb, where the ledger entry itself is the record, pass `within_act()`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from huji.ledger import access
from huji.register import refusals
from huji.register.acts.values import CollectiveSort, HouseholdKind, Particulars
from huji.register.kinship import relatives
from huji.register.records import (
    Change,
    Found,
    Household,
    Kin,
    Kind,
    KinRelation,
    Member,
    Permit,
    Person,
    Search,
    Standing,
    Whereabouts,
)
from huji.standards import Text, code_tables

NAMES_SHOWN, PEOPLE_SHOWN = 20, 60


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads (the officer's account), and for what."""

    officer: access.Reader
    purpose: access.Purpose


@dataclass(frozen=True, slots=True)
class Seen:
    """A logged look: the persons it covers. Persons beyond them are logged when they are met.

    `reader` None is the leave of an act, which covers everyone.
    """

    reader: Reader | None
    persons: frozenset[int]


def gate(reader: Reader, persons: Iterable[int], what: str) -> Seen:
    """Log that `reader` looks at `persons` and return the leave to read them.

    Raises RuntimeError inside a transaction, as the line must be committed before the data leaves.
    """
    covered = frozenset(persons)
    access.look(reader.officer, reader.purpose, covered, what)
    return Seen(reader, covered)


def within_act() -> Seen:
    """Leave to read inside an act or case verb, as `huji_writer`; raises RuntimeError anywhere else."""
    if not connection.in_atomic_block or _rows("select current_user")[0][0] != "huji_writer":
        raise RuntimeError("only an act reads without a line: its ledger entry is the record")
    return Seen(None, frozenset())


def person(
    who: int | str, by: Reader | Seen, valid_on: date | None = None, known_at: int | datetime | None = None
) -> Person | None:
    """Return a person by id or citizen number as held on a day; None when not in the reader's area.

    `valid_on` None is the last standing; `known_at` is a ledger entry or an instant, None is now.
    Raises Refused `register.too_young` when an open act could still change what was known then.
    """
    known = _known(known_at)
    found = _person_of(who) if isinstance(who, str) else who
    if found is None:
        return None
    _covered(by, [found], "户口登记 person")
    rows = _rows(
        f"""
        select p.id, p.born, n.number, {", ".join("i." + item for item in _ITEMS)},
               s.kind::text, lower(s.valid), upper(s.valid), s.office, s.household, s.relation,
               (select a.address from household_address a where a.household = s.household
                   and a.valid @> coalesce(%(day)s::date, lower(s.valid)) and {_held("a")}),
               (select lower(e.valid) - 1 from standing e
                 where e.person = p.id and e.kind = 'ended' and {_held("e")})
          from person p
          join standing s on s.person = p.id and {_on("s")} and {_held("s")}
          left join citizen_number n on n.person = p.id and {_on("n")} and {_held("n")}
          left join particulars i on i.person = p.id and {_on("i")} and {_held("i")}
         where p.id = %(who)s""",
        {"who": found, "day": valid_on, "known": known},
    )
    if not rows:
        return None
    which, born, number, *rest = rows[0]
    items, (kind, since, until, office, household_id, relation, address, died) = rest[:-8], rest[-8:]
    return Person(
        which,
        born,
        number or "",
        Particulars(**dict(zip(_ITEMS, items, strict=True))) if items[0] is not None else None,
        Standing(Kind(kind), since, until, office, household_id, relation, address),
        died,
    )


def kept_here(persons: Iterable[int]) -> frozenset[int]:
    """Return those of `persons` whom the reader's area keeps now; nothing of them is read, so no line."""
    rows = _rows(
        "select person from standing"
        " where person = any (%s::bigint[]) and upper_inf(known) and upper_inf(valid)",
        [list(persons)],
    )
    return frozenset(row[0] for row in rows)


def household(
    which: int, by: Reader | Seen, valid_on: date | None = None, known_at: int | datetime | None = None
) -> Household | None:
    """Return a household with its members in the booklet's order; None when not in the reader's area."""
    found = _households("h.id = %(which)s", {"which": which}, by, valid_on, known_at)
    return found[0] if found else None


def households_at(
    address: int, by: Reader | Seen, valid_on: date | None = None, known_at: int | datetime | None = None
) -> tuple[Household, ...]:
    """Return the households at a standard address, also those nobody is registered in any more."""
    return _households("a.address = %(address)s::int", {"address": address}, by, valid_on, known_at)


def history(who: int, by: Reader | Seen) -> tuple[Change, ...]:
    """Return everything the register ever held of a person's standing, in the order it was entered."""
    _covered(by, [who], "户口登记历史 history")
    return tuple(
        Change(
            entry, act, recorded, at_office, officer, on_day, basis, case,
            Standing(Kind(kind), since, until, kept_by, household_id, relation, address),
            superseded,
        )
        for (
            entry, act, recorded, at_office, officer, on_day, basis, case, kind, since, until, kept_by,
            household_id, relation, address, superseded,
        ) in _rows("select * from register_history(%s)", [who])
    )  # fmt: skip


def kin(who: int, by: Reader | Seen, valid_on: date | None = None) -> tuple[Kin, ...]:
    """Return the relatives within three generations, nearest first, then by age.

    `valid_on` is the day on which the ties held (a marriage may have ended); None is now. A tie of one whom
    the reader's area does not hold is not shown.
    """
    edges = _rows(
        f"""
        with recursive near (id, steps) as (
          select %(who)s::bigint, 0
          union
          select case k.person when near.id then k.relative else k.person end, near.steps + 1
            from near join kinship k on near.id in (k.person, k.relative)
                 and {_on("k")} and upper_inf(k.known)
           where near.steps < 3)
        select distinct k.person, k.relative, k.kind from kinship k
         where k.person in (select id from near) and k.relative in (select id from near)
           and {_on("k")} and upper_inf(k.known)""",
        {"who": who, "day": valid_on},
    )
    related = relatives(who, edges)
    _covered(by, [who, *related], "亲属关系 kin")
    rows = _rows(f"{_FOUND} where p.id = any (%(persons)s::bigint[])", {"persons": list(related)})
    found = [
        Kin(
            hit.person, hit.number, hit.name, hit.sex, hit.born, related[hit.person],
            hit.kind, hit.household, hit.office,
        )
        for hit in map(_found, rows)
    ]  # fmt: skip
    nearest = list(KinRelation)
    return tuple(sorted(found, key=lambda one: (nearest.index(one.relation), one.born, one.person)))


def housemates(who: int, by: Reader | Seen, valid_on: date | None = None) -> tuple[int, ...]:
    """Return the ids of those who share the person's household, without the person."""
    _covered(by, [who], "同户人员 housemates")
    rows = _rows(
        f"""select m.person from standing s join standing m on m.household = s.household
             where s.person = %(who)s and m.person <> s.person and {_on("s")} and upper_inf(s.known)
               and {_on("m")} and upper_inf(m.known) order by m.person""",
        {"who": who, "day": valid_on},
    )
    return tuple(row[0] for row in rows)


def search_by_number(number: str, by: Reader | Seen) -> Search:
    """Search by citizen number, exact; at most one hit."""
    return _search(
        "p.id = (select person from citizen_number where number = %(what)s limit 1)", number, by, 1
    )


def search_by_name(name: str, by: Reader | Seen) -> Search:
    """Search by name, exact; more than 20 hits are only counted."""
    return _search("i.name = %(what)s", name, by, NAMES_SHOWN)


def search_by_address(address: int, by: Reader | Seen) -> Search:
    """Search for those registered at a standard address now; more than 60 hits are only counted."""
    where = (
        "s.household in (select household from household_address"
        " where address = %(what)s::int and upper_inf(known) and upper_inf(valid))"
    )
    return _search(where, address, by, PEOPLE_SHOWN)


def whereabouts(number: str, by: Reader) -> Whereabouts | None:
    """Return at which office a number is registered, whatever the reader's area; logged. None: unknown."""
    rows = _rows(
        "select kind, office from register_whereabouts(%s, %s, %s, %s)",
        [number, by.officer.pk, by.officer.office, by.purpose.value],
    )
    return Whereabouts(number, Kind(rows[0][0]), rows[0][1]) if rows else None


def permit(number: str) -> Permit | None:
    """Return a move-in permit of the reader's area by its number."""
    rows = _rows(
        "select number, office, address, household, issued, expires, numbers, names, used_entry"
        " from move_in_permit where number = %s",
        [number],
    )
    if not rows:
        return None
    given, office, address, household_id, issued, expires, numbers, names, used = rows[0]
    people = tuple(zip(numbers, names, strict=True))
    return Permit(given, office, address, household_id, issued, expires, people, used)


def entry_at(instant: datetime) -> int:
    """Return the last ledger entry such that it and all before it were recorded by `instant` (aware)."""
    return int(_rows("select register_entry_at(%s)", [instant])[0][0])


_ITEMS = (
    "name", "sex", "ethnic", "former_name", "marital", "education", "birthplace", "native_place",
    "military", "occupation", "workplace", "height_cm", "blood_type",
)  # fmt: skip

_FOUND = """
    select p.id, coalesce(n.number, ''), coalesce(i.name, ''), coalesce(i.sex, ''), p.born, s.kind::text,
           s.household, s.office
      from person p
      join standing s on s.person = p.id and upper_inf(s.known) and upper_inf(s.valid)
      left join citizen_number n on n.person = p.id and upper_inf(n.known) and upper_inf(n.valid)
      left join particulars i on i.person = p.id and upper_inf(i.known) and upper_inf(i.valid)"""

# The order of the cards in a booklet (公通字[1995]91号); what is not named comes before those not related.
_BOOKLET = (
    ("head",), ("spouse",), ("child", "child_in_law"),
    ("grandchild", "grandchild_in_law", "great_grandchild"),
    ("parent", "parent_in_law"), ("grandparent", "grandparent_in_law", "great_grandparent",
    "great_grandparent_in_law"), ("sibling", "sibling_in_law"),
)  # fmt: skip
_RANK = {group: rank for rank, groups in enumerate(_BOOKLET) for group in groups}


def booklet_order(relation: str, born: date, person: int) -> tuple[int, date, int]:
    """Return the sort key of a member in the booklet: by relation to the head, then the elder first."""
    group = code_tables.kin_group(relation)
    last = len(_BOOKLET)
    return _RANK.get(group, last + (group == "non_relative")), born, person


def _households(
    where: str, values: dict[str, Any], by: Reader | Seen,
    valid_on: date | None, known_at: int | datetime | None,
) -> tuple[Household, ...]:  # fmt: skip
    values |= {"day": valid_on, "known": _known(known_at)}
    houses = _rows(
        f"""select h.id, h.number, h.kind, h.sort, a.address, a.office,
                   (select min(lower(f.valid)) from household_address f
                     where f.household = h.id and {_held("f")})
              from household h join household_address a on a.household = h.id and {_on("a")} and {_held("a")}
             where {where} order by h.id""",
        values,
    )
    members: dict[int, list[Member]] = {row[0]: [] for row in houses}
    rows = _rows(
        f"""select s.household, p.id, coalesce(n.number, ''), coalesce(i.name, ''), coalesce(i.sex, ''),
                   p.born, s.relation, lower(s.valid)
              from standing s join person p on p.id = s.person
              left join citizen_number n on n.person = p.id and {_on("n")} and {_held("n")}
              left join particulars i on i.person = p.id and {_on("i")} and {_held("i")}
             where s.household = any (%(houses)s::bigint[]) and {_on("s")} and {_held("s")}""",
        values | {"houses": list(members)},
    )
    _covered(by, [row[1] for row in rows], "户 household")
    for row in rows:
        members[row[0]].append(Member(*row[1:]))
    return tuple(
        Household(
            which, number, HouseholdKind(kind), CollectiveSort(sort) if sort else None,
            address, office, since,
            tuple(sorted(members[which], key=lambda m: booklet_order(m.relation, m.born, m.person))),
        )
        for which, number, kind, sort, address, office, since in houses
    )  # fmt: skip


def _search(where: str, what: object, by: Reader | Seen, shown: int) -> Search:
    rows = _rows(f"{_FOUND} where {where} order by p.id limit %(most)s", {"what": what, "most": shown + 1})
    count = len(rows)
    if count > shown:
        [(count,)] = _rows(f"select count(*) from ({_FOUND} where {where}) f", {"what": what})
        rows = []
    _covered(by, [row[0] for row in rows], f"查询 search: {what}"[:400])
    return Search(tuple(map(_found, rows)), count)


def _found(row: tuple[Any, ...]) -> Found:
    which, number, name, sex, born, kind, household_id, office = row
    return Found(which, number, name, sex, born, Kind(kind), household_id, office)


def _covered(by: Reader | Seen, persons: Iterable[int], what: str) -> None:
    """Log those of `persons` that no earlier look covers."""
    wanted = frozenset(persons)
    if isinstance(by, Reader):
        gate(by, wanted, what)
    elif by.reader is not None and not wanted <= by.persons:
        gate(by.reader, wanted - by.persons, what)


def _person_of(number: str) -> int | None:
    rows = _rows("select person from citizen_number where number = %s limit 1", [number])
    return int(rows[0][0]) if rows else None


def _known(known_at: int | datetime | None) -> int | None:
    """Return the entry to read at; refuse one so young that an open act could still change the answer."""
    if known_at is None:
        return None
    entry = entry_at(known_at) if isinstance(known_at, datetime) else known_at
    # In a statement of its own: what was committed before it is seen by the statement that reads.
    settled = _rows("select register_settled()")[0][0]
    if entry > settled:
        raise refusals.refuse(
            "too_young",
            f"第 {entry} 号登记前后还有登记正在办理，暂不能确定当时所知。",
            f"An act under way could still change what was known at entry {entry}.",
            Text(f"请稍后再查，或查到第 {settled} 号为止。", f"Ask again, or as of entry {settled}."),
        )
    return entry


def _on(table: str) -> str:
    return (
        f"case when %(day)s::date is null then upper_inf({table}.valid)"
        f" else {table}.valid @> %(day)s::date end"
    )


def _held(table: str) -> str:
    return (
        f"case when %(known)s::bigint is null then upper_inf({table}.known)"
        f" else {table}.known @> %(known)s::bigint end"
    )


def _rows(query: str, values: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
