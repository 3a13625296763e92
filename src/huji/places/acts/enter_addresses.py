"""Entering standard addresses (标准地址), one or a whole directory."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date

from django.db import connection
from psycopg.errors import UniqueViolation

from huji import ledger
from huji.places import divisions
from huji.places.acts import belief
from huji.places.acts.authority import Authority
from huji.places.addresses import Parts, accept
from huji.runtime.db import writing
from huji.standards import Refused, Text

_FEW = 20  # so many are written out in the entry; of more it holds number and digest
_COLUMNS = 'division, road, number, compound, "group", building, unit, room'


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address and whether people can be registered there."""

    parts: Parts
    accepts_registration: bool = True


@dataclass(frozen=True, slots=True)
class EnterAddresses:
    """Addresses that exist from a day on."""

    addresses: Sequence[NewAddress]
    since: date


def enter_addresses(statement: EnterAddresses, by: Authority) -> tuple[int, ...]:
    """Enter addresses, all or none, and return their ids in the order given.

    Raises `Refused` for one that is faulty, lies in no community or village, or is already on file.
    """
    book = divisions.book()
    rows = [
        (_located(new.parts, statement.since, book), new.accepts_registration) for new in statement.addresses
    ]
    listed = [[*astuple(parts), accepts] for parts, accepts in rows]
    body = {**by.as_body(), "since": statement.since.isoformat(), "count": len(rows)}
    if len(rows) <= _FEW:
        body["addresses"] = listed
    body["sha256"] = hashlib.sha256(ledger.canonical({"addresses": listed})).hexdigest()
    try:
        with writing():
            entry = ledger.write(by.office, "enter_addresses", body)
            with connection.cursor() as cursor:
                cursor.execute(
                    "select nextval('places_address_id_seq')::integer from generate_series(1, %s)",
                    [len(rows)],
                )
                ids = tuple(number for (number,) in cursor.fetchall())
                columns = f"id, {_COLUMNS}, local, accepts_registration, since, entry"
                with cursor.copy(f"copy places_address ({columns}) from stdin") as lines:
                    for number, (parts, accepts) in zip(ids, rows, strict=True):
                        lines.write_row(
                            (number, *astuple(parts), parts.local, accepts, statement.since, entry)
                        )
    except UniqueViolation as error:
        raise _on_file(error) from error
    return ids


def _located(parts: Parts, since: date, book: divisions.Book) -> Parts:
    place = book.lookup(parts.division, since)
    if place is None or place.level != "village":
        raise Refused(
            "division.unknown",
            Text(
                f"{since} 没有代码为 {parts.division} 的社区或村。",
                f"There is no community or village {parts.division} on {since}.",
            ),
        )
    return accept(parts)


def _on_file(error: UniqueViolation) -> Refused:
    which = belief.alike(error).text()
    return Refused(
        "address.on_file",
        Text(
            f"标准地址“{which}”已经登记过，或本次重复。",
            f"The standard address “{which}” is already on file, or given twice.",
        ),
        Text("请查询已有地址后使用。", "Search for the address on file and use it."),
    )
