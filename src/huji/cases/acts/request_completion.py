"""Asking for what is missing (补正): once, and fully."""

from dataclasses import dataclass

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class RequestCompletion:
    """All that is missing: names of facts and keys of evidence of the vocabulary, and words for the applicant."""

    case: str
    version: int
    facts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""


def request_completion(statement: RequestCompletion, by: By) -> Done:
    """Stop the clock and issue the notice of completion; a second request refuses `completion_asked_before`."""
    raise NotImplementedError
