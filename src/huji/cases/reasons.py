"""Reasons that must be given in writing."""

from huji.cases.refusals import CASE
from huji.standards import Text

SHORTEST = 4
"""Characters; the database asks for as many."""


def written(reason: str, what: Text) -> str:
    """Return the reason without outer blanks; refuses `reason_needed` when there is next to nothing."""
    said = reason.strip()
    if len(said) < SHORTEST:
        raise CASE.reason_needed(what)
    return said
