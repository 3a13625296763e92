"""What a matter that undoes an entry is about: whose business it is, and how many hands it passes."""

from dataclasses import dataclass

from huji.matters import refusals
from huji.matters.models import MatterRow
from huji.matters.values import Level, State
from huji.officers.queries import Appointed
from huji.places import queries as places
from huji.register import queries as register
from huji.register.acts.undoable import Undoable, standing, undoable

_RISING = list(Level)


@dataclass(frozen=True, slots=True)
class Undoing:
    """The entry to be undone; `matter` is the one done by it, if any, `person` whom it first concerned."""

    entry: int
    matter: str | None
    office: int
    level: Level
    heading: str
    person: int | None


def of_matter(number: str, officer: Appointed | None) -> Undoing:
    """Return the undoing of a matter's act; refuses `matter.not_done`."""
    file: MatterRow | None = MatterRow.objects.filter(pk=number).first()
    if file is None or file.act_entry is None:
        raise refusals.not_done(number)
    return of_entry(file.act_entry, officer)


def of_entry(entry: int, officer: Appointed | None = None, stays: int | None = None) -> Undoing:
    """Return the undoing of an entry of the register, at the office whose business it is.

    As many decide as decided what is undone. An entry of an office that keeps nobody concerned any more is
    undone by one that does (the officer's, or where the matter `stays`, if it is one), and the bureau above
    both decides; without one, the city. Refuses `matter.not_done` and what the register's `undoable` refuses.
    """
    found = undoable(entry)
    if found.act == "undo":
        raise refusals.undoing_stands()
    standing(entry)
    file: MatterRow | None = MatterRow.objects.filter(act_entry=entry).first()
    if file is not None and file.state != State.DONE.value:
        raise refusals.not_done(file.number)
    level, office = _level(found, file), found.office
    if found.keepers and found.office not in found.keepers:
        near = [one for one in (stays, officer.office if officer else None) if one in found.keepers]
        office = next((one for one in near if one is not None), min(found.keepers))
        above = frozenset.intersection(*map(_above, (found.office, *found.keepers)))
        level = max(level, Level.COUNTY if above else Level.CITY, key=_RISING.index)
    person = _first(found)
    heading = file.heading if file is not None else _name(person)
    return Undoing(entry, file.number if file else None, office, level, heading, person)


def still(entry: int, office: int, level: Level) -> None:
    """Refuse to undo where it has become another office's business meanwhile, or takes more hands."""
    now = of_entry(entry, stays=office)
    if now.office != office:
        raise refusals.undone_elsewhere(places.office(now.office).name)
    if _RISING.index(now.level) > _RISING.index(level):
        raise refusals.undone_higher(now.level)


def _level(found: Undoable, file: MatterRow | None) -> Level:
    """At least two officers; for the act of a settlement case, which three decided, three."""
    if file is not None:
        of = Level(file.level)
    else:
        of = Level.COUNTY if found.case and not found.case.startswith("M") else Level.STATION
    return Level.STATION if of is Level.SPOT else of


def _above(office: int) -> frozenset[int]:
    """Return the bureaus above an office."""
    parents = {one.id: one.parent for one in places.offices()}
    found: set[int] = set()
    parent = parents.get(office)
    while parent is not None and parent not in found:
        found.add(parent)
        parent = parents.get(parent)
    return frozenset(found)


def _first(found: Undoable) -> int | None:
    return next(iter(found.persons), None)


def _name(person: int | None) -> str:
    held = register.person(person, register.within_act()) if person is not None else None
    return (held.name or held.number) if held else "—"
