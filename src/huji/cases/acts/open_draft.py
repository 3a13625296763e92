"""Opening a case."""

from dataclasses import dataclass

from huji.cases.values import Applicant, By, Companion, Destination, Done, Kind, Outside, Sponsor


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """An application as it is first told at the counter; `outside` for a move from or to another city."""

    kind: Kind
    applicant: Applicant
    destination: Destination | None
    companions: tuple[Companion, ...] = ()
    sponsor: Sponsor | None = None
    outside: Outside | None = None


def open_draft(statement: OpenDraft, by: By) -> Done:
    """Open a draft with a number of its own."""
    raise NotImplementedError
