"""What a reader's area held last of people whom another office keeps since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

from huji.register.acts.timelines import ITEMS
from huji.register.acts.values import Particulars
from huji.register.queries.asking import on, rows
from huji.register.records import Found, Member

One = TypeVar("One", Found, Member)


class HeldThen(NamedTuple):
    """Number and items of a day, as held when the area last kept somebody; what it did not hold is None.

    `born` is the birth date of then where it was corrected since.
    """

    number: str | None = None
    items: Particulars | None = None
    born: date | None = None


def held_then(persons: Iterable[int], day: date | None, known: int | None) -> Mapping[int, HeldThen]:
    """Return what the area held last, at or before an entry, of those whom it keeps no more, by person.

    What the office of now entered since of days before is not the former one's to read, so that on such a
    day nothing may be believed that it may read. The caller leaves the line.
    """
    found = rows(
        f"""
        select k.person, n.number, {", ".join("i." + item for item in ITEMS)},
               (select f.born from former_birth f where f.person = k.person and f.known @> k.entry)
          from unnest(%(persons)s::bigint[]) as w (person),
       lateral (select w.person, max(least(upper(k.known) - 1, %(known)s::bigint)) as entry
                  from standing k
                 where k.person = w.person and upper_inf(k.valid)
                   and (%(known)s::bigint is null or lower(k.known) <= %(known)s::bigint)
                having not bool_or(upper_inf(k.known))) k
          left join citizen_number n on n.person = k.person and {on("n")} and n.known @> k.entry
          left join particulars i on i.person = k.person and {on("i")} and i.known @> k.entry""",
        {"persons": list(persons), "day": day, "known": known},
    )
    return {
        person: HeldThen(
            number,
            Particulars(**dict(zip(ITEMS, items, strict=True))) if items[0] is not None else None,
            born,
        )
        for person, number, *items, born in found
    }


def filled(people: Sequence[One], day: date | None, known: int | None) -> list[One]:
    """Return people as read on a day, those without number or name with what was held of them last."""
    untold = [one.person for one in people if not (one.number and one.name)]
    then = held_then(untold, day, known) if untold else {}
    return [_as_held(one, then[one.person]) if one.person in then else one for one in people]


def _as_held(one: One, then: HeldThen) -> One:
    told = replace(one, number=one.number or then.number or "", born=then.born or one.born)
    return replace(told, name=then.items.name, sex=then.items.sex) if then.items and not one.name else told
