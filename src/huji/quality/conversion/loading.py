"""Loading the tables: COPY of files into tables without indexes, two at a time, then everything back on."""

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from huji.quality.conversion import catalog
from huji.quality.conversion.journal import Journal
from huji.quality.conversion.workspace import Workspace, engine, quoted

CONNECTIONS = 2
_BLOCK = 1024 * 1024
_SETTINGS = (
    "-c maintenance_work_mem=384MB -c max_parallel_maintenance_workers=1 -c work_mem=256MB"
    " -c client_connection_check_interval=500 -c application_name=huji-convert"
)
Connection = psycopg.Connection[Any]


def owner() -> Connection:
    """Connect as the owner of the schema, without a transaction of its own."""
    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True, options=_SETTINGS)


def load(room: Workspace, journal: Journal, entry: int, tell: Callable[[str, bool], None]) -> None:
    """Load every table that is not loaded; a table and the note that it is loaded are one transaction.

    `tell` hears of each table as it begins, and whether it was loaded before.
    """
    waiting = [name for name in catalog.LOADED if journal.detail(f"load {name}") is None]
    for name in catalog.LOADED:
        if name not in waiting:
            tell(name, True)
    # The largest first, so that the two connections end at about one time.
    waiting.sort(key=lambda name: -room.table(name).stat().st_size)
    for name in waiting:
        journal.begin(f"load {name}")

    def one(name: str) -> None:
        tell(name, False)
        with owner() as connection, connection.transaction():
            connection.execute(sql.SQL("truncate only {}").format(sql.Identifier(name)))
            rows = copy(connection, room, name, entry)
            journal.done(f"load {name}", {"rows": rows}, connection)

    _both(one, waiting)


def copy(connection: Connection, room: Workspace, name: str, entry: int) -> int:
    """COPY the rows of a table's file; frozen, since nobody has seen an older state of the empty table."""
    pipe = room.path / f"{name}.pipe"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe, 0o600)
    failed: list[BaseException] = []
    try:
        with engine(room) as db:
            columns, query = _rows(db, room.table(name), entry)
            writing = threading.Thread(target=_pour, args=(db, query, pipe, failed))
            writing.start()
            into = sql.SQL("copy {} ({}) from stdin (format csv, freeze)").format(
                sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with pipe.open("rb") as file, connection.cursor() as cursor:
                with cursor.copy(into) as out:
                    while block := file.read(_BLOCK):
                        out.write(block)
                    writing.join()
                    if failed:
                        raise failed[0]
                return cursor.rowcount
    finally:
        pipe.unlink(missing_ok=True)


def _pour(db: Any, query: str, pipe: Path, failed: list[BaseException]) -> None:
    try:
        db.execute("set preserve_insertion_order = true")
        db.execute(f"copy ({query}) to {quoted(pipe)} (format csv, header false, use_tmp_file false)")
    except BaseException as error:  # told by the thread that reads
        failed.append(error)
        if not pipe.exists():
            return
        with pipe.open("wb"):  # let the reader see the end
            pass


def _rows(db: Any, path: Path, entry: int) -> tuple[list[str], str]:
    """Return the columns of a table and the query for its rows, with the entry filled in and days as
    ranges."""
    held = [name for name, *_ in db.execute(f"describe select * from {quoted(path)}").fetchall()]
    said = {name: f'"{name}"' for name in held if name not in ("from_day", "to_day", "reasons")}
    if "from_day" in held:
        said["valid"] = "'[' || from_day || ',' || coalesce(to_day::varchar, '') || ')'"
        said["known"] = f"'[{entry},)'"
    if path.stem in ("person", "household"):
        said["created_entry"] = str(entry)
    if "reasons" in held:
        said["reasons"] = "'{' || array_to_string(reasons, ',') || '}'"
    return list(said), f"select {', '.join(said.values())} from {quoted(path)}"


def build(held: catalog.Guards, advance: Callable[[str], None]) -> None:
    """Put back keys, exclusions, indexes and foreign keys that are not there, two tables at a time."""
    with owner() as connection:
        by_table, foreign = catalog.missing(connection, held)
        weight = dict(
            connection.execute(
                "select relname, pg_relation_size(oid) from pg_class where relname = any (%s)",
                [list(catalog.LOADED)],
            ).fetchall()
        )

    def one(statements: Iterable[sql.Composed]) -> None:
        with owner() as connection:
            for statement in statements:
                connection.execute(statement)
                advance("index")

    by_table.sort(key=lambda statements: -_size(statements, weight))
    _both(one, by_table)
    _both(one, [[statement] for statement in foreign])
    with owner() as connection:
        for name in catalog.LOADED:
            connection.execute(sql.SQL("analyze {}").format(sql.Identifier(name)))


def _size(statements: list[sql.Composed], weight: dict[str, int]) -> int:
    """Return how heavy a table's statements are: its bytes, times how many exclusions they build."""
    text = [one.as_string() for one in statements]
    table = next((name for name in sorted(weight, key=len, reverse=True) if f'"{name}"' in text[0]), "")
    return weight.get(table, 0) * sum(4 if "EXCLUDE" in one else 1 for one in text)


def _both(work: Callable[[Any], None], waiting: list[Any]) -> None:
    with ThreadPoolExecutor(CONNECTIONS) as hands:
        for done in [hands.submit(work, one) for one in waiting]:
            done.result()
