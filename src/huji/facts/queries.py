"""Reading the facts room."""

from collections.abc import Sequence
from datetime import date

from huji.facts.values import Assembled, Evidence, Joining, Recorded, Where


def about(
    subject: str,
    destination: Where,
    on: date,
    *,
    case: str | None = None,
    sponsor: str | None = None,
    sponsor_relation: str | None = None,
    companions: Sequence[Joining] = (),
) -> Assembled:
    """Assemble what is known on `on` of an applicant (citizen number) who wants to settle at `destination`.

    What the register knows is derived and never asked; a recorded value that contradicts it is listed in
    `contradictions` and the register's value stands.
    """
    raise NotImplementedError


def recorded(subject: str, case: str | None = None) -> tuple[Recorded, ...]:
    """Return every fact on file of a citizen number, person-wide and tied to `case`, newest first."""
    raise NotImplementedError


def evidence(case: str) -> tuple[Evidence, ...]:
    """Return the papers on file in a case, oldest first."""
    raise NotImplementedError


def content(digest: str) -> bytes:
    """Return a stored paper's bytes; refuses `paper_lost` or `paper_altered` when the digest does not hold."""
    raise NotImplementedError
