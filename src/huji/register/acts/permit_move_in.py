"""The move-in permit (准予迁入证明) for people of another register."""

from dataclasses import dataclass
from datetime import date

from huji.register.acts.values import Acting, Done

GOOD_FOR_DAYS = 40


@dataclass(frozen=True, slots=True)
class Permitted:
    """One whom the permit names."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class PermitMoveIn:
    """The permit's own number, whom it names, where they may be registered, and the day it was issued."""

    number: str
    people: tuple[Permitted, ...]
    address: int
    issued: date
    household: int | None = None


def permit_move_in(statement: PermitMoveIn, by: Acting) -> Done:
    """Record that a permit was issued; it is good for 40 days from the day of issue, that day included."""
    raise NotImplementedError
