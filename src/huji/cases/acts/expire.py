"""Closing what has run out."""

from dataclasses import dataclass

from huji.cases.values import By, Done


@dataclass(frozen=True, slots=True)
class Expire:
    """The case whose permit or certificate has run out by the acting day."""

    case: str
    version: int


def expire(statement: Expire, by: By) -> Done:
    """A permit lapses; a person whose certificate has run out is registered again at the origin."""
    raise NotImplementedError
