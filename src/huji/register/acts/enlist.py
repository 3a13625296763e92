"""Joining the armed forces (入伍注销)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, interim, marital, timelines
from huji.register.acts.performing import Move, enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done, Succession

MILITARY = "military"
"""The cause of a standing elsewhere: with the forces."""
SERVING, DISCHARGED = "服现役", "退出现役"


@dataclass(frozen=True, slots=True)
class Enlist:
    """Who joins on which notice (应征公民入伍通知书), from which day on; a leaving head names who succeeds.

    `told_kin` is the day on which lineal kin were told, where the office acts of itself (Nanjing rule
    art. 59).
    """

    person: int
    effective: date
    notice: str
    successors: Mapping[int, Succession | int] = field(default_factory=dict)
    told_kin: date | None = None


def enlist(statement: Enlist, by: Acting) -> Done:
    """Cancel the registration of one who joins the forces; no certificate is issued.

    Regulations of 1958, art. 11; Nanjing rule art. 58, 59. Raises Refused (`register.*`).
    """
    return perform(lambda: _enlist(statement, by), by)


def _enlist(statement: Enlist, by: Acting) -> Done:
    person, day = statement.person, statement.effective
    checks.day_has_come(day, by)
    checks.day_has_come(statement.told_kin or day, by)
    holding = hold([person], since=day)
    held = checks.of(holding, person)
    checks.registered(held, day)
    checks.own_office(held, by)
    if not statement.notice.strip():
        raise refusals.refuse(
            "notice_needed",
            "请填写入伍通知书的字号或者入伍人员名单。",
            "Enter the number of the notice, or the list that names the person.",
        )
    left = interim.following(holding, [person], day, statement.successors, by)
    entry = enter(
        "enlist", statement, by, [Move(person, day, "elsewhere", by.office, cause=MILITARY), *left.moves],
        stated=Timelines(lives=left.lives, items=service(person, day, SERVING)), offices=left.offices,
    )  # fmt: skip
    return Done(entry, (person,))


def service(person: int, day: date, state: str) -> dict[int, list[timelines.ItemsPeriod]]:
    """Return a person's items with another military state from a day on."""
    periods = timelines.items([person])[person]
    return {person: marital.from_day(periods, day, military=state)} if periods else {}
