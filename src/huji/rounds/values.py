"""The values of the rounds room: states, who acts, what an act leads to, what a round is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from huji.standards import Text


class State(StrEnum):
    """Where a round stands."""

    COLLECTING = "collecting"
    LISTED = "listed"
    SETTLED = "settled"

    @property
    def label(self) -> Text:
        return _STATES[self]


class Standing(StrEnum):
    """How an application stands by its latest score."""

    QUALIFIED = "qualified"  # every condition of the way is met, and the points are one number
    REFUSED = "refused"  # a condition fails, whatever else is learnt
    OPEN = "open"  # something that matters is not known

    @property
    def label(self) -> Text:
        return _STANDINGS[self]


class Because(StrEnum):
    """Why a score was made."""

    FIRST = "first"
    CORRECTION = "correction"
    OBJECTION = "objection"

    @property
    def label(self) -> Text:
        return _BECAUSE[self]


_STATES = {
    State.COLLECTING: Text("受理计分", "Collecting and scoring"),
    State.LISTED: Text("公示", "List published"),
    State.SETTLED: Text("已确定", "Settled"),
}
_STANDINGS = {
    Standing.QUALIFIED: Text("符合条件", "Qualified"),
    Standing.REFUSED: Text("不符合条件", "Not qualified"),
    Standing.OPEN: Text("情况不全", "Not decidable yet"),
}
_BECAUSE = {
    Because.FIRST: Text("首次计分", "First score"),
    Because.CORRECTION: Text("更正", "Correction"),
    Because.OBJECTION: Text("异议成立", "Objection upheld"),
}


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: the officer's account id, the day (Asia/Shanghai), the token of the form that was sent."""

    officer: int
    on: date
    token: str


@dataclass(frozen=True, slots=True)
class Done:
    """What an act led to; `result` is the application, score or objection it made, if it made one."""

    round: str
    version: int
    entry: int
    result: int | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A round as pages and acts read it; `quotas` by part of the place ("" the whole), None without quota."""

    number: str
    office: int
    offices: tuple[int, ...]
    state: State
    version: int
    policy: str
    digest: str
    total: str
    kind: str
    division: str
    area: str
    basis: str
    opens: date
    closes: date
    quotas: Mapping[str, int] | None
    at_least: Decimal | None
    ties: str | None
    second_share: Decimal | None
    objection_days: int
    holds_years: int | None
    listed: date | None
    objections_until: date | None
    settled: date | None

    @property
    def quota(self) -> int | None:
        """The whole quota, or None where the round has none."""
        return sum(self.quotas.values()) if self.quotas is not None else None


@dataclass(frozen=True, slots=True)
class Score:
    """One score of an application: total (None: from `low` to `high`) and reason."""

    id: int
    seq: int
    because: Because
    standing: Standing
    total: Decimal | None
    low: Decimal | None
    high: Decimal | None
    keys: tuple[str, ...]
    digest: str
    reason: Mapping[str, Any]
    facts: Mapping[str, Any]
    officer: int
    day: date
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True)
class Application:
    """An application of a round; `place` is the number by which the public list names it."""

    id: int
    round: str
    place: int
    number: str
    name: str
    person: int | None
    part: str
    case: str | None
    day: date
    applied: datetime
    office: int
    withdrawn: int | None
    entry: int


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection to an indicator, and its answer once there is one."""

    id: int
    application: int
    indicator: str
    words: str
    officer: int
    day: date
    answered_by: int | None = None
    corrected: bool | None = None
    reason: str = ""
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """What the settled round says of an application; without a rank it was not in the ranking."""

    application: int
    rank: int | None
    admitted: bool
    in_second_round: bool
