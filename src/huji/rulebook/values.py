"""The values of the rulebook: who acts, drafts with their revisions and steps, publications."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from huji.standards import Text

LARGEST = 262_144
"""Bytes of a draft's text; the largest pack of the package has a tenth of it."""


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and on which day."""

    officer: int
    on: date


class State(StrEnum):
    """Where a draft stands."""

    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    DISCARDED = "discarded"

    @property
    def label(self) -> Text:
        return _STATES[self]


class Step(StrEnum):
    """What is done with a draft; each is an entry `policy_<step>` of the ledger."""

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DISCARD = "discard"

    @property
    def label(self) -> Text:
        return _STEPS[self]


_STATES = {
    State.DRAFTING: Text("起草中", "Being drafted"),
    State.SUBMITTED: Text("待发布", "Awaiting publication"),
    State.PUBLISHED: Text("已发布", "Published"),
    State.DISCARDED: Text("已作废", "Discarded"),
}
_STEPS = {
    Step.SUBMIT: Text("提交", "Submit"),
    Step.RETURN: Text("退回", "Send back"),
    Step.PUBLISH: Text("发布", "Publish"),
    Step.WITHDRAW: Text("撤回", "Withdraw"),
    Step.DISCARD: Text("作废", "Discard"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: its working title, where it stands, the pack it began from by digest, its last revision."""

    id: int
    title: str
    state: State
    base: str | None
    author: int
    opened: datetime
    last: int


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved text of a draft."""

    draft: int
    number: int
    text: str
    sha256: str
    author: int
    note: str
    day: date
    saved: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of a draft, as the ledger has it."""

    entry: int
    draft: int
    revision: int
    step: Step
    officer: int
    day: date
    note: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A published version of a policy: digests, the two persons, its days; `withdrawn_on` None: it stands."""

    entry: int
    draft: int
    revision: int
    policy: str
    digest: str
    sha256: str
    proposer: int
    publisher: int
    day: date
    effective: date
    withdrawn_on: date | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_on is None
