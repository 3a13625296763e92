"""The one way an act enters the ledger."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from huji.ledger.canonical import canonical


def write(office: int, act: str, body: Mapping[str, Any], offices: Iterable[int] = ()) -> int:
    """Append an act to the chain of `office` and return its entry number.

    Call it inside `huji.runtime.db.writing()`, after the act has locked what it changes: the chain of the
    office stays locked until the transaction ends. `offices` are the others concerned. Raises NotCanonical
    for a body with a value that JSON cannot hold exactly, RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an act is written inside huji.runtime.db.writing()")
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into ledger_entry (office, act, offices, body) values (%s, %s, %s::integer[], %s)"
            " returning entry",
            [office, act, list(offices), canonical(body)],
        )
        (entry,) = cursor.fetchone()
    return int(entry)
