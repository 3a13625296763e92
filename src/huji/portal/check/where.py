"""Choosing the place: from the province down, or by name; and the kind of area, with why it is so."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import monotonic

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from huji.places import divisions
from huji.places import queries as places
from huji.places.divisions import Book
from huji.policy import Library
from huji.standards import divisions as standards

MOST_FOUND = 20
_PLACEHOLDERS = ("市辖区", "省直辖", "自治区直辖")
_ELSEWHERE = "78"  # Taiwan, Hong Kong and Macao register by laws of their own
_MUNICIPALITIES = ("11", "12", "31", "50")
_BY_COUNTY = {
    "区": ("city_proper", "town", "rural"),
    "市": ("county_level_city", "town", "rural"),
}
_COUNTY = ("county_seat", "town", "rural")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to choose: its code and its name; `within` is what it lies in."""

    code: str
    name: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """The kind of area of a place, and why."""

    area: str
    why: str


def held() -> Book:
    """Return the divisions as acts have left them, read once a minute; without a database the standards'."""
    try:
        return _read(str(connection.settings_dict["NAME"]), int(monotonic() // 60))
    except DatabaseError:
        return divisions.book_of(None)


@lru_cache(maxsize=2)
def _read(_database: str, _minute: int) -> Book:
    return divisions.book()


def below(code: str, on: date) -> tuple[Spot, ...]:
    """Return the places directly below, without rows that stand for no place of their own."""
    found = [Spot(one.code, one.name) for one in held().children(code, on)]
    real = [
        one
        for one in found
        if not (len(one.code) == 6 and one.name.startswith(_PLACEHOLDERS)) and one.code[0] not in _ELSEWHERE
    ]
    return tuple(real)


def descend(code: str, on: date) -> str:
    """Return the place meant: where only one lies below, that one."""
    while len(code) < 6 and len(only := below(code, on)) == 1:
        code = only[0].code
    return code


def path(code: str, on: date) -> tuple[Spot, ...]:
    """Return the places from the province down to a code."""
    found = held().ancestry(code, on)
    return tuple(Spot(one.code, one.name) for one in found if not one.name.startswith(_PLACEHOLDERS))


def name(code: str, on: date) -> str:
    """Return the whole name of a place."""
    names = dict.fromkeys(spot.name for spot in path(code, on))  # a city without counties is its own
    return "".join(names) or code


def exists(code: str, on: date) -> bool:
    """Return whether a place exists on a day."""
    return held().lookup(code, on) is not None


def well_known(packs: Library, on: date) -> tuple[str, ...]:
    """Return the cities that have a policy of their own on a day, to be offered first."""
    codes = [
        code
        for pack in packs
        if pack.areas and len(pack.applies_to) == 1 and packs.in_force(pack, on)
        for code in pack.applies_to
        if len(code) == 4 or code in _MUNICIPALITIES
    ]
    return tuple(dict.fromkeys(codes))


def found(typed: str, on: date) -> tuple[Spot, ...]:
    """Return places whose whole name holds every word typed, the nearest match first, at most 20."""
    words = unicodedata.normalize("NFKC", typed).split()
    if not words or len("".join(words)) < 2:
        return ()
    fitting = [
        (spot, whole) for spot, whole in _everywhere(held(), on) if all(word in whole for word in words)
    ]
    last = words[-1]
    fitting.sort(key=lambda one: (not one[0].name.startswith(last), len(one[0].code), one[0].code))
    own = [one for one in fitting if last in one[0].name] or fitting
    return tuple(Spot(spot.code, whole) for spot, whole in own[:MOST_FOUND])


@lru_cache(maxsize=2)
def _everywhere(book: Book, on: date) -> tuple[tuple[Spot, str], ...]:
    return tuple(_walk(book, "", "", on))


def _walk(book: Book, code: str, above: str, on: date) -> Iterator[tuple[Spot, str]]:
    for one in book.children(code, on):
        if one.code[0] in _ELSEWHERE:
            continue
        placeholder = one.name.startswith((*_PLACEHOLDERS, "县")) and len(one.code) <= 6
        whole = above if placeholder else above + one.name
        if not placeholder:
            yield Spot(one.code, one.name, above), whole
        yield from _walk(book, one.code, whole, on)


def area_of(code: str, on: date) -> Area | None:
    """Return the kind of area of a place where it is known, with why; None where it must be asked.

    An act of this installation goes before the zone table; a town or county all of whose communities and
    villages are of one kind is of that kind itself.
    """
    if len(code) == 12:
        try:
            zone = places.zone(code, on)
        except DatabaseError:  # the table of the package still tells
            zone = None
        if zone is not None and zone.area is not None and zone.source == "act":
            return Area(zone.area, _("本市另有认定：%(basis)s") % {"basis": zone.basis})
        area = standards.area_of(code, on)
        return Area(area, _zone_words(standards.lookup(code, on).zone or "")) if area else None  # type: ignore[union-attr]
    kinds = _kinds(held(), code, on)
    if len(kinds) == 1 and None not in kinds:
        (kind,) = kinds
        return Area(str(kind), _("这里的社区和村，按城乡分类都是同一种地域。"))
    return None


def areas(code: str, on: date) -> tuple[str, ...]:
    """Return the kinds of area a place may have, for asking."""
    kinds = _kinds(held(), code, on) if len(code) < 12 else frozenset()
    if kinds and None not in kinds:
        return tuple(str(kind) for kind in sorted(kinds, key=str))
    county = held().lookup(code[:6], on) if len(code) >= 6 else None
    if county is None or county.code.endswith("00"):  # a city without counties below it
        return _BY_COUNTY["区"]
    return _BY_COUNTY.get(county.name[-1:], _COUNTY)


@lru_cache(maxsize=4096)
def _kinds(book: Book, code: str, on: date) -> frozenset[str | None]:
    if len(code) < 6:
        return frozenset()
    if len(code) == 12:
        return frozenset({standards.area_of(code, on)})
    return frozenset(kind for one in book.children(code, on) for kind in _kinds(book, one.code, on))


def _zone_words(zone: str) -> str:
    """Say in which zone the statistical table of urban and rural classes has a community or village."""
    named = {
        "city_core": _("主城区"),
        "city_fringe": _("城乡结合区"),
        "county_seat": _("县政府驻地的镇中心区"),
        "town": _("镇中心区"),
        "town_rural": _("镇以下的村庄"),
        "county_seat_rural": _("县城所在镇的村庄"),
        "township_rural": _("乡的村庄"),
    }.get(zone)
    return _("按国家统计局的城乡分类，这里是%(zone)s。") % {"zone": named} if named else ""


def plain(typed: str) -> str:
    """Return what was typed into the search, fit to be shown back."""
    return re.sub(r"\s+", " ", typed).strip()[:40]
