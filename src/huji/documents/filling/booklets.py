"""The household booklet and the registration form."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from huji.documents.filling import changes, wording
from huji.documents.filling.view import Filled, Held, View, nothing, on_day
from huji.documents.papers import HouseholdBooklet, Member, Move, RegistrationForm
from huji.places import queries as offices
from huji.places import readings
from huji.register.acts import HEAD
from huji.register.queries.cards import Home, Period, Seat, heads_of
from huji.register.records import Kind

HERE = Kind.REGISTERED


def booklet(household: int, view: View, *, only: int | None = None) -> Filled:
    """Fill a household's booklet, or (`only`) the booklet of one member who is to have one of his own.

    Refuses `paper-nothing` where nobody is registered there on the day shown.
    """
    home = view.home(household)
    seat = on_day(view.held(home.seats), view.on)
    people = view.cards(home.persons)
    present = [one for one in people.values() if _belongs(one.period, household)]
    wanted = [one for one in present if only is None or one.id == only]
    if not wanted or seat is None:
        raise nothing("该户当日没有登记的人员。", "Nobody is registered with the household on that day.")
    head = next((one for one in present if one.period.relation == HEAD), None)
    paper = HouseholdBooklet(
        household="collective" if home.kind == "collective" else "family",
        head=head.particulars.name if head else "",
        number=home.number,
        address=view.address(seat.address),
        members=tuple(member(one, view, household) for one in wanted),
        moves=_moves(home, view),
        officer=view.signed,
    )
    return view.filled(paper, household)


def form(person: int, view: View) -> Filled:
    """Fill the registration form of one person, of the household of that day or of the last before it."""
    held = view.card(person)
    last = next(
        (one for one in reversed(held.life) if one.kind is HERE and one.since <= view.on and one.household),
        None,
    )
    if last is None or last.household is None:
        raise nothing("此人当日以前没有登记过户口。", "The person was not registered here by that day.")
    home = view.home(last.household, last.since)
    shown = view.on if last is held.period else (last.until or view.on)
    seats = view.held(home.seats)
    seat = on_day(seats, last.since) if last is not held.period else on_day(seats, view.on)
    heads = [
        one
        for one in view.cards(heads_of([home.id])[home.id]).values()
        if any(_belongs(p, home.id) and p.relation == HEAD and _covers(p, last) for p in one.life)
    ]
    paper = RegistrationForm(
        household="collective" if home.kind == "collective" else "family",
        head=heads[-1].particulars.name if heads else "",
        number=home.number,
        address=view.address(seat.address, min(shown, view.on)) if seat else "",
        office=offices.office(last.office).name,
        shown_on=view.on,
        member=member(held, view, home.id),
        officer=view.signed,
    )
    return view.filled(paper, home.id)


def member(held: Held, view: View, household: int | None) -> Member:
    """Return the card of one person as a member of a household."""
    items = held.particulars
    run = _run(held, household)
    first = run[0] if run else held.life[0]
    last = run[-1] if run else held.period
    begun = view.act(held.begun(first))
    values: dict[str, Any] = {name: wording.item(items, name) for name in _SAME}
    return Member(
        **values,
        relation=wording.relation(last.relation) or "户主",
        relation_code=last.relation or HEAD,
        born=held.born,
        citizen_number=held.number,
        birth_certificate_on=items.birth_certificate_on,
        identity_card_on=items.identity_card_on,
        guardian="、".join(filter(None, (items.guardian, items.second_guardian))),
        guardianship="、".join(filter(None, (items.guardianship, items.second_guardianship))),
        height_cm=items.height_cm,
        blood=items.blood_type,
        employer=items.workplace,
        arrived_city=items.arrived_city or _arrived_city(held, view),
        arrived_address=_arrived(held, first, last, view) or items.arrived_address,
        moved_out=_gone(held, view, moved=True),
        cancelled=_gone(held, view, moved=False),
        registered_on=begun.on if begun and begun.name != "open_register" else first.since,
        changes=changes.for_booklet(held, view, household),
        person=held.id,
    )


_SAME = (
    "name", "former_name", "sex", "ethnic", "born_at", "birthplace", "other_address", "native_place",
    "education", "marital", "military", "occupation",
)  # fmt: skip


def _belongs(period: Period, household: int | None) -> bool:
    return period.kind is HERE and period.household == household


def _covers(one: Period, other: Period) -> bool:
    return one.since <= other.since and (one.until is None or other.since < one.until)


def _run(held: Held, household: int | None) -> list[Period]:
    """Return the last unbroken run of standings in a household up to the day shown."""
    run: list[Period] = []
    for period in held.life:
        if period.since > held.view.on:
            break
        if _belongs(period, household):
            run = [*run, period] if run and run[-1].until == period.since else [period]
    return run


def _arrived(held: Held, first: Period, last: Period, view: View) -> str:
    """Say when, why and whence somebody came to this address (何时何因由何地迁来本址).

    Where the household has moved with them since they came to it, that is how they came.
    """
    until = last.until if last.until is not None and last.until <= view.on else None
    stay = _stay(view.seats(first.household), until - timedelta(days=1) if until else view.on)
    if stay and stay[0].since > first.since:
        why = wording.reason(view.act(stay[0].entry))
        whence = view.seat_of(first.household, stay[0].since - timedelta(days=1))
        if why or whence:  # else its community came under the reader's office
            because, origin = f"因{why}" if why else "", f"由{whence}迁来" if whence else ""
            return f"{wording.day(stay[0].since)}{because}{origin}"
    why = wording.reason(view.act(held.begun(first)))
    former = next((one for one in held.life if one.until == first.since), None)
    if former is None or not why:
        return ""
    whence = view.seat_of(former.household, former.until or view.on) if former.household else ""
    if not whence and former.kind in (Kind.ELSEWHERE, Kind.IN_TRANSIT):
        whence = "市外"
    return f"{wording.day(first.since)}因{why}{f'由{whence}迁来' if whence else ''}"


def _stay(seats: Sequence[Seat], on: date) -> list[Seat]:
    """Return the seats, under whichever offices, of a household's unbroken stay at its address of a day."""
    stay: list[Seat] = []
    for seat in seats:
        if seat.since > on:
            break
        goes_on = stay and (stay[-1].until, stay[-1].address) == (seat.since, seat.address)
        stay = [*stay, seat] if goes_on else [seat]
    return stay


