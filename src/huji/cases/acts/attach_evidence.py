"""Putting a paper on file in a case."""

from dataclasses import dataclass

from huji.cases import household
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.facts import acts as facts
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class AttachEvidence:
    """A scanned paper: whose (citizen number), the vocabulary's evidence key, file name and bytes."""

    case: str
    version: int
    subject: str
    key: str
    filename: str
    content: bytes


def attach_evidence(statement: AttachEvidence, by: By) -> Done:
    """Verify and store the paper; refuses a file that is not what it says, and `not_in_case`."""

    def work(turn: Turn) -> None:
        if statement.subject not in household.numbers_of(turn):
            raise Refused(
                "not_in_case",
                Text(
                    f"{statement.subject} 不在本申请中。", f"{statement.subject} is not in this application."
                ),
            )
        paper = facts.attach(
            facts.Attach(
                turn.file.number, statement.subject, statement.key, statement.filename, statement.content
            ),
            turn.acting(),
        )
        turn.data.update(evidence=paper.id, digest=paper.digest, key=paper.key)

    return take("attach_evidence", statement, by, work)
