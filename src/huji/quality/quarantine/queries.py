"""Reading the quarantine: counts are free, rows and their bytes leave a line."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from huji.ledger import access
from huji.ledger.access import Purpose, Reader
from huji.quality.quarantine.values import Row, State, proposal_of

PAGE = 50
_COLUMNS = (
    "conversion, row, office, reasons, understood, number, name, old_household, state, proposal, proposed_by,"
    " decided_by, coalesce(reason, ''), person, entry, whole, undone"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of the officer's area stand where, and how many of one state have each reason."""

    states: dict[State, int]
    reasons: dict[str, int]

    @property
    def left(self) -> int:
        """Rows that somebody still has to work on."""
        return self.states.get(State.OPEN, 0) + self.states.get(State.PROPOSED, 0)


def counts(state: State = State.OPEN) -> Counts:
    """Count the rows of the area that the connection was told, and the reasons of those in `state`."""
    with connection.cursor() as cursor:
        cursor.execute("select state, count(*) from quarantine_row group by 1")
        states = {State(one): count for one, count in cursor.fetchall()}
        cursor.execute(
            "select one, count(*) from quarantine_row, unnest(reasons) one"
            " where state = %s group by 1 order by 2 desc, 1",
            [state.value],
        )
        return Counts(states, dict(cursor.fetchall()))


def left() -> int:
    """Count the rows of the area that somebody still has to work on."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from quarantine_row where state in ('open', 'proposed')")
        (found,) = cursor.fetchone()
    return int(found)


def rows(
    officer: Reader, purpose: Purpose, *, state: State, reason: str = "", after: int = 0, key: str = ""
) -> list[Row]:
    """Return a page of rows, by row; `key` is a citizen number, a name or an old household number, exact."""
    access.look(officer, purpose, (), f"待处理 quarantine, {state.value} {reason}".strip())
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from quarantine_row where state = %(state)s and row > %(after)s"
            " and (%(reason)s = '' or reasons @> array[%(reason)s::text])"
            " and (%(key)s = '' or number = %(key)s or name = %(key)s or old_household = %(key)s)"
            " order by row limit %(most)s",
            {"state": state.value, "after": after, "reason": reason, "key": key, "most": PAGE},
        )
        return [_row(found) for found in cursor.fetchall()]


def row(conversion: int, number: int, officer: Reader, purpose: Purpose) -> Row | None:
    """Return one row of the officer's area."""
    access.look(officer, purpose, (), f"待处理第 {number} 行 quarantine row {number}")
    return held(conversion, number)


def held(conversion: int, number: int) -> Row | None:
    """Return a row as an act sees it, whose entry is the record."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from quarantine_row where conversion = %s and row = %s", [conversion, number]
        )
        found = cursor.fetchone()
    return _row(found) if found else None


def original(conversion: int, number: int, officer: Reader, purpose: Purpose) -> bytes | None:
    """Return the bytes of a row as they stood in the source; the look is noted by the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select quarantine_original(%s, %s, %s, %s, %s)",
            [conversion, number, officer.pk, officer.office, Purpose(purpose).value],
        )
        (found,) = cursor.fetchone()
    return bytes(found) if found is not None else None


def household_of(old_number: str) -> int | None:
    """Return the household that was taken over under an old number, where the area holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.household from conversion_household c join household h on h.id = c.household"
            " where c.number = %s limit 1",
            [old_number],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else None


def empty_lines() -> list[tuple[int, int]]:
    """Return the open rows of the area that are nothing but an empty line, a few thousand at most."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select conversion, row from quarantine_row where state = 'open' and reasons = '{empty_line}'"
            " order by 1, 2 limit 5000"
        )
        return list(cursor.fetchall())


def digest_of(conversion: int) -> str:
    """Return the digest of a conversion's source, "" of one that is not there."""
    with connection.cursor() as cursor:
        cursor.execute("select digest from conversion where id = %s", [conversion])
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def _row(found: tuple[Any, ...]) -> Row:
    conversion, number, office, reasons, understood, *rest = found
    citizen_number, name, old_household, state, proposal, *more = rest
    return Row(
        conversion, number, office, tuple(reasons), _json(understood), citizen_number, name, old_household,
        State(state), proposal_of(_json(proposal)) if proposal else None, *more,
    )  # fmt: skip


def _json(value: str | dict[str, Any] | None) -> dict[str, Any]:
    return dict(json.loads(value)) if isinstance(value, str) else dict(value or {})
