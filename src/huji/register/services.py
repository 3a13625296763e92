"""Kinship and dwellings as other rooms ask for them: lineal kin, who lives together, floor area per person.

The policy engine's facts come from here (`huji.facts`), as do the pages of a person and of an address.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from huji.places import queries as places
from huji.register.queries.asking import on, rows
from huji.register.queries.leave import Reader, Seen, covered, within_act
from huji.register.queries.relatives import kin
from huji.register.records import Kin, KinRelation

_STEPS = {
    KinRelation.PARENT: 1,
    KinRelation.CHILD: 1,
    KinRelation.GRANDPARENT: 2,
    KinRelation.GRANDCHILD: 2,
    KinRelation.GREAT_GRANDPARENT: 3,
    KinRelation.GREAT_GRANDCHILD: 3,
}
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LivesWith:
    """One registered in the same dwelling: in the same household, or in another at the same address."""

    person: int
    household: int
    same_household: bool


@dataclass(frozen=True, slots=True)
class DueToLeave:
    """A member of a collective household with somebody to join: the relative, and that family household."""

    person: int
    relative: int
    relation: str
    household: int


@dataclass(frozen=True, slots=True)
class AreaPerPerson:
    """The floor area of a dwelling (m²) among the people registered there and those who would come."""

    floor_area: Decimal
    people: int

    @property
    def each(self) -> Decimal:
        """Square metres a person, rounded to the hundredth, half to even."""
        return (self.floor_area / self.people).quantize(_CENT, ROUND_HALF_EVEN)


def lineal(
    who: int, by: Reader | Seen, generations: int = 3, valid_on: date | None = None
) -> tuple[Kin, ...]:
    """Return the lineal kin within so many generations, oneself being one: 3 reaches grandparents and
    grandchildren, 4 great-grandparents and great-grandchildren. Nearest first; spouses are not lineal kin.

    Raises ValueError for more than four, beyond what kinship is followed to.
    """
    if not 1 <= generations <= 4:
        raise ValueError(f"kinship is followed through four generations, not {generations}")
    return tuple(one for one in kin(who, by, valid_on) if _STEPS.get(one.relation, 9) < generations)


def lives_with(who: int, by: Reader | Seen, valid_on: date | None = None) -> tuple[LivesWith, ...]:
    """Return who is registered in the same dwelling, by household and id, without the person.

    Family households at one standard address are one dwelling. A collective household is none: its members
    share no home by being registered in it.
    """
    covered(by, [who], "同住人员 lives with")
    found = [
        LivesWith(person, household, same)
        for person, household, same in rows(
            f"""select m.person, m.household, m.household = s.household
                  from standing s
                  join household h on h.id = s.household and h.kind = 'family'
                  join household_address a on a.household = s.household
                       and {on("a")} and upper_inf(a.known)
                  join household_address b on b.address = a.address and {on("b")} and upper_inf(b.known)
                  join household g on g.id = b.household and g.kind = 'family'
                  join standing m on m.household = g.id and {on("m")} and upper_inf(m.known)
                 where s.person = %(who)s and {on("s")} and upper_inf(s.known) and m.person <> s.person
                 order by m.household <> s.household, m.household, m.person""",
            {"who": who, "day": valid_on},
        )
    ]
    covered(by, [one.person for one in found], "同住人员 lives with")
    return tuple(found)


def due_to_leave(household: int, by: Reader | Seen) -> tuple[DueToLeave, ...]:
    """Return the members of a collective household who may join a spouse, parent or child, by person.

    They are to move there (Nanjing rule art. 76 no. 2, 77), students only when their studies end (art. 91):
    of a school's household nobody is returned. The spouse comes first, then a parent. At most a hundred.
    """
    found = [
        DueToLeave(*row)
        for row in rows(
            """select distinct on (s.person) s.person, t.person, k.told, t.household
                 from household h
                 join standing s on s.household = h.id and upper_inf(s.known) and upper_inf(s.valid)
                 join lateral (
                   select relative as other, kind as told from kinship
                    where person = s.person and upper_inf(known) and upper_inf(valid)
                   union all
                   select person, 'child' from kinship
                    where relative = s.person and kind = 'parent' and upper_inf(known) and upper_inf(valid)
                 ) k on true
                 join standing t on t.person = k.other and upper_inf(t.known) and upper_inf(t.valid)
                 join household g on g.id = t.household and g.kind = 'family'
                where h.id = %(household)s and h.sort is distinct from 'school' and h.kind = 'collective'
                order by s.person, array_position(array['spouse', 'parent', 'child'], k.told), t.person
                limit 100""",
            {"household": household},
        )
    ]
    covered(by, [who for one in found for who in (one.person, one.relative)], "集体户应迁出 due to leave")
    return tuple(found)


def floor_area_per_person(
    address: int, valid_on: date | None = None, coming: Collection[int] = (), newcomers: int = 0
) -> AreaPerPerson | None:
    """Return the floor area per person of a dwelling; None where its floor area is not on file.

    Counted are those registered at the address in family households, and those who would come: `coming` by
    id (one registered there already is counted once) and `newcomers` whom the register does not know.
    Within acts and case verbs only, whatever the office of the address: it tells a number and nobody's name.
    """
    within_act()
    area = places.floor_area(address, valid_on)
    if area is None:
        return None
    there = {
        row[0]
        for row in rows(
            f"""select s.person from household_address a
                  join household h on h.id = a.household and h.kind = 'family'
                  join standing s on s.household = a.household and {on("s")} and upper_inf(s.known)
                 where a.address = %(address)s::int and {on("a")} and upper_inf(a.known)""",
            {"address": address, "day": valid_on},
        )
    }
    people = len(there | set(coming)) + newcomers
    return AreaPerPerson(area, people) if people else None
