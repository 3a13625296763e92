"""Certificates that ran out: who is in transit beyond their days, and restoring them in one go.

`restore_overdue` is what the nightly job calls. Each certificate is an act of its own, so that one that
cannot be restored keeps no other waiting.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from huji.register.acts.performing import cursor
from huji.register.acts.restore_lapsed import RestoreLapsed, restore_lapsed
from huji.register.acts.values import Acting, Done
from huji.register.transit import LEFT_ON
from huji.runtime.db import writing
from huji.standards import Refused

GRACE_DAYS = 30
"""How long after its last good day a certificate is waited for: a receipt may be under way."""
BASIS = "国办发〔2015〕96号第二条第（六）项"


@dataclass(frozen=True, slots=True)
class Overdue:
    """A certificate of ours with people still in transit on it; `since` is the day they left."""

    certificate: str
    office: int
    since: date
    expires: date
    persons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a round restored, and what it left for an officer, with the reason."""

    done: tuple[Done, ...]
    left: tuple[tuple[Overdue, Refused], ...]


def overdue(on: date, days: int = GRACE_DAYS, office: int | None = None) -> tuple[Overdue, ...]:
    """Return the certificates expired for more than `days` with people still in transit, oldest first."""
    with writing():
        rows = cursor().execute(
            "with last as ("
            f" select distinct on (s.person) s.person, {LEFT_ON} as since, c.*, s.office as keeper"
            "   from standing s join migration_certificate c on c.persons @> array[s.person]"
            f"    and c.issuer = '' and c.void_entry is null and c.issued >= {LEFT_ON}"
            "  where s.kind = 'in_transit' and upper_inf(s.known) and upper_inf(s.valid)"
            "  order by s.person, c.issued desc, c.entry desc)"
            " select number, keeper, min(since), expires, array_agg(person order by person) from last"
            "  where expires < %(before)s and (%(office)s::int is null or keeper = %(office)s::int)"
            "  group by number, keeper, expires order by expires, number",
            {"before": on - timedelta(days=days), "office": office},
        )  # fmt: skip
        return tuple(
            Overdue(number, at, since, expires, tuple(persons))
            for number, at, since, expires, persons in rows.fetchall()
        )


def restore_overdue(on: date, officer: int, inquiry: str, days: int = GRACE_DAYS) -> Restored:
    """Restore everybody in transit on an overdue certificate, each by the office that issued it.

    `inquiry` says how the registers gone to were asked (a shared index, a list sent round): without an answer
    nobody is restored of office. What is refused stays in transit and is returned with its reason.
    """
    done, left = [], []
    for one in overdue(on, days):
        try:
            by = Acting(officer, one.office, on, BASIS)
            done.append(restore_lapsed(RestoreLapsed(one.certificate, on, inquiry), by))
        except Refused as refusal:
            left.append((one, refusal))
    return Restored(tuple(done), tuple(left))
