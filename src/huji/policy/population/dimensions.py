"""The dimensions people are grouped by: where, how old, which sex, how registered; one number a group."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from huji.policy.faults import Fault, Faulty
from huji.policy.pack import Pack
from huji.policy.population.columns import AREA, BANDS, DIVISION, band_names, column_of
from huji.policy.population.plan import Destination
from huji.policy.population.table import Population, unreadable
from huji.policy.words import Text

SEX = "sex"
KEY = "key"
UNKNOWN = "unknown"
BANDS_OF_AGE = (*band_names(), UNKNOWN)
CLASSES = ("urban", "rural", UNKNOWN, "unregistered")
INSIDE = ("inside", "outside", UNKNOWN)
_AGE, _CLASS, _HUKOU = (column_of(name) for name in ("person.age", "hukou.area", "hukou.division"))
_REGISTERED = column_of("hukou.registered")
_DIMENSIONS = {"inside": 8, "hukou": 8, "age": 8, "area": 8, "sex": 16, "division": 16}
"""The dimensions of a group, and how many bits each takes of its key."""
_MOST_WORDS = 2**16 - 1


def apart(keys: npt.NDArray[np.uint64]) -> dict[str, npt.NDArray[np.int64]]:
    """Return the dimensions that keys were made of."""
    found, shift = {}, 0
    for name, bits in _DIMENSIONS.items():
        found[name] = (keys >> np.uint64(shift) & np.uint64(2**bits - 1)).astype(np.int64)
        shift += bits
    return found


class Dimensions:
    """The dimensions of the cells: where, how old, which sex, how registered."""

    def __init__(self, population: Population, to: Destination, pack: Pack) -> None:
        self._population, self._vocabulary = population, population.vocabulary
        # A place that is the same for all tells nothing: people are told apart by where they are registered.
        self._division = DIVISION if to.division is None else self._first(DIVISION, _HUKOU)
        self._area = AREA if to.area is None else _CLASS
        self.scope = _scope(population, pack)
        self._seen: dict[str, list[str]] = {"division": [UNKNOWN], "sex": [UNKNOWN], "from": [UNKNOWN]}
        columns = (self._division, self._area, _AGE, SEX, _CLASS, _HUKOU, _REGISTERED)
        self.columns = tuple(dict.fromkeys(columns))

    def _first(self, *columns: str) -> str:
        return next((name for name in columns if name in self._population), columns[-1])

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the names in each dimension."""
        areas = (*self._vocabulary.areas, "urban", "rural", UNKNOWN)
        return {
            "division": tuple(self._seen["division"]),
            "area": areas if self._area == AREA else CLASSES,
            "age": BANDS_OF_AGE,
            "sex": tuple(self._seen["sex"]),
            "hukou": CLASSES,
            "inside": INSIDE,
        }

    def keys(self, frame: pl.DataFrame) -> pl.Series:
        """Return the place of each person in every dimension, as one number."""
        registered = self._class(frame)
        area = self._listed(frame, AREA, tuple(self._vocabulary.areas)) if self._area == AREA else registered
        places = {
            "division": self._grown("division", frame, self._division),
            "area": area,
            "age": self._band(frame),
            "sex": self._grown("sex", frame, SEX),
            "hukou": registered,
            "inside": self._inside(frame),
        }
        keys, shift = np.zeros(frame.height, dtype=np.uint64), 0
        for name, bits in _DIMENSIONS.items():
            keys |= places[name].to_numpy().astype(np.uint64) << np.uint64(shift)
            shift += bits
        return pl.Series(KEY, keys)

    def _class(self, frame: pl.DataFrame) -> pl.Series:
        found = self._listed(frame, _CLASS, CLASSES[:2])
        if _REGISTERED in frame.columns:
            without = frame[_REGISTERED].eq(False).fill_null(False)
            found = found.zip_with(~without, pl.Series([3], dtype=pl.UInt16).new_from_index(0, frame.height))
        return found

    def _inside(self, frame: pl.DataFrame) -> pl.Series:
        places = self._grown("from", frame, _HUKOU)
        sides = [2] + [int(not code.startswith(self.scope)) for code in self._seen["from"][1:]]
        return pl.Series(sides, dtype=pl.UInt16).gather(places)

    def _listed(self, frame: pl.DataFrame, column: str, codes: tuple[str, ...]) -> pl.Series:
        """Return the place of each code in a closed list; what is not known comes after the last."""
        unknown = len(self._vocabulary.areas) + 2 if column == AREA else len(codes)
        if column not in frame.columns:
            return pl.Series([unknown], dtype=pl.UInt16).new_from_index(0, frame.height)
        return _places(frame[column], codes).fill_null(unknown)

    def _grown(self, dimension: str, frame: pl.DataFrame, column: str) -> pl.Series:
        """Return the place of each word in a list that grows as words are met; the first is the unknown."""
        seen = self._seen[dimension]
        if column not in frame.columns:
            return pl.Series([0], dtype=pl.UInt16).new_from_index(0, frame.height)
        values = frame[column].cast(pl.String)
        seen.extend(sorted(set(values.drop_nulls().unique()) - set(seen)))
        if len(seen) > _MOST_WORDS:
            text = Text(f"列“{column}”的不同值太多", f'column "{column}" has too many different values')
            raise Faulty([Fault(str(self._population.path), 0, "too-many-values", text)])
        return _places(values, seen).fill_null(0)

    def _band(self, frame: pl.DataFrame) -> pl.Series:
        unknown = len(BANDS_OF_AGE) - 1
        if _AGE not in frame.columns:
            return pl.Series([unknown], dtype=pl.UInt16).new_from_index(0, frame.height)
        age = frame[_AGE]
        band = np.searchsorted(BANDS, age.fill_null(0).to_numpy(), side="right").astype(np.uint16)
        band[age.is_null().to_numpy()] = unknown
        return pl.Series(band)


def _scope(population: Population, pack: Pack) -> tuple[str, ...]:
    """Return the city most of the people are registered in, else the places of the policy."""
    if _HUKOU in population and population.rows:
        try:
            cities = (
                pl.scan_parquet(population.path, glob=False)
                .select(population.words(_HUKOU).str.slice(0, 4).alias("city"))
                .drop_nulls()
                .group_by("city")
                .len()
                .sort("len", "city", descending=True)
                .collect()
            )
        except (OSError, pl.exceptions.PolarsError) as error:
            raise unreadable(population.path, error) from None
        if cities.height and 2 * int(cities["len"][0]) > int(cities["len"].sum()):
            return (str(cities["city"][0]),)
    return pack.applies_to


def _places(values: pl.Series, codes: Sequence[str]) -> pl.Series:
    return values.cast(pl.Enum(codes)).to_physical().cast(pl.UInt16)
