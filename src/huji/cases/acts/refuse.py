"""Refusing an application."""

from dataclasses import dataclass

from huji.cases import clock, papers
from huji.cases.reasons import written
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Refuse:
    """The decision to refuse; the reasons of each route follow from the answer, `reason` adds to them.

    `reason` is needed where the proposal is not `ineligible`.
    """

    case: str
    version: int
    reason: str = ""


def refuse(statement: Refuse, by: By) -> Done:
    """Refuse with reasons, articles and the way to appeal, and issue the notice of refusal.

    Refuses `same_person` and `reason_needed`.
    """

    def work(turn: Turn) -> None:
        against = turn.file.proposal != "ineligible"
        turn.note = statement.reason.strip()
        if against:
            turn.note = written(
                statement.reason, Text("与建议不一致的不予批准", "Refusing against the proposal")
            )
        turn.change(
            decided=turn.on,
            against_proposal=turn.file.proposal == "eligible",
            reason=turn.note,
        )
        clock.end(turn)
        papers.notice_of_refusal(turn)

    return take("refuse", statement, by, work)
