"""What is believed again is believed under the offices that keep the places by now.

Somebody leaves a household, or a household an address, which then comes under another office; when the
leaving is undone, those who come back stand under the office that keeps the place, from the day it does. What
is entered of a day before such a change stands under the office of then up to the change.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from huji.register.acts import timelines
from huji.register.acts.session import cursor
from huji.register.acts.timelines import Period, Seat

ABSENT = frozenset({"in_transit", "elsewhere", "unregistered"})
_EVER = date.max
Area = tuple[int, date, date | None]
"""An office, and the days [since, until) from which it keeps a place."""


def standing_since(person: int) -> date:
    """Return since when one stands as now but for the office."""
    return _run(timelines.lives([person])[person])


def seat_since(household: int) -> date:
    """Return since when a household is where it is, whichever office kept it."""
    return _run(timelines.seats([household])[household])


def residents(households: Iterable[int]) -> set[int]:
    """Return everybody of whom it is believed now that they are or once were in one of these households."""
    rows = cursor().execute(
        "select distinct person from standing where household = any (%s::bigint[]) and upper_inf(known)",
        [list(households)],
    )
    return {row[0] for row in rows.fetchall()}


def follow(stated: dict[str, dict[Any, Sequence[Any]]], undone: int) -> None:
    """Let the seats and lives that are believed again follow all changes of places entered since an entry.

    The lives of others who lived in a household that is moved back are stated too, where its office differs.
    """
    seats, lives = stated["seats"], stated["lives"]
    areas = _areas({seat.address for back in seats.values() for seat in back}, undone)
    for which, back in seats.items():
        seats[which] = [piece for seat in back for piece in _split(seat, areas.get(seat.address, []))]
    moved = [which for which, back in seats.items() if back]
    others = timelines.lives(residents(moved) - lives.keys()) if moved else {}
    held = {which: list(seats[which]) for which in moved}
    lives |= under_offices(lives, held)
    for who, life in others.items():
        if (now := kept(life, held)) != life:
            lives[who] = now


def under_offices(
    lives: Mapping[int, Sequence[Period]], stated: Mapping[int, Sequence[Seat]]
) -> dict[int, list[Period]]:
    """Return lives with each day under the office that keeps the household, by seats `stated` or held."""
    homes = {one.household for life in lives.values() for one in life if one.household is not None}
    held = {**timelines.seats(homes - stated.keys()), **stated}
    return {who: kept(life, held) for who, life in lives.items()}


def kept(life: Sequence[Period], seats: Mapping[int, Sequence[Seat]]) -> list[Period]:
    """Return a life with each day under the office that keeps its household then, as `seats` know it.

    One who is registered nowhere now is waited for by the office that keeps the household left.
    """
    found: list[Period] = []
    areas: list[Area] = []
    for period in life:
        if period.household is not None:
            areas = [(seat.office, seat.since, seat.until) for seat in seats.get(period.household, ())]
        waited = period.kind in ABSENT and period.until is None
        follows = period.household is not None or waited
        found += _joined(_split(period, areas if follows else ()))
    return found


def pieces(period: Any, moved: Iterable[Any]) -> list[Any] | None:
    """Return what changes of places made of a standing or seat, another office only; None where they did not.

    `moved` are the periods that followed such changes, in the order of their days.
    """
    found = [
        one for one in moved
        if one._replace(since=period.since, until=period.until, office=period.office) == period
        and period.since <= one.since < (period.until or _EVER)
    ]  # fmt: skip
    ends = [period.since, *(one.until for one in found)]
    whole = bool(found) and ends[-1] == period.until and ends[:-1] == [one.since for one in found]
    return found if whole else None


def _run(periods: Sequence[Any]) -> date:
    """Return since when a timeline is as at its end but for the office."""
    last = periods[-1]
    since: date = last.since
    for one in reversed(periods[:-1]):
        alike = one._replace(since=last.since, until=last.until, office=last.office) == last
        if one.until != since or not alike:
            break
        since = one.since
    return since


def _areas(addresses: Iterable[int], undone: int) -> dict[int, list[Area]]:
    """Return which offices keep addresses on which days, as far as it is held otherwise than by an entry.

    Another office keeps the division since, or the address lies in another division since.
    """
    rows = cursor().execute(
        "with reading as ("
        " select a.id as address, a.division, daterange(null, null) as valid, false as anew"
        "   from places_address a where a.id = any (%(these)s)"
        "    and not exists (select from places_reading r where r.address = a.id)"
        " union all"
        " select r.address, r.division, r.valid, not exists ("
        "   select from places_reading w where w.address = r.address and w.division = r.division"
        "      and w.valid @> r.valid and w.known @> %(undone)s::bigint)"
        "   from places_reading r where r.address = any (%(these)s) and upper_inf(r.known))"
        " select r.address, o.office, lower(o.valid * r.valid), upper(o.valid * r.valid) from reading r"
        "   join places_office_area o on o.division = r.division and upper_inf(o.known)"
        "    and o.valid && r.valid"
        "  where r.anew or not exists (select from places_office_area w where w.division = o.division"
        "     and w.office = o.office and w.valid @> o.valid and w.known @> %(undone)s::bigint)"
        " order by o.valid * r.valid",
        {"these": list(addresses), "undone": undone},
    )
    found: dict[int, list[Area]] = {}
    for address, *area in rows.fetchall():
        found.setdefault(address, []).append((area[0], area[1], area[2]))
    return found


def _split(period: Any, areas: Iterable[Area]) -> list[Any]:
    """Return a seat or period in pieces, each under the office that keeps it on its days."""
    pieces = [period]
    for office, since, until in areas:
        found: list[Any] = []
        for one in pieces:
            first, last = max(one.since, since), min(one.until or _EVER, until or _EVER)
            if first >= last or one.office == office:
                found.append(one)
                continue
            if one.since < first:
                found.append(one._replace(until=first))
            found.append(one._replace(since=first, until=None if last == _EVER else last, office=office))
            if last < (one.until or _EVER):
                found.append(one._replace(since=last))
        pieces = found
    return pieces


def _joined(life: Iterable[Period]) -> list[Period]:
    """Return the pieces of one period with equal neighbours as one; what was held apart stays apart."""
    found: list[Period] = []
    for one in life:
        if found and found[-1].until == one.since and found[-1][2:] == one[2:]:
            found[-1] = found[-1]._replace(until=one.until)
        else:
            found.append(one)
    return found
