"""Reading the register. Every look at a person passes the gate, which logs it before any data leaves.

    reader = Reader(officer, purpose)
    seen = gate(reader, [person_id], "page of the person")     one line for a whole page; or pass `reader` itself
    person(number_or_id, seen) · household(id, seen) · members · history · kin · housemates · search_by_…

Inside an act or a case verb, where the ledger entry itself is the record, pass `within_act()`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from huji.register.records import Change, Household, Kin, Permit, Person, Search, Whereabouts

if TYPE_CHECKING:
    from huji.ledger.access import Purpose


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and for what."""

    officer: int
    purpose: "Purpose"


@dataclass(frozen=True, slots=True)
class Seen:
    """A logged look: the persons it covers. Persons beyond them are logged when they are met."""

    reader: Reader | None
    persons: frozenset[int]


def gate(reader: Reader, persons: Iterable[int], what: str) -> Seen:
    """Log that `reader` looks at `persons` and return the leave to read them."""
    raise NotImplementedError


def within_act() -> Seen:
    """Leave to read inside an act or case verb, as `huji_writer`; raises RuntimeError anywhere else."""
    raise NotImplementedError


def person(
    who: int | str, by: Reader | Seen, valid_on: date | None = None, known_at: int | datetime | None = None
) -> Person | None:
    """Return a person by id or citizen number as held on a day; None when not in the reader's area.

    `valid_on` None is the last day known of (now); `known_at` is a ledger entry or an instant, None is now.
    Raises Refused `register.too_young` when an open act could still change what was known then.
    """
    raise NotImplementedError


def household(
    which: int, by: Reader | Seen, valid_on: date | None = None, known_at: int | datetime | None = None
) -> Household | None:
    """Return a household with its members in the booklet's order; None when not in the reader's area."""
    raise NotImplementedError


def households_at(
    address: int, by: Reader | Seen, valid_on: date | None = None, known_at: int | datetime | None = None
) -> tuple[Household, ...]:
    """Return the households at a standard address."""
    raise NotImplementedError


def history(who: int, by: Reader | Seen) -> tuple[Change, ...]:
    """Return everything the register ever held of a person's standing, in the order it was entered."""
    raise NotImplementedError


def kin(who: int, by: Reader | Seen, valid_on: date | None = None) -> tuple[Kin, ...]:
    """Return the relatives within three generations, nearest first."""
    raise NotImplementedError


def housemates(who: int, by: Reader | Seen, valid_on: date | None = None) -> tuple[int, ...]:
    """Return the ids of those who share the person's household, without the person."""
    raise NotImplementedError


def search_by_number(number: str, by: Reader) -> Search:
    """Search by citizen number, exact; at most one hit."""
    raise NotImplementedError


def search_by_name(name: str, by: Reader) -> Search:
    """Search by name, exact; more than 20 hits are only counted."""
    raise NotImplementedError


def search_by_address(address: int, by: Reader) -> Search:
    """Search for those registered at a standard address now; more than 60 hits are only counted."""
    raise NotImplementedError


def whereabouts(number: str, by: Reader) -> Whereabouts | None:
    """Return at which office a number is registered, whatever the reader's area; logged. None: unknown."""
    raise NotImplementedError


def permit(number: str) -> Permit | None:
    """Return a move-in permit by its number."""
    raise NotImplementedError


def entry_at(instant: datetime) -> int:
    """Return the last ledger entry such that it and all before it were recorded by `instant`."""
    raise NotImplementedError
