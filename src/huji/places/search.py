"""Searching standard addresses by what a person types: the beginning of an address, bounded."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huji.places import divisions, models
from huji.places.addresses import Address, village_name

SHOWN = 20
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """The first addresses that begin so, in order; `more` tells that there are others: type on."""

    addresses: tuple[Address, ...]
    more: bool


def begins(text: str, on: date, *, within: str = "", limit: int = SHOWN) -> Found:
    """Return addresses usable on a day that begin with what was typed.

    Names of divisions may be typed before it, whole and in order, or left out; `within` (a division's code)
    narrows to one. Fewer than two characters, or a limit beyond 20, find no more than that.
    """
    typed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    usable = models.Address.objects.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)
    usable = usable.filter(division__startswith=within) if within else usable
    prefix, place = _without_divisions(typed, on)
    if len(typed) < _SHORTEST:
        return Found((), more=False)
    limit = min(limit, SHOWN)
    rows = list(
        usable.filter(place, local__startswith=prefix).order_by("local", "division", "id")[: limit + 1]
    )
    return Found(tuple(row.value() for row in rows[:limit]), more=len(rows) > limit)


def _without_divisions(typed: str, on: date) -> tuple[str, Q]:
    """Split the names of divisions off the front; return the rest and the divisions they mean."""
    codes: set[str] | None = None
    while True:
        longest, meant = "", set[str]()
        for name, code in _names(on):
            fits = codes is None or any(code.startswith(c) for c in codes)
            if fits and typed.startswith(name) and len(name) >= len(longest):
                meant = {*(meant if len(name) == len(longest) else ()), code}
                longest = name
        if not longest:
            break
        typed, codes = typed[len(longest) :], meant
    place = Q()
    for code in codes or ():
        place |= Q(division__startswith=code)
    return typed, place


def _names(on: date) -> "set[tuple[str, str]]":
    """Return the names, and codes, of all divisions that any office keeps."""
    kept = models.OfficeArea.objects.filter(valid__contains=on, known__upper_inf=True)
    book = divisions.book()
    names = set()
    for village in kept.values_list("division", flat=True):
        for division in book.ancestry(village, on):
            names.add((division.name, division.code))
            if division.level == "village":
                names.add((village_name(division.name), division.code))
    return names
