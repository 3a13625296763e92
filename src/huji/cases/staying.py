"""Who stays behind when the head of a household leaves, so that somebody can be named to head it."""

from dataclasses import dataclass
from datetime import date

from huji.cases.models import CaseFile
from huji.register import queries as register
from huji.register.records import Member
from huji.runtime.db import writing
from huji.standards.periods import age_on

ADULT = 18


@dataclass(frozen=True, slots=True)
class Staying:
    """A family household whose head leaves with the case: its id and number, and the adults who stay."""

    household: int
    number: str
    adults: tuple[Member, ...]


def staying(file: CaseFile, on: date) -> tuple[Staying, ...]:
    """Return the households that a case leaves without a head, whatever area they lie in.

    Read as an act would read it, since the household left often belongs to another office; the caller logs
    the persons returned.
    """
    along = file.persons.exclude(admitted=False).values_list("person", flat=True)
    going = {person for person in (file.person, *along) if person is not None}
    found: dict[int, Staying] = {}
    with writing():
        seen = register.within_act()
        for one in sorted(going):
            person = register.person(one, seen)
            left = person.standing.household if person else None
            household = register.household(left, seen) if left is not None and left not in found else None
            if household is None or household.kind != "family" or household.head is None:
                continue
            stay = [member for member in household.members if member.person not in going]
            if household.head.person in going and stay:
                adults = tuple(member for member in stay if age_on(member.born, on) >= ADULT)
                found[household.id] = Staying(household.id, household.number, adults)
    return tuple(found.values())
