"""Who is selected in a round: a pure function of the entries and of what the document says of selection.

    ranking = rank(entries, scheme.selection, quota=4500)
    ranking.placed[0].entry.id, ranking.placed[0].place, ranking.placed[0].admitted

Equal entries (by every key) share a place, and nothing but a draw ever parts them: the order in which entries
come in, and their ids, decide nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import partial
from itertools import groupby, pairwise
from typing import Any

from huji.policy.points.scheme import By, Key, Kind, Selection, Ties
from huji.policy.words import Text

Number = Fraction | int | float


@dataclass(frozen=True, slots=True)
class Entry:
    """One applicant of a round: totals and facts by name, the moment of application, a lot where drawn.

    Moments of application are compared with each other and may be of any one ordered type.
    """

    id: str
    totals: Mapping[str, Number]
    facts: Mapping[str, Number] = field(default_factory=dict)
    applied: Any = None
    lot: int | None = None


class Standing(StrEnum):
    """Why an entry is admitted or not."""

    REACHED = "reached"  # the line is reached, and it alone decides
    BELOW_LINE = "below_line"
    WITHIN_QUOTA = "within_quota"
    BEYOND_QUOTA = "beyond_quota"
    TIED_IN = "tied_in"  # equal at the last place, and all equals come in
    TIED_OUT = "tied_out"  # equal at the last place, and no equal comes in
    DRAWN_IN = "drawn_in"
    DRAWN_OUT = "drawn_out"
    OPEN = "open"  # the line, the quota or the rule for equals is not known


_ADMITTED: Mapping[Standing, bool | None] = {
    Standing.REACHED: True,
    Standing.BELOW_LINE: False,
    Standing.WITHIN_QUOTA: True,
    Standing.BEYOND_QUOTA: False,
    Standing.TIED_IN: True,
    Standing.TIED_OUT: False,
    Standing.DRAWN_IN: True,
    Standing.DRAWN_OUT: False,
    Standing.OPEN: None,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with its place (None below the line), shared by equals, and how it stands."""

    entry: Entry
    place: int | None
    standing: Standing

    @property
    def admitted(self) -> bool | None:
        """Whether the entry is selected; None while something needed for that is not known."""
        return _ADMITTED[self.standing]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The entries of a round in order of place, equals by id, those below the line last."""

    placed: tuple[Placed, ...]

    @property
    def admitted(self) -> tuple[Entry, ...]:
        """The entries selected, in order."""
        return tuple(one.entry for one in self.placed if one.admitted)

    @property
    def settled(self) -> bool:
        """Whether it is known of everybody."""
        return all(one.admitted is not None for one in self.placed)


class Unranked(ValueError):  # noqa: N818  (it names what is not ranked)
    """Entries that cannot be ranked; `text` says why."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)
        super().__init__(str(self.text))


def rank(
    entries: Iterable[Entry],
    selection: Selection,
    *,
    quota: int | None = None,
    at_least: Number | None = None,
    seed: str | None = None,
) -> Ranking:
    """Return the ranking of a round; raise Unranked where an entry lacks what a key compares.

    `quota` and `at_least` are what was announced for the round and come before the document's own numbers.
    Where equals are drawn, their lots are drawn already (`Entry.lot`, the least first), or follow from the
    `seed` and the ids alone, so that anybody can draw again.
    """
    found = sorted(entries, key=lambda entry: entry.id)
    _refuse_twins(found)
    line = _exact(at_least) if at_least is not None else selection.at_least
    quota = quota if quota is not None else selection.quota
    reaches = [line is None or _total(entry, selection) >= line for entry in found]
    above = [entry for entry, reached in zip(found, reaches, strict=True) if reached]
    below = [entry for entry, reached in zip(found, reaches, strict=True) if not reached]
    groups = _groups(above, selection)
    standing = tuple(_Round(selection, quota, line, seed).placed(groups))
    return Ranking((*standing, *(Placed(entry, None, Standing.BELOW_LINE) for entry in below)))


@dataclass(frozen=True, slots=True)
class _Round:
    """What decides in a round: the document's selection, and what was announced for it."""

    selection: Selection
    quota: int | None
    line: Fraction | None
    seed: str | None

    def placed(self, groups: list[list[Entry]]) -> Iterator[Placed]:
        """Yield the entries of groups of equals, in order of rank."""
        before = 0
        for group in groups:
            for entry, standing in zip(group, self._standings(group, before), strict=True):
                yield Placed(entry, before + 1, standing)
            before += len(group)

    def _standings(self, group: list[Entry], before: int) -> list[Standing]:
        """Return the standings of equals, `before` whom so many others stand."""
        ties = self.selection.ties
        if self.selection.kind is not Kind.QUOTA:
            return [Standing.OPEN if self.line is None else Standing.REACHED] * len(group)
        if self.quota is None:
            return [Standing.OPEN] * len(group)
        left = self.quota - before
        if left <= 0:
            return [Standing.BEYOND_QUOTA] * len(group)
        if len(group) <= left:
            return [Standing.WITHIN_QUOTA] * len(group)
        if ties is Ties.DRAWN:
            drawn = {entry.id for entry in sorted(group, key=_lots(group, self.seed))[:left]}
            return [Standing.DRAWN_IN if entry.id in drawn else Standing.DRAWN_OUT for entry in group]
        alike = {Ties.ALL_IN: Standing.TIED_IN, Ties.NONE_IN: Standing.TIED_OUT}
        return [alike[ties] if ties else Standing.OPEN] * len(group)


def _groups(entries: list[Entry], selection: Selection) -> list[list[Entry]]:
    """Return entries in order of rank, equals together."""
    for key in reversed(selection.rank):  # sorting is stable, so that equals keep the order of their ids
        entries = sorted(entries, key=partial(_value, key=key), reverse=key.descending)
    keyed = groupby(entries, key=lambda entry: [_value(entry, key) for key in selection.rank])
    return [list(group) for _, group in keyed]


def _lots(group: list[Entry], seed: str | None) -> Any:
    if all(entry.lot is not None for entry in group):
        if len({entry.lot for entry in group}) < len(group):
            raise Unranked("两人抽到同一签号", "two entries have drawn the same lot")
        return lambda entry: entry.lot
    if seed is None:
        raise Unranked(
            "同分者须抽签，尚无签号或随机种子", "equals are drawn, and there are neither lots nor a seed"
        )
    return lambda entry: hashlib.sha256(f"{seed}\n{entry.id}".encode()).digest()


def _value(entry: Entry, key: Key) -> Any:
    if key.by is By.APPLIED:
        value = entry.applied
    elif key.by is By.TOTAL:
        value = entry.totals.get(key.name)
    else:
        value = entry.facts.get(key.name)
    if value is None:
        what = key.name or key.by.value
        raise Unranked(
            f"“{entry.id}”缺少排名所需的“{what}”", f'"{entry.id}" lacks "{what}", which the rank compares'
        )
    return value if key.by is By.APPLIED else _exact(value)


def _total(entry: Entry, selection: Selection) -> Fraction:
    value = entry.totals.get(selection.total)
    if value is None:
        raise Unranked(f"“{entry.id}”没有总积分", f'"{entry.id}" has no total of points')
    return _exact(value)


def _exact(value: Number) -> Fraction:
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def _refuse_twins(entries: list[Entry]) -> None:
    for one, other in pairwise(entries):
        if one.id == other.id:
            raise Unranked(f"“{one.id}”出现两次", f'"{one.id}" stands twice in the round')
