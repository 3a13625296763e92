"""Putting what was rejected into quarantine: the bytes as they stood, beside what was understood of them."""

import hashlib
import json
from collections.abc import Iterator
from typing import IO, Any

import psycopg

from huji.quality.conversion.layout import LONGEST_NUMBER, NAMES
from huji.quality.conversion.lines import LONGEST
from huji.quality.conversion.plan import Plan
from huji.quality.conversion.reading import original
from huji.quality.conversion.source import is_parquet
from huji.quality.conversion.workspace import Workspace, engine, quoted

_COLUMNS = (
    "conversion, row, office, original, whole, digest, reasons, understood, number, name, old_household"
)
_AT_ONCE = 5_000
_SEALED = "old_kind"  # it goes to the archive alone


def put(connection: psycopg.Connection[Any], room: Workspace, plan: Plan, conversion: int) -> int:
    """Fill the quarantine of a conversion; inside the caller's transaction. Returns how many rows."""
    connection.execute("delete from quarantine_row where conversion = %s", [conversion])  # and its old kinds
    count = 0
    with connection.cursor().copy(f"copy quarantine_row ({_COLUMNS}) from stdin") as out:
        for row in _rows(room, plan):
            out.write_row((conversion, *row))
            count += 1
    _seal(connection, room, conversion)
    return count


def _seal(connection: psycopg.Connection[Any], room: Workspace, conversion: int) -> None:
    """Keep the old kinds of the rejected in the archive, for the day they are registered."""
    with (
        engine(room) as db,
        connection.cursor().copy("copy archive_quarantined_kind from stdin") as out,
    ):
        db.execute(
            f"select row, kind, kind_written from {quoted(room.file('judged'))}"
            " where len(reasons) > 0 and kind <> '' order by row"
        )
        while found := db.fetchmany(_AT_ONCE):
            for row, kind, written in found:
                out.write_row((conversion, row, kind, written))


def _rows(room: Workspace, plan: Plan) -> Iterator[tuple[Any, ...]]:
    with engine(room) as db:
        db.execute(
            f"select row, [reason], original, length, digest from {quoted(room.file('unread'))} order by row"
        )
        while found := db.fetchmany(_AT_ONCE):
            for row, reasons, begin, length, digest in found:
                yield row, plan.office, begin, length, digest, reasons, "{}", "", "", ""
        columns = ", ".join(f"r.{name}" for name in NAMES)
        db.execute(
            f"select j.row, j.reasons, j.office, j.number, r.at, r.length, {columns}"
            f" from {quoted(room.file('judged'))} j join {quoted(room.file('rows'))} r on r.row = j.row"
            " where len(j.reasons) > 0 order by j.row"
        )
        parquet = is_parquet(room.source)
        with room.source.open("rb") as file:
            while found := db.fetchmany(_AT_ONCE):
                for row, reasons, office, number, at, length, *values in found:
                    understood = dict(zip(NAMES, values, strict=True))
                    line = original(understood) if parquet else _line(file, at, length)
                    taken = hashlib.sha256(line).hexdigest()
                    told = json.dumps(
                        {key: value for key, value in understood.items() if value and key != _SEALED},
                        ensure_ascii=False,
                    )
                    yield (
                        row, office or plan.office, line[:LONGEST], len(line), taken, reasons, told,
                        *(one.strip()[:LONGEST_NUMBER] for one in (
                            number or understood["number"], understood["name"], understood["household"])),
                    )  # fmt: skip


def _line(file: IO[bytes], at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)
