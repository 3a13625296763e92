"""The connection beneath Django's, on which the acts run their few statements."""

from contextvars import ContextVar
from typing import Any, LiteralString

import psycopg
from django.db import connection

OFFICE: ContextVar[int | None] = ContextVar("office", default=None)
"""The office whose act is under way: a refusal names the people it keeps, and nobody else."""


def cursor() -> psycopg.Cursor[Any]:
    """Return a cursor beneath Django's, whose wrappers and literals in the text cost a third of an act."""
    return psycopg.Cursor(_raw())


def prepared(query: LiteralString, values: list[Any]) -> psycopg.Cursor[Any]:
    """Run one of the few statements of every act, prepared, on a connection that prepares nothing else."""
    raw = _raw()
    kept, raw.prepare_threshold = raw.prepare_threshold, 0
    try:
        return psycopg.Cursor(raw).execute(query, values)
    finally:
        raw.prepare_threshold = kept


def draw(sequence: str, count: int = 1) -> list[int]:
    """Draw ids beforehand, so that the entry can name what it makes."""
    rows = cursor().execute("select nextval(%s::regclass) from generate_series(1, %s)", [sequence, count])
    return [row[0] for row in rows]


def _raw() -> psycopg.Connection[Any]:
    if connection.connection is None:
        connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    return raw
