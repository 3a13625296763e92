"""Cancelling a registration other than by death or moving out (注销户口)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks, interim, kindred, marital, notices
from huji.register.acts.performing import Held, Holding, Move, enter, hold, perform
from huji.register.acts.session import cursor
from huji.register.acts.settle import received
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done, Mover, Succession
from huji.standards import Text


class CancelGround(StrEnum):
    """Why a registration is cancelled."""

    SETTLED_ABROAD = "settled_abroad"
    FOREIGN_NATIONALITY = "foreign_nationality"
    DUPLICATE = "duplicate"
    FRAUD = "fraud"


@dataclass(frozen=True, slots=True)
class Former:
    """Where one is registered again who had registered here by fraud: the household left then, and the
    relation to its head as it is now."""

    household: int
    relation: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Whose registration is cancelled from which day on, why, and on which evidence.

    A duplicate names in `kept` the person who stays. One who registered by fraud is registered again at the
    former place: `former` in this register, `former_register` another's name; neither where there is no such
    person at all. `notice` is the day of the written notice where the office acts of itself.
    """

    person: int
    ground: CancelGround
    effective: date
    evidence: str
    kept: int | None = None
    former: Former | None = None
    former_register: str = ""
    successors: Mapping[int, Succession | int] = field(default_factory=dict)
    notice: date | None = None


def cancel(statement: Cancel, by: Acting) -> Done:
    """Cancel a registration; nobody is lost: the standing tells what became of the person.

    Settled abroad, of foreign nationality: Nationality Law art. 9, Nanjing rule art. 60 to 63. Duplicate: one
    person, one place (Regulations of 1958, art. 6); both persons lead to each other. Fraud: Nanjing rule
    art. 146. Raises Refused (`register.*`).
    """
    return perform(lambda: _cancel(statement, by), by)


def _cancel(statement: Cancel, by: Acting) -> Done:
    person, day = statement.person, statement.effective
    checks.day_has_come(day, by)
    notices.heeded(statement.notice, by)
    if not statement.evidence.strip():
        raise refusals.refuse("evidence_needed", "请写明注销的依据材料。", "Say what shows it.")
    _fits(statement)
    former = statement.former
    others = [] if statement.kept is None else [statement.kept]
    ends_marriage = statement.ground == CancelGround.DUPLICATE or _nobody(statement)
    if ends_marriage:
        others += kindred.spouses([person], day)
    holding = hold([person], [former.household] if former else [], others=others, since=day)
    held = checks.of(holding, person)
    if held.kind != "in_transit":
        checks.registered(held, day)
    checks.not_before(held, day)
    checks.own_office(held, by)
    if statement.kept is not None:
        _same(holding, person, statement.kept)
    left = interim.following(holding, [person], day, statement.successors, by)
    ended = marital.void(holding, person, day) if ends_marriage else Timelines()
    entry = enter(
        "cancel",
        statement,
        by,
        [_standing(statement, held, holding, by), *left.moves],
        stated=replace(ended, lives=left.lives),
        offices=left.offices,
        results={"same_person": [[person, statement.kept]]} if statement.kept is not None else None,
    )
    if statement.kept is not None:
        cursor().execute(
            "insert into same_person (person, kept, entry) values (%s, %s, %s)",
            [person, statement.kept, entry],
        )
    return Done(entry, (person,), former.household if former else None)


def _nobody(statement: Cancel) -> bool:
    """Whether it was found that there is no such person: nobody is married to one."""
    elsewhere = statement.former is not None or statement.former_register.strip()
    return statement.ground == CancelGround.FRAUD and not elsewhere


def _fits(statement: Cancel) -> None:
    """Refuse what does not belong to the ground."""
    if (statement.ground == CancelGround.DUPLICATE) != (statement.kept is not None):
        raise refusals.refuse(
            "kept_person",
            "注销重复户口须指明保留的是哪一人；其他注销不必指明。",
            "For a duplicate, and only then, name the person who stays registered.",
        )
    of_fraud = statement.former is not None or bool(statement.former_register.strip())
    if of_fraud and statement.ground != CancelGround.FRAUD:
        raise refusals.refuse(
            "former_place",
            "只有因弄虚作假注销的，才恢复原户口。",
            "Only after fraud is one registered again at the former place.",
        )
    if statement.former is not None and statement.former_register.strip():
        raise refusals.refuse(
            "former_place_twice",
            "原户口在本市的，不再填写市外登记机关。",
            "The former place is in this register or in another, not in both.",
        )


def _same(holding: Holding, person: int, kept: int) -> None:
    """Refuse as the one kept oneself, and one who is not registered."""
    if kept == person:
        raise refusals.refuse(
            "kept_person_same",
            "保留的人与被注销的人是同一条登记。",
            "The person kept is the very registration that is cancelled.",
        )
    other = checks.of(holding, kept)
    if other.kind not in ("registered", "in_transit"):
        raise refusals.refuse(
            "kept_person_gone",
            f"{checks.name_of(kept)}没有有效的户口登记，不能作为保留的一方。",
            f"{checks.name_of(kept)} is not registered and cannot be the one kept.",
            Text("请先恢复其户口，或者注销另一处。", "Restore that registration first, or cancel the other."),
        )


def _standing(statement: Cancel, held: Held, holding: Holding, by: Acting) -> Move:
    person, day, office = statement.person, statement.effective, held.office
    match statement.ground:
        case CancelGround.SETTLED_ABROAD:
            return Move(person, day, "elsewhere", office, cause="abroad")
        case CancelGround.FOREIGN_NATIONALITY:
            return Move(person, day, "elsewhere", office, cause="foreign_nationality")
        case CancelGround.DUPLICATE:
            return Move(person, day, "ended", office, cause="duplicate")
    former = statement.former
    if _nobody(statement):
        return Move(person, day, "ended", office, cause="fraud")
    if former is None:
        return Move(person, day, "elsewhere", office, cause="fraud")
    if former.household not in holding.houses:
        raise refusals.unknown_household(former.household)
    if held.household == former.household:
        raise refusals.already_there(checks.name_of(person))
    keeper = holding.houses[former.household].office
    mover = Mover(person, former.relation)
    received(holding, [mover], former.household, replace(by, office=keeper), day)
    return Move(person, day, "registered", keeper, former.household, former.relation)
