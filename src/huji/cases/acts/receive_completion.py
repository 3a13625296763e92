"""Receiving what was missing."""

from dataclasses import dataclass

from huji.cases import clock, proposal
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class ReceiveCompletion:
    """The applicant has brought what was asked, or says that there is nothing more to bring."""

    case: str
    version: int
    note: str = ""


def receive_completion(statement: ReceiveCompletion, by: By) -> Done:
    """Start the clock again with the working days that were left."""

    def work(turn: Turn) -> None:
        turn.note = statement.note.strip()
        clock.resume(turn)
        proposal.renew(turn)

    return take("receive_completion", statement, by, work)
