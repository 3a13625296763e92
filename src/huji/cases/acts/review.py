"""Reviewing a case (审核)."""

from dataclasses import dataclass
from typing import Literal

from huji.cases import proposal
from huji.cases.reasons import written
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewer's recommendation; a note is needed where it differs from the proposal."""

    case: str
    version: int
    recommend: Literal["approve", "refuse"]
    note: str = ""


def review(statement: Review, by: By) -> Done:
    """Record the review; facts and proposal are closed from here on.

    Refuses `same_person`, `reason_needed`, `contradicts_register`.
    """

    def work(turn: Turn) -> None:
        proposal.renew(turn, strict=True)
        turn.recommends = statement.recommend
        turn.note = statement.note.strip()
        agrees = (turn.file.proposal, statement.recommend) in (
            ("eligible", "approve"),
            ("ineligible", "refuse"),
        )
        if not agrees:
            turn.note = written(
                statement.note, Text("与建议不一致的审核意见", "A review that differs from the proposal")
            )

    return take("review", statement, by, work)
