"""Submitting a draft: a drafter proposes its last revision for publication."""

from dataclasses import dataclass

from huji.officers.roles import Role
from huji.places import queries as places
from huji.rulebook import checking, queries
from huji.rulebook.acts.turn import hold, officer_of, step, turning
from huji.rulebook.refusals import FaultyDraft, changed_meanwhile
from huji.rulebook.values import By, Step


@dataclass(frozen=True, slots=True)
class Submit:
    """The draft and the revision that was read; another one would be refused."""

    draft: int
    revision: int
    note: str = ""


def submit(statement: Submit, by: By) -> int:
    """Propose a revision and return the entry.

    Refuses `not_your_role`, `no_such_draft`, `not_now`, `changed_meanwhile`, and `faulty_draft` with every
    fault, those of its place among the other policies included.
    """
    with turning():
        officer = officer_of(by, Role.DRAFT, Step.SUBMIT.label)
        held = hold(statement.draft)
        if held.last != statement.revision:
            raise changed_meanwhile(held.id)
        revision = queries.revision(held.id, held.last)
        library = queries.library()
        found = checking.faults(revision.text, library, places.territory())
        if found:
            raise FaultyDraft(found)
        pack = checking.read(revision.text, library)
        body = {"policy": pack.policy, "digest": pack.digest, "sha256": revision.sha256}
        return step(held, Step.SUBMIT, officer, by, note=statement.note, body=body)