def _arrived_city(held: Held, view: View) -> str:
    """Say when and why somebody last came to this city (何时何因由何地迁来本市)."""
    for former, now in reversed(list(pairwise(held.life))):
        if former.kind is Kind.ELSEWHERE and now.kind is HERE and now.since <= view.on:
            why = wording.reason(view.act(held.begun(now))).removesuffix("迁入")
            return f"{wording.day(now.since)}{f'因{why}' if why else ''}由市外迁来"
    return ""


def _gone(held: Held, view: View, *, moved: bool) -> str:
    """Say when, why and whither a registration ended, of one who has none on the day shown.

    Who moved (to another register) is told apart from whose registration was cancelled.
    """
    now = held.period
    if now.kind is HERE or not any(one.kind is HERE and one.since < now.since for one in held.life):
        return ""
    first = now
    for one in reversed(held.life):
        if one.until == first.since and one.kind is not HERE:
            first = one
    if wording.is_move(first.kind.value, first.cause) is not moved:
        # In transit first, and dead on the way: both are told.
        first = now
        if wording.is_move(first.kind.value, first.cause) is not moved:
            return ""
    why = wording.cause(first.kind.value, first.cause).zh
    if not moved:
        return f"{wording.day(first.since)}因{why}注销户口"
    act = view.act(first.entry)
    whither = act.destination if act else ""
    return f"{wording.day(first.since)}{f'迁往{whither}' if whither else f'因{why}迁出'}"


def _moves(home: Home, view: View) -> tuple[Move, ...]:
    """Return the household's addresses after the first, and new names of the one it was at."""
    lines: list[tuple[object, ...]] = []
    seats = [one for one in view.held(home.seats) if one.since <= view.on]
    for place, seat in enumerate(seats):
        if place:
            lines.append((seat.since, view.address(seat.address, seat.since), seat.entry))
        for reading in readings.address_history(seat.address):
            if _read_then(reading.entry, reading.superseded, view) and (
                seat.since < reading.since <= view.on and (seat.until is None or reading.since < seat.until)
            ):
                lines.append((reading.since, view.address(seat.address, reading.since), reading.entry))
    ordered = sorted(lines, key=lambda line: str(line[0]))
    return tuple(Move(address=text, on=on, officer=view.officer(entry)) for on, text, entry in ordered)  # type: ignore[arg-type]


def _read_then(entry: int, superseded: int | None, view: View) -> bool:
    if view.known is None:
        return superseded is None
    return entry <= view.known and (superseded is None or view.known < superseded)
