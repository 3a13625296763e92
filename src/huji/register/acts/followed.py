"""What is believed again is believed under the offices that keep the places by now.

Somebody leaves a household, or a household an address, which then comes under another office; when the
leaving is undone, those who come back stand under the office that keeps the place, from the day it does.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from huji.register.acts import timelines
from huji.register.acts.session import cursor
from huji.register.acts.timelines import Period, Seat

ABSENT = frozenset({"in_transit", "elsewhere", "unregistered"})
_EVER = date.max
Area = tuple[int, date, date | None]
"""An office, and the days [since, until) from which it keeps a place."""


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
    homes = {one.household for life in lives.values() for one in life if one.household is not None}
    held = {**timelines.seats(homes), **{which: list(seats[which]) for which in moved}}
    for who, life in lives.items():
        lives[who] = kept(life, held)
    for who, life in others.items():
        if (now := kept(life, held)) != life:
            lives[who] = now


def kept(life: Sequence[Period], seats: Mapping[int, Sequence[Seat]]) -> list[Period]:
    """Return a life with each day under the office that keeps its household then, as `seats` know it.

    One who is registered nowhere now is waited for by the office of the address that was left.
    """
    found: list[Period] = []
    left: list[Seat] = []
    for period in life:
        if period.household is not None:
            known = seats.get(period.household)
            areas = [(seat.office, seat.since, seat.until) for seat in known or ()]
            last = (period.until or _EVER) - timedelta(days=1)
            then = next((seat for seat in known or () if seat.since <= last < (seat.until or _EVER)), None)
            left = [seat for seat in known or () if then is not None and seat.address == then.address]
        elif period.kind in ABSENT and period.until is None:
            areas = [(seat.office, seat.since, seat.until) for seat in left if seat.since >= period.since]
        else:
            areas = []
        found += _joined(_split(period, areas))
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


def _areas(addresses: Iterable[int], undone: int) -> dict[int, list[Area]]:
    """Return which offices keep addresses from which days on, by what was entered since an entry."""
    rows = cursor().execute(
        "select a.id, o.office, lower(o.valid), upper(o.valid) from places_address a"
        "  join places_office_area o on o.division = a.division and upper_inf(o.known)"
        " where a.id = any (%s) and lower(o.known) > %s order by o.valid",
        [list(addresses), undone],
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
