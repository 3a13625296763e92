"""Which entries of a history were undone, and which may be begun to be undone from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from huji.counter.timeline import Step
from huji.officers import queries as officers
from huji.officers.roles import Role
from huji.register import queries as register
from huji.register.acts.undoable import NEVER
from huji.register.histories import Entry
from huji.register.queries import Undone


@dataclass(frozen=True)
class Marks:
    """Entries by number: `undone` with what undid them, `open` those whoever looks may begin to undo."""

    undone: Mapping[int, Undone]
    open: frozenset[int]


def marks(request: HttpRequest, entries: Iterable[Entry | None]) -> Marks:
    """Return the marks of a history's entries. What stands in the way of undoing one, its form tells."""
    told = {entry.number: entry for entry in entries if entry is not None}
    undone = register.undone(told)
    me = officers.officer(request.user.pk) if request.user.pk is not None else None
    if me is None or me.role is not Role.COUNTER:
        return Marks(undone, frozenset())
    may = {
        number
        for number, entry in told.items()
        if number not in undone and entry.act not in NEVER | {"undo"} and entry.officer is not None
    }
    return Marks(undone, frozenset(may))


def of_steps(request: HttpRequest, steps: Iterable[Step]) -> Marks:
    """Return the marks of a timeline."""
    return marks(request, (step.entry for step in steps))
