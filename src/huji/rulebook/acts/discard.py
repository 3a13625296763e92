"""Discarding a draft that will not become policy; its revisions stay."""

from dataclasses import dataclass

from huji.officers.roles import Role
from huji.rulebook.acts.turn import hold, officer_of, step, turning
from huji.rulebook.values import By, Step


@dataclass(frozen=True, slots=True)
class Discard:
    """The draft, and why if there is something to say."""

    draft: int
    note: str = ""


def discard(statement: Discard, by: By) -> int:
    """Close the draft for good and return the entry; refuses `not_your_role`, `no_such_draft`, `not_now`."""
    with turning():
        officer = officer_of(by, Role.DRAFT, Step.DISCARD.label)
        return step(hold(statement.draft), Step.DISCARD, officer, by, note=statement.note)
