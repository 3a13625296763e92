"""Households as held on a day, with their members in the booklet's order."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from huji.register.acts.values import HEAD, CollectiveSort, HouseholdKind
from huji.register.queries.asking import born, held, known, on, rows
from huji.register.queries.held_then import filled
from huji.register.queries.leave import Reader, Seen, covered
from huji.register.records import Household, Member
from huji.standards import code_tables

# The order of the cards in a booklet (公通字[1995]91号); what is not named comes before those not related.
_BOOKLET = (
    ("head",), ("spouse",), ("child", "child_in_law"),
    ("grandchild", "grandchild_in_law", "great_grandchild"),
    ("parent", "parent_in_law"), ("grandparent", "grandparent_in_law", "great_grandparent",
    "great_grandparent_in_law"), ("sibling", "sibling_in_law"),
)  # fmt: skip
MEMBERS_SHOWN = 500
"""Beyond so many members a look tells only how many; an act, whose entry is the record, has them all."""
_RANK = {group: rank for rank, groups in enumerate(_BOOKLET) for group in groups}


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


def heads_of_now(households: Iterable[int]) -> frozenset[int]:
    """Return who head these households now, by id; nothing else is read of them, so no line."""
    found = rows(
        "select person from standing where household = any (%s::bigint[]) and relation = %s"
        " and upper_inf(known) and upper_inf(valid)",
        [list(households), HEAD],
    )
    return frozenset(row[0] for row in found)


def booklet_order(relation: str, born: date, person: int) -> tuple[int, date, int]:
    """Return the sort key of a member in the booklet: by relation to the head, then the elder first."""
    group = code_tables.kin_group(relation)
    last = len(_BOOKLET)
    return _RANK.get(group, last + (group == "non_relative")), born, person


def _households(
    where: str, values: dict[str, Any], by: Reader | Seen,
    valid_on: date | None, known_at: int | datetime | None,
) -> tuple[Household, ...]:  # fmt: skip
    values |= {"day": valid_on, "known": known(known_at)}
    houses = rows(
        f"""select h.id, h.number, h.kind, h.sort, a.address, a.office,
                   register_seated_since(h.id, a.address, a.valid, %(known)s)
              from household h join household_address a on a.household = h.id and {on("a")} and {held("a")}
             where {where} order by h.id""",
        values,
    )
    members: dict[int, list[Member]] = {row[0]: [] for row in houses}
    counts = dict(
        rows(
            "select s.household, count(*) from standing s where s.household = any (%(houses)s::bigint[])"
            f" and {on('s')} and {held('s')} group by 1",
            values | {"houses": list(members)},
        )
    )
    acting = isinstance(by, Seen) and by.reader is None
    listed = [which for which in members if acting or counts.get(which, 0) <= MEMBERS_SHOWN]
    found = rows(
        f"""select s.household, p.id, coalesce(n.number, ''), coalesce(i.name, ''), coalesce(i.sex, ''),
                   {born("p")}, s.relation, lower(s.valid)
              from standing s join person p on p.id = s.person
              left join citizen_number n on n.person = p.id and {on("n")} and {held("n")}
              left join particulars i on i.person = p.id and {on("i")} and {held("i")}
             where s.household = any (%(houses)s::bigint[]) and {on("s")} and {held("s")}""",
        values | {"houses": listed},
    )
    covered(by, [row[1] for row in found], "户 household")
    people = filled([Member(*row[1:]) for row in found], valid_on, values["known"])
    for (house, *_), one in zip(found, people, strict=True):
        members[house].append(one)
    return tuple(
        Household(
            which, number, HouseholdKind(kind), CollectiveSort(sort) if sort else None,
            address, office, since,
            tuple(sorted(members[which], key=lambda m: booklet_order(m.relation, m.born, m.person))),
            counts.get(which, 0),
        )
        for which, number, kind, sort, address, office, since in houses
    )  # fmt: skip
