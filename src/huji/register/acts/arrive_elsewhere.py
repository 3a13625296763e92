"""The receipt from the register gone to."""

from dataclasses import dataclass
from datetime import date

from huji.register.acts import checks, papers
from huji.register.acts.performing import Move, enter, hold, perform
from huji.register.acts.values import Acting, Done


@dataclass(frozen=True, slots=True)
class ArriveElsewhere:
    """The other register's receipt: who was registered there, on what day, on which of our certificates."""

    persons: tuple[int, ...]
    effective: date
    certificate: str
    receipt: str


def arrive_elsewhere(statement: ArriveElsewhere, by: Acting) -> Done:
    """Record that persons in transit are registered elsewhere. Raises Refused (`register.*`)."""
    return perform(lambda: _arrive(statement, by), by)


def _arrive(statement: ArriveElsewhere, by: Acting) -> Done:
    day, persons = statement.effective, statement.persons
    checks.day_has_come(day, by)
    checks.each_once(persons)
    holding = hold(persons)
    for person in persons:
        held = checks.of(holding, person)
        checks.standing(held, "in_transit", day)
        checks.own_office(held, by)
    papers.own_certificate(statement.certificate, persons)
    moves = [Move(person, day, "elsewhere", by.office, cause="moved") for person in persons]
    entry = enter("arrive_elsewhere", statement, by, moves)
    return Done(entry, persons)
