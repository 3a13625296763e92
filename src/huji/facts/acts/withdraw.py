"""Closing a fact that proved wrong."""

from dataclasses import dataclass

from django.db import connection

from huji import ledger
from huji.facts.acts.hold import hold
from huji.facts.models import Fact
from huji.register.acts import Acting
from huji.runtime.db import writing
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class WithdrawFact:
    """The fact to close, and why; where `among` is given, the fact must be about one of these numbers."""

    fact: int
    reason: str
    among: frozenset[str] | None = None


def withdraw(statement: WithdrawFact, by: Acting) -> int:
    """Close the fact on the known axis and return the ledger entry; the row itself stays.

    Refuses `no_such_fact`, `fact_closed`, and `reason_needed`. A fact tied to another case is not found.
    """
    if not statement.reason.strip():
        raise Refused("reason_needed", Text("请写明撤销该事实的理由。", "Say why the fact is withdrawn."))
    with writing():
        subject = Fact.objects.filter(pk=statement.fact).values_list("subject", flat=True).first()
        hold([subject] if subject else [])
        row = Fact.objects.select_for_update().filter(pk=statement.fact).first()
        foreign = row is not None and statement.among is not None and row.subject not in statement.among
        if row is None or foreign or row.scope not in ("", by.case or ""):
            raise Refused("no_such_fact", Text("没有这条事实。", "There is no such fact."))
        if not row.known.upper_inf:
            raise Refused("fact_closed", Text("这条事实已被取代。", "This fact has already been superseded."))
        entry = ledger.write(
            by.office,
            "withdraw_fact",
            {"fact": row.pk, "case": by.case, "officer": by.officer, "reason": statement.reason.strip()},
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "update fact set known = int8range(lower(known), %s) where id = %s", [entry, row.pk]
            )
    return entry
