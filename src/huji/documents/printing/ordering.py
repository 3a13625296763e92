"""Ordering that a community be printed, and stopping it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from huji import ledger
from huji.documents.store import acting
from huji.ledger.access import Purpose
from huji.places import queries as places
from huji.register.acts import Acting
from huji.register.queries.cards import inhabited
from huji.runtime.db import writing
from huji.standards import Refused, Text

KEPT_DAYS = 14
"""How long the files are kept; the papers in them can be printed again one by one at any time."""
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Order:
    """The community or village (12 digits) whose households get a booklet each, why, and the form's token."""

    division: str
    because: str
    token: str
    purpose: Purpose = Purpose.HANDLE_CASE


def order(statement: Order, *, by: Acting, signed: str, at: datetime) -> int:
    """Order booklets for every household of a community that the acting office keeps; return the order's id.

    The job is queued in the same transaction, and a form sent twice orders once. Called with the officer's
    area set. Refuses `print-nobody`, `print-reason`, and
    `print-token` without one.
    """
    if not statement.token:
        raise Refused(
            "print-token",
            Text("这份表单没有编号。", "The form has no token."),
            Text("请重新打开打印页再提交。", "Open the printing page again and send it anew."),
        )
    if (before := _of_token(statement.token)) is not None:
        return before
    if not statement.because.strip():
        raise Refused("print-reason", Text("请写明打印的原因。", "Say why the booklets are printed."))
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
    if len(households) > MOST:
        raise Refused("print-many", Text(f"一次最多打印 {MOST} 户。", f"At most {MOST} households at once."))
    with writing():
        entry = ledger.write(
            by.office,
            "order_print",
            {
                **acting(by),
                "division": statement.division,
                "because": statement.because,
                "households": list(households),
            },
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into documents_batch (office, officer, purpose, division, because, signed,"
                " ordered_on, ordered_at, kept_until, total, token, entry)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " on conflict (token) do nothing returning id",
                [
                    by.office, by.officer, statement.purpose.value, statement.division, statement.because,
                    signed, by.on, at, by.on + timedelta(days=KEPT_DAYS), len(households), statement.token,
                    entry,
                ],
            )  # fmt: skip
            made = cursor.fetchone()
            if made is None:
                raise Refused("print-twice", Text("这份表单已经提交过。", "The form was sent already."))
            cursor.execute(
                "insert into documents_batch_item (batch, place, office, household)"
                " select %s, place, %s, household"
                "   from unnest(%s::bigint[]) with ordinality as t (household, place)",
                [made[0], by.office, list(households)],
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


def _queue(batch: int) -> None:
    from huji.documents import tasks

    tasks.print_on.configure(lock=f"print-{batch}").defer(batch=batch)


def _of_token(token: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("select id from documents_batch where token = %s", [token])
        found = cursor.fetchone()
    return int(found[0]) if found else None
