"""The papers of a case, filled from what the case and the register hold and handed to `huji.documents`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from huji.cases import clock, household, offices, proposal, wording
from huji.cases.limits import COMPLETION_DAYS
from huji.cases.records import Way
from huji.cases.turn import Turn
from huji.cases.values import Kind
from huji.documents import hand_out, imprint, issuers
from huji.documents import issue as press
from huji.documents import papers as form
from huji.documents import queries as documents
from huji.documents.imprint import Issued, Numbered
from huji.facts import queries as facts
from huji.facts import terms
from huji.places import queries as places
from huji.register import queries as register
from huji.register.acts import HouseholdKind
from huji.standards import Text, code_tables
from huji.standards.citizen_number import CitizenNumber

_MATTERS = {
    Kind.WITHIN_CITY: Text("市内迁移落户", "settling by a move within the city"),
    Kind.FROM_OUTSIDE: Text("迁入", "moving in from another city"),
    Kind.TO_OUTSIDE: Text("迁出", "moving out to another city"),
}


def notice_of_acceptance(turn: Turn) -> None:
    """Issue the notice of acceptance: what was handed in and until when the decision is due."""
    received = tuple(
        Text(title.zh, title.en)
        for title in (terms.paper(paper.key).title for paper in facts.evidence(turn.file.number))
    )
    _issue(
        turn,
        form.NoticeOfAcceptance(
            applicant=_applicant(turn),
            matter=_MATTERS[turn.kind],
            accepted_on=turn.on,
            received=received,
            limit_days=clock.rule(turn).total,
            due=clock.rule(turn).decided_by(turn.on),
            where=places.office(turn.file.office).name,
            case=turn.file.number,
        ),
    )


def notice_of_completion(
    turn: Turn,
    names: Iterable[str],
    keys: Iterable[str],
    note: str,
    found: Iterable[Way],
    pursued: Way | None,
) -> None:
    """Issue the notice of completion: each missing fact with the papers that prove it, papers, and words.

    It names the way pursued, or, where the request serves several, the article of each fact.
    """
    items = [
        form.Item(
            what=_of_whom(entry.title, people),
            papers=tuple(_text(terms.paper(key).title) for key in entry.evidence),
            basis="；".join(articles),
        )
        for name in names
        for entry, people, articles in [(terms.fact(name), *_asked(name, found, pursued))]
    ]
    items += [form.Item(what=_text(terms.paper(key).title), papers=()) for key in keys]
    if note:
        items.append(form.Item(what=Text(note, note), papers=()))
    way = Text("", "")
    if pursued is not None:
        article = pursued.article
        way = Text(f"{pursued.title.zh}（{article}）", f"{pursued.title.en} ({article})")
    _issue(
        turn,
        form.NoticeOfCompletion(
            applicant=_applicant(turn),
            matter=_MATTERS[turn.kind],
            accepted_on=turn.file.accepted or turn.on,
            items=tuple(items),
            until=turn.on + timedelta(days=COMPLETION_DAYS),
            where=places.office(turn.file.office).name,
            case=turn.file.number,
            way=way,
        ),
    )


def _asked(name: str, found: Iterable[Way], pursued: Way | None) -> tuple[list[str], list[str]]:
    """Return of which companions a fact is asked, and by which articles where no one way is pursued."""
    asking = [(way, fact) for way in found for fact in way.facts if fact.name == name]
    people = dict.fromkeys(one for _, fact in asking for one in fact.people)
    articles = dict.fromkeys(way.article for way, _ in asking) if pursued is None else {}
    return list(people), list(articles)


def _of_whom(title: object, people: list[str]) -> Text:
    words = _text(title)
    if not people:
        return words
    return Text(f"{'、'.join(people)}：{words.zh}", f"{', '.join(people)}: {words.en}")


def notice_of_refusal(turn: Turn) -> None:
    """Issue the notice of refusal: reasons by route, articles, and the way to appeal."""
    said = wording.refusal(proposal.answer(turn.file), turn.file.law or {})
    grounds = said.facts + ((Text(turn.note, turn.note),) if turn.note else ())
    _issue(
        turn,
        form.NoticeOfRefusal(
            applicant=_applicant(turn),
            matter=_MATTERS[turn.kind],
            applied_on=turn.file.accepted or turn.on,
            facts=grounds,
            routes=said.routes,
            articles=said.articles or (household.basis(turn),),
            reconsideration=offices.reconsideration(turn.file.office, turn.on),
            court=offices.court(turn.file.office, turn.on),
            case=turn.file.number,
        ),
    )


def permit_number(turn: Turn) -> Numbered:
    """Take the number of the move-in permit, before the register's act that names it."""
    return _number(turn, imprint.Kind.PERMIT)


def move_in_permit(turn: Turn, numbered: Numbered) -> Issued:
    """Issue the move-in permit for everyone who goes."""
    outside = turn.file.outside or {}
    office = places.office(turn.file.office).name
    return _issue(
        turn,
        form.MoveInPermit(
            applicant=_applicant(turn),
            persons=_persons(turn),
            reason=household.basis(turn),
            from_address=str(outside.get("place", "")),
            from_office=str(outside.get("place", "")),
            to_address=places.address(turn.file.address or 0).text,
            to_office=office,
        ),
        numbered,
    )


