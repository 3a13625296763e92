"""Moving in with the migration certificate (户口迁移证)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.cases import clock, destination, household, papers
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.register import acts as register
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person as the migration certificate has one (codes of GB/T 2261, 3304, 4658, as strings)."""

    number: str
    name: str
    ethnic: str = "01"
    marital: str = "90"
    education: str = "90"
    birthplace: str = ""
    native_place: str = ""
    former_name: str = ""


@dataclass(frozen=True, slots=True)
class PresentCertificate:
    """The other city's certificate, and what it says of each person who is not yet in the register.

    `until` is the last day it is good. A spouse, child or parent among the arrivals enters the kinship.
    `staying` names companions whom the certificate leaves out, by number, each with the reason in writing.
    """

    case: str
    version: int
    certificate: str
    issuer: str
    issued: date
    until: date
    arrivals: tuple[Arrival, ...] = ()
    staying: Mapping[str, str] = field(default_factory=dict)


def present_certificate(statement: PresentCertificate, by: By) -> Done:
    """Do the register's act of moving in and issue the booklet, whole or not at all.

    The permit serves to obtain the certificate at the origin, so that is when it must have been good; on
    arrival the certificate must be. Refuses `certificate_expired`, `certificate_not_yet`, `not_in_case`,
    `arrival_missing`, and the register's `register.permit_expired`.
    """

    def work(turn: Turn) -> None:
        _in_time(turn, statement)
        destination.still_stands(turn)
        household.leave_out(turn, statement.staying)
        members = household.newcomers(turn, {a.number: a for a in statement.arrivals})
        coming = register.MoveIn(
            members,
            household.into(turn),
            turn.on,
            register.Certificate(statement.certificate, statement.issuer, statement.issued, statement.until),
            turn.file.paper,
            household.ties(turn),
        )
        with household.called_as_here(turn):
            done = register.move_in(coming, turn.acting(household.basis(turn)))
        papers.used(turn)
        turn.data.update(act=done.entry, certificate=statement.certificate, issuer=statement.issuer)
        turn.change(person=done.persons[0], household=done.household, expires=None)
        household.persons_known(turn, done.persons)
        clock.end(turn)
        papers.booklet(turn, done.household)

    return take("present_certificate", statement, by, work)


def _in_time(turn: Turn, statement: PresentCertificate) -> None:
    if turn.on > statement.until:
        raise Refused(
            "certificate_expired",
            Text(
                f"户口迁移证已于 {statement.until} 到期。",
                f"The migration certificate was good until {statement.until} only.",
            ),
            Text("请由迁出地换发。", "The register of origin may issue it anew."),
        )
    if turn.on < statement.issued:
        raise Refused(
            "certificate_not_yet",
            Text("户口迁移证的签发日期在今天之后。", "The migration certificate is dated after today."),
        )
