"""Settling within the city."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from huji.cases import clock, destination, household, papers
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.register import acts as register


@dataclass(frozen=True, slots=True)
class Execute:
    """The approved case whose act is to be done.

    `successors` names, by household id, who heads an old household whose head leaves others behind.
    `staying` names companions who stay behind after all, by number, each with the reason in writing.
    """

    case: str
    version: int
    successors: Mapping[int, register.Succession | int] = field(default_factory=dict)
    staying: Mapping[str, str] = field(default_factory=dict)


def execute(statement: Execute, by: By) -> Done:
    """Do the register's act and issue the booklets of the household gone to and of those left, or nothing.

    A companion who has died since stays out. Refuses a destination that no longer stands as approved (what
    `destination` refuses, `other_office`), and what the register refuses.
    """

    def work(turn: Turn) -> None:
        destination.still_stands(turn)
        household.leave_out(turn, statement.staying)
        left = household.homes(turn)
        movers = tuple(register.Mover(person, relation) for person, relation in household.movers(turn))
        going = register.Settle(movers, household.into(turn), turn.on, dict(statement.successors))
        with household.called_as_here(turn):
            done = register.settle(going, turn.acting(household.basis(turn)))
        turn.data["act"] = done.entry
        turn.change(household=done.household)
        clock.end(turn)
        papers.booklet(turn, done.household)
        papers.booklets_anew(turn, left)

    return take("execute", statement, by, work)
