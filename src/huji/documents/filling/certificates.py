"""Certificates of a birth, of a cancellation, and of changed and corrected items."""

from datetime import timedelta

from huji.documents.filling import changes, wording
from huji.documents.filling.view import Filled, Held, View, nothing, on_day
from huji.documents.papers import BirthCertificate, CancellationCertificate, ChangeCertificate, Person
from huji.register.acts import HEAD
from huji.register.queries.cards import parents_of
from huji.register.records import Kind

HERE = Kind.REGISTERED


def birth(person: int, view: View) -> Filled:
    """Fill the certificate of the registration of a birth; refuses where the register entered none."""
    child = view.card(person)
    first = next((one for one in child.life if one.kind is HERE and one.household is not None), None)
    act = view.act(min(one.entry for one in child.card.life))
    if first is None or first.household is None or act is None or act.name != "birth":
        raise nothing("本登记机关没有此人的出生登记。", "This register entered no birth of the person.")
    home = view.home(first.household, first.since)
    people = view.cards([*home.persons, *parents_of(person)])
    heads = [
        one
        for one in people.values()
        if (p := on_day(one.life, first.since)) and p.household == home.id and p.relation == HEAD
    ]
    parents = [people[one] for one in parents_of(person) if one in people]
    parents.sort(key=lambda one: one.particulars.sex == "1")
    died = next((one.since - timedelta(days=1) for one in child.life if one.kind is Kind.ENDED), None)
    paper = BirthCertificate(
        child=_person(child, wording.relation(first.relation)),
        born_at=wording.item(child.particulars, "born_at"),
        parents=tuple(_person(one, "母亲" if one.particulars.sex == "2" else "父亲") for one in parents),
        registered_on=act.on,
        head=heads[0].particulars.name if heads else "",
        address=view.seat_of(home.id, first.since),
        died_on=died if died and died <= view.on else None,
    )
    return view.filled(paper, home.id)


def cancellation(person: int, view: View) -> Filled:
    """Fill the certificate that a registration has ended; refuses while the person is registered."""
    held = view.card(person)
    now = held.life[-1]  # of one who died today the registration ends tomorrow
    last = next((one for one in reversed(held.life) if one.kind is HERE and one.since < now.since), None)
    if now.kind is HERE or last is None or last.until is None:
        raise nothing("此人的户口没有注销。", "The person's registration has not been cancelled.")
    ended = next(one for one in held.life if one.since == last.until)
    act = view.act(ended.entry)
    paper = CancellationCertificate(
        subject=_person(held, wording.relation(last.relation)),
        address=view.seat_of(last.household, last.since),
        cancelled_on=ended.since,
        cause=wording.cause(ended.kind.value, ended.cause),
        destination=act.destination if act and ended.kind in (Kind.IN_TRANSIT, Kind.ELSEWHERE) else "",
    )
    return view.filled(paper, last.household)


def change(person: int, view: View) -> Filled:
    """Fill the certificate of what was changed and corrected; refuses where nothing was."""
    held = view.card(person)
    lines = changes.for_certificate(held, view)
    if not lines:
        raise nothing(
            "此人的登记项目没有变更或更正过。", "No item of the person has been changed or corrected."
        )
    last = next((one for one in reversed(held.life) if one.kind is HERE), None)
    paper = ChangeCertificate(
        subject=_person(held, wording.relation(last.relation) if last else ""),
        address=view.seat_of(last.household, min(view.on, last.until or view.on)) if last else "",
        amendments=lines,
    )
    return view.filled(paper, last.household if last else None)


def _person(held: Held, relation: str) -> Person:
    items = held.particulars
    return Person(
        name=items.name,
        relation=relation,
        sex=wording.item(items, "sex"),
        born=held.born,
        citizen_number=held.number,
        ethnic=wording.item(items, "ethnic"),
        former_name=items.former_name,
        birthplace=items.birthplace,
        native_place=items.native_place,
        person=held.id,
    )
