"""The register as of two times: as it was on a day, as known at an entry or an instant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huji.places import queries as places
from huji.register.histories import AddressAsOf
from huji.register.queries.asking import Settled, known
from huji.register.queries.households import household, households_at
from huji.register.queries.leave import Reader, Seen
from huji.register.queries.people import person
from huji.register.queries.relatives import kin
from huji.register.queries.staying import unbroken_since
from huji.register.records import Household, Kin, Person


@dataclass(frozen=True, slots=True)
class AsOf:
    """The register at one point of both axes; every answer is of the same point.

    `valid_on` None is from now on; `entry` None is what is believed now, which two answers may differ in.
    """

    valid_on: date | None
    entry: Settled | None
    by: Reader | Seen

    def person(self, who: int | str) -> Person | None:
        """Return a person by id or citizen number; None when not held then, or not in the reader's area."""
        return person(who, self.by, self.valid_on, self.entry)

    def household(self, which: int) -> Household | None:
        """Return a household with its members then; None when it did not stand, or in another area."""
        return household(which, self.by, self.valid_on, self.entry)

    def address(self, which: int) -> AddressAsOf | None:
        """Return an address as it was written then, with the reader's households there; None when unknown."""
        read = places.reading(which, self.valid_on, self.entry)
        if read is None:
            return None
        return AddressAsOf(which, read.text, households_at(which, self.by, self.valid_on, self.entry))

    def kin(self, who: int) -> tuple[Kin, ...]:
        """Return the relatives within three generations then, nearest first."""
        return kin(who, self.by, self.valid_on, self.entry)

    def since(self, persons: Iterable[int]) -> Mapping[int, date]:
        """Return since when people just looked at are in their household without a break, by id."""
        return unbroken_since(persons, self.valid_on, self.entry)


def as_of(valid_on: date | None, known_at: int | datetime | None, by: Reader | Seen) -> AsOf:
    """Return the register as it was on a day, as known just after an entry, or at an instant.

    Raises Refused `register.too_young` when an act under way could still change what was known then.
    """
    return AsOf(valid_on, known(known_at), by)
