"""Registration of one who leaves the armed forces (退役恢复户口)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks
from huji.register.acts.enlist import DISCHARGED, MILITARY, service
from huji.register.acts.performing import Move, draw, enter, hold, perform
from huji.register.acts.settle import received
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done, Mover, NewHousehold
from huji.standards import Text


class Discharged(StrEnum):
    """How one left: released (退伍、复员、转业), or dismissed."""

    RELEASED = "released"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Discharge:
    """Who left the forces, on whose letter, and the household where the person is settled."""

    member: Mover
    into: int | NewHousehold
    kind: Discharged
    letter: str
    effective: date


def discharge(statement: Discharge, by: Acting) -> Done:
    """Register again one whose registration was cancelled for service; no migration certificate is asked for.

    Regulations of 1958, art. 13; Nanjing rule art. 35. One who served from another register moves in.
    Raises Refused (`register.*`).
    """
    return perform(lambda: _discharge(statement, by), by)


def _discharge(statement: Discharge, by: Acting) -> Done:
    member, into, day = statement.member, statement.into, statement.effective
    checks.day_has_come(day, by)
    holding = hold([member.person], [into] if isinstance(into, int) else [])
    held = checks.of(holding, member.person)
    checks.standing(held, "elsewhere", day)
    if held.cause != MILITARY:
        raise refusals.refuse(
            "not_serving",
            f"户籍登记中{checks.name_of(member.person)}不是因入伍注销户口。",
            f"The register does not hold {checks.name_of(member.person)} to be with the forces.",
            Text("市外迁入请按迁入办理。", "From another register, move in with its papers."),
        )
    if not statement.letter.strip():
        raise refusals.refuse(
            "letter_needed",
            "请填写安置部门或者兵役机关介绍信、部队文件的字号。",
            "Enter the letter of the resettlement office, or the unit's document.",
        )
    received(holding, [member], into, by, day)
    if statement.kind == Discharged.DISMISSED and held.office != by.office:
        raise refusals.other_office(checks.name_of(member.person), held.office)
    household = into if isinstance(into, int) else draw("household_id_seq")[0]
    entry = enter(
        "discharge", statement, by,
        [Move(member.person, day, "registered", by.office, household, member.relation)],
        founded=None if isinstance(into, int) else (household, into, day),
        stated=Timelines(items=service(member.person, day, DISCHARGED)),
        offices=[held.office],
    )  # fmt: skip
    return Done(entry, (member.person,), household)
