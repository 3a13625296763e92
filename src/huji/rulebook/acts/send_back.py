"""Sending a submitted draft back to its drafters, with the reason."""

from dataclasses import dataclass

from huji.officers.roles import Role
from huji.rulebook.acts.turn import hold, officer_of, step, turning
from huji.rulebook.values import By, Step


@dataclass(frozen=True, slots=True)
class SendBack:
    """The draft, and what has to be changed."""

    draft: int
    reason: str


def send_back(statement: SendBack, by: By) -> int:
    """Send the draft back and return the entry.

    Refuses `not_your_role`, `no_such_draft`, `not_now`, `reason_needed`.
    """
    with turning():
        officer = officer_of(by, Role.PUBLISH, Step.RETURN.label)
        return step(hold(statement.draft), Step.RETURN, officer, by, note=statement.reason)
