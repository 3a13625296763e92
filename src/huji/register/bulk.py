"""The register read for a whole population: set-based, a batch of persons at a time, each of them logged.

No names: a population table is for trying out policies. The citizen number comes along only so that the
caller can find the facts on file, and goes no further.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from huji.register.queries import Seen
from huji.register.records import Kind

HERE = (Kind.REGISTERED, Kind.IN_TRANSIT, Kind.UNREGISTERED)
"""Who belongs to a population: neither those registered elsewhere nor those who have ended."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the register holds of one person on a day; addresses are ids of `huji.places`.

    `spouse_address` is where the spouse is registered, None where there is none in this register.
    """

    person: int
    number: str | None
    sex: str | None
    marital: str | None
    kind: Kind
    address: int | None
    spouse_address: int | None


def ids(offices: Iterable[int], on: date, division: str = "") -> list[int]:
    """Return the persons whom the offices keep on a day, by id; nothing of them is read, so no line.

    `division` narrows to those registered at an address whose code begins so.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """select s.person from standing s
                where s.valid @> %(day)s::date and upper_inf(s.known) and s.office = any (%(offices)s::int[])
                  and s.kind = any (%(kinds)s::standing_kind[])
                  and (%(division)s = '' or exists (
                    select from household_address a join places_address p on p.id = a.address
                     where a.household = s.household and a.valid @> %(day)s::date and upper_inf(a.known)
                       and starts_with(p.division, %(division)s)))
                order by s.person""",
            {
                "day": on,
                "offices": list(offices),
                "kinds": [kind.value for kind in HERE],
                "division": division,
            },
        )
        return [row[0] for row in cursor.fetchall()]


def rows(persons: Sequence[int], on: date, by: Seen) -> list[Row]:
    """Return what the register holds of persons on a day, by id; the look at each must have been logged."""
    if not by.persons.issuperset(persons):
        raise RuntimeError("a population is read after the look at each person has been noted")
    with connection.cursor() as cursor:
        cursor.execute(
            """select s.person, n.number, i.sex, i.marital, s.kind::text, a.address, b.address
                 from unnest(%(persons)s::bigint[]) who (id)
                 join standing s on s.person = who.id and s.valid @> %(day)s::date and upper_inf(s.known)
                 left join citizen_number n
                   on n.person = s.person and n.valid @> %(day)s::date and upper_inf(n.known)
                 left join particulars i
                   on i.person = s.person and i.valid @> %(day)s::date and upper_inf(i.known)
                 left join household_address a
                   on a.household = s.household and a.valid @> %(day)s::date and upper_inf(a.known)
                 left join kinship k
                   on k.person = s.person and k.kind = 'spouse' and k.valid @> %(day)s::date
                  and upper_inf(k.known)
                 left join standing t
                   on t.person = k.relative and t.kind = 'registered' and t.valid @> %(day)s::date
                  and upper_inf(t.known)
                 left join household_address b
                   on b.household = t.household and b.valid @> %(day)s::date and upper_inf(b.known)
                order by s.person""",
            {"persons": list(persons), "day": on},
        )
        return [
            Row(person, number, sex, marital, Kind(kind), address, spouse)
            for person, number, sex, marital, kind, address, spouse in cursor.fetchall()
        ]
