"""Certificates that ran out: who is in transit beyond their days, and restoring them in one go.

`restore_overdue` is what the nightly job calls. Each certificate is an act of its own for each office that
keeps by now what people on it left, so that one that cannot be restored keeps no other waiting.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from huji.register.acts import origin
from huji.register.acts.performing import cursor
from huji.register.acts.restore_lapsed import RestoreLapsed, restore_lapsed
from huji.register.acts.values import Acting, Done
from huji.register.transit import IN_TRANSIT, LEFT_ON
from huji.runtime.db import writing
from huji.standards import Refused

GRACE_DAYS = 30
"""How long after its last good day a certificate is waited for: a receipt may be under way."""
BASIS = "国办发〔2015〕96号第二条第（六）项"


@dataclass(frozen=True, slots=True)
class Overdue:
    """A certificate of ours with people in transit on it who left what `office` keeps; `since`: they left."""

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
            f" select distinct on (s.person) s.person, c.number, {LEFT_ON} as since, c.expires, s.office"
            "   from standing s join migration_certificate c on c.persons @> array[s.person]"
            f"    and c.issuer = '' and c.void_entry is null and c.issued >= {LEFT_ON}"
            f"  where {IN_TRANSIT}"
            "  order by s.person, c.issued desc, c.entry desc)"
            " select * from last where expires < %s order by person",
            [on - timedelta(days=days)],
        ).fetchall()  # fmt: skip
        keepers = _keepers([row[0] for row in rows])
    found: dict[tuple[date, str, int], list[tuple[int, date]]] = {}
    for person, number, since, expires, waiting in rows:
        keeper = keepers.get(person, waiting)
        if office in (None, keeper):
            found.setdefault((expires, number, keeper), []).append((person, since))
    return tuple(
        Overdue(number, keeper, min(since for _, since in people), expires, tuple(who for who, _ in people))
        for (expires, number, keeper), people in sorted(found.items())
    )


def _keepers(persons: list[int]) -> dict[int, int]:
    """Return, by person, the office that keeps by now the household that each of them left."""
    left = origin.left(persons)
    seats = cursor().execute(
        "select household, office from household_address"
        " where household = any (%s::bigint[]) and upper_inf(known) and upper_inf(valid)",
        [[one.household for one in left.values()]],
    )
    offices = dict(seats.fetchall())
    return {who: offices[one.household] for who, one in left.items() if one.household in offices}


def restore_overdue(on: date, officer: int, inquiry: str, days: int = GRACE_DAYS) -> Restored:
    """Restore everybody in transit on an overdue certificate, each by the office that keeps what they left.

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
