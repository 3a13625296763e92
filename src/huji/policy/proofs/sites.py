"""The destinations a policy can tell apart: finitely many, by the prefixes its clauses name.

Two destinations with the same open clauses are one site; whatever is proved of it holds at all its places.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huji.policy.pack import Pack, Reach
from huji.policy.selection import Places

_MUNICIPALITIES = ("11", "12", "31", "50")
_NUMBERS: dict[str, tuple[range, ...]] = {  # GB/T 2260: districts, counties, county-level cities
    "city_proper": (range(2, 21), range(1, 2), range(21, 100), range(1)),
    "county_level_city": (range(81, 100),),
    "county_seat": (range(21, 81),),
}
_COUNTIES = (range(21, 81), range(2, 21), range(81, 100), range(2))


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of area below a prefix, with a division that stands for it."""

    prefix: str
    area: str
    division: str


@dataclass(frozen=True, slots=True)
class Site:
    """Places where the same clauses are open; `split` says that their areas hold other sites too."""

    places: tuple[Place, ...]
    split: bool

    @property
    def division(self) -> str:
        """The division that stands for the site."""
        return self.places[0].division

    @property
    def area(self) -> str:
        """The kind of area that stands for the site."""
        return self.places[0].area

    @property
    def areas(self) -> tuple[str, ...]:
        """The kinds of area of the site."""
        return tuple(dict.fromkeys(place.area for place in self.places))

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The divisions of the site, where they need telling."""
        return tuple(dict.fromkeys(place.prefix for place in self.places)) if self.split else ()

    @property
    def label(self) -> str:
        """A stable name: the areas, and the divisions where they need telling."""
        return "+".join(self.areas) + "".join(f"@{prefix}" for prefix in self.prefixes)


def sites(packs: Sequence[Pack], places: Places, on: dt.date) -> tuple[Site, ...]:
    """Return the sites of the first pack as all the packs together tell them apart."""
    pack = packs[0]
    prefixes = sorted({prefix for one in packs for prefix in _prefixes(one)})
    found: dict[tuple[object, ...], list[Place]] = {}
    for prefix in prefixes:
        if pack.nearness(prefix) < 0:
            continue
        below = tuple(other for other in prefixes if other != prefix and other.startswith(prefix))
        for area in pack.areas:
            if not all(one.covers(prefix, area) for one in packs):
                continue
            division = _division(prefix, below, area, places, on)
            if division is None:
                continue
            signature = tuple(_open(one, prefix, area) for one in packs)
            found.setdefault(signature, []).append(Place(prefix, area, division))
    held: dict[str, set[int]] = {}
    for index, group in enumerate(found.values()):
        for place in group:
            held.setdefault(place.area, set()).add(index)
    return tuple(
        Site(tuple(group), any(len(held[place.area]) > 1 for place in group)) for group in found.values()
    )


def _prefixes(pack: Pack) -> Iterator[str]:
    yield from pack.applies_to
    for reach in _reaches(pack):
        yield from reach.divisions
        yield from reach.except_divisions


def _reaches(pack: Pack) -> Iterator[Reach]:
    yield from (route.to for route in pack.routes)
    yield from (ban.to for ban in pack.prohibitions)


def _open(pack: Pack, prefix: str, area: str) -> tuple[bool, ...]:
    return tuple(reach.covers(prefix, area) for reach in _reaches(pack))


def _division(prefix: str, below: tuple[str, ...], area: str, places: Places, on: dt.date) -> str | None:
    """Return a division in a prefix and in none of those below it; None if there is no such area there.

    There are county seats where there are counties only, and likewise county-level cities.
    """
    if len(prefix) >= 6:
        return prefix if len(prefix) in (6, 9, 12) else prefix.ljust(9 if len(prefix) < 9 else 12, "0")
    kinds = _NUMBERS.get(area, _COUNTIES)
    best: tuple[int, str] | None = None
    counties = False
    for county in _counties(prefix, places, on):
        counties = True
        rank = next((index for index, kind in enumerate(kinds) if int(county[4:6]) in kind), None)
        if county.startswith(below) or rank is None:
            continue
        if best is None or rank < best[0]:
            best = (rank, county)
        if rank == 0:
            break
    if best is not None:
        return best[1]
    return None if counties or below or area in ("county_seat", "county_level_city") else prefix.ljust(6, "0")


def _counties(prefix: str, places: Places, on: dt.date) -> Iterator[str]:
    """Yield the counties below a prefix of fewer than six digits, ordinary provinces first."""
    provinces = [one.code for one in places.children("", on)] if len(prefix) < 2 else [prefix[:2]]
    for province in sorted(provinces, key=lambda code: (code in _MUNICIPALITIES, code)):
        for city in places.children(province, on):
            if not city.code[: len(prefix)].startswith(prefix[: len(city.code)]):
                continue
            for county in places.children(city.code, on):
                if county.code.startswith(prefix):
                    yield county.code
