"""Accepting an application (受理)."""

from dataclasses import dataclass

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class Accept:
    """The draft to accept; the law of this day governs from here on."""

    case: str
    version: int


def accept(statement: Accept, by: By) -> Done:
    """Accept the application: freeze law, vocabulary, zones and facts by digest, and start the clock."""
    raise NotImplementedError
