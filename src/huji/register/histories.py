"""What the register held, when, and by which act: entries told, items believed, comings and goings."""

from dataclasses import dataclass, field
from datetime import date, datetime

from huji.register.kinship import KinRelation
from huji.register.records import Household, Standing
from huji.standards import Text

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A ledger entry as a page tells it: which act, when recorded, where, by whom, on what ground.

    `officer`, `on` and `basis` are None, and the sentence is only the act's title, where the reader's office
    neither keeps the person now nor was concerned by the act.
    """

    number: int
    act: str
    recorded: datetime
    office: int
    sentence: Text
    officer: int | None = None
    on: date | None = None
    basis: str | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class ItemBelief:
    """One value of one item of the registration form, as the register once held it.

    It was so on days [`since`, `until`) according to what was known from entry `made` on, up to, not
    including, entry `superseded` (None: still believed). A value that runs on over several periods, and
    through entries that did not concern it, is one.
    """

    item: str
    value: Value
    since: date
    until: date | None
    made: Entry
    superseded: Entry | None

    @property
    def current(self) -> bool:
        """Whether it is believed today to be so from `since` on."""
        return self.superseded is None and self.until is None


@dataclass(frozen=True, slots=True)
class StandingBelief:
    """One standing of a person as the register once held it, and the entries that made and superseded it."""

    person: int
    standing: Standing
    made: Entry
    superseded: Entry | None


@dataclass(frozen=True, slots=True)
class TieBelief:
    """A tie of kinship as the register once held it, seen from one of the two.

    `relation` is what the other is: parent, child or spouse.
    """

    other: int
    relation: KinRelation
    since: date
    until: date | None
    made: Entry
    superseded: Entry | None


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a household was, on days [`since`, `until`), as held from `made` to `superseded`."""

    household: int
    address: int
    office: int
    since: date
    until: date | None
    made: Entry
    superseded: Entry | None


@dataclass(frozen=True, slots=True)
class AddressAsOf:
    """A standard address as of two times: how it was written, and the reader's households there."""

    id: int
    text: str
    households: tuple[Household, ...] = field(default=())
