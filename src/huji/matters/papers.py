"""The papers of matters: notices of the procedure, and what is issued after an act."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from huji.documents import hand_out, issuers
from huji.documents import issue as press
from huji.documents import papers as form
from huji.documents import queries as documents
from huji.documents.imprint import Issued, Kind
from huji.matters import evidence, refusals
from huji.matters.asked import Asked, named_in
from huji.matters.kind import Proof
from huji.matters.models import MatterRow
from huji.matters.values import About, Level
from huji.places import divisions
from huji.places import queries as places
from huji.register import queries as register
from huji.register.acts import Done
from huji.standards import Refused, Text, working_days

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
    """Issue the notice of acceptance: the decision is due when the days of all stages have run.

    Whoever is registered nowhere may have no number, nor anybody to report: that is no reason to turn away.
    """
    days = sum(DAYS[turn.level])
    try:
        applicant = _applicant(turn)
    except Refused as refused:
        if refused.code != "matter.no_reporter" or turn.kind.about is not About.NOBODY:
            raise
        return
    _issue(
        turn,
        form.NoticeOfAcceptance(
            applicant=applicant,
            matter=turn.kind.title,
            accepted_on=turn.on,
            received=tuple(
                one.proof.papers[one.shown.paper]
                for one in evidence.compared(turn.asked, turn.file.evidence)
                if one.met and one.shown.paper is not None
            ),
            limit_days=days,
            due=working_days.limit(turn.on, days).day,
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
    """Issue the decision not to act: its reason, what was not shown, the law, and the ways to appeal.

    Whoever cannot be named by a number is told all the same: the decision is on file under its matter.
    """
    seat = _seat(turn.file.office, turn.on)
    lacking = evidence.missing(turn.asked, turn.file.evidence)
    articles = [turn.kind.basis, *(one.basis for one in lacking if one.basis)]
    try:
        applicant = _applicant(turn)
    except Refused as refused:
        if refused.code != "matter.no_reporter":
            raise
        applicant = form.Applicant(
            name=turn.file.reporter.get("name") or turn.file.heading, citizen_number="", person=None
        )
    _issue(
        turn,
        form.NoticeOfRefusal(
            applicant=applicant,
            matter=turn.kind.title,
            applied_on=turn.file.accepted or turn.file.opened,
            facts=(
                Text(turn.note, turn.note),
                *(Text(f"未出示：{one.what.zh}。", f"Not shown: {one.what.en}.") for one in lacking),
            ),
            routes=(),
            articles=tuple(dict.fromkeys(articles)),
            reconsideration=f"{seat}人民政府",
            court=f"{seat}人民法院",
            case=turn.file.number,
        ),
    )


def booklet(turn: "Turn", done: Done) -> None:
    """Issue anew the booklet of each household of the office that the act touched; a collective one has none,
    its member gets the own page. One that an undoing has made good again stays."""
    seen = register.within_act()
    for which in _homes(turn, done):
        home = register.household(which, seen)
        if home is None or not home.members or home.office != turn.file.office:
            continue
        if home.sort is None:
            if not hand_out.stands(which):
                _handed(turn, hand_out.booklet(which, _hand(turn)))
            continue
        staying = {one.person for one in home.members}
        for person in done.persons:
            if person in staying:
                _handed(turn, hand_out.member_booklet(which, person, _hand(turn)))


def booklets_left(turn: "Turn", done: Done) -> None:
    """See to the booklets the act touched and nobody issued anew, whichever office keeps the households."""
    hand_out.after(done.entry, _homes(turn, done), turn.acting(), done.persons)


def _of_persons(issuing: Callable[[int, hand_out.Hand], Issued], *, all_: bool = False) -> Issuing:
    """Return what issues a paper to the person a matter is about, or to those the act names."""

    def issue(turn: "Turn", done: Done) -> None:
        named = done.persons if all_ or turn.file.person is None else (turn.file.person,)
        for person in named if all_ else named[:1]:
            _handed(turn, issuing(person, _hand(turn)))

    return issue


PAPERS: dict[str, Issuing] = {
    "booklet": booklet,
    "form": _of_persons(hand_out.form),
    "birth": _of_persons(hand_out.birth),
    "cancellation": _of_persons(hand_out.cancellation),
    "cancellations": _of_persons(hand_out.cancellation, all_=True),
    "change": _of_persons(hand_out.change),
}
"""What may be issued after an act, by the names that kinds use."""


def undone(turn: "Turn", entry: int, file: str | None, by_entry: int) -> None:
    """Make the papers void that an act now undone led to, in a matter or a case, and those good again that
    were void through it alone."""
    for paper in documents.of_case(file) if file else ():
        if paper.status == "issued" and paper.kind not in _PROCEDURE:
            because = f"{turn.kind.title.zh} {turn.file.number}"
            press.cancel(paper.number, because, by=turn.acting(), through=by_entry)
    press.restore(entry, by=turn.acting(), through=by_entry)


_PROCEDURE = (Kind.COMPLETION, Kind.REFUSAL, Kind.RECEIPT)


def _homes(turn: "Turn", done: Done) -> list[int]:
    """Return the households an act touched: that of the matter, that of the person before, those gone to."""
    named = [turn.file.household, turn.data.get("home"), done.household, *turn.data.get("homes", ())]
    return sorted({int(one) for one in named if one is not None})


def _hand(turn: "Turn") -> hand_out.Hand:
    return hand_out.Hand(turn.acting(), turn.officer.full_name, _noon(turn.on))


def _handed(turn: "Turn", issued: Issued) -> None:
    turn.papers.append(issued.number)


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


def _applicant(turn: "Turn") -> form.Applicant:
    """Return who reports; where the number is not told, the paper is filed under whom the matter is about."""
    seen, reporter = register.within_act(), turn.file.reporter
    file = turn.file
    if file.undoes is not None:
        file = MatterRow.objects.get(pk=file.undoes)
    elif file.kind == "undo" and file.person is None:
        raise refusals.no_reporter()
    who = _concerned(turn.asked, file.person, file.household)
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


def reported(asked: Asked) -> None:
    """Refuse (`matter.no_reporter`) what no receipt could be made out for, while it is still being written.

    Only a matter that is accepted has one; of one opened on nobody none is wanted (see `receipt`).
    """
    if asked.reporter.number or asked.kind.about is About.NOBODY or asked.kind.level_of(asked) is Level.SPOT:
        return
    if asked.kind.name != "undo" and _concerned(asked, asked.subject, asked.home) is None:
        raise refusals.no_reporter()


def _concerned(asked: Asked, person: int | None, household: int | None) -> int | None:
    """Return whom a matter is about: the person, the head of the household, or the first who is named."""
    seen = register.within_act()
    if person is not None:
        return person
    if household is not None:
        home = register.household(household, seen)
        if home and home.head:
            return home.head.person
    if (named := named_in(asked)) is not None:
        return named
    if (which := asked.household_or_none("household")) is not None:
        host = register.household(which, seen)
        return host.head.person if host and host.head else None
    return None


def _seat(office: int, on: date) -> str:
    county = next(iter(places.area_of_office(office, on)), "")[:6]
    return divisions.book().full_name(county, on) or "本级"


def _issue(turn: "Turn", paper: form.Paper) -> None:
    issuer = issuers.of_office(turn.file.office, paper.kind)
    _handed(turn, press.issue(paper, issuer, by=turn.acting(), at=_noon(turn.on)))
