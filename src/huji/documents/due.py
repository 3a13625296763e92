"""Booklets to be issued anew: noted after an act, whichever office keeps the household, and listed there.

    note(entry, households, persons)      after an act, in its transaction or soon after it
    households() · of_household(which)    within the reader's area; nobody is named, so no access line
    forget()                              what is due no more

A note only says where to look: what is due is looked at whenever it is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from huji.runtime.db import writing

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Since:
    """The entry since which a booklet is not what is registered: its act, office and moment."""

    entry: int
    act: str
    office: int
    recorded: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A household that is to be issued a booklet anew: its last one, and since which entry it is so.

    `status` is "issued" where the register has outgrown it, "cancelled" where it fell void through the act.
    """

    household: int
    address: int
    office: int
    number: str
    status: str
    issued_on: date
    since: Since

    @property
    def label(self) -> str:
        """The household's number as it is printed (户号)."""
        return f"{self.household:09}"


def households() -> list[Due]:
    """The households of the reader's area noted as due that are so, in the order of the acts; at most 100."""
    return _due(None)


def of_household(which: int) -> Due | None:
    """Why a household of the reader's area is to be issued a booklet anew, noted or not; None: it is not."""
    return next(iter(_due(which)), None)


def note(entry: int, households: Iterable[int], persons: Iterable[int] = ()) -> None:
    """Note which of these households, and of those whose booklets name these persons, an act left so."""
    with writing(), connection.cursor() as cursor:
        cursor.execute("select documents_note_due(%s, %s, %s)", [list(persons), list(households), entry])


def forget() -> int:
    """Forget notes of households whose booklet is so again, or was issued anew; return of how many."""
    with writing(), connection.cursor() as cursor:
        cursor.execute("select documents_forget_due()")
        return int(cursor.fetchone()[0])


def _due(household: int | None) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute("select * from documents_reissues(%s, %s)", [household, SHOWN])
        return [Due(*row[:6], Since(*row[6:])) for row in cursor.fetchall()]
