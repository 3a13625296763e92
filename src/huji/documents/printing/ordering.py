"""Ordering that a community be printed, and stopping it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from huji import ledger
from huji.documents.imprint import Kind
from huji.documents.store import acting
from huji.ledger.access import Purpose
from huji.places import queries as places
from huji.register.acts import Acting
from huji.register.queries.cards import inhabited, members_of
from huji.runtime.db import writing
from huji.standards import Refused, Text

KEPT_DAYS = 14
"""How long the files are kept; the papers in them can be printed again one by one at any time."""
MOST = 20_000
PRINTED = (Kind.BOOKLET, Kind.FORM)
"""A booklet of each household, or a registration form of everyone in them."""


@dataclass(frozen=True, slots=True)
class Order:
    """The community or village (12 digits), which papers of it, why, and the form's token."""

    division: str
    because: str
    token: str
    purpose: Purpose = Purpose.HANDLE_CASE
    kind: Kind = Kind.BOOKLET


def order(statement: Order, *, by: Acting, signed: str, at: datetime) -> int:
    """Order papers for every household of a community that the acting office keeps, or for everyone in them.

    Returns the order's id. The job is queued in the same transaction, and a form sent twice orders once.
    Called with the officer's area set. Refuses `print-nobody`, `print-reason`, `print-many`, and
    `print-token` without one.
    """
    if statement.kind not in PRINTED:
        raise ValueError(f"{statement.kind} is not printed for a community")
    if not statement.token:
        raise Refused(
            "print-token",
            Text("这份表单没有编号。", "The form has no token."),
            Text("请重新打开打印页再提交。", "Open the printing page again and send it anew."),
        )
    if (before := _of_token(statement.token)) is not None:
        return before
    if not statement.because.strip():
        raise Refused("print-reason", Text("请写明打印的原因。", "Say why they are printed."))
    households = inhabited(places.addresses_in(statement.division))
    if not households:
        raise Refused(
            "print-nobody",
            Text(
                "本所在该社区（村）没有登记的住户。",
                "The office keeps no household in that community or village.",
            ),
            Text("请核对社区（村）代码。", "Check the code of the community or village."),
        )
    lines = _lines(statement.kind, households)
    if len(lines) > MOST:
        raise Refused("print-many", Text(f"一次最多打印 {MOST} 份。", f"At most {MOST} papers at once."))
    with writing():
        entry = ledger.write(
            by.office,
            "order_print",
            {
                **acting(by),
                "division": statement.division,
                "because": statement.because,
                "kind": statement.kind.value,
                "households": list(households),
            },
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into documents_batch (office, officer, purpose, kind, division, because, signed,"
                " ordered_on, ordered_at, kept_until, total, token, entry)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " on conflict (token) do nothing returning id",
                [
                    by.office, by.officer, statement.purpose.value, statement.kind.value,
                    statement.division, statement.because, signed, by.on, at,
                    by.on + timedelta(days=KEPT_DAYS), len(lines), statement.token, entry,
                ],
            )  # fmt: skip
            made = cursor.fetchone()
            if made is None:
                raise Refused("print-twice", Text("这份表单已经提交过。", "The form was sent already."))
            cursor.execute(
                "insert into documents_batch_item (batch, place, office, household, person)"
                " select %s, place, %s, household, person"
                "   from unnest(%s::bigint[], %s::bigint[]) with ordinality as t (household, person, place)",
                [made[0], by.office, [one for one, _ in lines], [one for _, one in lines]],
            )
        _queue(made[0])
    return int(made[0])


def stop(batch: int, *, by: Acting) -> None:
    """Print no more of an order; what was issued stays issued, and its files can be fetched."""
    with writing():
        ledger.write(by.office, "stop_print", {**acting(by), "order": batch})
        with connection.cursor() as cursor:
            cursor.execute(
                "update documents_batch set status = 'stopped' where id = %s and status = 'printing'", [batch]
            )


def _lines(kind: Kind, households: Sequence[int]) -> list[tuple[int, int | None]]:
    if kind is Kind.BOOKLET:
        return [(household, None) for household in households]
    members = members_of(households)
    return [(household, person) for household in households for person in members[household]]


def _queue(batch: int) -> None:
    from huji.documents import tasks

    tasks.print_on.configure(lock=f"print-{batch}").defer(batch=batch)


def _of_token(token: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("select id from documents_batch where token = %s", [token])
        found = cursor.fetchone()
    return int(found[0]) if found else None
