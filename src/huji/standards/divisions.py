"""Administrative divisions through time, from province to village.

Codes are GB/T 2260 (2 province, 4 city, 6 county) continued by the statistical codes of towns (9) and of
communities and villages (12). All counties of China are known with their past codes; towns and villages are
known in the pilot cities only. The days of change are exact where an order is known (大洼县 211121 became
大洼区 211104 on 2016-03-20); elsewhere the source tells the year, and in the year of change both codes hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from huji.standards import data

Level = Literal["province", "city", "county", "town", "village"]
UrbanRural = Literal["urban", "rural"]

_LEVELS: dict[int, Level] = {2: "province", 4: "city", 6: "county", 9: "town", 12: "village"}
_PARENTS = {4: 2, 6: 4, 9: 6, 12: 9}
_PLACEHOLDERS = ("市辖区", "县", "省直辖", "自治区直辖")  # rows that stand for no place of their own
_AREAS = {
    "city_core": "city_proper",
    "city_fringe": "city_proper",
    "county_seat": "county_seat",
    "town": "town",
}


@dataclass(frozen=True, slots=True)
class Division:
    """A division under one name: valid on days from `valid_from` up to, not including, `valid_until`.

    None as a bound means: as far as is known. `zone` is set for villages of the pilot cities (docs/data.md);
    `derived` marks a code reconstructed for the time before a change, not read in the source.
    """

    code: str
    name: str
    level: Level
    parent: str | None
    valid_from: date | None
    valid_until: date | None
    zone: str | None = None
    derived: bool = False

    def valid_on(self, day: date) -> bool:
        """Return whether the division had this code and name on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )


def history(code: str) -> tuple[Division, ...]:
    """Return every division that has borne `code`, oldest first; empty for a code never assigned."""
    return _history(code)


def lookup(code: str, on: date) -> Division | None:
    """Return the division with `code` (2, 4, 6, 9 or 12 digits) on a day, or None."""
    return next((division for division in reversed(_history(code)) if division.valid_on(on)), None)


def successor(code: str, on: date) -> Division | None:
    """Return the division that has taken the place of `code` by a day, or None where none is known.

    A town's or village's successor is the one with the same last digits under its county's successor.
    """
    county, rest = (code[:6], code[6:]) if len(code) > 6 else (code, "")
    while county in _successors():
        county = _successors()[county]
        if found := lookup(county + rest, on):
            return found
    return None


def predecessor(code: str, on: date) -> Division | None:
    """Return the division whose place `code` has taken since a day, or None where none or several are known.

    A town's or village's predecessor is the one with the same last digits under its county's predecessor.
    """
    counties, rest = [code[:6]] if len(code) > 6 else [code], code[6:]
    while counties := [older for county in counties for older in _predecessors().get(county, ())]:
        if found := [division for county in counties if (division := lookup(county + rest, on))]:
            return found[0] if len(found) == 1 else None
    return None


def children(code: str, on: date) -> tuple[Division, ...]:
    """Return the divisions directly below `code` on a day, by code; `""` gives the provinces."""
    valid = (lookup(child, on) for child in _children().get(code, ()))
    return tuple(division for division in valid if division)


def ancestry(code: str, on: date) -> tuple[Division, ...]:
    """Return the divisions from the province down to `code` on a day; empty if `code` is not valid then."""
    division = lookup(code, on)
    if division is None:
        return ()
    return (*(ancestry(division.parent, on) if division.parent else ()), division)


def full_name(code: str, on: date) -> str | None:
    """Return the whole name, 辽宁省盘锦市大洼区田家街道, or None if `code` is not valid on the day."""
    names = [division.name for division in ancestry(code, on)]
    return "".join(name for name in names if not name.startswith(_PLACEHOLDERS)) or None


def area_of(code: str, on: date) -> str | None:
    """Return the policy area of a village of a pilot city.

    One of city_proper, county_level_city, county_seat, town, rural (national opinions of 2014, items 4 to 7).
    None where it cannot be derived (farms, forests, development zones, other cities): it must be stated.
    """
    division = lookup(code, on)
    if division is None or division.zone in (None, "special"):
        return None
    area = _AREAS.get(division.zone or "", "rural")
    if area == "county_seat" and _is_county_level_city(code, on):
        return "county_level_city"
    return area


def urban_rural(code: str, on: date) -> UrbanRural | None:
    """Return the urban–rural class of a village of a pilot city, derived from its zone, or None."""
    area = area_of(code, on)
    if area is None:
        return None
    return "rural" if area == "rural" else "urban"


def _is_county_level_city(code: str, on: date) -> bool:
    county = lookup(code[:6], on)
    return county is not None and county.name.endswith("市")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=65536)
def _history(code: str) -> tuple[Division, ...]:
    size = len(code)
    if size not in _LEVELS:
        return ()
    parent = code[: _PARENTS[size]] if size in _PARENTS else None
    level = _LEVELS[size]
    if size <= 6:
        rows = _china().get(code, ())
        return tuple(Division(code, name, level, parent, _day(a), _day(z)) for _, name, a, z, _ in rows)
    return tuple(
        Division(code, name, level, parent, _day(a), _day(z), zone or None, derived == "1")
        for _, name, zone, a, z, derived in _pilots().get(code, ())
    )


def _grouped(rows: Iterator[list[str]]) -> dict[str, list[list[str]]]:
    groups: dict[str, list[list[str]]] = {}
    for row in rows:
        groups.setdefault(row[0], []).append(row)
    return groups


@cache
def _china() -> dict[str, list[list[str]]]:
    return _grouped(data.rows("divisions/china.csv"))


@cache
def _pilots() -> dict[str, list[list[str]]]:
    return _grouped(data.rows("divisions/pilots.csv"))


@cache
def _successors() -> dict[str, str]:
    return {code: rows[-1][4] for code, rows in _china().items() if rows[-1][4]}


@cache
def _predecessors() -> dict[str, list[str]]:
    before: dict[str, list[str]] = {}
    for older, newer in _successors().items():
        before.setdefault(newer, []).append(older)
    return before


@cache
def _children() -> dict[str, list[str]]:
    below: dict[str, list[str]] = {}
    for code in sorted([*_china(), *_pilots()]):
        below.setdefault(code[: _PARENTS.get(len(code), 0)], []).append(code)
    return below
