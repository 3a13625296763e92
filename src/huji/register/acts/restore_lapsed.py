"""Restoring, by office, those whose migration certificate ran out unused (迁移证逾期恢复)."""

from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, origin, papers
from huji.register.acts.performing import Holding, Move, cursor, enter, hold, perform
from huji.register.acts.values import Acting, Done
from huji.register.transit import LEFT_ON


@dataclass(frozen=True, slots=True)
class RestoreLapsed:
    """Which of our certificates lapsed, the day of restoring, and what the register gone to answered."""

    certificate: str
    effective: date
    inquiry: str


def restore_lapsed(statement: RestoreLapsed, by: Acting) -> Done:
    """Register those still in transit on a lapsed certificate again where they left.

    国办发〔2015〕96号, sixth kind; rules on papers of 1994; Nanjing rule art. 92. Where several offices keep
    by now what those on it left, each restores its own. The relation is that of before, or what kinship shows
    to the head of now. Raises Refused (`register.*`).
    """
    return perform(lambda: _restore(statement, by), by)


def _restore(statement: RestoreLapsed, by: Acting) -> Done:
    day = statement.effective
    checks.day_has_come(day, by)
    if not statement.inquiry.strip():
        raise refusals.refuse(
            "inquiry_needed",
            "请写明向迁入地查询的结果。",
            "Say what the register gone to answered: nobody may be registered twice.",
        )
    waiting = _in_transit(statement.certificate)
    left = origin.left(waiting)
    houses = sorted({one.household for one in left.values()})
    holding = hold(waiting, houses, houses)
    ours = [who for who in waiting if _keeper(holding, who, left.get(who)) == by.office]
    certificate = papers.own_certificate(statement.certificate, ours)
    if by.on <= certificate.expires:
        raise refusals.refuse(
            "certificate_still_good",
            f"户口迁移证在 {certificate.expires} 以前仍然有效，尚不能以过期为由恢复户口。",
            f"The migration certificate is good until {certificate.expires}: it has not expired.",
        )
    if not waiting:
        raise refusals.refuse(
            "nobody_in_transit",
            f"户口迁移证 {statement.certificate} 上已没有迁移途中的人。",
            f"Nobody on migration certificate {statement.certificate} is in transit any more.",
        )
    if not ours:
        keeper = _keeper(holding, waiting[0], left.get(waiting[0]))
        raise refusals.other_office(checks.name_of(waiting[0]), keeper)
    for person in ours:
        checks.standing(checks.of(holding, person), "in_transit", day)
        if person not in left:
            raise refusals.not_registered(checks.name_of(person))
    left = {person: left[person] for person in ours}
    houses = sorted({one.household for one in left.values()})
    for which in houses:
        checks.house(holding, which, by, day)
    relations = origin.relations(left, day)
    moves = [
        Move(person, day, "registered", by.office, left[person].household, relations[person])
        for person in ours
    ]
    offices = [holding.persons[person].office for person in ours]
    entry = enter("restore_lapsed", statement, by, moves, offices=offices)
    return Done(entry, tuple(ours), houses[0] if len(houses) == 1 else None)


def _keeper(holding: Holding, person: int, left: origin.Left | None) -> int:
    """Return the office that keeps the household somebody left, else the one that waits for them."""
    house = holding.houses.get(left.household) if left else None
    return house.office if house else checks.of(holding, person).office


def _in_transit(certificate: str) -> list[int]:
    """Return those whom a certificate of ours names and who have been in transit on it since."""
    rows = cursor().execute(
        "select s.person from migration_certificate c join standing s on s.person = any (c.persons)"
        " where c.issuer = %s and c.number = %s and c.void_entry is null and s.kind = 'in_transit'"
        f"   and upper_inf(s.known) and upper_inf(s.valid) and c.issued >= {LEFT_ON}"
        " order by s.person",
        [papers.OURS, certificate],
    )
    return [row[0] for row in rows.fetchall()]
