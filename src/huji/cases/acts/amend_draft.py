"""Changing a draft."""

from dataclasses import dataclass

from huji.cases.values import By, Companion, Destination, Done, Outside, Sponsor


@dataclass(frozen=True, slots=True)
class AmendDraft:
    """The draft's new content, whole: what is left out is gone. The applicant and the kind stay."""

    case: str
    version: int
    destination: Destination | None
    companions: tuple[Companion, ...] = ()
    sponsor: Sponsor | None = None
    outside: Outside | None = None


def amend_draft(statement: AmendDraft, by: By) -> Done:
    """Replace the draft's destination, companions and sponsor, and compute the proposal again."""
    raise NotImplementedError
