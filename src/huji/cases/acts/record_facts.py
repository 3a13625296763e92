"""Recording facts in a case."""

from dataclasses import dataclass

from huji.cases.values import By, Done
from huji.facts.values import Given


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Facts of the applicant and companions as they come in, and ids of facts to close."""

    case: str
    version: int
    facts: tuple[Given, ...] = ()
    closed: tuple[int, ...] = ()


def record_facts(statement: RecordFacts, by: By) -> Done:
    """Put the facts on file and compute the proposal again."""
    raise NotImplementedError
