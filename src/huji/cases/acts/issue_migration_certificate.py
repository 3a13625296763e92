"""Moving out with a migration certificate."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from huji.cases import clock, household, papers
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.register import acts as register


@dataclass(frozen=True, slots=True)
class IssueMigrationCertificate:
    """The approved case; whoever moves is in transit from this day.

    `successors` names, by household id, who heads an old household whose head leaves others behind.
    `staying` names companions who stay behind after all, by number, each with the reason in writing.
    """

    case: str
    version: int
    successors: Mapping[int, register.Succession | int] = field(default_factory=dict)
    staying: Mapping[str, str] = field(default_factory=dict)


def issue_migration_certificate(statement: IssueMigrationCertificate, by: By) -> Done:
    """Do the register's act of moving out and issue the certificate, good for 30 days (rule of 1994).

    The household that stays gets a booklet of those who stay.
    """

    def work(turn: Turn) -> None:
        household.leave_out(turn, statement.staying)
        number = papers.certificate_number(turn)
        leaving, origin = papers.leaving(turn)
        left = household.homes(turn)
        outside = turn.file.outside or {}
        done = register.move_out(
            register.MoveOut(
                household.persons(turn),
                turn.on,
                number.number,
                str(outside.get("place", "")),
                str(outside.get("permit", "")),
                dict(statement.successors),
            ),
            turn.acting("户口登记条例（1958）第十条"),
        )
        issued = papers.migration_certificate(turn, number, leaving, origin)
        turn.data["act"] = done.entry
        turn.change(paper=issued.number, expires=issued.last_day)
        clock.end(turn)
        papers.booklets_anew(turn, left)

    return take("issue_migration_certificate", statement, by, work)
