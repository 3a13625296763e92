"""The old household of a row: the rows of its head, and the household that was founded from it."""

import json
from dataclasses import dataclass

from django.db import connection

from huji.quality.conversion.plan import proposed
from huji.quality.quarantine.values import Row, State
from huji.register.acts.values import HEAD


@dataclass(frozen=True, slots=True)
class Head:
    """The row of one who heads the old household; `household`: where it was registered, None before.

    `founded`: whether that registration founded the household.
    """

    conversion: int
    row: int
    state: State
    household: int | None
    founded: bool


def heads(found: Row, old_household: str) -> tuple[Head, ...]:
    """Return the other rows of the officer's area that are those of a head of the old household, by row.

    Where the head was rejected, it is the row that is not in quarantine for that; else who is said to be one.
    """
    if not old_household:
        return ()
    behind = "head_rejected" in found.reasons
    told = []
    for row, state, reasons, relation, proposal, person, entry in _others(found, old_household):
        said = json.loads(proposal) if proposal else {}
        head = said["relation"] == HEAD if said else _heads(relation or "")
        if "head_rejected" not in reasons if behind else head:
            new = _founded(person, entry)
            into = said.get("household") if person else None
            told.append(Head(found.conversion, row, State(state), new or into, new is not None))
    return tuple(told)


def follows(found: Row) -> bool:
    """Whether a row waits for its head's: of two who both say that they head a household, the later does."""
    return "head_rejected" in found.reasons or not _heads(found.understood.get("relation", ""))


def household_founded(heads: tuple[Head, ...]) -> int | None:
    """Return the household founded from the old one; None of none yet, or of several."""
    new = {one.household for one in heads if one.founded}
    return new.pop() if len(new) == 1 else None


def household_of(found: Row) -> int | None:
    """Return the household that a row was registered in, None of another state."""
    if found.person is None or found.proposal is None:
        return None
    return found.proposal.household or _founded(found.person, found.entry)


def _heads(relation: str) -> bool:
    return proposed("relation", relation.strip()) == HEAD


def _others(found: Row, old_household: str) -> list[tuple[int, str, list[str], str, str, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select row, state, reasons, understood ->> 'relation', proposal::text, person, entry"
            " from quarantine_row where conversion = %s and old_household = %s and row <> %s order by row",
            [found.conversion, old_household, found.row],
        )
        return list(cursor.fetchall())


def _founded(person: int | None, entry: int | None) -> int | None:
    """Return the household that the registration of a person founded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select h.id from standing s join household h on h.id = s.household"
            " where s.person = %s and h.created_entry = %s limit 1",
            [person, entry],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None
