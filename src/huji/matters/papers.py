"""The papers of matters: notices of the procedure, and what is issued after an act."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from huji.documents import issue as press
from huji.documents import issuers
from huji.documents import papers as form
from huji.matters import evidence, refusals
from huji.matters.kind import Proof
from huji.matters.values import Level
from huji.places import queries as places
from huji.register import queries as register
from huji.register.acts import Done
from huji.standards import Text, code_tables, divisions

if TYPE_CHECKING:
    from huji.matters.turn import Turn

COMPLETION_DAYS = 30
DAYS: dict[Level, tuple[int, ...]] = {
    Level.SPOT: (0,),
    Level.STATION: (3,),
    Level.COUNTY: (15, 15),
    Level.CITY: (15, 15, 15),
}
"""Working days of each stage (Nanjing rule art. 142)."""

Issuing = Callable[["Turn", Done], None]


def receipt(turn: "Turn") -> None:
    """Issue the notice of acceptance."""
    assert turn.file.due is not None
    _issue(
        turn,
        form.NoticeOfAcceptance(
            applicant=_applicant(turn),
            matter=turn.kind.title,
            accepted_on=turn.on,
            received=tuple(
                one.proof.papers[one.shown.paper]
                for one in evidence.compared(turn.asked, turn.file.evidence)
                if one.met and one.shown.paper is not None
            ),
            limit_days=sum(DAYS[turn.level]),
            due=turn.file.due,
            where=places.office(turn.file.office).name,
            case=turn.file.number,
        ),
    )


def completion(turn: "Turn", lacking: tuple[Proof, ...]) -> None:
    """Issue the notice of what is missing: once and fully."""
    _issue(
        turn,
        form.NoticeOfCompletion(
            applicant=_applicant(turn),
            matter=turn.kind.title,
            accepted_on=turn.file.accepted or turn.on,
            items=tuple(
                form.Item(what=one.what, papers=one.papers, basis=one.basis or turn.kind.basis)
                for one in lacking
            ),
            until=turn.on + timedelta(days=COMPLETION_DAYS),
            where=places.office(turn.file.office).name,
            case=turn.file.number,
        ),
    )


def refusal(turn: "Turn") -> None:
    """Issue the decision not to act, with its reason and the ways to appeal."""
    seat = _seat(turn.file.office, turn.on)
    _issue(
        turn,
        form.NoticeOfRefusal(
            applicant=_applicant(turn),
            matter=turn.kind.title,
            applied_on=turn.file.accepted or turn.file.opened,
            facts=(Text(turn.note, turn.note),),
            routes=(),
            articles=(turn.kind.basis,),
            reconsideration=f"{seat}人民政府",
            court=f"{seat}人民法院",
            case=turn.file.number,
        ),
    )


def booklet(turn: "Turn", done: Done) -> None:
    """Issue the household booklet as the household stands after the act."""
    which = done.household if done.household is not None else _home(turn)
    home = register.household(which, register.within_act()) if which is not None else None
    if home is None or not home.members:
        return
    seen = register.within_act()
    members = []
    for member in home.members:
        person = register.person(member.person, seen)
        items = person.particulars if person else None
        members.append(
            form.Member(
                name=member.name,
                relation=code_tables.RELATION.label(member.relation).zh,
                relation_code=member.relation,
                sex=code_tables.SEX.label(member.sex).zh,
                born=member.born,
                citizen_number=member.number,
                ethnic=code_tables.ETHNIC.label(items.ethnic).zh if items else "",
                former_name=items.former_name if items else "",
                birthplace=items.birthplace if items else "",
                native_place=items.native_place if items else "",
                education=_label(code_tables.EDUCATION, items.education if items else ""),
                marital=_label(code_tables.MARITAL, items.marital if items else ""),
                military=items.military if items else "",
                height_cm=items.height_cm if items else None,
                blood=items.blood_type if items else "",
                occupation=items.occupation if items else "",
                employer=items.workplace if items else "",
                registered_on=member.since,
                person=member.person,
            )
        )
    _issue(
        turn,
        form.HouseholdBooklet(
            household="collective" if home.sort is not None else "family",
            head=home.head.name if home.head else "",
            number=home.number,
            address=places.address(home.address).text,
            members=tuple(members),
            officer=turn.officer.full_name,
        ),
    )


PAPERS: dict[str, Issuing] = {"booklet": booklet}
"""What may be issued after an act, by the names that kinds use."""


def _home(turn: "Turn") -> int | None:
    if turn.file.household is not None:
        return int(turn.file.household)
    if turn.file.person is None:
        return None
    was = turn.data.get("home")
    return int(was) if was is not None else None


def _applicant(turn: "Turn") -> form.Applicant:
    """Return who reports; where the number is not told, the paper is filed under whom the matter is about."""
    seen, reporter = register.within_act(), turn.file.reporter
    who = turn.file.person
    if who is None and turn.file.household is not None:
        home = register.household(turn.file.household, seen)
        who = home.head.person if home and home.head else None
    person = register.person(who, seen) if who is not None else None
    name, number = reporter.get("name") or "", reporter.get("number") or ""
    if not number and person is None:
        raise refusals.no_reporter()
    own = person is not None and name in ("", person.name)
    return form.Applicant(
        name=name or (person.name if person else turn.file.heading),
        citizen_number=number or (person.number if person and own else ""),
        person=person.id if person else None,
    )


def _seat(office: int, on: date) -> str:
    county = next(iter(places.area_of_office(office, on)), "")[:6]
    return divisions.full_name(county, on) or "本级"


def _issue(turn: "Turn", paper: form.Paper) -> None:
    at = datetime.combine(turn.on, time(12), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
    issued = press.issue(paper, issuers.of_office(turn.file.office, paper.kind), by=turn.acting(), at=at)
    turn.papers.append(issued.number)


def _label(table: code_tables.CodeTable, code: str) -> str:
    return table.label(code).zh if code in table else ""
