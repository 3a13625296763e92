"""The values of the facts room: a fact, its source, and all that is known of an application."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from huji.standards import Text

Value = bool | int | float | str


class SourceKind(StrEnum):
    """From whom a fact is known."""

    REGISTER = "register"
    FIGURE = "figure"
    PAPER = "paper"
    ATTESTED = "attested"
    FEED = "feed"
    IMPLIED = "implied"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, in words for the reader and in keys for the machine.

    `evidence` is the vocabulary's key of the paper, `file` the digest of its stored scan,
    `officer` who recorded it (None for what the register says or what follows), `fact` the row on file.
    """

    kind: SourceKind
    text: Text
    evidence: str | None = None
    file: str | None = None
    officer: int | None = None
    fact: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A fact as an officer hands it in.

    `subject` is a citizen number. `source` PAPER needs `evidence` (the vocabulary's key) and may name the
    stored scan by `file`; ATTESTED needs `note`, the officer's own words on how he knows it; FEED, for later,
    names the department in `note`. The fact holds over the half-open [`since`, `until`); None is open.
    """

    subject: str
    name: str
    value: Value
    source: SourceKind = SourceKind.PAPER
    evidence: str | None = None
    file: str | None = None
    note: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact on file: what was given, the case it is tied to (None: person-wide), if it still stands."""

    id: int
    given: Given
    case: str | None
    officer: int
    office: int
    recorded: datetime
    entry: int
    closed_entry: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper on file: verified type, size in bytes and pages, stored under its SHA-256."""

    id: int
    case: str
    subject: str
    key: str
    filename: str
    media_type: str
    size: int
    pages: int
    digest: str
    officer: int
    recorded: datetime


@dataclass(frozen=True, slots=True)
class Where:
    """A destination as the facts need it: 12-digit division and area of policy.md §3.

    `address` is the standard address gone to, where it is known: what the register and the dwelling's floor
    area tell of it need not be asked.
    """

    division: str
    area: str
    address: int | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """A companion as the application names one: citizen number and the vocabulary's relation."""

    number: str
    relation: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A recorded value or a claimed relation that the register contradicts; the register's value stands."""

    subject: str
    name: str
    given: Value
    register: Value
    text: Text


@dataclass(frozen=True, slots=True)
class OfCompanion:
    """What is known of one companion."""

    number: str
    relation: str
    values: Mapping[str, Value]
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Assembled:
    """All facts of one application on one date, each with its source, ready for the policy engine."""

    subject: str
    on: date
    destination: Where
    values: Mapping[str, Value]
    sources: Mapping[str, Source]
    companions: tuple[OfCompanion, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def case_file(self) -> dict[str, object]:
        """Return the case file of policy.md §3 (frozen contract)."""
        return {
            "date": self.on.isoformat(),
            "destination": {"division": self.destination.division, "area": self.destination.area},
            "applicant": dict(self.values),
            "companions": [{"relation": c.relation, "facts": dict(c.values)} for c in self.companions],
        }
