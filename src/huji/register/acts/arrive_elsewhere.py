"""The receipt from the register gone to."""

from dataclasses import dataclass
from datetime import date

from huji.register.acts.values import Acting, Done


@dataclass(frozen=True, slots=True)
class ArriveElsewhere:
    """The other register's receipt: who was registered there, on what day, on which of our certificates."""

    persons: tuple[int, ...]
    effective: date
    certificate: str
    receipt: str


def arrive_elsewhere(statement: ArriveElsewhere, by: Acting) -> Done:
    """Record that persons in transit are registered elsewhere."""
    raise NotImplementedError
