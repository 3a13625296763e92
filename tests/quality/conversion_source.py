"""A small synthetic old register, its places entered, and a conversion of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huji.demo import population
from huji.demo.old_register.places import enter_places
from huji.demo.old_register.plan import Plan as Made
from huji.demo.old_register.writing import Written, write
from huji.places import queries as places
from huji.quality.conversion import planning, running, source
from huji.quality.conversion.plan import Plan
from huji.quality.conversion.workspace import Workspace

ON, SINCE = date(2015, 12, 31), date(2009, 1, 1)


@dataclass(frozen=True)
class Old:
    """A source with its truth, the plan made for it, and the workspace with the frozen copy."""

    path: Path
    written: Written
    plan: Plan
    room: Workspace


def old_register(
    folder: Path, people: int = 600, faults: float = 0.0, name: str = "old.csv", **said: object
) -> Old:
    """Write a register of Panjin, enter its places into the test's database, plan and freeze."""
    path = folder / name
    made = Made(population.city("2111"), people, faults, **said)  # type: ignore[arg-type]
    written = write(made, path)
    if not places.offices():
        enter_places(written.places, SINCE)
    return planned(path, written, folder)


def planned(path: Path, written: Written, folder: Path, encoding: str | None = None) -> Old:
    """Plan for a source and freeze it."""
    office = next(one.id for one in places.offices() if one.kind == "station")
    plan = planning.propose(path, ON, office, demonstration=True, encoding=encoding).plan
    room = Workspace(folder / f"room-{path.name}").made()
    source.freeze(path, room.source)
    return Old(path, written, plan, room)


def convert(old: Old) -> running.Done:
    """Run the conversion; nobody else may be connected."""
    from django.db import connections

    connections.close_all()
    return running.run(old.room, old.plan)
