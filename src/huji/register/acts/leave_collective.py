"""Leaving a collective household (迁出集体户)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks, looking, relations
from huji.register.acts.performing import hold, perform
from huji.register.acts.settle import Settle, come
from huji.register.acts.values import Acting, Done, Mover, NewHousehold, Succession


class LeavingGround(StrEnum):
    """Why one leaves: a home, relatives to join, another unit, the end of studies, the unit's end."""

    HOME = "home"
    RELATIVES = "relatives"
    OTHER_UNIT = "other_unit"
    STUDIES_ENDED = "studies_ended"
    UNIT_GONE = "unit_gone"


@dataclass(frozen=True, slots=True)
class LeaveCollective:
    """Who leaves a collective household of this register, on which ground, into which household.

    A member whose relation is empty gets the one that kinship shows; in a collective household it is 99.
    """

    members: tuple[Mover, ...]
    into: int | NewHousehold
    ground: LeavingGround
    evidence: str
    effective: date
    successors: Mapping[int, Succession | int] = field(default_factory=dict)


def leave_collective(statement: LeaveCollective, by: Acting) -> Done:
    """Register members of a collective household where they live now.

    One who has a home or relatives to join must leave (Nanjing rule art. 76, 77); a student does so when the
    studies end (art. 91, 93, 98). Raises Refused (`register.*`).
    """
    return perform(lambda: _leave(statement, by), by)


def _leave(statement: LeaveCollective, by: Acting) -> Done:
    into, day = statement.into, statement.effective
    persons = [mover.person for mover in statement.members]
    checks.day_has_come(day, by)
    checks.each_once(persons)
    holding = hold(persons, [into] if isinstance(into, int) else [], since=day)
    for person in persons:
        held = checks.of(holding, person)
        checks.registered(held, day)
        if held.household_kind != "collective":
            raise refusals.refuse(
                "not_in_collective",
                f"{checks.name_of(person)}不在集体户。",
                f"{checks.name_of(person)} is not of a collective household.",
            )
    if not statement.evidence.strip():
        raise refusals.refuse(
            "evidence_needed", "请写明所凭的证明。", "Name the paper that shows the ground."
        )
    if isinstance(into, int):
        house = checks.house(holding, into, by, day)
        collective, sort = house.kind == "collective", looking.sort_of(into)
    else:
        collective, sort = into.kind == "collective", into.sort
    _fits(statement.ground, collective, str(sort) if sort else None)
    members = (
        tuple(Mover(m.person, m.relation or "99") for m in statement.members)
        if collective
        else relations.filled(statement.members, into)
    )
    inner = Settle(members, into, day, statement.successors)
    over = statement.ground == LeavingGround.STUDIES_ENDED
    return come(inner, by, "leave_collective", replace(statement, members=members), studies_over=over)


def _fits(ground: LeavingGround, collective: bool, sort: str | None) -> None:
    """Refuse another collective household where the ground is a home or relatives."""
    own = ground in (LeavingGround.HOME, LeavingGround.RELATIVES)
    other_unit = ground == LeavingGround.OTHER_UNIT and sort != "unit"
    if (collective and (own or sort == "school")) or other_unit:
        raise refusals.refuse(
            "ground_and_household",
            "迁出理由与迁入的户不符。",
            "The ground and the household gone to do not fit.",
        )
