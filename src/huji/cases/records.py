"""What the queries of cases answer, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huji.cases.stated import Stated
from huji.cases.values import Applicant, Companion, Destination, Kind, Outside, Sponsor, State
from huji.facts.values import Contradiction, Evidence, Source, Value
from huji.policy import Fact
from huji.policy.vocabulary import Paper
from huji.register.queries import Undone
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the work queue; `mine`: it waits for the officer's role; `undone`: its act is.

    `due` of one whose applicant is asked for papers is the last day to bring them.
    """

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
    undone: Undone | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases an officer sees: by state, awaiting the officer's role, overdue, run out."""

    by_state: Mapping[State, int]
    awaiting: int
    overdue: int
    expired: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case as it was taken; `role` is the officer's then."""

    id: int
    step: str
    label: Text
    from_state: State
    to_state: State
    officer: int
    officer_name: str
    role: str
    on: date
    at: datetime
    note: str
    recommends: str | None
    papers: tuple[str, ...]
    data: Mapping[str, Any]
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
    """All of a case that a page shows.

    `answer` is the policy engine's, as kept, None before there is one and for a move to another city; `law`
    names what it rests on by digest. `verbs` are those the officer may take now. `days_left` are the working
    days that were left when the clock was stopped.
    """

    number: str
    version: int
    kind: Kind
    state: State
    office: int
    opened: date
    accepted: date | None
    decided: date | None
    stage: str | None
    due: date | None
    days_left: int | None
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
    law: Mapping[str, Any]
    contradictions: tuple[Contradiction, ...]
    evidence: tuple[Evidence, ...]
    papers: tuple[str, ...]
    paper: str | None
    steps: tuple[Step, ...]
    undone: Undone | None
    stated: Stated | None
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunOut:
    """A case whose permit or certificate (`paper`, its number) was good until `expires` and is no longer."""

    number: str
    version: int
    kind: Kind
    state: State
    office: int
    paper: str | None
    expires: date


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form should ask now, of whom (`subject`, a citizen number); `entry` is the vocabulary's."""

    subject: str
    name: str
    entry: Fact


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact that is known, with its source; `source.fact` is the row an officer may close, if any."""

    subject: str
    name: str
    entry: Fact
    value: Value
    source: Source


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact not known that can still change the outcome, and the papers any one of which proves it.

    `people` are the names of the companions it is asked of; none where it is the applicant's.
    """

    name: str
    entry: Fact
    people: tuple[str, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A clause still open and what is missing on it: a route to pursue, by all of its `facts`.

    `always` marks what must be settled whichever route is pursued: a prohibition, or companions of a route
    that is open already. `article` names document and article.
    """

    id: str
    title: Text
    article: str
    always: bool
    facts: tuple[MissingFact, ...]
