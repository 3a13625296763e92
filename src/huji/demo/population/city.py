"""The figures of a city, and what follows from them: ages, cells of registration, rates of moving."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from huji.standards import divisions

CENSUS = dt.date(2020, 11, 1)
"""The day whose divisions a population lives in."""
OLDEST = 100
_URBAN = ("city_proper", "county_level_city", "county_seat", "town")

COMMUNITY = 4
"""Villages to a community, where a county's people are not stated; an assumption."""
# Shares of moving that no source tells; the rest is solved from the city's figures.
URBAN_TO_RURAL = 0.01
RURAL_TO_RURAL = 0.02
INFLOW_URBAN = 0.85
STAYS_BEHIND = (0.4, 0.5)
"""Shares of the children and of the aged who stay where the family is registered when it leaves."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Places of registration: county and kind of area of each, whether urban, its share of the registered."""

    counties: tuple[str, ...]
    areas: tuple[str, ...]
    urban: np.ndarray
    share: np.ndarray


@dataclass(frozen=True, slots=True)
class Moves:
    """Shares of families that live elsewhere: outside the city, or inside it by the class they come from."""

    away: float
    rural_to_urban: float
    urban_to_urban: float


@dataclass(frozen=True, eq=False)
class City:
    """A city of four digits with the figures of its entry in `cities.yaml`."""

    code: str
    figures: Mapping[str, Any]

    @property
    def male(self) -> float:
        """Share of men."""
        return float(self.figures["male"])

    @cached_property
    def ages(self) -> np.ndarray:
        """Share of each completed year of age, 0 to 100."""
        young, working, sixties, aged = self.figures["ages"]
        density = np.zeros(OLDEST + 1)
        density[:15] = young / 15
        weight = np.where(np.arange(15, 60) < 35, self.figures["youth"], 1.0)
        density[15:60] = working * weight / weight.sum()
        density[60:65] = sixties / 5
        tail = np.exp(-(((np.arange(65, OLDEST + 1) - 65) / 14.0) ** 1.4))
        density[65:] = aged * tail / tail.sum()
        return density

    @cached_property
    def cells(self) -> Cells:
        """The places people are registered in, so that counties and the urban share are as stated.

        Within a county the people spread over its communities and villages; how many times a community is as
        populous as a village follows from the urban share of the city.
        """
        units = _units(self.code)
        counties = self._county_shares(units)
        keys = sorted(units)
        urban = np.array([area in _URBAN for _, area in keys])
        number = np.array([float(units[key]) for key in keys])
        county = np.array([list(counties).index(code) for code, _ in keys])
        shares = np.array(list(counties.values()))

        def spread(times: float) -> np.ndarray:
            weight = np.where(urban, number * times, number)
            return np.asarray(shares[county] * weight / np.bincount(county, weight)[county])

        wanted = float(self.figures["urban"]["registered"])
        times = _solve(lambda value: float(spread(value)[urban].sum()) - wanted, 0.01, 100.0)
        return Cells(tuple(code for code, _ in keys), tuple(area for _, area in keys), urban, spread(times))

    @cached_property
    def moves(self) -> Moves:
        """The rates of moving that make residents and their urban share what is stated."""
        living, inflow = float(self.figures["living"]), float(self.figures["inflow"])
        urban = self.figures["urban"]["registered"]
        away = 1 + inflow - living
        staying = 1 - away
        settled = urban * (1 - URBAN_TO_RURAL)
        wanted = self.figures["urban"]["living"] * living - inflow * INFLOW_URBAN
        to_urban = (wanted / staying - settled) / (1 - urban)
        if not (0 <= away < 1 and 0 <= to_urban < 1):
            raise ValueError(f"the figures of {self.code} contradict each other")
        return Moves(away, to_urban, _nation()["elsewhere_in_districts"])

    @cached_property
    def leaving(self) -> float:
        """The share of families that leave the city, of which some leave children and the aged behind."""
        behind = self.ages[:15].sum() * STAYS_BEHIND[0] + self.ages[65:].sum() * STAYS_BEHIND[1]
        return float(self.moves.away / (1 - behind))

    @cached_property
    def city_proper(self) -> float:
        """Residents of the city proper, to one registered in the city; an estimate from its cells."""
        share = sum(s for a, s in zip(self.cells.areas, self.cells.share, strict=True) if a == "city_proper")
        return float(share) * self.figures["urban"]["living"] / self.figures["urban"]["registered"]

    def _county_shares(self, units: Mapping[tuple[str, str], int]) -> dict[str, float]:
        stated: dict[str, int | None] = self.figures["counties"]
        count = Counter[str]()
        for (county, area), number in units.items():
            count[county] += number * (COMMUNITY if area in _URBAN else 1)
        whole = float(self.figures["registered"])
        known = {code: number for code, number in stated.items() if number is not None}
        if len(known) == len(stated):
            whole = float(sum(known.values()))
        rest = sum(count[code] for code in stated if code not in known)
        left = whole - sum(known.values())
        return {
            code: known[code] / whole if code in known else left / whole * count[code] / rest
            for code in stated
        }


@cache
def _read() -> dict[str, Any]:
    text = files(__package__).joinpath("cities.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _nation() -> dict[str, Any]:
    found: dict[str, Any] = _read()["nation"]
    return found


CITIES: tuple[str, ...] = tuple(_read()["cities"])
"""The cities whose figures are known."""


@cache
def city(code: str) -> City:
    """Return the city of a four-digit code; raise KeyError where its figures are not known."""
    return City(code, _read()["cities"][code])


def _units(code: str) -> Mapping[tuple[str, str], int]:
    """Return the number of communities and villages by county and kind of area."""
    found = Counter[tuple[str, str]]()
    for county in divisions.children(code, CENSUS):
        for town in divisions.children(county.code, CENSUS):
            for unit in divisions.children(town.code, CENSUS):
                if area := divisions.area_of(unit.code, CENSUS):
                    found[county.code, area] += 1
    return found


def _solve(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function is nought, by halving on a logarithmic scale."""
    for _ in range(80):
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return float(np.sqrt(low * high))
