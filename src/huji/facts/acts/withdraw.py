"""Closing a fact that proved wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huji.register.acts import Acting


@dataclass(frozen=True, slots=True)
class WithdrawFact:
    """The fact to close, and why."""

    fact: int
    reason: str


def withdraw(statement: WithdrawFact, by: Acting) -> int:
    """Close the fact on the known axis and return the ledger entry; the row itself stays."""
    raise NotImplementedError
