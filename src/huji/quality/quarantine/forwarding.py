"""Forwarding a row of the quarantine to the office that it belongs to, with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from huji.places import queries as places
from huji.quality.quarantine import holding
from huji.quality.quarantine.holding import By
from huji.quality.quarantine.values import Row, State
from huji.runtime.db import writing
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Forwarded:
    """That a row went from one office to another: by which officer, on which day, and why."""

    row: int
    sender: int
    receiver: int
    officer: int
    on: date
    reason: str
    entry: int


def forward(conversion: int, row: int, to: int, reason: str, by: By) -> int:
    """Give an open row to another office, whose work it is from then on; return the entry.

    Raises Refused (`quarantine.*`) for the office whose row it is, one that is not there or keeps no area any
    more, and a row that is proposed, registered or put aside.
    """
    why = holding.given(reason)
    holding.allow(Text("转其他派出所", "Forward to another office"), by)
    with writing():
        found = holding.held(conversion, row, State.OPEN)
        _takes(found, to, by.on)
        said = {"from": found.office, "to": to, "reason": why}
        entry = holding.enter("forward_row", found, by, said, (to,))
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into quarantine_forwarding (conversion, row, entry, sender, receiver, officer,"
                ' "on", reason) values (%s, %s, %s, %s, %s, %s, %s, %s)',
                [conversion, row, entry, found.office, to, by.officer, by.on, why],
            )
        holding.put(found, office=to)
    return entry


def receivers(own: int, on: date) -> list[places.Office]:
    """Return the offices that a row of the office `own` may be forwarded to: the others that keep an area."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct office from places_office_area where upper_inf(known) and valid @> %s", [on]
        )
        keeping = {office for (office,) in cursor.fetchall()}
    return [one for one in places.offices() if one.id in keeping - {own}]


def forwarded(conversion: int, rows: Iterable[int]) -> list[Forwarded]:
    """Return how rows of the officer's area came to their offices, the earliest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            'select row, sender, receiver, officer, "on", reason, entry from quarantine_forwarding'
            " where conversion = %s and row = any (%s) order by entry",
            [conversion, list(rows)],
        )
        return [Forwarded(*one) for one in cursor.fetchall()]


def _takes(found: Row, to: int, on: date) -> None:
    if to == found.office:
        raise holding.refuse(
            "own_office",
            "这一行本来就由该派出所处理。",
            "The row is that office's already.",
            "请选另一个派出所。",
            "Choose another office.",
        )
    name = places.office(to).name
    if not places.area_of_office(to, on):
        raise holding.refuse(
            "office_dismissed",
            f"{name}已没有辖区，不再办理户口。",
            f"{name} keeps no area any more: nothing is registered there.",
            "请选现在管辖该地址的派出所。",
            "Choose the office that keeps the address now.",
        )
