"""Confirming arrival in the other city."""

from dataclasses import dataclass
from datetime import date

from huji.cases import household, papers
from huji.cases.reasons import written
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.register import acts as register
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class ConfirmArrival:
    """The receipt of the other city: its words or number, and the day of registration there."""

    case: str
    version: int
    receipt: str
    registered: date


def confirm_arrival(statement: ConfirmArrival, by: By) -> Done:
    """Do the register's act: registered elsewhere from that day on are those who have not died on the way."""

    def work(turn: Turn) -> None:
        turn.note = written(statement.receipt, Text("回执", "The receipt"))
        done = register.arrive_elsewhere(
            register.ArriveElsewhere(
                tuple(household.known(goer) for goer in household.in_transit(turn)),
                statement.registered,
                turn.file.paper or "",
                turn.note,
            ),
            turn.acting(),
        )
        papers.used(turn)
        turn.data.update(act=done.entry, registered=statement.registered)
        turn.change(expires=None)

    return take("confirm_arrival", statement, by, work)
