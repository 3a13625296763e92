"""Asking for what is missing (补正): once, and fully."""

from collections.abc import Iterable
from dataclasses import dataclass

from huji.cases import clock, completion, papers, proposal
from huji.cases.models import CaseStep
from huji.cases.records import Way
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class RequestCompletion:
    """What is missing: names of facts, keys of evidence of the vocabulary, and words to the applicant.

    Full by the way the applicant pursues: all that `queries.completion` lists for one open route, and all
    that it lists as needed always.
    """

    case: str
    version: int
    facts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""


def request_completion(statement: RequestCompletion, by: By) -> Done:
    """Stop the clock and issue the notice of completion; a second request refuses `completion_asked_before`.

    The notice names the way pursued where the request is full for one. Refuses `nothing_asked`, and
    `not_fully_asked` with the facts left out of the way it comes nearest to.
    """

    def work(turn: Turn) -> None:
        if not statement.facts and not statement.evidence and not statement.note.strip():
            raise Refused(
                "nothing_asked",
                Text("请写明需要补正的内容。", "Say what is missing."),
            )
        open_ways = completion.ways(turn.file)
        pursued, left_out = completion.left_out(open_ways, statement.facts)
        if left_out:
            raise _not_fully(pursued, left_out)
        turn.reopening = _reopening(turn)
        turn.note = statement.note.strip()
        turn.data.update(
            facts=list(statement.facts),
            evidence=list(statement.evidence),
            way=pursued.id if pursued else None,
        )
        clock.stop(turn)
        papers.notice_of_completion(turn, statement.facts, statement.evidence, turn.note, open_ways, pursued)

    return take("request_completion", statement, by, work)


def _reopening(turn: Turn) -> int | None:
    """Return the supervisor's last reopening; the database lets each serve once."""
    step = CaseStep.objects.filter(case=turn.file, step="reopen_completion").order_by("-id").first()
    return step.pk if step else None


def _not_fully(pursued: Way | None, left_out: Iterable[str]) -> Refused:
    titles = [proposal.title(name) for name in left_out]
    zh, en = "、".join(title.zh for title in titles), ", ".join(title.en for title in titles)
    if pursued is not None:
        zh, en = f"按“{pursued.title.zh}”办理，还缺：{zh}", f"by “{pursued.title.en}” there is left out: {en}"
    else:
        zh, en = f"还缺：{zh}", f"left out: {en}"
    return Refused(
        "not_fully_asked",
        Text(f"补正须一次性告知，{zh}。", f"What is missing is asked for fully; {en}."),
        Text("请一并列入。", "Put it in the same request."),
    )
