"""Setting the policy area of communities and villages by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from huji import ledger
from huji.places import divisions
from huji.places.acts import belief
from huji.places.acts.authority import Authority
from huji.runtime.db import writing
from huji.standards import Refused, Text
from huji.standards.periods import Period

AREAS = ("city_proper", "county_level_city", "county_seat", "town", "rural")


@dataclass(frozen=True, slots=True)
class OverrideZone:
    """The area that villages (12 digits) have over a period, whatever their codes suggest.

    `area` None returns them to the area derived from the code.
    """

    divisions: Sequence[str]
    area: str | None
    period: Period


def override_zone(statement: OverrideZone, by: Authority) -> int:
    """Set the area of villages over a period and return the entry; the basis of `by` is shown with it.

    Raises `Refused` for an unknown area, a village that does not exist, or no basis.
    """
    villages, period = sorted(set(statement.divisions)), statement.period
    _check(statement, villages, by)
    body = {
        **by.as_body(),
        "area": statement.area,
        "since": period.start.isoformat(),
        "until": period.end and period.end.isoformat(),
        "divisions": villages,
    }
    with writing():
        belief.lock("zone")
        entry = ledger.write(by.office, "override_zone", body)
        belief.supersede("places_zone", ("area", "basis"), villages, (period.start, period.end), entry)
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into places_zone (division, area, basis, valid, known)"
                " select code, %s, %s, daterange(%s, %s), int8range(%s, null) from unnest(%s::text[]) code",
                [statement.area, by.basis, period.start, period.end, entry, villages],
            )
    return entry


def _check(statement: OverrideZone, villages: Sequence[str], by: Authority) -> None:
    if statement.area is not None and statement.area not in AREAS:
        raise Refused(
            "zone.area",
            Text(f"没有“{statement.area}”这种地域类型。", f"There is no area “{statement.area}”."),
            Text(f"可用：{'、'.join(AREAS)}。", f"One of {', '.join(AREAS)}."),
        )
    if not by.basis.strip():
        raise Refused("zone.basis", Text("须写明依据的文件。", "The document it rests on is needed."))
    book = divisions.book()
    for code in villages:
        if not any(place.level == "village" for place in book.history(code)):
            raise Refused(
                "division.unknown",
                Text(f"没有代码为 {code} 的社区或村。", f"There is no community or village {code}."),
            )
