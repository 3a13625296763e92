"""Moving out to another register (迁出市外): into transit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from huji.register.acts import checks, interim, papers
from huji.register.acts.performing import Move, enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done, Succession

GOOD_FOR_DAYS = 30


@dataclass(frozen=True, slots=True)
class MoveOut:
    """Who leaves, with which certificate of this register (good for 30 days), where to, on whose permit."""

    persons: tuple[int, ...]
    effective: date
    certificate: str
    destination: str
    permit: str | None = None
    successors: Mapping[int, Succession | int] = field(default_factory=dict)


def move_out(statement: MoveOut, by: Acting) -> Done:
    """Cancel the registration here and put the persons in transit (Regulations of 1958, art. 10).

    Raises Refused (`register.*`).
    """
    return perform(lambda: _move_out(statement, by), by)


def _move_out(statement: MoveOut, by: Acting) -> Done:
    day, persons = statement.effective, statement.persons
    checks.day_has_come(day, by)
    checks.each_once(persons)
    holding = hold(persons, since=day)
    for person in persons:
        held = checks.of(holding, person)
        checks.registered(held, day)
        checks.own_office(held, by)
    left = interim.following(holding, persons, day, statement.successors, by)
    moves = [Move(person, day, "in_transit", by.office) for person in persons]
    paper = papers.certificate(
        by, statement.certificate, persons, statement.destination,
        issued=by.on, expires=by.on + timedelta(days=GOOD_FOR_DAYS - 1),
    )  # fmt: skip
    entry = enter(
        "move_out", statement, by, [*moves, *left.moves],
        stated=Timelines(lives=left.lives) if left.lives else None,
        offices=left.offices, results={"certificate": paper},
    )  # fmt: skip
    papers.keep_certificate(entry, paper)
    return Done(entry, persons)
