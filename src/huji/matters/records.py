"""What the queries of matters answer, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huji.facts.values import Evidence
from huji.matters.asked import Asked
from huji.matters.evidence import Met
from huji.matters.kind import Kind
from huji.matters.values import Level, Reporter, State
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list; `mine` says that it waits for the officer's role."""

    number: str
    kind: Kind
    level: Level
    state: State
    heading: str
    office: int
    opened: date
    due: date | None
    overdue: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many matters an officer sees: by state, waiting for the officer's role, late."""

    by_state: Mapping[State, int]
    awaiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One step as it was taken; `role` is the officer's then."""

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
class Detail:
    """All of a matter that a page shows; `steps_open` are those the officer may take now.

    `ready_on` is the first day on which the office may act on its own. `sentence` tells the act once done.
    """

    number: str
    version: int
    kind: Kind
    level: Level
    state: State
    office: int
    person: int | None
    household: int | None
    heading: str
    reporter: Reporter
    asked: Asked
    evidence: tuple[Met, ...]
    scans: tuple[Evidence, ...]
    ex_officio: bool
    noticed: date | None
    ready_on: date | None
    opened: date
    accepted: date | None
    due: date | None
    overdue: bool
    decided: date | None
    act_entry: int | None
    sentence: Text | None
    undoes: str | None
    undoes_entry: int | None
    undone_by: str | None
    papers: tuple[str, ...]
    steps: tuple[Taken, ...]
    steps_open: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether all that is wanted has been shown."""
        return all(one.met for one in self.evidence)
