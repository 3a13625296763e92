"""Histories as pages tell them: act by act, the latest first, with what each made so."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from huji.register.histories import Entry, ItemBelief, Seat, StandingBelief

Belief = ItemBelief | StandingBelief | Seat


@dataclass(frozen=True)
class Step:
    """One entry, and the beliefs it made."""

    entry: Entry
    standings: list[StandingBelief] = field(default_factory=list)
    items: list[ItemBelief] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)


def steps(beliefs: Iterable[Belief]) -> list[Step]:
    """Return the entries that made or superseded any of `beliefs`, the latest first, with what each made.

    Items that were entered with the person are told by the register itself, not once more by its first entry.
    """
    found: dict[int, Step] = {}
    given = list(beliefs)
    for belief in given:
        for entry in (belief.made, belief.superseded):
            if entry is not None:
                found.setdefault(entry.number, Step(entry))
    first = min((belief.made.number for belief in given if isinstance(belief, ItemBelief)), default=0)
    for belief in given:
        step = found[belief.made.number]
        if isinstance(belief, StandingBelief):
            step.standings.append(belief)
        elif isinstance(belief, Seat):
            step.seats.append(belief)
        elif belief.made.number != first:
            step.items.append(belief)
    return [found[number] for number in sorted(found, reverse=True)]


def offices_of(told: Iterable[Step]) -> set[int]:
    """Return the offices that acted or kept."""
    return {step.entry.office for step in told} | {s.office for step in told for s in step.seats}


def officers_of(told: Iterable[Step]) -> set[int]:
    """Return the officers who acted, as far as told."""
    return {step.entry.officer for step in told if step.entry.officer is not None}


def addresses_of(told: Iterable[Step]) -> set[int]:
    """Return the addresses of standings and seats."""
    of_standings = {s.standing.address for step in told for s in step.standings}
    return {a for a in of_standings | {s.address for step in told for s in step.seats} if a is not None}
