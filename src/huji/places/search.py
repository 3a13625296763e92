"""Searching standard addresses by what a person types: the beginning of an address, bounded.

Where there is a compound, an address also begins with it, and the compound may be left out after the number.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

from huji.places import divisions, models
from huji.places.addresses import Address, village_name
from huji.places.readings import readings

SHOWN = 20
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """The first addresses that begin so, in order; `more` tells that there are others: type on.

    Addresses that once began so come last; `formerly` gives what they were then, by id. `whole` are those
    that were written to the end; 室 after the room may be left out.
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
    typed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    usable = models.Address.objects.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)
    usable = usable.filter(division__startswith=within) if within else usable
    prefix, codes = _without_divisions(typed, on)
    place = Q()
    for code in codes:
        place |= Q(division__startswith=code)
    if len(typed) < _SHORTEST:
        return Found((), more=False)
    limit = min(limit, SHOWN)
    rows = _beginning(usable.filter(place), prefix, limit + 1)
    found = tuple(row.value() for row in rows[:limit])
    former = {} if len(rows) > limit else _formerly(prefix, codes, limit + 1)
    there = {address.id for address in found}
    added = [
        address
        for address in readings(former.keys() - there).values()
        if address.usable_on(on) and address.division.startswith(within)
    ]
    shown = (*found, *added)[:limit]
    formerly = {a.id: former[a.id] for a in shown if a.id not in there}
    ends = {prefix, f"{prefix}室"}
    whole = tuple(a for a in shown if ends & {a.parts.local, *a.parts.short, formerly.get(a.id)})
    return Found(shown, len(rows) + len(added) > limit, formerly, whole)


def _beginning(among: QuerySet[models.Address], prefix: str, limit: int) -> list[models.Address]:
    """Return addresses in full first, then those said from the compound on, at last without the compound."""
    rows = list(among.filter(local__startswith=prefix).order_by("local", "division", "id")[:limit])
    if len(rows) < limit:
        inner = among.filter(compound__isnull=False).annotate(inner=RawSQL(models.INNER, [], TextField()))
        there = {row.pk for row in rows}
        found = inner.filter(inner__startswith=prefix).order_by("inner", "division", "id")[:limit]
        rows += [row for row in found if row.pk not in there][: limit - len(rows)]
    number, _sign, flat = prefix.partition("号")
    if not rows and flat:
        numbered = among.filter(compound__isnull=False, local__startswith=f"{number}号")
        flats = numbered.annotate(flat=RawSQL(models.FLAT, [], TextField())).filter(flat__startswith=flat)
        rows = list(flats.order_by("local", "division", "id")[:limit])
    return rows


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
