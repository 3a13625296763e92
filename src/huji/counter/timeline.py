"""Histories as pages tell them: act by act, the latest first, with what each made so."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from huji.register.histories import Entry, ItemBelief, Seat, StandingBelief

Belief = ItemBelief | StandingBelief | Seat


@dataclass(frozen=True)
class Line:
    """What an act made so, and until when it was so by what is believed today.

    `corrected`: it is not believed any more to have been so at all.
    """

    belief: Belief
    until: date | None
    corrected: bool


@dataclass(frozen=True)
class Step:
    """One entry, and what it made so."""

    entry: Entry
    standings: list[Line] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)
    seats: list[Line] = field(default_factory=list)


def steps(beliefs: Iterable[Belief]) -> list[Step]:
    """Return the entries that made or superseded any of `beliefs`, the latest first, with what each made so.

    A belief that was merely given an end, or another one, is told once, where it began. Items that came with
    the person are told by the register itself, not once more by its first entry.
    """
    found: dict[int, Step] = {}
    kept: dict[object, list[Belief]] = {}
    given = sorted(beliefs, key=lambda belief: belief.made.number)
    for belief in given:
        for entry in (belief.made, belief.superseded):
            if entry is not None:
                found.setdefault(entry.number, Step(entry))
        kept.setdefault(_said(belief), []).append(belief)
    first = min((belief.made.number for belief in given if isinstance(belief, ItemBelief)), default=0)
    for said in kept.values():
        began, last = said[0], said[-1]
        line = Line(began, _until(last), last.superseded is not None)
        step = found[began.made.number]
        if isinstance(began, StandingBelief):
            step.standings.append(line)
        elif isinstance(began, Seat):
            step.seats.append(line)
        elif began.made.number != first or line.corrected:
            step.items.append(line)
    return [found[number] for number in sorted(found, reverse=True)]


def offices_of(told: Iterable[Step]) -> set[int]:
    """Return the offices that acted."""
    return {step.entry.office for step in told}


def officers_of(told: Iterable[Step]) -> set[int]:
    """Return the officers who acted, as far as told."""
    return {step.entry.officer for step in told if step.entry.officer is not None}


def addresses_of(beliefs: Iterable[Belief]) -> set[int]:
    """Return the addresses of standings and seats."""
    found = {
        belief.standing.address if isinstance(belief, StandingBelief) else belief.address
        for belief in beliefs
        if not isinstance(belief, ItemBelief)
    }
    return {address for address in found if address is not None}


def _said(belief: Belief) -> object:
    """Return what a belief says, but for its end."""
    if isinstance(belief, ItemBelief):
        return belief.item, belief.value, belief.since
    if isinstance(belief, StandingBelief):
        one = belief.standing
        return belief.person, one.kind, one.household, one.relation, one.office, one.cause, one.since
    return belief.household, belief.address, belief.office, belief.since


def _until(belief: Belief) -> date | None:
    return belief.standing.until if isinstance(belief, StandingBelief) else belief.until