def certificate_number(turn: Turn) -> Numbered:
    """Take the number of the migration certificate, before the register's act that names it."""
    return _number(turn, imprint.Kind.CERTIFICATE)


def migration_certificate(
    turn: Turn, numbered: Numbered, persons: tuple[form.Person, ...], origin: str
) -> Issued:
    """Issue the migration certificate; persons and address as they were before they left."""
    outside = turn.file.outside or {}
    return _issue(
        turn,
        form.MigrationCertificate(
            holder=turn.file.applicant_name,
            persons=persons,
            reason=_MATTERS[turn.kind].zh,
            from_address=origin,
            to_address=str(outside.get("place", "")),
            permit_number=str(outside.get("permit", "")),
        ),
        numbered,
    )


def leaving(turn: Turn) -> tuple[tuple[form.Person, ...], str]:
    """Return those who leave as the certificate names them, and the address they leave."""
    who = turn.file.person
    person = register.person(who, register.within_act()) if who is not None else None
    address = person.standing.address if person else None
    return _persons(turn), places.address(address).text if address is not None else ""


def booklet(turn: Turn, which: int | None) -> None:
    """Issue the household booklet as the household is after the act; of a collective one the own pages."""
    home = register.household(which, register.within_act()) if which is not None else None
    if home is None or not home.members:
        return
    to = hand_out.Hand(turn.acting(), turn.officer.full_name, _noon(turn))
    if home.kind is HouseholdKind.FAMILY:
        turn.papers.append(hand_out.booklet(home.id, to).number)
        return
    here = {member.person for member in home.members}
    for goer in household.goers(turn):
        if goer.person in here and goer.person is not None:
            turn.papers.append(hand_out.member_booklet(home.id, goer.person, to).number)


def booklets_anew(turn: Turn, homes: Iterable[int]) -> None:
    """Issue anew the booklets of those the office keeps of the households left or come back to by the act.

    Where nobody is left in one, the booklet it had is void, whichever office keeps it; what another office
    keeps is noted there as due.
    """
    for which in sorted(homes):
        home = register.household(which, register.within_act())
        if home is not None and home.office == turn.file.office:
            booklet(turn, which)
    hand_out.after(turn.data["act"], homes, turn.acting())


def replaced(turn: Turn, former: str, because: str, numbered: Numbered) -> Issued:
    """Issue a permit or certificate anew; what it says stays, the former one is void."""
    issued = press.replace(former, because, by=turn.acting(), at=_noon(turn), numbered=numbered)
    turn.papers.append(issued.number)
    return issued


def used(turn: Turn) -> None:
    """Mark the case's permit or certificate as handed in; one past its last day stays expired."""
    if turn.file.paper and (turn.file.expires is None or turn.on <= turn.file.expires):
        press.use(turn.file.paper, by=turn.acting())


def void(turn: Turn, because: str) -> None:
    """Make the case's permit or certificate void, through the act that the step has done, if it has.

    One that has expired, or is void already, is so.
    """
    paper = documents.of_number(turn.file.paper) if turn.file.paper is not None else None
    if paper is not None and paper.status == "issued":
        press.cancel(paper.number, because, by=turn.acting(), through=turn.data.get("act"))


def _issue(turn: Turn, paper: form.Paper, numbered: Numbered | None = None) -> Issued:
    issuer = issuers.of_office(turn.file.office, paper.kind)
    issued = press.issue(paper, issuer, by=turn.acting(), at=_noon(turn), numbered=numbered)
    turn.papers.append(issued.number)
    return issued


def _noon(turn: Turn) -> datetime:
    return datetime.combine(turn.on, time(12), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


def _number(turn: Turn, kind: imprint.Kind) -> Numbered:
    return press.number(kind, issuers.of_office(turn.file.office, kind), by=turn.acting())


def _applicant(turn: Turn) -> form.Applicant:
    _, origin = leaving(turn)
    return form.Applicant(
        name=turn.file.applicant_name,
        citizen_number=turn.file.applicant_number,
        address=origin or str((turn.file.outside or {}).get("place", "")),
        person=turn.file.person,
    )


def _persons(turn: Turn) -> tuple[form.Person, ...]:
    seen = register.within_act()
    found = []
    for goer in household.goers(turn):
        number = CitizenNumber(goer.number)
        plain = form.Person(
            name=goer.name,
            relation=terms.relation(goer.relation).zh if goer.relation else "本人",
            sex=code_tables.SEX.label(number.sex).zh,
            born=number.born,
            citizen_number=goer.number,
            person=goer.person,
        )
        person = register.person(goer.person, seen) if goer.person is not None else None
        items = person.particulars if person else None
        if items:
            plain = replace(
                plain,
                ethnic=code_tables.ETHNIC.label(items.ethnic).zh,
                former_name=items.former_name,
                birthplace=items.birthplace,
                native_place=items.native_place,
                education=_label(code_tables.EDUCATION, items.education),
                marital=_label(code_tables.MARITAL, items.marital),
                occupation=items.occupation,
            )
        found.append(plain)
    return tuple(found)


def _label(table: code_tables.CodeTable, code: str) -> str:
    return table.label(code).zh if code in table else ""


def _text(words: object) -> Text:
    return Text(str(getattr(words, "zh", "")), str(getattr(words, "en", "")))
