"""Searching standard addresses by what a person types: the beginning of an address, bounded.

Where there is a compound, an address also begins with it, the compound may be left out after the number, and
the number before the compound. What is not found as typed is tried in other spellings (`places.spelling`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

from huji.places import divisions, models
from huji.places.addresses import Address, village_name
from huji.places.readings import readings
from huji.places.spelling import Spelling, joined, spellings

SHOWN = 20
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """The first addresses that begin so, in order; `more` tells that there are others: type on.

    Addresses that once began so come last; `formerly` gives what they were then, by id. `whole` are those
    that were written to the end; 室 after the room may be left out, and the unit.
    """

    addresses: tuple[Address, ...]
    more: bool
    formerly: Mapping[int, str] = field(default_factory=dict)
    whole: tuple[Address, ...] = ()


def begins(text: str, on: date, *, within: str = "", limit: int = SHOWN) -> Found:
    """Return addresses usable on a day that begin with what was typed.

    Names of divisions may be typed before it, whole and in order, or left out; `within` (a division's code)
    narrows to one. Fewer than two characters, or a limit beyond 20, find no more than that.
    """
    typed = joined(text)
    if len(typed) < _SHORTEST:
        return Found((), more=False)
    usable = models.Address.objects.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)
    usable = usable.filter(division__startswith=within) if within else usable
    rest, codes = _without_divisions(typed, on)
    place = Q()
    for code in codes:
        place |= Q(division__startswith=code)
    limit = min(limit, SHOWN)
    rows, former, meant = list[models.Address](), dict[int, str](), Spelling(rest)
    for meant in spellings(rest):
        rows = _beginning(usable.filter(place), meant, limit + 1)
        former = {} if len(rows) > limit or meant.room else _formerly(meant.prefix, codes, limit + 1)
        if rows or former:
            break
    found = tuple(row.value() for row in rows[:limit])
    there = {address.id for address in found}
    added = [
        address
        for address in readings(former.keys() - there).values()
        if address.usable_on(on) and address.division.startswith(within)
    ]
    shown = (*found, *added)[:limit]
    formerly = {a.id: former[a.id] for a in shown if a.id not in there}
    ends = {f"{meant.prefix}{meant.room}", f"{meant.prefix}{meant.room}室"}
    whole = tuple(a for a in shown if ends & {*_said(a, meant), formerly.get(a.id)})
    return Found(shown, len(rows) + len(added) > limit, formerly, whole)


def _said(address: Address, meant: Spelling) -> tuple[str, ...]:
    """Return the ways to say an address to its end, without the unit where that was left out."""
    parts = replace(address.parts, unit=None) if meant.room else address.parts
    return parts.local, *parts.short


def _beginning(among: QuerySet[models.Address], meant: Spelling, limit: int) -> list[models.Address]:
    """Return addresses in full first, then from the compound on, without the number, without the compound.

    Each way reads an index of its own; a way is tried where those before it left room.
    """
    among = among.filter(room__startswith=meant.room) if meant.room else among
    found = dict[int, models.Address]()
    for way in (_in_full, _from_compound, _without_number, _without_compound):
        if len(found) >= limit or (way is _without_compound and found):
            break
        for row in way(among, meant.prefix)[:limit]:
            found.setdefault(row.pk, row)
    return list(found.values())[:limit]


def _in_full(among: QuerySet[models.Address], prefix: str) -> QuerySet[models.Address]:
    return among.filter(local__startswith=prefix).order_by("local", "division", "id")


def _from_compound(among: QuerySet[models.Address], prefix: str) -> QuerySet[models.Address]:
    inner = among.filter(compound__isnull=False).annotate(inner=RawSQL(models.INNER, [], TextField()))
    return inner.filter(inner__startswith=prefix).order_by("inner", "division", "id")


def _without_number(among: QuerySet[models.Address], prefix: str) -> QuerySet[models.Address]:
    """Return what begins with road and compound, whole or in part.

    No index has the order: the planner reads the few by their key rather than walk all in order.
    """
    both = among.filter(road__isnull=False, compound__isnull=False).annotate(
        key=RawSQL(models.ROAD_AND_COMPOUND, [], TextField()),
        outer=RawSQL(f"{models.ROAD_AND_COMPOUND} || {models.FLAT}", [], TextField()),
    )
    beginnings = [prefix[:end] for end in range(_SHORTEST, len(prefix))]
    meant = Q(key__startswith=prefix) | Q(key__in=beginnings, outer__startswith=prefix)
    return both.filter(meant).order_by("outer", "division", "id")


def _without_compound(among: QuerySet[models.Address], prefix: str) -> QuerySet[models.Address]:
    number, _sign, flat = prefix.partition("号")
    if not flat:
        return among.none()
    numbered = among.filter(compound__isnull=False, local__startswith=f"{number}号")
    flats = numbered.annotate(flat=RawSQL(models.FLAT, [], TextField())).filter(flat__startswith=flat)
    return flats.order_by("local", "division", "id")


def _formerly(prefix: str, codes: Iterable[str], limit: int) -> dict[int, str]:
    """Return addresses whose former reading begins so, with that reading."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select address, local from places_reading where upper_inf(known) and not upper_inf(valid)"
            " and local between %(prefix)s and %(prefix)s || chr(1114111)"
            " and (%(codes)s::text[] = '{}' or exists (select from unnest(%(codes)s::text[]) c"
            "      where starts_with(division, c)))"
            " order by local, address limit %(limit)s",
            {"prefix": prefix, "codes": sorted(codes), "limit": limit},
        )
        return dict(cursor.fetchall())


def _without_divisions(typed: str, on: date) -> tuple[str, set[str]]:
    """Split the names of divisions off the front; return the rest and the divisions they mean."""
    codes: set[str] | None = None
    while True:
        longest, meant = "", set[str]()
        for name, code in _names(on):
            if not typed.startswith(name) or len(name) < len(longest):
                continue
            if codes is None or any(code.startswith(c) for c in codes):
                meant = {*(meant if len(name) == len(longest) else ()), code}
                longest = name
        if not longest:
            break
        typed, codes = typed[len(longest) :], meant
    return typed, codes or set()


def _names(on: date) -> frozenset[tuple[str, str]]:
    """Return the names, and codes, of all divisions that any office keeps, or kept before they changed."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*), max(lower(known)), max(upper(known)) from places_office_area")
        return _names_of(cursor.fetchone(), on, divisions.book())


@lru_cache(maxsize=4)
def _names_of(areas: object, on: date, book: divisions.Book) -> frozenset[tuple[str, str]]:
    """Return the names while the areas of the offices, and the divisions, are held as they are.

    A city has two thousand villages: whoever types an address would look up each again at every letter.
    """
    kept = models.OfficeArea.objects.filter(known__upper_inf=True)
    names = set()
    for village in kept.values_list("division", flat=True):
        for division in book.last(village, on):
            names.add((division.name, division.code))
            if division.level == "village":
                names.add((village_name(division.name), division.code))
    return frozenset(names)
