"""Opening a registration office."""

from dataclasses import dataclass

from django.db import IntegrityError, connection

from huji import ledger
from huji.places.acts.authority import Authority
from huji.runtime.db import writing
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """An office by name: a station (派出所), or a bureau (分局、县局) that stands above stations."""

    name: str
    kind: str = "station"
    parent: int | None = None
    phone: str = ""


def open_office(statement: OpenOffice, by: Authority) -> int:
    """Open an office and return its id. Raises `Refused` for a name already in use or an unknown parent."""
    body = {
        **by.as_body(),
        "name": statement.name,
        "kind": statement.kind,
        "parent": statement.parent,
        "phone": statement.phone,
    }
    try:
        with writing():
            entry = ledger.write(by.office, "open_office", body)
            with connection.cursor() as cursor:
                cursor.execute(
                    "insert into places_office (name, kind, parent, phone, opened, entry)"
                    " values (%s, %s, %s, %s, %s, %s) returning id",
                    [statement.name, statement.kind, statement.parent, statement.phone, by.on, entry],
                )
                (office,) = cursor.fetchone()
    except IntegrityError as error:
        raise _refused(statement, error) from error
    return int(office)


def _refused(statement: OpenOffice, error: IntegrityError) -> Refused:
    if "places_office_name_key" in str(error):
        return Refused(
            "office.name_taken",
            Text(f"“{statement.name}”已经存在。", f"There is already an office “{statement.name}”."),
        )
    return Refused(
        "office.invalid",
        Text("派出所的名称、类别或上级机关有误。", "The office's name, kind or superior is not right."),
    )
