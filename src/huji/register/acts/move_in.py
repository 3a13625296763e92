"""Moving in from another register (市外迁入)."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huji.register import refusals
from huji.register.acts import checks, fitting, kindred, newcomers, papers, parentage, reviving
from huji.register.acts.enlist import MILITARY
from huji.register.acts.newcomers import Entered
from huji.register.acts.performing import Held, Move, cursor, draw, enter, hold, perform
from huji.register.acts.settle import received
from huji.register.acts.timelines import Period, Timelines
from huji.register.acts.values import (
    HEAD,
    Acting,
    Certificate,
    Done,
    KinTie,
    Mover,
    Newcomer,
    NewHousehold,
    Particulars,
)
from huji.standards import Text, citizen_number


@dataclass(frozen=True, slots=True)
class MoveIn:
    """People with one migration certificate, and the household they go to.

    `members` are newcomers by citizen number, or movers whom this register already holds as registered
    elsewhere. `permit` is the number of the permit this city issued; None where the law asks for none
    (admitted students, soldiers discharged, …), said by `by.basis`. `kin` are ties the papers prove.
    """

    members: tuple[Newcomer | Mover, ...]
    into: int | NewHousehold
    effective: date
    certificate: Certificate
    permit: str | None = None
    kin: tuple[KinTie, ...] = ()


def move_in(statement: MoveIn, by: Acting) -> Done:
    """Register people of another register; the unknown are entered as elsewhere from birth to arrival.

    Regulations of 1958, art. 13. Raises Refused (`register.*`, and what is wrong with a number or a name).
    """
    return perform(lambda: _move_in(statement, by), by)


def _move_in(statement: MoveIn, by: Acting) -> Done:
    day, into = statement.effective, statement.into
    checks.day_has_come(day, by)
    if not statement.members:
        raise refusals.nobody()
    papers.good(statement.certificate, day)
    arrivals = [_arrival(member, by) for member in statement.members]
    _each_once(arrivals)

    known = [arrival.known for arrival in arrivals if arrival.known is not None]
    tied = {number for tie in statement.kin for number in (tie.person, tie.relative)}
    others = [who for number in sorted(tied) if (who := newcomers.holder(number)) is not None]
    holding = hold(known, [into] if isinstance(into, int) else [], others=others)
    void = {who for who in known if reviving.void(checks.of(holding, who))}
    for arrival in arrivals:
        if arrival.known is not None and arrival.known not in void:
            _elsewhere(checks.of(holding, arrival.known), arrival.name, day)
    _adults(arrivals, into, day)
    movers = [Mover(0 if a.known in void else a.known or 0, a.relation) for a in arrivals]
    coming = [
        fitting.Related(0, a.born, a.particulars.sex, a.relation, a.name)
        for a in arrivals
        if a.born is not None and a.particulars is not None and (a.known is None or a.known in void)
    ]
    house = received(holding, movers, into, by, day, coming)
    for one in coming:
        parentage.lived(one.born, day)
    newcomers.lock_stems(arrival.number for arrival in arrivals if arrival.known is None)
    if statement.permit is not None:
        numbers = [arrival.number for arrival in arrivals]
        address = house.address if house else into.address if isinstance(into, NewHousehold) else 0
        papers.use_permit(statement.permit, numbers, address, statement.certificate)

    household = into if isinstance(into, int) else draw("household_id_seq")[0]
    new = [arrival for arrival in arrivals if arrival.known is None]
    drawn = dict(zip((arrival.number for arrival in new), draw("person_id_seq", len(new)), strict=True))
    persons = tuple(arrival.known or drawn[arrival.number] for arrival in arrivals)
    entered = [
        _entered(arrival, who, household, by, day)
        for arrival, who in zip(arrivals, persons, strict=True)
        if arrival.known is None or who in void
    ]
    arrived = dict(zip((arrival.number for arrival in arrivals), persons, strict=True))
    bearers = {number: arrived.get(number) or newcomers.bearer(number) for number in tied}
    paper = papers.presented(by, statement.certificate, persons)
    entry = enter(
        "move_in",
        statement,
        by,
        [
            Move(who, day, "registered", by.office, household, arrival.relation)
            for arrival, who in zip(arrivals, persons, strict=True)
            if arrival.known is not None and who not in void
        ],
        founded=(household, into, day) if isinstance(into, NewHousehold) else None,
        entered=[one for one in entered if one.id not in void],
        stated=Timelines(
            **reviving.stated(one for one in entered if one.id in void),
            ties=kindred.begun(
                (bearers[k.person], bearers[k.relative], k.tie, k.since) for k in statement.kin
            ),
        ),
        offices=[holding.persons[person].office for person in known],
        results={"certificate": paper} | ({"used_permit": statement.permit} if statement.permit else {}),
    )
    papers.keep_certificate(entry, paper)
    if statement.permit is not None:
        papers.mark_permit(statement.permit, entry)
    return Done(entry, persons, household)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """One who arrives: known here by id, or new with number and particulars."""

    known: int | None
    number: str
    name: str
    relation: str
    born: date | None = None
    particulars: Particulars | None = None


def _arrival(member: Newcomer | Mover, by: Acting) -> _Arrival:
    if isinstance(member, Mover):
        return _Arrival(member.person, _number(member.person), checks.name_of(member.person), member.relation)
    number = citizen_number.parse(member.number, on=by.on, demonstration=settings.HUJI_DEMONSTRATION)
    items = newcomers.accepted(member.particulars)
    newcomers.number_and_sex_agree(items.sex, str(number.sex))
    known = newcomers.holder(number.value)
    return _Arrival(known, number.value, items.name, member.relation, number.born, items)


def _elsewhere(held: Held, name: str, day: date) -> None:
    """Refuse one registered here, or with the forces from here, by the name that the certificate gives."""
    if held.kind == "registered":
        raise refusals.registered_already(name)
    checks.standing(held, "elsewhere", day)
    if held.cause == MILITARY:
        raise refusals.refuse(
            "serving",
            f"{name}在本市因入伍注销户口，退出现役后按退役落户办理，不凭户口迁移证迁入。",
            f"{name} joined the forces from here and comes back by discharge, not by a certificate.",
            Text(
                "请办理“退役落户”，填写安置部门或者兵役机关的介绍信。",
                "Use “Register after service”, with the letter of the resettlement office.",
            ),
        )


def _each_once(arrivals: list[_Arrival]) -> None:
    """Refuse one named twice, be it by an old number and a new one."""
    met: set[int | str] = set()
    for arrival in arrivals:
        who = arrival.known or arrival.number
        if who in met:
            raise refusals.named_twice(arrival.name)
        met.add(who)


def _adults(arrivals: list[_Arrival], into: int | NewHousehold, day: date) -> None:
    """Refuse a minor newcomer as head; those known here are checked on what is held."""
    collective = isinstance(into, NewHousehold) and into.kind == "collective"
    ground = into.minor_ground if isinstance(into, NewHousehold) else ""
    for arrival in arrivals:
        if arrival.relation == HEAD and arrival.born is not None and not collective:
            checks.adult(0, arrival.born, day, ground, arrival.name)


def _entered(arrival: _Arrival, person: int, household: int, by: Acting, day: date) -> Entered:
    assert arrival.born is not None
    assert arrival.particulars is not None
    if day < arrival.born:
        raise refusals.refuse(
            "before_birth",
            f"迁入日期 {day} 早于{arrival.name}的出生日期。",
            f"The day {day} lies before the birth of {arrival.name}.",
        )
    life = [Period(arrival.born, day, "elsewhere", by.office)] if day > arrival.born else []
    life.append(Period(day, None, "registered", by.office, household, arrival.relation))
    return Entered(person, arrival.born, arrival.number, arrival.particulars, life)


def _number(person: int | None) -> str:
    row = cursor().execute(
        "select number from citizen_number where person = %s and upper_inf(known) and upper_inf(valid)",
        [person],
    ).fetchone()  # fmt: skip
    if row is None:
        raise refusals.unknown_person(person or 0)
    return str(row[0])
