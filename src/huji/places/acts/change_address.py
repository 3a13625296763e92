"""Changing what a standard address is good for: taking registrations, or existing at all."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from huji import ledger
from huji.places.acts.authority import Authority
from huji.runtime.db import writing
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class ChangeAddress:
    """Whether an address takes registrations, and the day from which it is no more (None: it stays)."""

    address: int
    accepts_registration: bool
    until: date | None = None


def change_address(statement: ChangeAddress, by: Authority) -> int:
    """Change an address and return the entry.

    Raises `Refused` if it is not on file or would end before it began.
    """
    with writing(), connection.cursor() as cursor:
        cursor.execute(
            "select since from places_address where id = %s for no key update", [statement.address]
        )
        found = cursor.fetchone()
        if found is None:
            raise Refused(
                "address.unknown",
                Text(
                    f"没有编号为 {statement.address} 的标准地址。",
                    f"There is no standard address {statement.address}.",
                ),
            )
        if statement.until is not None and statement.until <= found[0]:
            raise Refused(
                "address.until",
                Text(
                    f"地址启用于 {found[0]}，停用日期须在其后。",
                    f"The address began on {found[0]}: it ends after that.",
                ),
            )
        body = {
            **by.as_body(),
            "address": statement.address,
            "accepts_registration": statement.accepts_registration,
            "until": statement.until and statement.until.isoformat(),
        }
        entry = ledger.write(by.office, "change_address", body)
        cursor.execute(
            "update places_address set accepts_registration = %s, until = %s where id = %s",
            [statement.accepts_registration, statement.until, statement.address],
        )
    return entry
