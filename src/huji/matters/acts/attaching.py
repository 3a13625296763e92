"""Putting the scan of a paper on file in a matter."""

from dataclasses import dataclass

from huji.facts import acts as facts
from huji.matters.turn import Statement, Turn, take
from huji.matters.values import By, Done
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachEvidence(Statement):
    """A scanned paper: for which of the proofs that the kind asks (its key), file name and bytes."""

    key: str
    filename: str
    content: bytes


def attach_evidence(statement: AttachEvidence, by: By) -> Done:
    """Verify and store the scan; refuses a file that is not what it says, and `unknown_evidence`.

    That the paper itself was shown is recorded apart: a scan proves nothing that nobody has looked at.
    """

    def work(turn: Turn) -> None:
        if statement.key not in {one.key for one in turn.kind.evidence}:
            raise Refused(
                "unknown_evidence",
                Text("这件业务不需要这种材料。", "This business asks for no such paper."),
            )
        scan = facts.Attach(turn.file.number, "", statement.key, statement.filename, statement.content)
        paper = facts.put_on_file(scan, turn.acting())
        turn.data.update(evidence=paper.id, digest=paper.digest, key=paper.key)

    return take("attach_evidence", statement, by, work)
