"""Who is admitted: the ranking of each part's quota, then a second round of what was left over. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from huji.policy.points import Entry, Placed, Selection, Ties, rank

NOBODYS = ""
"""The part of a place where the quota is one for the whole."""


@dataclass(frozen=True, slots=True)
class Place:
    """What became of one entry: the rank within its part (None below the line), whether it is admitted."""

    rank: int | None
    admitted: bool
    second: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """All places by entry, and the last one admitted of each part, where the quota was cut."""

    places: Mapping[str, Place]
    last: Mapping[str, str | None]


class Tied(Exception):  # noqa: N818 - a question to be answered, not an error
    """Equals stand at the last place and no rule says what becomes of them."""


def settle(
    entries: Mapping[str, Sequence[Entry]],
    selection: Selection,
    *,
    quotas: Mapping[str, int] | None,
    at_least: Fraction | None,
    ties: str | None,
    seed: str,
    second_share: Fraction | None = None,
) -> Result:
    """Settle entries by part of the place, each with its quota; without quotas the line alone decides.

    `ties` stands for a document that is silent; None raises `Tied` where it matters. Lots follow from `seed`
    (the digest of the published list), so that anybody can draw them again. The second round ranks all who
    are left over the whole place, each part within `second_share` of its own quota.
    """
    rule = replace(selection, ties=Ties(ties) if ties else None)
    places: dict[str, Place] = {}
    last: dict[str, str | None] = {}
    for part, some in entries.items():
        quota = quotas[part] if quotas is not None else None
        ranking = rank(some, rule, quota=quota, at_least=at_least, seed=seed)
        if not ranking.settled:
            raise Tied
        places |= {one.entry.id: Place(one.place, bool(one.admitted)) for one in ranking.placed}
        last[part] = ranking.admitted[-1].id if ranking.admitted else None
    if quotas is not None and second_share:
        left = sum(quotas.values()) - sum(place.admitted for place in places.values())
        room = {part: int(quota * second_share) for part, quota in quotas.items()}
        part_of = {one.id: part for part, some in entries.items() for one in some}
        waiting = [one for some in entries.values() for one in some if not places[one.id].admitted]
        ranked = rank(waiting, rule, quota=0, at_least=at_least, seed=seed).placed
        for one in _second(ranked, part_of, room, left, rule, seed):
            places[one] = replace(places[one], admitted=True, second=True)
    return Result(places, last)


def _second(
    ranked: Sequence[Placed],
    part_of: Mapping[str, str],
    room: dict[str, int],
    left: int,
    rule: Selection,
    seed: str,
) -> list[str]:
    """Return who is admitted in the second round, best first; equals who do not all fit go by the rule."""
    admitted: list[str] = []
    for place, group in groupby(ranked, key=lambda one: one.place):
        equals = [one.entry for one in group if room[part_of[one.entry.id]] > 0]
        if left <= 0 or place is None:
            break
        fits = len(equals) <= left and all(
            sum(part_of[one.id] == part for one in equals) <= free for part, free in room.items()
        )
        if not fits and rule.ties is None:
            raise Tied
        if not fits and rule.ties is Ties.NONE_IN:
            continue
        for one in _drawn(equals, rule, seed) if not fits and rule.ties is Ties.DRAWN else equals:
            part = part_of[one.id]
            if rule.ties is Ties.DRAWN and not fits and (left <= 0 or room[part] <= 0):
                continue
            admitted.append(one.id)
            left -= 1
            room[part] -= 1
    return admitted


def _drawn(equals: Sequence[Entry], rule: Selection, seed: str) -> list[Entry]:
    """Return equals in the order of their lots: each place drawn in turn among those still without one."""
    order: list[Entry] = []
    waiting = list(equals)
    while waiting:
        first = rank(waiting, rule, quota=1, seed=seed).admitted[0] if len(waiting) > 1 else waiting[0]
        order.append(first)
        waiting.remove(first)
    return order
