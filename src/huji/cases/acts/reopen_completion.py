"""Allowing one more request for completion."""

from dataclasses import dataclass

from huji.cases.models import CaseStep
from huji.cases.reasons import written
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class ReopenCompletion:
    """The case, and why the first request could not be full."""

    case: str
    version: int
    reason: str


def reopen_completion(statement: ReopenCompletion, by: By) -> Done:
    """Allow one more request; a supervisor alone may. Refuses `not_asked_yet` while one is still free."""

    def work(turn: Turn) -> None:
        steps = CaseStep.objects.filter(case=turn.file, step__in=["request_completion", "reopen_completion"])
        last = steps.order_by("-id").first()
        if last is None or last.step != "request_completion":
            raise Refused(
                "not_asked_yet",
                Text(
                    "本案仍可告知补正，无须准许。",
                    "A request is still free in this case; no leave is needed.",
                ),
            )
        turn.note = written(statement.reason, Text("准许再次补正", "Allowing one more request"))

    return take("reopen_completion", statement, by, work)
