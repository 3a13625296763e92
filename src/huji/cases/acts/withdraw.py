"""Withdrawing an application."""

from dataclasses import dataclass

from huji.cases import clock, origin, papers
from huji.cases.reasons import written
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done, State
from huji.register import acts as register
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The applicant's wish, in a few words."""

    case: str
    version: int
    reason: str


def withdraw(statement: Withdraw, by: By) -> Done:
    """Close the case without a decision; a permit already issued falls void.

    Who has left for another city and gives it up is registered at the origin again. Refused once settled.
    """

    def work(turn: Turn) -> None:
        turn.note = written(statement.reason, Text("撤回", "A withdrawal"))
        if turn.state is State.IN_TRANSIT:
            origin.restore(
                turn,
                register.ReturnReason.WITHDRAWN,
                "放弃迁移，已恢复原户口 / given up, restored at the origin",
            )
        elif turn.state is State.PERMIT_ISSUED:
            papers.void(turn, "申请人撤回申请 / withdrawn by the applicant")
        clock.end(turn)

    return take("withdraw", statement, by, work)
