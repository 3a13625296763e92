"""Registration of a birth (出生登记)."""

from dataclasses import dataclass
from datetime import date

from huji.register.acts.values import Acting, Done, Particulars


@dataclass(frozen=True, slots=True)
class Birth:
    """A child, its parents, and the household it is registered with from `effective` on.

    `division` is the six-digit county code the citizen number begins with. Between birth and `effective` the
    child was unregistered (late reporting is no ground for refusal: 国办发〔2015〕96号). `died` is given when
    the child died before being reported: both registrations are one entry (art. 9). A foundling has no
    parents and is registered with a collective household.
    """

    child: Particulars
    born: date
    household: int
    relation: str
    effective: date
    division: str
    mother: int | None = None
    father: int | None = None
    died: date | None = None


def birth(statement: Birth, by: Acting) -> Done:
    """Register a birth and assign the citizen number (art. 7, 9; GB 11643); `Done.numbers` holds it."""
    raise NotImplementedError
