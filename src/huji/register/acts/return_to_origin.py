"""Restoring people in transit at the household they left (国办发〔2015〕96号, sixth kind)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks, origin, papers
from huji.register.acts.performing import Move, enter, hold, perform
from huji.register.acts.settle import received
from huji.register.acts.values import Acting, Done, Mover


class ReturnReason(StrEnum):
    """Why nobody registered them elsewhere."""

    EXPIRED = "expired"
    LOST = "lost"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ReturnToOrigin:
    """Who returns, with the relation to the head as it is now, on which of our certificates.

    The certificate falls void as soon as nobody on it is in transit any more. `household` None restores at
    the household left; another may be named where that one is gone.
    """

    members: tuple[Mover, ...]
    effective: date
    certificate: str
    reason: ReturnReason
    household: int | None = None


def return_to_origin(statement: ReturnToOrigin, by: Acting) -> Done:
    """Register persons in transit again at their origin. Raises Refused (`register.*`)."""
    return perform(lambda: _return(statement, by), by)


def _return(statement: ReturnToOrigin, by: Acting) -> Done:
    day, members = statement.effective, statement.members
    persons = [mover.person for mover in members]
    checks.day_has_come(day, by)
    checks.each_once(persons)
    household = statement.household or _left(persons)
    holding = hold(persons, [household] if household else [])
    left = _left(persons)
    for person in persons:
        held = checks.of(holding, person)
        checks.standing(held, "in_transit", day)
        origin.own_office(held, left if household == left else None, holding, by)
    certificate = papers.own_certificate(statement.certificate, persons)
    if statement.reason == ReturnReason.EXPIRED and by.on <= certificate.expires:
        raise refusals.refuse(
            "certificate_still_good",
            f"户口迁移证在 {certificate.expires} 以前仍然有效，尚不能以过期为由恢复户口。",
            f"The migration certificate is good until {certificate.expires}: it has not expired.",
        )
    if household is None or (statement.household is None and household != left):
        raise refusals.refuse(
            "origin_differs",
            "这些人迁出前不在同一户，请分别办理或写明恢复到哪一户。",
            "They did not leave from one household: restore them one by one, or name the household.",
        )
    received(holding, members, household, by, day)
    moves = [Move(m.person, day, "registered", by.office, household, m.relation) for m in members]
    ended = papers.over(statement.certificate, persons)
    results = {"household_id": household, **papers.told_void(ended)}
    offices = [holding.persons[person].office for person in persons]
    entry = enter("return_to_origin", statement, by, moves, results=results, offices=offices)
    papers.void(entry, ended)
    return Done(entry, tuple(persons), household)


def _left(persons: list[int]) -> int | None:
    """Return the one household all of `persons` left, None if there is not one."""
    households = {one.household for one in origin.left(persons).values()}
    return households.pop() if len(households) == 1 else None
