"""Whether what stands in a column is what the column is taken for: a header may lie, a guess be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from huji.quality.conversion import days
from huji.quality.conversion.layout import COLUMNS, SINCE_EVER
from huji.quality.conversion.plan import MAPPED
from huji.quality.conversion.workspace import Workspace, engine, quoted

_NUMBER = "regexp_full_match({0}, '[0-9]{{17}}[0-9Xx]|[0-9]{{15}}')"
_EVER = ", ".join(quoted(one) for one in SINCE_EVER if one)
_LOOKS = {
    "household": "length({0}) between 1 and 30",
    "name": "not regexp_matches({0}, '[0-9]') and length({0}) between 2 and 40",
    "born": days.LOOKS,
    "arrived": f"{days.LED} <> '' or {{0}} in ({_EVER})",
    "number": _NUMBER,
    "father": _NUMBER,
    "mother": _NUMBER,
    "spouse": _NUMBER,
    "address": "length({0}) >= 4 and regexp_matches({0}, '[^\\x00-\\x7f]')",
    "height": "regexp_full_match({0}, '[0-9]{{2,3}}(\\.[0-9]+)?(cm|厘米)?')",
}
"""How a value of a column looks, as SQL about it."""
_FEW = 20
"""Below so many values nothing is concluded."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A column of ours whose values are mostly something else: how many look right, of how many there are."""

    column: str
    right: int
    of: int

    @property
    def zh(self) -> str:
        """The column's Chinese name."""
        return next(one.zh for one in COLUMNS if one.name == self.column)


def doubts(
    room: Workspace, columns: Mapping[str, str], mappings: Mapping[str, Mapping[str, str | None]]
) -> list[Doubt]:
    """Return the columns of which fewer than half of the values look as they should, or that are nearly empty
    though every row must have them."""
    found = []
    needed = {one.name for one in COLUMNS if one.needed} - {"arrived"}  # nothing: since birth
    with engine(room) as db:
        for column in columns.values():
            right, some, rows = _counted(db, room, column, mappings)
            if rows >= _FEW and column in needed and some < rows / 2:
                found.append(Doubt(column, right, rows))
            elif some >= _FEW and right < some / 2:
                found.append(Doubt(column, right, some))
    return found


def _counted(
    db: duckdb.DuckDBPyConnection,
    room: Workspace,
    column: str,
    mappings: Mapping[str, Mapping[str, str | None]],
) -> tuple[int, int, int]:
    """Return how many values look right, how many there are, and how many rows."""
    looks = "true"
    values: list[Any] = []
    if column in MAPPED:
        looks = "list_contains(?::varchar[], trim({0}))"
        values = [[value for value, code in mappings[column].items() if code is not None]]
    elif column in _LOOKS:
        looks = _LOOKS[column]
    said = looks.format(f"trim({column})")
    row = db.execute(
        f"select count(*) filter (where trim({column}) <> '' and ({said})),"
        f" count(*) filter (where trim({column}) <> ''), count(*) from {quoted(room.file('rows'))}",
        values,
    ).fetchone()
    assert row
    return int(row[0]), int(row[1]), int(row[2])
