"""Reading cases. Row security shows an officer the cases of the offices set by `runtime.db.set_area`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huji.cases.values import Applicant, Companion, Destination, Kind, Outside, Sponsor, State
from huji.facts.values import Contradiction, Evidence, Recorded, Source, Value
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the work queue."""

    number: str
    kind: Kind
    state: State
    applicant: str
    office: int
    opened: date
    accepted: date | None
    due: date | None
    expires: date | None
    overdue: bool
    outcome: str | None
    companions: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases an officer sees: by state, awaiting this officer's role, overdue, about to expire."""

    by_state: Mapping[State, int]
    awaiting: int
    overdue: int
    expiring: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case as it was taken."""

    id: int
    step: str
    label: Text
    from_state: State | None
    to_state: State
    officer: int
    officer_name: str
    role: str
    on: date
    at: datetime
    note: str
    entry: int


@dataclass(frozen=True, slots=True)
class InCase:
    """A companion in a case: as named, as judged, as decided."""

    companion: Companion
    person: int | None
    outcome: str | None
    admitted: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Detail:
    """All of a case that a page shows. `answer` is the policy engine's, as kept; None before there is one."""

    number: str
    version: int
    kind: Kind
    state: State
    office: int
    opened: date
    accepted: date | None
    due: date | None
    expires: date | None
    overdue: bool
    applicant: Applicant
    person: int | None
    destination: Destination | None
    division: str | None
    area: str | None
    address_text: str
    companions: tuple[InCase, ...]
    sponsor: Sponsor | None
    outside: Outside | None
    answer: Mapping[str, Any] | None
    outcome: str | None
    against_proposal: bool
    decision_reason: str
    digests: Mapping[str, str]
    contradictions: tuple[Contradiction, ...]
    evidence: tuple[Evidence, ...]
    papers: tuple[str, ...]
    steps: tuple[Step, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form should ask now: a missing fact with its vocabulary entry, most decisive first.

    `subject` is the citizen number the question is about; `entry` the vocabulary's entry of policy.md §4 (type,
    unit, label, question, values, evidence).
    """

    subject: str
    name: str
    entry: Any
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact that is known with its source; `fact` is the row an officer may close, None for derived ones."""

    subject: str
    name: str
    label: Text
    value: Value
    source: Source


def queue(
    officer: int,
    on: date,
    *,
    state: State | None = None,
    kind: Kind | None = None,
    awaiting: bool = False,
    overdue: bool = False,
    limit: int = 50,
    after: str | None = None,
) -> tuple[Line, ...]:
    """Return the officer's work queue, most urgent first; the persons named are logged as looked at."""
    raise NotImplementedError


def counts(officer: int, on: date) -> Counts:
    """Return how many cases there are by state, awaiting the officer's role, overdue and about to expire."""
    raise NotImplementedError


def detail(officer: int, number: str, on: date) -> Detail:
    """Return the case; refuses `no_such_case` where there is none or row security hides it. Logged."""
    raise NotImplementedError


def asking(officer: int, number: str) -> tuple[Asking, ...]:
    """Return what can still change the outcome and is not known, most decisive first."""
    raise NotImplementedError


def known(officer: int, number: str) -> tuple[KnownFact, ...]:
    """Return what is known of applicant and companions, each with its source. Logged."""
    raise NotImplementedError


def history(number: str) -> tuple[Recorded, ...]:
    """Return every fact recorded in the case, closed ones too."""
    raise NotImplementedError


def timeline(number: str) -> tuple[Step, ...]:
    """Return the steps of the case, oldest first."""
    raise NotImplementedError


def of_person(officer: int, person: int) -> tuple[Line, ...]:
    """Return the cases a person is in, newest first. Logged."""
    raise NotImplementedError


def expiring(on: date) -> tuple[Line, ...]:
    """Return the cases whose permit or certificate has run out by `on` and is not yet closed."""
    raise NotImplementedError
