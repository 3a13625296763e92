"""Settling within the city."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from huji.cases import clock, household, papers
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.register import acts as register


@dataclass(frozen=True, slots=True)
class Execute:
    """The approved case whose act is to be done.

    `successors` names, by household id, who heads an old household whose head leaves others behind.
    """

    case: str
    version: int
    successors: Mapping[int, int] = field(default_factory=dict)


def execute(statement: Execute, by: By) -> Done:
    """Do the register's act and issue the booklet, whole or not at all; refuses what the register refuses."""

    def work(turn: Turn) -> None:
        movers = tuple(register.Mover(person, relation) for person, relation in household.movers(turn))
        done = register.settle(
            register.Settle(
                movers,
                household.into(turn),
                turn.on,
                dict(statement.successors),
            ),
            turn.acting(household.basis(turn)),
        )
        turn.data["act"] = done.entry
        turn.change(household=done.household)
        clock.end(turn)
        papers.booklet(turn, done.household)

    return take("execute", statement, by, work)
