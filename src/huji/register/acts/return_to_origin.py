"""Restoring people in transit at the household they left (国办发〔2015〕96号, sixth kind)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huji.register.acts.values import Acting, Done, Mover


class ReturnReason(StrEnum):
    """Why nobody registered them elsewhere."""

    EXPIRED = "expired"
    LOST = "lost"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ReturnToOrigin:
    """Who returns, with the relation to the head as it is now, and which of our certificates falls void.

    `household` None restores at the household left; another may be named where that one is gone.
    """

    members: tuple[Mover, ...]
    effective: date
    certificate: str
    reason: ReturnReason
    household: int | None = None


def return_to_origin(statement: ReturnToOrigin, by: Acting) -> Done:
    """Register persons in transit again at their origin."""
    raise NotImplementedError
