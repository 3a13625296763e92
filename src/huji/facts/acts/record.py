"""Recording facts with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huji.facts.values import Given

if TYPE_CHECKING:
    from huji.register.acts import Acting


@dataclass(frozen=True, slots=True)
class Record:
    """Facts handed in together; `case` ties those that belong to a destination (dwelling.*, sponsor.* …)."""

    facts: tuple[Given, ...]
    case: str | None = None


def record(statement: Record, by: Acting) -> tuple[int, ...]:
    """Put the facts on file and return their ids; an older value of the same fact is closed, not overwritten.

    Refuses an unknown fact, a value of the wrong type, a fact without its source, and a value that
    contradicts the register (`contradicts_register`).
    """
    raise NotImplementedError
