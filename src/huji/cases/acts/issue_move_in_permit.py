"""Issuing the move-in permit (准予迁入证明)."""

from dataclasses import dataclass

from huji.cases import clock, destination, household, papers
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done, State
from huji.register import acts as register


@dataclass(frozen=True, slots=True)
class IssueMoveInPermit:
    """The approved case, or one whose permit has expired and is issued anew."""

    case: str
    version: int


def issue_move_in_permit(statement: IssueMoveInPermit, by: By) -> Done:
    """Issue the permit, good for 40 days (notice of the Ministry of Public Security of 1994-07-11)."""

    def work(turn: Turn) -> None:
        destination.still_stands(turn)
        household.leave_out(turn, {})
        number = papers.permit_number(turn)
        done = register.permit_move_in(
            register.PermitMoveIn(
                number.number,
                tuple(register.Permitted(number, name) for number, name in household.named(turn)),
                int(turn.file.address or 0),
                turn.on,
                turn.file.household,
            ),
            turn.acting(household.basis(turn)),
        )
        if turn.state is State.EXPIRED:
            papers.void(turn, "逾期换发 / issued anew after it expired")
        issued = papers.move_in_permit(turn, number)
        turn.data["act"] = done.entry
        turn.change(paper=issued.number, expires=issued.last_day)
        clock.end(turn)

    return take("issue_move_in_permit", statement, by, work)
