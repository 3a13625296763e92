"""Small counts withheld from a table of people in groups, so that nobody in a small group is told apart.

Counts from 1 to `LEAST` - 1 are withheld, and with them so many others that none of them follows from the
rest, the totals of the columns being known.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from huji.policy.population.simulate import LEAST

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def withheld(counts: Counts, least: int = LEAST) -> Mask:
    """Return which counts of a table are not to be told.

    A row is a group: first its people, then the numbers that these add up from; the total of each
    column is told elsewhere. A group of fewer than `least` people is withheld whole. What goes of a row
    or of a column is never one number, and adds up to `least` or more where there are people enough.
    """
    mask: Mask = (counts > 0) & (counts < least)
    groups = _small_groups(counts[:, 0], least)
    mask[groups] = True
    if len(counts) < 2:
        return mask  # the totals are this one group
    while True:
        before = int(mask.sum())
        for row in np.flatnonzero(mask.any(axis=1)):
            _cover_row(counts[row], mask[row], least)
        for column in range(counts.shape[1]):
            _cover(counts[:, column], mask[:, column], least)
        if int(mask.sum()) > before:
            continue
        bridge = _bridge(mask)
        if bridge is None:
            return mask
        _into_circle(counts, mask, *bridge)
        if int(mask.sum()) == before:
            return mask


def _small_groups(people: Counts, least: int) -> npt.NDArray[Any]:
    """Return the groups that are too small, with the next smallest where these alone would be told."""
    small = people < least
    if small.any() and not small.all():
        _cover(people, small, least)
    return np.flatnonzero(small)


def _cover_row(counts: Counts, mask: Mask, least: int) -> None:
    if mask[0]:  # the people are withheld: what they add up from must not tell them
        while mask.sum() < 2:
            _one_more(counts, mask)
        return
    _cover(counts[1:], mask[1:], least)
    if mask.sum() == 1:
        mask[0] = True


def _cover(counts: Counts, mask: Mask, least: int) -> None:
    """Withhold more of some numbers whose sum is known, until those withheld do not tell one another."""
    while mask.any() and (mask.sum() < 2 or counts[mask].sum() < least) and not mask.all():
        if mask.sum() >= 2 and not counts[~mask].any():
            return  # nobody else is there to hide them among
        _one_more(counts, mask)


def _one_more(counts: Counts, mask: Mask) -> None:
    """Withhold the smallest count that is told; one of nobody only where there is no other."""
    told = np.flatnonzero(~mask)
    mask[told[np.argmin(_costs(counts[told]))]] = True


def _costs(counts: Counts) -> Counts:
    return np.where(counts > 0, counts, np.iinfo(np.int64).max // 4)


def _into_circle(counts: Counts, mask: Mask, row: int, column: int) -> None:
    """Withhold the cheapest rectangle of counts around one, so that it does not follow from the others."""
    costs = np.where(mask, 0.0, _costs(counts).astype(np.float64))
    around = costs + costs[row][None, :] + costs[:, column][:, None]
    around[row, :] = np.inf
    around[:, column] = np.inf
    other, beside = np.unravel_index(int(np.argmin(around)), around.shape)
    for place in ((row, beside), (other, column), (other, beside)):
        mask[place] = True


def _bridge(mask: Mask) -> tuple[int, int] | None:
    """Return a withheld number that follows from the others, or None.

    Each number stands in one row and in one column, each of which adds up: it follows from the others exactly
    where, as a line between its row and its column, it lies on no circle of withheld numbers.
    """
    rows = len(mask)
    beside: list[list[int]] = [list(rows + np.flatnonzero(line)) for line in mask]
    beside += [list(np.flatnonzero(column)) for column in mask.T]
    met = [0] * len(beside)
    low = [0] * len(beside)
    clock = 0
    for start in range(len(beside)):
        if met[start] or not beside[start]:
            continue
        clock += 1
        met[start] = low[start] = clock
        path = [(start, -1, iter(beside[start]))]
        while path:
            node, parent, rest = path[-1]
            step = next(rest, None)
            if step is None:
                path.pop()
                if parent >= 0:
                    low[parent] = min(low[parent], low[node])
                    if low[node] > met[parent]:
                        return (min(node, parent), max(node, parent) - rows)
            elif not met[step]:
                clock += 1
                met[step] = low[step] = clock
                path.append((step, node, iter(beside[step])))
            elif step != parent:
                low[node] = min(low[node], met[step])
    return None
