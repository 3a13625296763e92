"""Withdrawing an application."""

from dataclasses import dataclass

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The applicant's wish, in a few words."""

    case: str
    version: int
    reason: str


def withdraw(statement: Withdraw, by: By) -> Done:
    """Close the case without a decision; refused once an act has been done."""
    raise NotImplementedError
