"""Where the people of a synthetic old register live: the n-th dwelling of a village, and how its address
is written."""

import re
from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from huji.demo.population.drawing import Array
from huji.demo.quarters import COMPOUNDS, ROADS
from huji.places.addresses import Parts, village_name
from huji.standards import divisions

_BLOCK = 432  # dwellings to a compound: 12 buildings of 3 units of 6 floors of 2
_GROUPS = 6


def villages(city: str, on: date) -> list[str]:
    """Return the communities and villages of a city on a day, by code."""
    found = [city]
    for _ in range(3):
        found = [below.code for one in found for below in divisions.children(one, on)]
    return found


def urban(village: str, on: date) -> bool:
    """Return whether a village has streets and flats."""
    return divisions.urban_rural(village, on) != "rural"


def estate(village: str, on: date) -> str:
    """Return what the compounds of a community are called after: within a county no two are written alike."""
    division = divisions.lookup(village, on)
    name = village_name(division.name) if division else ""
    # After a house number, 楼区 would read as a building's.
    return re.sub(r"(社区)?(居民委员会|社区)?$", "", name).removeprefix("楼")


def parts(village: str, number: int, flats: bool, named: str) -> Parts:
    """Return the address of the n-th dwelling (from 0) of a village; `named` is its `estate`."""
    if not flats:
        return Parts(village, group=str(number % _GROUPS + 1), number=str(number // _GROUPS + 1))
    block, within = divmod(number, _BLOCK)
    building, within = divmod(within, 36)
    unit, room = divmod(within, 12)
    return Parts(
        village,
        road=f"{ROADS[block % 14]}路",
        number=str(block * 10 + 1),
        compound=f"{named}{COMPOUNDS[block % 14]}小区",
        building=str(building + 1),
        unit=str(unit + 1),
        room=f"{room // 2 + 1}0{room % 2 + 1}",
    )


def prefixes(codes: list[str], on: date) -> list[str]:
    """Return what stands before the local parts of addresses in each village."""
    return [f"{divisions.full_name(code[:6], on)}{_below(code, on)}" for code in codes]


def _below(code: str, on: date) -> str:
    above = [one for one in divisions.ancestry(code, on) if one.level in ("town", "village")]
    return "".join(one.name for one in above)


def local(number: Array, flats: Array, named: pl.Series) -> pl.Series:
    """Return the local parts of the addresses of dwellings, as `Parts.local` writes them."""
    n = pl.Series(number)
    block, within = n // _BLOCK, n % _BLOCK
    frame = pl.DataFrame(
        {"n": n, "flats": pl.Series(flats), "block": block, "within": within, "named": named}
    )
    flat = pl.concat_str(
        _named(pl.col("block") % 14, [f"{one}路" for one in ROADS]),
        pl.col("block") * 10 + 1, pl.lit("号"),
        pl.col("named"), _named(pl.col("block") % 14, [f"{one}小区" for one in COMPOUNDS]),
        pl.col("within") // 36 + 1, pl.lit("幢"),
        pl.col("within") % 36 // 12 + 1, pl.lit("单元"),
        pl.col("within") % 12 // 2 + 1, pl.lit("0"), pl.col("within") % 2 + 1, pl.lit("室"),
    )  # fmt: skip
    farm = pl.concat_str(
        pl.col("n") % _GROUPS + 1, pl.lit("组"), pl.col("n") // _GROUPS + 1, pl.lit("号")
    )  # fmt: skip
    return frame.select(pl.when(pl.col("flats")).then(flat).otherwise(farm)).to_series()


def _named(place: pl.Expr, words: list[str]) -> pl.Expr:
    return place.replace_strict(list(range(len(words))), words, return_dtype=pl.String)


class Supply:
    """Hands out dwellings, the next free one of each household's village."""

    def __init__(self, codes: list[str]) -> None:
        self.codes = codes
        self.taken = np.zeros(len(codes), np.int64)

    def take(self, village: Array) -> Array:
        """Return the number of the dwelling of each household, by the place of its village in the list."""
        order = np.argsort(village, kind="stable")
        sizes = np.bincount(village, minlength=len(self.codes))
        starts = np.cumsum(sizes) - sizes
        number = np.empty(len(village), np.int64)
        number[order] = np.arange(len(village)) - starts[village[order]] + self.taken[village[order]]
        self.taken += sizes
        return number

    def counts(self) -> Iterator[tuple[str, int]]:
        """Yield each village with how many of its dwellings were taken."""
        return ((code, int(taken)) for code, taken in zip(self.codes, self.taken, strict=True) if taken)
