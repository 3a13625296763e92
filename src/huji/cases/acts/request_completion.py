"""Asking for what is missing (补正): once, and fully."""

from dataclasses import dataclass

from huji.cases import clock, papers, proposal
from huji.cases.models import CaseStep
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class RequestCompletion:
    """All that is missing: names of facts, keys of evidence of the vocabulary, and words to the applicant."""

    case: str
    version: int
    facts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""


def request_completion(statement: RequestCompletion, by: By) -> Done:
    """Stop the clock and issue the notice of completion; a second request refuses `completion_asked_before`.

    Refuses `nothing_asked`, and `not_fully_asked` when the proposal misses a fact the request leaves out.
    """

    def work(turn: Turn) -> None:
        if not statement.facts and not statement.evidence and not statement.note.strip():
            raise Refused(
                "nothing_asked",
                Text("请写明需要补正的内容。", "Say what is missing."),
            )
        left_out = [name for name in proposal.missing(turn.file) if name not in statement.facts]
        if left_out:
            raise _not_fully(left_out)
        turn.reopening = _reopening(turn)
        turn.note = statement.note.strip()
        turn.data.update(facts=list(statement.facts), evidence=list(statement.evidence))
        clock.stop(turn)
        papers.notice_of_completion(turn, statement.facts, statement.evidence, turn.note)

    return take("request_completion", statement, by, work)


def _reopening(turn: Turn) -> int | None:
    """Return the supervisor's last reopening; the database lets each serve once."""
    step = CaseStep.objects.filter(case=turn.file, step="reopen_completion").order_by("-id").first()
    return step.pk if step else None


def _not_fully(left_out: list[str]) -> Refused:
    titles = [proposal.title(name) for name in left_out]
    return Refused(
        "not_fully_asked",
        Text(
            "补正须一次性告知，还缺：" + "、".join(title.zh for title in titles) + "。",
            "What is missing is asked for fully; left out: " + ", ".join(title.en for title in titles) + ".",
        ),
        Text("请一并列入。", "Put it in the same request."),
    )
