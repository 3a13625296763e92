"""Restoring a registration that was cancelled (恢复户口)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks, kindred, marital, reviving, timelines
from huji.register.acts.declare_missing_or_dead import DEAD, MISSING
from huji.register.acts.lives import continued
from huji.register.acts.performing import Held, draw, enter, hold, perform
from huji.register.acts.settle import received
from huji.register.acts.timelines import Period, Timelines
from huji.register.acts.values import Acting, Done, Mover, NewHousehold, Tie
from huji.standards import Text


class RestoreGround(StrEnum):
    """Why a cancelled registration is restored."""

    RETURNED_MISSING = "returned_missing"
    RETURNED_DEAD = "returned_dead"
    RETURNED_ABROAD = "returned_abroad"
    CANCELLED_WRONGLY = "cancelled_wrongly"


@dataclass(frozen=True, slots=True)
class Restore:
    """Who is registered again, where, from which day on, why, and on which evidence (a judgment's number).

    `spouse`: the marriage that ended with the declaration of death and resumes by law (Civil Code, art. 51).
    """

    member: Mover
    into: int | NewHousehold
    effective: date
    ground: RestoreGround
    evidence: str
    spouse: int | None = None


_CAUSES: dict[RestoreGround, set[tuple[str, str | None]]] = {
    RestoreGround.RETURNED_MISSING: {("unregistered", MISSING)},
    RestoreGround.RETURNED_DEAD: {("ended", DEAD)},
    RestoreGround.RETURNED_ABROAD: {("elsewhere", "abroad"), ("elsewhere", "foreign_nationality")},
    RestoreGround.CANCELLED_WRONGLY: {
        ("ended", "death"),
        ("ended", "duplicate"),
        ("ended", "fraud"),
        ("ended", None),
        ("elsewhere", "abroad"),
        ("elsewhere", "foreign_nationality"),
        ("elsewhere", "fraud"),
    },
}


def restore(statement: Restore, by: Acting) -> Done:
    """Register again one whose registration was cancelled.

    One who was held to be dead never was: those days are held from now on as days without registration, and
    what was believed stays on the other axis. Nanjing rule art. 38 (missing, dead), 42 (back from abroad);
    国办发〔2015〕96号, fourth kind. Raises Refused (`register.*`).
    """
    return perform(lambda: _restore(statement, by), by)


def _restore(statement: Restore, by: Acting) -> Done:
    member, into, day = statement.member, statement.into, statement.effective
    person = member.person
    checks.day_has_come(day, by)
    others = [] if statement.spouse is None else [statement.spouse]
    holding = hold([person], [into] if isinstance(into, int) else [], others=others)
    held = checks.of(holding, person)
    spouse = None if statement.spouse is None else checks.of(holding, statement.spouse)
    _may_return(statement, held)
    checks.not_before(held, day)
    if statement.ground != RestoreGround.RETURNED_ABROAD:
        checks.own_office(held, by)
    if not statement.evidence.strip():
        raise refusals.refuse(
            "evidence_needed",
            "请写明恢复户口的依据材料。",
            "Say what shows that the registration is to be restored.",
        )
    received(holding, [member], into, by, day)
    household = into if isinstance(into, int) else draw("household_id_seq")[0]
    entry = enter(
        "restore",
        statement,
        by,
        founded=None if isinstance(into, int) else (household, into, day),
        stated=Timelines(
            lives={person: _life(statement, held, household, by)},
            ties=_marriage(statement, held, spouse),
            items=_married_again(statement, held),
        ),
        offices=[held.office, *(holding.persons[other].office for other in others)],
    )
    return Done(entry, (person,), household)


def _may_return(statement: Restore, held: Held) -> None:
    name = checks.name_of(held.person)
    if held.kind == "registered":
        raise refusals.registered_already(name)
    if reviving.void(held):
        raise refusals.dead(name, held.since, held.cause)
    if (held.kind, held.cause) not in _CAUSES[statement.ground]:
        raise refusals.refuse(
            "not_cancelled_so",
            f"{name}的户口不是因此注销的，不能以此恢复。",
            f"{name}: the registration was not cancelled for that, and is not restored so.",
            Text(
                "请核对注销原因，按相应的业务办理。", "Look at why it was cancelled, and choose accordingly."
            ),
        )


def _life(statement: Restore, held: Held, household: int, by: Acting) -> list[Period]:
    person, day = statement.member.person, statement.effective
    life = timelines.lives([person])[person]
    home = Period(day, None, "registered", by.office, household, statement.member.relation)
    if held.kind != "ended":
        return continued(life, home)
    without = Period(held.since, day, "unregistered", held.office, cause=_meanwhile(statement))
    return continued(life, *([without] if held.since < day else []), home)


def _meanwhile(statement: Restore) -> str:
    return DEAD if statement.ground == RestoreGround.RETURNED_DEAD else "cancelled_wrongly"


def _marriage(
    statement: Restore, held: Held, other: Held | None
) -> dict[timelines.Pair, list[timelines.TiePeriod]]:
    """Resume a marriage that the declaration ended, from the day on; refuse one that it did not end."""
    person, spouse = held.person, statement.spouse
    if spouse is None or other is None:
        return {}
    was = timelines.ties([person]).get((person, spouse, str(Tie.SPOUSE)), [])
    ended_by_it = bool(was) and was[-1].until == held.since
    if statement.ground == RestoreGround.RETURNED_MISSING or not ended_by_it:
        raise refusals.refuse(
            "marriage_not_ended_so",
            f"{checks.name_of(spouse)}与{checks.name_of(person)}的婚姻关系不是因此消除的，不能自行恢复。",
            f"The marriage with {checks.name_of(spouse)} did not end by that and does not resume by itself.",
        )
    marital.alive_on(other, statement.effective)
    return kindred.begun([(person, spouse, Tie.SPOUSE, statement.effective)])


def _married_again(statement: Restore, held: Held) -> dict[int, list[timelines.ItemsPeriod]]:
    """Return the items of the spouse whose marriage resumes: the state is what it was before."""
    if statement.spouse is None:
        return {}
    before = timelines.items([statement.spouse])[statement.spouse]
    state = marital.state_on(before, held.since - timedelta(days=1))
    return marital.changed({statement.spouse: state}, statement.effective)
