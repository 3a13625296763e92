"""Opening the register: people and households taken over at once, in one genesis entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huji.register.acts.values import Acting, CollectiveSort, Done, HouseholdKind, Particulars, Tie


@dataclass(frozen=True, slots=True)
class OpeningHousehold:
    """A household under the source's own key, standing at a standard address since `since`, kept by `office`."""

    key: int
    address: int
    office: int
    since: date
    kind: HouseholdKind = HouseholdKind.FAMILY
    sort: CollectiveSort | None = None


@dataclass(frozen=True, slots=True)
class OpeningPerson:
    """A person under the source's own key, registered in a household since `since`.

    `before` says how the days between birth and `since` stand: elsewhere, or unregistered.
    """

    key: int
    number: str
    born: date
    particulars: Particulars
    household: int
    relation: str
    since: date
    before: str = "elsewhere"


@dataclass(frozen=True, slots=True)
class OpeningTie:
    """`relative` is `person`'s parent or spouse (source keys) since `since`; a spouse tie is given once."""

    person: int
    relative: int
    tie: Tie
    since: date


@dataclass(frozen=True, slots=True)
class OpenRegister:
    """A whole register: its source in words, and its rows. Keys are mapped to ids of this register.

    Ids are assigned in the order given, from the next free one on; `opened.persons` and the household ids of
    `Opened` follow the same order.
    """

    source: str
    persons: Sequence[OpeningPerson]
    households: Sequence[OpeningHousehold]
    ties: Iterable[OpeningTie] = ()


@dataclass(frozen=True, slots=True)
class Opened(Done):
    """What opening left: also the household ids, in the order of the statement."""

    households: tuple[int, ...] = ()
    digest: str = ""


def open_register(statement: OpenRegister, by: Acting) -> Opened:
    """Load everything in one entry that holds the digest (SHA-256) of the data; all constraints hold after."""
    raise NotImplementedError
