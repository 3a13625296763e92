"""Putting a paper on file in a case."""

from dataclasses import dataclass

from huji.cases.values import By, Done


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
    """Verify and store the paper; refuses a file that is not what it says."""
    raise NotImplementedError
