"""Settling within the city (市内迁移、落户)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, fitting, interim, looking, siblings, studying
from huji.register.acts.performing import Holding, House, Move, draw, enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import HEAD, Acting, Done, Mover, NewHousehold, Succession


@dataclass(frozen=True, slots=True)
class Settle:
    """An applicant (first) with companions, and the household they go to: by id, or a new one.

    `successors` names, for each old household whose head leaves others behind, who heads it from then on.
    """

    members: tuple[Mover, ...]
    into: int | NewHousehold
    effective: date
    successors: Mapping[int, Succession | int] = field(default_factory=dict)


def settle(statement: Settle, by: Acting) -> Done:
    """Register all of them in the household gone to and nowhere else, whole or not at all.

    Whom a case settles, its policy has decided, a graduate in a school's household too: students are held
    to their school where there is no case. Regulations of 1958, art. 6, 10, 13, 19. Raises Refused
    (`register.*`).
    """
    return perform(lambda: come(statement, by, "settle", studies_over=by.case is not None), by)


def come(
    statement: Settle, by: Acting, act: str, source: object = None, *, studies_over: bool = False
) -> Done:
    """Do the settling under the name of `act`; `source` is the statement the entry keeps.

    Students leave a school's household where `studies_over` alone.
    """
    members, into, day = statement.members, statement.into, statement.effective
    persons = [mover.person for mover in members]
    checks.day_has_come(day, by)
    checks.each_once(persons)
    holding = hold(persons, [into] if isinstance(into, int) else [], since=day)
    for mover in members:
        held = checks.of(holding, mover.person)
        checks.registered(held, day)
        if held.household == into:
            raise refusals.already_there(checks.name_of(mover.person))
    if not studies_over:
        studying.stay(holding.persons[person] for person in persons)
    received(holding, members, into, by, day)
    left = interim.following(holding, persons, day, statement.successors, by)
    household = into if isinstance(into, int) else draw("household_id_seq")[0]
    moves = [Move(m.person, day, "registered", by.office, household, m.relation) for m in members]
    entry = enter(
        act,
        source or statement,
        by,
        [*moves, *left.moves],
        founded=None if isinstance(into, int) else (household, into, day),
        stated=Timelines(lives=left.lives) if left.lives else None,
        offices=[*(holding.persons[person].office for person in persons), *left.offices],
    )
    return Done(entry, tuple(persons), household)


def received(
    holding: Holding,
    members: Sequence[Mover],
    into: int | NewHousehold,
    by: Acting,
    day: date,
    entering: Sequence[fitting.Related] = (),
) -> House | None:
    """Refuse what the household gone to may not receive; return it when it exists already.

    `entering` tells of those of `members` whom the register does not know yet.
    """
    heads = [mover for mover in members if mover.relation == HEAD]
    if isinstance(into, NewHousehold):
        collective, ground = into.kind == "collective", into.minor_ground
        checks.address(into.address, by, day)
        checks.relations((m.relation for m in members), collective=collective)
        if not collective:
            checks.one_head(members)
        house = None
    else:
        house = checks.house(holding, into, by, day)
        collective, ground = house.kind == "collective", ""
        checks.relations((m.relation for m in members), collective=collective)
        if len(heads) > 1:
            raise refusals.two_heads()
    _only_children(holding, members, into)
    if not collective:
        fitting.come(holding, members, into, day, entering)
        for mover in heads:
            if held := holding.persons.get(mover.person):
                checks.adult(held.person, held.born, day, ground)
    return house


def _only_children(holding: Holding, members: Sequence[Mover], into: int | NewHousehold) -> None:
    for mover in members:
        if mover.relation in siblings.ONLY and (held := holding.persons.get(mover.person)):
            head = looking.head_of(into) if isinstance(into, int) else None
            head = head or next((one.person for one in members if one.relation == HEAD), None)
            siblings.only_child(mover.relation, head, held.born, held.person)
