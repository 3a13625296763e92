"""Drawing of facts by the array: chances, codes by group, and the columns they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Array = np.ndarray
Chance = float | Array


@dataclass(frozen=True, slots=True)
class Column:
    """The values of one fact: yes/no, numbers, or places in a list of codes; `absent` where it has none."""

    values: Array
    codes: tuple[str, ...] | None = None
    absent: Array | None = None


class Draw:
    """A stream of chance over a fixed number of people."""

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng, self.size = rng, size

    def over(self, size: int) -> "Draw":
        """Return the same stream over another number, such as the households."""
        return Draw(self.rng, size)

    def even(self) -> Array:
        """Return numbers from 0 up to 1, evenly."""
        return self.rng.random(self.size, dtype=np.float32)

    def chance(self, share: Chance) -> Array:
        """Return yes with a share, the same for all or each his own."""
        return self.even() < share

    def normal(self, spread: float = 1.0) -> Array:
        """Return normal deviates."""
        return self.rng.standard_normal(self.size, dtype=np.float32) * np.float32(spread)

    def years(self, mean: Chance, step: float = 0.25) -> Array:
        """Return lengths of time with an exponential spread, in steps that decimals hold exactly."""
        raw = self.rng.standard_exponential(self.size, dtype=np.float32) * mean
        return np.floor(raw / step).astype(np.float64) * step

    def spread(self) -> Array:
        """Return numbers from 0 up to 1 in random order, as evenly as their number allows."""
        return (self.rng.permutation(self.size) + self.even()) / np.float32(max(self.size, 1))

    def among(self, weights: Sequence[float] | Array, even: Array | None = None) -> Array:
        """Return places in a list of weights, by numbers from 0 up to 1 (drawn where none are given)."""
        bounds = np.cumsum(np.asarray(weights, dtype=np.float64))
        bounds /= bounds[-1]
        found = np.searchsorted(
            bounds[:-1].astype(np.float32), self.even() if even is None else even, side="right"
        )
        return found.astype(np.int16)

    def by_group(self, group: Array, table: Sequence[Sequence[float]]) -> Array:
        """Return places in the row of weights that each one's group names."""
        bounds = np.cumsum(np.asarray(table, dtype=np.float64), axis=1)
        bounds = (bounds / bounds[:, -1:]).astype(np.float32)
        even, found = self.even(), np.zeros(self.size, dtype=np.int8)
        for place in range(bounds.shape[1] - 1):
            found += even >= bounds[:, place][group]
        return found


def coded(found: Array, codes: Sequence[str], absent: Array | None = None) -> Column:
    """Return a column of codes from places in their list."""
    return Column(found.astype(np.int16), tuple(codes), absent)


def shares(group: Array, chances: Sequence[float]) -> Array:
    """Return the chance of each one's group."""
    return np.asarray(chances, dtype=np.float32)[group]


def flags(columns: Mapping[str, Array]) -> dict[str, Column]:
    """Return columns of yes and no."""
    return {name: Column(values) for name, values in columns.items()}
