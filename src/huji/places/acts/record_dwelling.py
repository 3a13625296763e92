"""Recording the floor area of a dwelling."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from huji import ledger
from huji.places.acts import belief
from huji.places.acts.authority import Authority
from huji.runtime.db import writing
from huji.standards import Refused, Text

LARGEST = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class RecordDwelling:
    """The floor area in square metres, at most two decimals, that an address has from a day on."""

    address: int
    floor_area: Decimal
    since: date


def record_dwelling(statement: RecordDwelling, by: Authority) -> int:
    """Record the floor area of a dwelling from a day on, as `by.basis` (a title) says; return the entry.

    What was held of the days from then on is closed and kept. Raises `Refused` for an address not on file, an
    area that none has, or no basis.
    """
    area = statement.floor_area
    if not (area.is_finite() and 0 < area <= LARGEST and area == round(area, 2)):
        raise Refused(
            "dwelling.area",
            Text(
                f"建筑面积“{area}”有误：应为正数，最多两位小数。",
                f"The floor area {area} is not right: a positive number with at most two decimals.",
            ),
        )
    if not by.basis.strip():
        raise Refused("dwelling.basis", Text("须写明面积的依据。", "Say what the floor area rests on."))
    with writing(), connection.cursor() as cursor:
        cursor.execute("select from places_address where id = %s for no key update", [statement.address])
        if cursor.fetchone() is None:
            raise Refused(
                "address.unknown",
                Text(
                    f"没有编号为 {statement.address} 的标准地址。",
                    f"There is no standard address {statement.address}.",
                ),
            )
        body = {
            **by.as_body(),
            "address": statement.address,
            "floor_area": str(area),
            "since": statement.since.isoformat(),
        }
        entry = ledger.write(by.office, "record_dwelling", body)
        belief.supersede(
            "places_dwelling",
            ("floor_area", "basis"),
            [statement.address],
            (statement.since, None),
            entry,
            key="address",
        )
        cursor.execute(
            "insert into places_dwelling (address, floor_area, basis, valid, known)"
            " values (%s, %s, %s, daterange(%s, null), int8range(%s, null))",
            [statement.address, area, by.basis, statement.since, entry],
        )
    return entry
