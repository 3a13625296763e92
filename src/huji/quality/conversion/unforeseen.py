"""What the register does not allow and the judging did not foresee: told in words, with its rows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import psycopg

from huji.quality.conversion.workspace import Workspace, engine, quoted
from huji.standards import Refused, Text

_TOLD = 10
_KEY = re.compile(r"Key \(([^()]+)\)=\((.*?)\)(?= conflicts| is |\.)")
_QUARANTINE = ("quarantine_row", "archive_quarantined_kind")
_ROW = re.compile(r"Failing row contains \(\d+, (\d+),")
_LINE = re.compile(r"COPY (\w+), line (\d+)")


@contextmanager
def told(room: Workspace) -> Iterator[None]:
    """Raise `Refused` (`conversion.unforeseen`) where a constraint does not hold or a value cannot be kept.

    Named are the rows of the source and the old numbers of their households, never what stands in them.
    """
    try:
        yield
    except (
        psycopg.IntegrityError, psycopg.DataError, psycopg.errors.ProgramLimitExceeded
    ) as error:  # fmt: skip
        rows, households = _concerned(room, error)
        guard = error.diag.constraint_name or error.diag.table_name or type(error).__name__
        zh = "，".join(
            f"{what} {_listed(told, '、')}" for what, told in (("行", rows), ("户号", households)) if told
        )
        en = "; ".join(
            f"{what} {_listed(told, ', ')}"
            for what, told in (("rows", rows), ("households", households))
            if told
        )
        raise Refused(
            "conversion.unforeseen",
            Text(
                f"来源中有登记簿不容许的内容（{guard}）：{zh or '行不明'}。",
                f"The source has what the register does not allow ({guard}): {en or 'no row told'}.",
            ),
            Text(
                "请用 huji convert rollback 撤回，改正来源中的这些行，重新计划；并报告这一情况。",
                "Undo it with huji convert rollback, mend those rows of the source and plan again; and report"
                " this.",
            ),
        ) from error


def _concerned(room: Workspace, error: psycopg.Error) -> tuple[list[int], list[str]]:
    """Return the rows of the source and the old households that an error of the server is about."""
    persons, households, told = set[int](), set[int](), list[int]()
    table = error.diag.table_name or ""
    for columns, values in _KEY.findall(error.diag.message_detail or ""):
        found = dict(zip(columns.split(", "), values.split(", "), strict=False))
        persons |= _ids(found, "person", "relative", *(["id"] if table == "person" else []))
        households |= _ids(found, "household", *(["id"] if table == "household" else []))
    if table in _QUARANTINE and (row := _ROW.search(error.diag.message_detail or "")):
        told = [int(row[1])]
    with engine(room) as db:
        if line := _LINE.search(error.diag.context or ""):
            more = _copied(db, room, line[1], int(line[2]))
            persons, households = persons | more[0], households | more[1]
        rows = db.execute(
            f"select r.row, h.number from {quoted(room.table('conversion_row'))} r"
            f" left join {quoted(room.table('conversion_household'))} h on h.household = r.household"
            " where list_contains(?::bigint[], r.person) or list_contains(?::bigint[], r.household)"
            " or list_contains(?::bigint[], r.row) order by r.row",
            [sorted(persons), sorted(households), told],
        ).fetchall()
    return [row for row, _ in rows], list(dict.fromkeys(number for _, number in rows if number))


def _ids(found: dict[str, str], *columns: str) -> set[int]:
    return {int(found[name]) for name in columns if found.get(name, "").isdigit()}


def _copied(
    db: duckdb.DuckDBPyConnection, room: Workspace, table: str, line: int
) -> tuple[set[int], set[int]]:
    """Return the person and the household of a line that COPY was told of a table."""
    if not room.table(table).exists():
        return set(), set()
    rows = db.execute(
        f"select * from read_parquet({quoted(room.table(table))}, file_row_number = true)"
        " where file_row_number = ?",
        [line - 1],
    )
    names = [name for name, *_ in rows.description]
    found = {name: str(value) for row in rows.fetchall() for name, value in zip(names, row, strict=True)}
    own = {"id": table} if table in ("person", "household") else {}
    found |= {own[name]: value for name, value in found.items() if name in own}
    return _ids(found, "person"), _ids(found, "household")


def _listed(values: list[int] | list[str], comma: str) -> str:
    told = comma.join(str(value)[:40] for value in values[:_TOLD])
    return f"{told} …（{len(values)}）" if len(values) > _TOLD else told
