"""Changing the head of a household (变更户主)."""

from dataclasses import dataclass
from datetime import date

from huji.register.acts.values import Acting, Done, Succession


@dataclass(frozen=True, slots=True)
class ChangeHead:
    """Which household, who heads it from which day on, and why (Nanjing rule art. 101)."""

    household: int
    succession: Succession
    effective: date
    reason: str


def change_head(statement: ChangeHead, by: Acting) -> Done:
    """Make another member the head and restate the members' relations."""
    raise NotImplementedError
