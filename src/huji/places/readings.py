"""How an address was read: on any day, and as held at any time; and the floor area of a dwelling likewise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from huji.places import divisions
from huji.places.addresses import PARTS, Address, Parts

_PARTS = ", ".join(f'coalesce(r."{name}", case when r.address is null then a."{name}" end)' for name in PARTS)


@dataclass(frozen=True, slots=True)
class Reading:
    """How an address is read over a period: from `since` up to, not including, `until` (None: still).

    Held so from the ledger entry `entry` on, up to `superseded` (None: to this day).
    """

    parts: Parts
    since: date
    until: date | None
    entry: int
    superseded: int | None
    text: str


def readings(
    ids: Iterable[int], valid_on: date | None = None, known_at: int | None = None
) -> dict[int, Address]:
    """Return addresses as read on a day, as held just after a ledger entry; None is now, for both.

    On a day before an address was on file it has its first reading. Ids that were not on file at `known_at`
    are left out.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = _rows(
        f"""select a.id, a.accepts_registration, a.since, a.until, {divisions.CHANGED}, {_PARTS}
              from places_address a
              left join lateral (
                select * from places_reading r
                 where r.address = a.id
                   and case when %(known)s::bigint is null then upper_inf(r.known)
                            else r.known @> %(known)s::bigint end
                 order by case when %(day)s::date is null then upper_inf(r.valid)
                               else r.valid @> %(day)s::date end desc, lower(r.valid) limit 1) r on true
             where a.id = any (%(ids)s::int[])
               and (%(known)s::bigint is null or a.entry <= %(known)s::bigint)""",
        {"ids": wanted, "day": valid_on, "known": known_at},
    )
    found = {}
    for id_, accepts, since, until, version, *parts in rows:
        read = Parts(*parts)
        above = divisions.book_of(version, known_at).last(read.division, valid_on or date.max)
        found[id_] = Address(id_, read, accepts, since, until, above)
    return found


def reading(address: int, valid_on: date | None = None, known_at: int | None = None) -> Address | None:
    """Return an address as read on a day, as held just after a ledger entry; None if not on file then."""
    return readings([address], valid_on, known_at).get(address)


def address_history(address: int) -> tuple[Reading, ...]:
    """Return every reading an address ever had, as entered; the believed ones have `superseded` None."""
    names = ", ".join(f'r."{name}"' for name in PARTS)
    first = ", ".join(f'a."{name}"' for name in PARTS)
    rows = _rows(
        f"""select lower(r.valid), upper(r.valid), lower(r.known), upper(r.known), {divisions.CHANGED},
                   {names}
              from places_reading r where r.address = %(id)s
            union all
            select a.since, null, a.entry, null, {divisions.CHANGED}, {first}
              from places_address a
             where a.id = %(id)s and not exists (select from places_reading r where r.address = a.id)
             order by 3, 1""",
        {"id": address},
    )
    return tuple(
        Reading(
            Parts(*parts), since, until, entry, superseded,
            Parts(*parts).text(above=divisions.book_of(version).last(parts[0], since)),
        )
        for since, until, entry, superseded, version, *parts in rows
    )  # fmt: skip


def read_so(parts: Parts) -> list[tuple[Address, date, date | None]]:
    """Return the addresses that have, or had, a reading among several with exactly these parts, and when."""
    same = " and ".join(f'r."{name}" is not distinct from %({name})s' for name in PARTS)
    rows = _rows(
        f"""select r.address, lower(r.valid), upper(r.valid) from places_reading r
             where r.local = %(local)s and {same} and upper_inf(r.known) order by 2""",
        {name: getattr(parts, name) for name in (*PARTS, "local")},
    )
    found = readings(id_ for id_, *_ in rows)
    return [(found[id_], since, until) for id_, since, until in rows]


def floor_areas(
    ids: Iterable[int], valid_on: date | None = None, known_at: int | None = None
) -> dict[int, Decimal]:
    """Return the floor areas (m²) of dwellings on a day, as held after an entry; unknown ones left out."""
    rows = _rows(
        """select address, floor_area from places_dwelling
            where address = any (%(ids)s::int[])
              and case when %(day)s::date is null then upper_inf(valid) else valid @> %(day)s::date end
              and case when %(known)s::bigint is null then upper_inf(known)
                       else known @> %(known)s::bigint end""",
        {"ids": sorted(set(ids)), "day": valid_on, "known": known_at},
    )
    return dict(rows)


def floor_area(address: int, valid_on: date | None = None, known_at: int | None = None) -> Decimal | None:
    """Return the floor area (m²) of a dwelling on a day, as held just after an entry, None if not known."""
    return floor_areas([address], valid_on, known_at).get(address)


def _rows(query: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Renamed:
    """How an address was read, and is read since an entry."""

    address: int
    before: str
    now: str


def renamed_by(entry: int, limit: int = 20) -> tuple[Renamed, ...]:
    """Return the first addresses that an entry gave another reading, by id."""
    was = ", ".join(f'o."{name}"' for name in PARTS)
    now = ", ".join(f'n."{name}"' for name in PARTS)
    rows = _rows(
        f"""select n.address, lower(n.valid), {was}, {now} from places_reading n
              join places_reading o on o.address = n.address and upper(o.known) = %(n)s and upper_inf(o.valid)
             where lower(n.known) = %(n)s and upper_inf(n.valid) order by n.address limit %(most)s""",
        {"n": entry, "most": limit},
    )
    book = divisions.book()

    def text(parts: Parts, on: date) -> str:
        return parts.text(above=book.last(parts.division, on))

    return tuple(
        Renamed(
            id_,
            text(Parts(*parts[: len(PARTS)]), day - timedelta(days=1)),
            text(Parts(*parts[len(PARTS) :]), day),
        )
        for id_, day, *parts in rows
    )


def changes(limit: int = 20) -> tuple[tuple[int, Any, int], ...]:
    """Return the last changes of places: entry, when it was recorded, how many addresses it read anew."""
    rows = _rows(
        """select e.entry, e.recorded, (select count(*) from places_reading r
                    where lower(r.known) = e.entry and upper_inf(r.valid))
             from ledger_entry e where e.act = 'change_places' order by e.entry desc limit %(most)s""",
        {"most": limit},
    )
    return tuple(rows)
