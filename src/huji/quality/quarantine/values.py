"""A row in quarantine, and what an officer proposes for it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from huji.standards import Text


class State(StrEnum):
    """Where a row stands."""

    OPEN = "open"
    PROPOSED = "proposed"
    REGISTERED = "registered"
    SET_ASIDE = "set_aside"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    State.OPEN: Text("待处理", "To be worked through"),
    State.PROPOSED: Text("待复核", "To be reviewed"),
    State.REGISTERED: Text("已登记", "Registered"),
    State.SET_ASIDE: Text("已搁置", "Put aside"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row as corrected: into a household of the register (its id), or a new one at a standard address.

    `father`, `mother` and `spouse` are citizen numbers; the rest are items of the registration form.
    """

    name: str
    sex: str
    ethnic: str
    born: date
    number: str
    relation: str
    since: date
    household: int | None = None
    address: int | None = None
    marital: str = "90"
    education: str = "90"
    note: str = ""
    former_name: str = ""
    birthplace: str = ""
    native_place: str = ""
    military: str = ""
    occupation: str = ""
    workplace: str = ""
    height_cm: int | None = None
    blood_type: str = ""
    born_at: str = ""
    arrived_city: str = ""
    arrived_address: str = ""
    household_type: str = "family"
    collective_sort: str = ""
    father: str = ""
    mother: str = ""
    spouse: str = ""

    def as_body(self) -> dict[str, Any]:
        """Return the proposal as the ledger and the row keep it."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        return kept | {"born": self.born.isoformat(), "since": self.since.isoformat()}


def proposal_of(kept: Mapping[str, Any]) -> Proposal:
    """Return a proposal as it was kept."""
    days = {name: date.fromisoformat(kept[name]) for name in ("born", "since")}
    return Proposal(**{**kept, **days})


@dataclass(frozen=True, slots=True)
class Row:
    """A row in quarantine: why it is there, what was understood of it, and what became of it.

    `undone` is the entry that had registered it and was undone: the row is open again, as nobody touched it.
    """

    conversion: int
    row: int
    office: int
    reasons: tuple[str, ...]
    understood: Mapping[str, str]
    number: str
    name: str
    old_household: str
    state: State
    proposal: Proposal | None
    proposed_by: int | None
    decided_by: int | None
    reason: str
    person: int | None
    entry: int | None
    whole: int
    undone: int | None

    @property
    def key(self) -> str:
        """How pages name the row."""
        return f"{self.conversion}-{self.row}"

    @property
    def stamp(self) -> str:
        """What is proposed and by whom, as sixteen digits: who registers it says which proposal was read."""
        said = json.dumps([self.proposed_by, self.proposal and self.proposal.as_body()], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]
