"""What every query asks with: the two times as conditions, and rows."""

from datetime import datetime
from typing import Any

from django.db import connection

from huji.register import refusals
from huji.standards import Text


class Settled(int):
    """An entry that no act under way can still come before."""


def entry_at(instant: datetime) -> int:
    """Return the last ledger entry such that it and all before it were recorded by `instant` (aware)."""
    return int(rows("select register_entry_at(%s)", [instant])[0][0])


def known(known_at: int | datetime | None) -> Settled | None:
    """Return the entry to read at; refuse one so young that an open act could still change the answer.

    So is one that no act has been given yet.
    """
    if known_at is None or isinstance(known_at, Settled):
        return known_at
    entry = entry_at(known_at) if isinstance(known_at, datetime) else known_at
    # In a statement of its own: what was committed before it is seen by the statement that reads.
    settled = rows("select register_settled()")[0][0]
    if entry > settled:
        last = rows("select register_entry_at('infinity')")[0][0]
        if entry > last:
            raise refusals.refuse(
                "too_young",
                f"没有第 {entry} 号登记，现在到第 {last} 号为止。",
                f"There is no entry {entry}; the last one is {last}.",
            )
        raise refusals.refuse(
            "too_young",
            f"第 {entry} 号登记前后还有登记正在办理，暂不能确定当时所知。",
            f"An act under way could still change what was known at entry {entry}.",
            Text(f"请稍后再查，或查到第 {settled} 号为止。", f"Ask again, or as of entry {settled}."),
        )
    return Settled(entry)


def on(table: str) -> str:
    return (
        f"case when %(day)s::date is null then upper_inf({table}.valid)"
        f" else {table}.valid @> %(day)s::date end"
    )


def held(table: str) -> str:
    return (
        f"case when %(known)s::bigint is null then upper_inf({table}.known)"
        f" else {table}.known @> %(known)s::bigint end"
    )


def born(person: str) -> str:
    """Return the SQL of the birth date as held: `person.born` is what is believed now."""
    return (
        f"case when %(known)s::bigint is null or {person}.born_entry is null then {person}.born"
        " else coalesce("
        f"(select f.born from former_birth f where f.person = {person}.id and f.known @> %(known)s::bigint),"
        f" {person}.born) end"
    )


def rows(query: str, values: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
