"""Sending a case to review."""

from dataclasses import dataclass

from huji.cases import clock, proposal
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class SendToReview:
    """The case, with the counter's words for the reviewer."""

    case: str
    version: int
    note: str = ""


def send_to_review(statement: SendToReview, by: By) -> Done:
    """Hand the case to the reviewer and start the next stage's clock; refuses `contradicts_register`."""

    def work(turn: Turn) -> None:
        turn.note = statement.note.strip()
        proposal.renew(turn, strict=True)
        clock.next_stage(turn)

    return take("send_to_review", statement, by, work)
