"""Which counts of a breakdown are withheld, so that no small one is told and none follows from the others.

A reader knows every total exactly, sees zeros, and can add and subtract: the eligible after a change are
those before it and those who came, less those who went; a row is the total less the other rows. A small
count is safe where no such reckoning gives it, and further counts are withheld until none does. Bounds are
not looked at: who sees that no other count can be below nothing may still narrow a small count down.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Space = npt.NDArray[np.float64]
_NEAR = 1e-7
_LAST_SHOWN = ("eligible_after", "undetermined_after", "eligible_before", "undetermined_before")
"""What is withheld first to hide something else of a row: it says least of a reform."""


def guarded(
    rows: Sequence[Mapping[str, Any]], least: int, made_of: Mapping[str, Mask] | None = None
) -> list[dict[str, Any]]:
    """Return the rows of a breakdown, None for each count from 1 to `least` - 1 and whatever would tell it.

    `made_of` tells each column which of the kinds of people (those there are at all) it counts; without it
    the columns have nothing to do with each other.
    """
    columns = [name for name in (rows[0] if rows else {}) if name != "key"]
    if not columns:
        return [dict(row) for row in rows]
    counts = np.array([[row[name] for name in columns] for row in rows], dtype=np.int64)
    forms = np.eye(len(columns), dtype=bool)
    if made_of is not None:
        kinds = len(next(iter(made_of.values())))
        forms = np.array([made_of.get(name, np.ones(kinds, dtype=bool)) for name in columns])
        forms = np.unique(forms, axis=1)  # kinds that no column tells apart are one
    hidden = _Table(counts, forms, [_rank(name) for name in columns], least).hidden()
    return [
        {
            "key": row["key"],
            **{name: None if hide else row[name] for name, hide in zip(columns, line, strict=True)},
        }
        for row, line in zip(rows, hidden.tolist(), strict=True)
    ]


def _rank(column: str) -> int:
    if column == "people":
        return len(_LAST_SHOWN) + 1
    return _LAST_SHOWN.index(column) if column in _LAST_SHOWN else len(_LAST_SHOWN)


class _Table:
    """The counts, what each column counts, and what is withheld so far."""

    def __init__(self, counts: npt.NDArray[np.int64], forms: Mask, ranks: list[int], least: int) -> None:
        self.counts, self.forms = counts, forms
        self.small = (counts > 0) & (counts < least)
        self.hide = self.small.copy()
        self.order = sorted(range(len(ranks)), key=lambda column: ranks[column])
        self.kept: dict[bytes, Space] = {}
        size = forms.shape[1]
        self.blind = np.zeros((len(counts), size, size))
        """Of each row, the projection on what it does not tell, as of `seen`."""
        self.seen, self.seen_nobody = ~self.hide, np.zeros(len(ranks), dtype=bool)
        inside = ~(forms[:, None, :] & ~forms[None, :, :]).any(axis=2)
        self.within = [
            (part, whole) for part, whole in zip(*np.nonzero(inside), strict=True) if part != whole
        ]

    def hidden(self) -> Mask:
        """Return what is withheld once nothing small can be reckoned."""
        for _ in range(self.counts.size + 1):
            before = self.hide.copy()
            for row in np.flatnonzero(self.small.any(axis=1)):
                for column in np.flatnonzero(self.small[row]):
                    self._hide(int(row), int(column))
            if (before == self.hide).all():
                break
        return self.hide

    def _hide(self, row: int, column: int) -> None:
        """Withhold more until a count follows neither from its row nor from its row and the totals."""
        if self._follows(column, self._known(row)):
            shown = [one for one in self.order if not self.hide[row, one]]
            for one in shown:
                if not self._follows(column, self._known(row, without=one)):
                    self.hide[row, one] = True
                    break
            else:
                for one in shown:
                    self.hide[row, one] = True
                    if not self._follows(column, self._known(row)):
                        break
        for wide in (False, True):
            for other in self._partners(row, column):
                if not self._follows(column, self._all(row)):
                    return
                self.hide[other] |= True if wide else self.hide[row]
            if wide and self._follows(column, self._all(row)):
                self.hide[row] = True

    def _partners(self, row: int, column: int) -> list[int]:
        """Return the other rows, first those that lose least by being withheld."""
        counts, hide = self.counts[:, column], self.hide
        others = [one for one in range(len(counts)) if one != row]
        return sorted(others, key=lambda one: (not hide[one].any(), counts[one] == 0, int(counts[one])))

    def _known(self, row: int, without: int | None = None) -> Space:
        """Return what a row tells of its kinds of people: an orthonormal basis of all it lets one reckon."""
        shown = ~self.hide[row]
        if without is not None:
            shown[without] = False
        counts = self.counts[row]
        absent = self.forms[(shown | self._nobody()) & (counts == 0)].any(axis=0)
        for part, whole in self.within:
            if shown[part] and shown[whole] and counts[part] == counts[whole]:
                absent |= self.forms[whole] & ~self.forms[part]
        key = shown.tobytes() + absent.tobytes()
        if key not in self.kept:
            told = np.vstack([self.forms[shown].astype(float), np.eye(self.forms.shape[1])[absent]])
            _, sizes, basis = np.linalg.svd(told, full_matrices=False)
            self.kept[key] = basis[sizes > _NEAR]
        return self.kept[key]

    def _all(self, row: int) -> Space:
        """Return what a row, all others and the totals tell of the row.

        A total less the other rows is known where every other row tells its own part of it.
        """
        nobody = self._nobody()
        everywhere = (nobody != self.seen_nobody).any()
        for other in np.flatnonzero(everywhere | (self.hide != self.seen).any(axis=1)):
            known = self._known(int(other))
            self.blind[other] = np.eye(self.forms.shape[1]) - known.T @ known
        self.seen, self.seen_nobody = self.hide.copy(), nobody
        values, vectors = np.linalg.eigh(self.blind.sum(axis=0) - self.blind[row])
        return np.vstack([self._known(row), vectors.T[values < _NEAR]])

    def _nobody(self) -> Mask:
        """Return the columns in which all that is withheld is nobody, as their totals tell."""
        left: Mask = np.where(self.hide, self.counts, 0).sum(axis=0) == 0
        return left

    def _follows(self, column: int, known: Space) -> bool:
        if not len(known):
            return False
        form = self.forms[column].astype(float)
        found = np.linalg.lstsq(known.T, form, rcond=None)[0]
        return bool(np.abs(known.T @ found - form).max() < 1e-6)
