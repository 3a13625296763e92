"""Closing what has run out."""

from dataclasses import dataclass

from huji.cases import origin
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done, State
from huji.register import acts as register
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Expire:
    """The case whose permit or certificate has run out by the acting day."""

    case: str
    version: int


def expire(statement: Expire, by: By) -> Done:
    """A permit lapses; a person whose certificate has run out is registered again at the origin.

    After a permit has lapsed it may be issued anew, or the applicant may still come with a certificate that
    was issued in its time.

    Refuses `not_expired` while the last day has not passed. Restoring at the origin: 国办发〔2015〕96号.
    """

    def work(turn: Turn) -> None:
        last_day = turn.file.expires
        if last_day is None or turn.on <= last_day:
            raise Refused(
                "not_expired",
                Text(
                    f"证件有效至 {last_day}，尚未到期。",
                    f"The paper is good until {last_day}; it has not run out.",
                ),
            )
        if turn.state is State.IN_TRANSIT:
            origin.restore(
                turn,
                register.ReturnReason.EXPIRED,
                "逾期未落户，已恢复原户口 / expired, restored at the origin",
            )

    return take("expire", statement, by, work)
