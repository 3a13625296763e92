"""Changing what is held of places on both axes: close a belief, say again what remains true of it."""

from collections.abc import Sequence
from datetime import date

from django.db import connection
from psycopg import sql
from psycopg.errors import UniqueViolation

from huji.places.addresses import Parts


def lock(what: str) -> None:
    """Let one act at a time change `what`, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('places'), hashtext(%s))", [what])


def holders(divisions: Sequence[str], since: date) -> set[int]:
    """Return the offices that now hold any of the divisions on or after a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct office from places_office_area where division = any (%s)"
            " and upper_inf(known) and valid && daterange(%s, null)",
            [list(divisions), since],
        )
        return {office for (office,) in cursor.fetchall()}


def supersede(
    table: str,
    columns: Sequence[str],
    keys: Sequence[str] | Sequence[int],
    valid: tuple[date | None, date | None],
    entry: int,
    key: str = "division",
) -> None:
    """Close, at `entry`, every belief that shares a day with `valid`, and restate what lies outside it."""
    names = sql.SQL(", ").join(map(sql.Identifier, (key, *columns)))
    statement = sql.SQL(
        "with closed as (update {table} set known = int8range(lower(known), %(entry)s)"
        " where {key} = any (%(keys)s) and upper_inf(known)"
        " and valid && daterange(%(since)s, %(until)s)"
        " returning {names}, valid)"
        " insert into {table} ({names}, valid, known)"
        " select {names}, rest, int8range(%(entry)s, null)"
        " from closed, unnest(datemultirange(valid) - datemultirange(daterange(%(since)s, %(until)s))) rest"
    ).format(table=sql.Identifier(table), names=names, key=sql.Identifier(key))
    since, until = valid
    with connection.cursor() as cursor:
        cursor.execute(
            statement.as_string(None),
            {"entry": entry, "keys": list(keys), "since": since, "until": until},
        )


def alike(error: UniqueViolation) -> Parts:
    """Return the address that two would share, from the database's refusal (parts hold no blanks)."""
    said = error.diag.message_detail or ""
    values = said[said.find(")=(") + 3 : said.rfind(")")].split(", ")
    return Parts(*(None if value == "null" else value for value in values))  # type: ignore[arg-type]
