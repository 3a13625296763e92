"""Issuing the move-in permit (准予迁入证明)."""

from dataclasses import dataclass

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class IssueMoveInPermit:
    """The approved case, or one whose permit has expired and is issued anew."""

    case: str
    version: int


def issue_move_in_permit(statement: IssueMoveInPermit, by: By) -> Done:
    """Issue the permit, valid 40 days from the day of issue."""
    raise NotImplementedError
