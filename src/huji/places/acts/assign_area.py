"""Giving communities and villages to a registration office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from huji import ledger
from huji.places import divisions
from huji.places.acts import belief
from huji.places.acts.authority import Authority
from huji.runtime.db import writing
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class AssignArea:
    """Communities and villages (12 digits; a town's 9 mean all of its) kept by an office since a day."""

    office: int
    divisions: Sequence[str]
    since: date


def assign_area(statement: AssignArea, by: Authority) -> int:
    """Give places to an office from a day on, taking them from the office that had them; return the entry.

    Raises `Refused` for a place that does not exist on that day or an office that is not there.
    """
    villages = sorted({code for given in statement.divisions for code in _villages(given, statement.since)})
    with writing():
        with connection.cursor() as cursor:
            cursor.execute("select true from places_office where id = %s", [statement.office])
            if cursor.fetchone() is None:
                raise Refused(
                    "office.unknown",
                    Text(
                        f"没有编号为 {statement.office} 的派出所。", f"There is no office {statement.office}."
                    ),
                )
        belief.lock("office_area")
        before = belief.holders(villages, statement.since)
        body = {
            **by.as_body(),
            "office": statement.office,
            "since": statement.since.isoformat(),
            "divisions": villages,
        }
        entry = ledger.write(by.office, "assign_area", body, {statement.office, *before})
        belief.supersede("places_office_area", ("office",), villages, (statement.since, None), entry)
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into places_office_area (division, office, valid, known)"
                " select code, %s, daterange(%s, null), int8range(%s, null) from unnest(%s::text[]) code",
                [statement.office, statement.since, entry, villages],
            )
    return entry


def _villages(code: str, on: date) -> list[str]:
    book = divisions.book()
    place = book.lookup(code, on)
    if place is not None and place.level == "village":
        return [code]
    if place is not None and place.level == "town":
        return list(book.villages(code, on))
    newer = book.successor(code, on)
    raise Refused(
        "division.unknown",
        Text(
            f"{on} 没有代码为 {code} 的社区、村或乡镇街道。",
            f"There is no community, village or town {code} on {on}.",
        ),
        None
        if newer is None
        else Text(f"现为 {newer.code} {newer.name}。", f"It is now {newer.code} {newer.name}."),
    )
