"""Reviewing a case (审核)."""

from dataclasses import dataclass
from typing import Literal

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewer's recommendation; a note is needed where it differs from the proposal."""

    case: str
    version: int
    recommend: Literal["approve", "refuse"]
    note: str = ""


def review(statement: Review, by: By) -> Done:
    """Record the review; facts and proposal are closed from here on. Refuses `same_person`."""
    raise NotImplementedError
