"""Opening a case."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from huji.cases import people, proposal, stated
from huji.cases.destination import Reached, reached
from huji.cases.draft import outside_checked, persons_into
from huji.cases.models import CaseFile
from huji.cases.turn import Turn, in_area, insert, run
from huji.cases.values import Applicant, By, Companion, Destination, Done, Kind, Outside, Sponsor
from huji.officers.queries import Appointed
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """An application as it is first told at the counter; `outside` for a move from or to another city.

    `prepared` is the code under which the applicant laid aside what to say; it is used up by this.
    """

    kind: Kind
    applicant: Applicant
    destination: Destination | None
    companions: tuple[Companion, ...] = ()
    sponsor: Sponsor | None = None
    outside: Outside | None = None
    prepared: str = ""


def open_draft(statement: OpenDraft, by: By) -> Done:
    """Open a draft with a number of its own, at the office of the destination (to outside: of the applicant).

    Refuses what `people`, `destination` and `stated` refuse, and `other_office` outside the officer's area.
    """

    def open_file(officer: Appointed) -> CaseFile:
        lead = people.applicant(statement.kind, statement.applicant, by.on)
        along = people.companions(statement.kind, statement.companions, lead.applicant.number, by.on)
        sponsor = people.sponsor(statement.sponsor, lead.applicant.number, by.on)
        place = reached(statement.kind, statement.destination, by.on)
        office = place.office if place else officer.office
        if statement.kind is Kind.TO_OUTSIDE and lead.person is not None:
            office = lead.person.standing.office
        if office is None or not in_area(officer, office):
            raise _other_office()
        number = _number(office, by.on)
        insert(
            "case_file",
            {
                "number": number,
                "kind": statement.kind.value,
                "office": office,
                "applicant_number": lead.applicant.number,
                "applicant_name": lead.applicant.name,
                "person": lead.person.id if lead.person else None,
                **(place or Reached.nowhere()).columns(),
                "sponsor_number": sponsor.number if sponsor else None,
                "sponsor_relation": sponsor.relation if sponsor else None,
                "outside": outside_checked(statement.kind, statement.outside, by.on),
                "opened": by.on,
                **({"stated": stated.take(statement.prepared)} if statement.prepared else {}),
            },
        )
        persons_into(number, along)
        return CaseFile.objects.select_for_update().get(pk=number)

    def work(turn: Turn) -> None:
        turn.data["kind"] = statement.kind
        if statement.prepared:
            turn.data["prepared"] = True
        proposal.renew(turn)

    return run("open_draft", statement, by, open_file, work)


def _number(office: int, on: date) -> str:
    """Return the next number of the office's year; the counter's row is locked until the case is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into case_count (office, year, last) values (%s, %s, 1)
               on conflict (office, year) do update set last = case_count.last + 1 returning last""",
            [office, on.year],
        )
        (last,) = cursor.fetchone()
    return f"{on.year}-{office:03d}-{last:05d}"


def _other_office() -> Refused:
    return Refused(
        "other_office",
        Text("该申请不归您所在的派出所办理。", "This application belongs to another registration office."),
        Text(
            "请到迁入地（迁出的到户口所在地）派出所申请。",
            "Apply at the office of the destination; to leave, at one's own.",
        ),
    )
