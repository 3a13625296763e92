"""The nightly job of this room: closing what has run out, in the name of the officer an operator named."""

import logging
from collections.abc import Iterable
from datetime import date

from procrastinate.contrib.django import app

from huji.standards import Refused

log = logging.getLogger(__name__)


@app.periodic(cron="25 * * * *")
@app.task(name="cases.close", queue="nightly", queueing_lock="cases.close")
def close(timestamp: int) -> None:
    """Close cases whose permit or certificate has run out, restore who is overdue, mark papers expired.

    HUJI_NIGHTLY_AS names the officer; without one nothing is closed. People in transit beyond any case are
    restored only where HUJI_NIGHTLY_INQUIRY says how the registers gone to are asked. Done twice, it does
    nothing twice; what is refused is left to an officer.
    """
    from django.conf import settings
    from django.utils import timezone

    from huji.officers import queries as officers
    from huji.places import queries as places
    from huji.runtime.db import set_area

    named = officers.named(settings.NIGHTLY_AS) if settings.NIGHTLY_AS else None
    if named is None or not named.active or named.office is None:
        return
    on = timezone.localdate()
    offices = places.offices_under(named.office)
    set_area(offices)
    try:
        _cases(named.id, on)
        if settings.NIGHTLY_INQUIRY:
            _overdue(named.id, on, settings.NIGHTLY_INQUIRY)
        _papers(named.id, on, offices)
    finally:
        set_area(None)


def _cases(officer: int, on: date) -> None:
    from huji.cases import acts, queries
    from huji.cases.values import By

    for one in queries.run_out(on):
        # The token is the case's at this version: a job broken off and run again closes nothing twice.
        by = By(officer, on, f"huji case expire {one.number} {one.version}")
        try:
            acts.expire(acts.Expire(one.number, one.version), by)
        except Refused as refused:
            log.warning("case %s was not closed: %s", one.number, refused.code)


def _overdue(officer: int, on: date, inquiry: str) -> None:
    from huji.documents import due
    from huji.register.lapsed import restore_overdue

    restored = restore_overdue(on, officer, inquiry)
    for done in restored.done:
        due.note(done.entry, [done.household] if done.household else [], done.persons)
    for one, refused in restored.left:
        log.warning("certificate %s: nobody restored: %s", one.certificate, refused.code)


def _papers(officer: int, on: date, offices: Iterable[int]) -> None:
    from huji.documents.issue import expire
    from huji.register.acts import Acting

    for office in sorted(offices):
        expire(by=Acting(officer, office, on, "公安部1994年7月11日通知（有效期）"))
