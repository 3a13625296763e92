"""Moving out to another register (迁出市外): into transit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.register.acts.values import Acting, Done, Succession

GOOD_FOR_DAYS = 30


@dataclass(frozen=True, slots=True)
class MoveOut:
    """Who leaves, with which certificate of this register (good for 30 days), where to, on whose permit."""

    persons: tuple[int, ...]
    effective: date
    certificate: str
    destination: str
    permit: str | None = None
    successors: Mapping[int, Succession | int] = field(default_factory=dict)


def move_out(statement: MoveOut, by: Acting) -> Done:
    """Cancel the registration here and put the persons in transit (art. 10)."""
    raise NotImplementedError
