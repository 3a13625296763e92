"""Confirming arrival in the other city."""

from dataclasses import dataclass
from datetime import date

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class ConfirmArrival:
    """The receipt of the other city: its words or number, and the day of registration there."""

    case: str
    version: int
    receipt: str
    registered: date


def confirm_arrival(statement: ConfirmArrival, by: By) -> Done:
    """Do the register's act: registered elsewhere."""
    raise NotImplementedError
