"""What a draft holds besides its columns: the people who come along and the other city."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from huji.cases.turn import insert
from huji.cases.values import Companion, Kind, Outside
from huji.register.records import Person
from huji.standards import Refused, Text


def persons_into(number: str, along: Iterable[tuple[Companion, Person | None]]) -> None:
    """Make these the companions of the draft, in this order."""
    with connection.cursor() as cursor:
        cursor.execute('delete from case_person where "case" = %s', [number])
    for place, (companion, person) in enumerate(along, start=1):
        insert(
            "case_person",
            {
                "case": number,
                "place": place,
                "number": companion.number,
                "name": companion.name,
                "relation": companion.relation,
                "code": companion.code,
                "person": person.id if person else None,
            },
        )


def outside_checked(kind: Kind, outside: Outside | None, on: date) -> dict[str, str | None] | None:
    """Return the other city as it is stored.

    Refuses `outside_missing` where the move is from or to another city, and dates in the wrong order.
    """
    if kind is Kind.WITHIN_CITY:
        return None
    if outside is None or not outside.place.strip():
        raise Refused(
            "outside_missing",
            Text("请填写迁出地或迁入地（外市）。", "Give the other city the move is from or to."),
        )
    if outside.issued and (outside.issued > on or (outside.until and outside.until < outside.issued)):
        raise Refused(
            "permit_dates",
            Text("证明的签发日期或有效期不对。", "The days of the permit cannot be right."),
        )
    return {
        "place": outside.place.strip(),
        "division": outside.division.strip(),
        "permit": outside.permit.strip(),
        "issued": outside.issued.isoformat() if outside.issued else None,
        "until": outside.until.isoformat() if outside.until else None,
    }
