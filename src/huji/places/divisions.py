"""Divisions as this city holds them: those of the standards, and what acts have changed since.

One act may change a few hundred of them a few times in ten years: they are read whole, once a change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db import connection

from huji.standards import divisions as standards
from huji.standards.divisions import Division

CHANGED = "(select max(lower(known)) from places_division)"
"""SQL: the entry that last changed a division; None while the standards tell everything."""

_LEVELS: dict[int, standards.Level] = {6: "county", 9: "town", 12: "village"}
_PARENTS = {6: 4, 9: 6, 12: 9}
_NO_PLACE = ("市辖区", "县", "省直辖", "自治区直辖")


@dataclass(frozen=True, slots=True)
class Made:
    """A division that an act made, renamed or ended, and the codes that took its place."""

    division: Division
    became: tuple[str, ...]


class Book:
    """All divisions, as held at one time; a page or an act asks for one and looks up in it."""

    def __init__(self, made: Iterable[Made]) -> None:
        self._made: dict[str, list[Made]] = {}
        for one in made:
            self._made.setdefault(one.division.code, []).append(one)

    def history(self, code: str) -> tuple[Division, ...]:
        """Return every division that has borne `code`, oldest first."""
        if code in self._made:
            return tuple(one.division for one in self._made[code])
        return standards.history(code)

    def lookup(self, code: str, on: date) -> Division | None:
        """Return the division with `code` on a day, or None."""
        if code in self._made:
            return next((d for d in reversed(self.history(code)) if d.valid_on(on)), None)
        return standards.lookup(code, on)

    def ancestry(self, code: str, on: date) -> tuple[Division, ...]:
        """Return the divisions from the province down to `code` on a day; empty if it is not valid then."""
        if not self._made:
            return standards.ancestry(code, on)
        division = self.lookup(code, on)
        if division is None:
            return ()
        return (*(self.ancestry(division.parent, on) if division.parent else ()), division)

    def full_name(self, code: str, on: date) -> str | None:
        """Return the whole name, 辽宁省盘锦市大洼区田家街道, or None if `code` is not valid on the day."""
        if not self._made:
            return standards.full_name(code, on)
        named = (one.name for one in self.ancestry(code, on) if not one.name.startswith(_NO_PLACE))
        return "".join(named) or None

    def last(self, code: str, on: date = date.max) -> tuple[Division, ...]:
        """Return the ancestry on a day, or on the last or first day the code was valid if it is not then."""
        if found := self.ancestry(code, on):
            return found
        borne = self.history(code)
        if not borne:
            return ()
        over = borne[-1].valid_until
        if over is not None and over <= on:
            return self.ancestry(code, over - timedelta(days=1))
        return self.ancestry(code, borne[0].valid_from or on)

    def children(self, code: str, on: date) -> tuple[Division, ...]:
        """Return the divisions directly below `code` on a day, by code."""
        below = {d.code: d for d in standards.children(code, on) if d.code not in self._made}
        for child in self._made:
            if child[: _PARENTS[len(child)]] == code and (division := self.lookup(child, on)) is not None:
                below[child] = division
        return tuple(below[child] for child in sorted(below))

    def villages(self, code: str, on: date) -> tuple[str, ...]:
        """Return the communities and villages at or below `code` (6, 9 or 12 digits) on a day."""
        if len(code) == 12:
            return (code,) if self.lookup(code, on) else ()
        return tuple(v for child in self.children(code, on) for v in self.villages(child.code, on))

    def successor(self, code: str, on: date) -> Division | None:
        """Return the one division that has taken the place of `code` by a day, None where none or several."""
        seen = set()
        while code in self._made and code not in seen:
            seen.add(code)
            became = self._made[code][-1].became
            if len(became) != 1:
                return None
            [code] = became
            if found := self.lookup(code, on):
                return found
        return standards.successor(code, on)

    def predecessor(self, code: str, on: date) -> Division | None:
        """Return the one division whose place `code` has taken since a day, None where none or several."""
        before = sorted({older for older, rows in self._made.items() for r in rows if code in r.became})
        if before:
            found = [d for d in (self.lookup(older, on) for older in before) if d]
            return found[0] if len(found) == 1 else None
        return standards.predecessor(code, on)


def book(known_at: int | None = None) -> Book:
    """Return the divisions as held now, or just after a ledger entry."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {CHANGED}")
        (version,) = cursor.fetchone()
    return book_of(version, known_at)


def book_of(version: int | None, known_at: int | None = None) -> Book:
    """Return the divisions as held after the change `version` (of `CHANGED`), read only once."""
    if version is None:
        return _UNCHANGED
    at = version if known_at is None else min(known_at, version)
    return _book(str(connection.settings_dict["NAME"]), version, at)


_UNCHANGED = Book(())


@lru_cache(maxsize=32)
def _book(_database: str, _version: int, known_at: int) -> Book:
    with connection.cursor() as cursor:
        cursor.execute(
            "select code, name, became, lower(valid), upper(valid) from places_division"
            " where known @> %s::bigint order by code, valid",
            [known_at],
        )
        rows = cursor.fetchall()
    return Book(
        Made(
            Division(code, name, _LEVELS[len(code)], code[: _PARENTS[len(code)]], since, until), tuple(became)
        )
        for code, name, became, since, until in rows
    )
