"""Withdrawing an application."""

from dataclasses import dataclass

from huji.cases import clock, papers
from huji.cases.reasons import written
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done, State
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The applicant's wish, in a few words."""

    case: str
    version: int
    reason: str


def withdraw(statement: Withdraw, by: By) -> Done:
    """Close the case without a decision; a permit already issued falls void. Refused once an act is done."""

    def work(turn: Turn) -> None:
        turn.note = written(statement.reason, Text("撤回", "A withdrawal"))
        if turn.state is State.PERMIT_ISSUED:
            papers.void(turn, "申请人撤回申请 / withdrawn by the applicant")
        clock.end(turn)

    return take("withdraw", statement, by, work)
