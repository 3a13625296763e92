"""Changing and correcting a citizen number (重号、错号): old to new, both findable for ever."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import amending, checks, numbering, timelines
from huji.register.acts.performing import Held, enter, hold, perform
from huji.register.acts.timelines import NumberPeriod, Timelines
from huji.register.acts.values import Acting, Done


class NumberGround(StrEnum):
    """Why a number is given up (Nanjing rule art. 112)."""

    SHARED = "shared"
    """重号: another person bears it too, and keeps it."""
    WRONG = "wrong"
    """错号: its digits are not those of this person."""
    SEVERAL = "several"
    """The person has several numbers and keeps one."""


@dataclass(frozen=True, slots=True)
class ChangeNumber:
    """Who bears another number from a day on, and why; `number` None: the next free one is assigned.

    `division` is where it is assigned should the old county's code be no longer in force.
    """

    person: int
    effective: date
    ground: NumberGround
    evidence: str
    number: str | None = None
    division: str = ""


@dataclass(frozen=True, slots=True)
class CorrectNumber:
    """Whose number was always another one than the register held, or who was held to have none."""

    person: int
    evidence: str
    number: str | None = None
    division: str = ""


def change_number(statement: ChangeNumber, by: Acting) -> Done:
    """Give a person another number from a day on; the old one was borne until then and is never given again.

    Nanjing rule art. 112; GB 11643. `Done.numbers` holds the new number. Raises Refused (`register.*`).
    """
    return perform(lambda: _change(statement, by), by)


def correct_number(statement: CorrectNumber, by: Acting) -> Done:
    """Believe that the number was always the one stated; the wrong one stays on the known axis, findable.

    One of whom no number is held is given one so. Nanjing rule art. 112; GB 11643. `Done.numbers` holds the
    number. Raises Refused (`register.*`).
    """
    return perform(lambda: _correct(statement, by), by)


def _change(statement: ChangeNumber, by: Acting) -> Done:
    day, person = statement.effective, statement.person
    checks.day_has_come(day, by)
    held, borne = _held(person, statement.evidence, by, living=True)
    if not borne:
        raise refusals.refuse(
            "no_number",
            "此人没有公民身份号码，请办理补登。",
            "The person has no number yet: correct that instead.",
        )
    if day <= borne[-1].since and day > held.born:
        raise refusals.before_last_change(checks.name_of(person), day, borne[-1].since)
    new = _number(statement.number, borne[-1].number, statement.division, held, by)
    return _entered("change_number", statement, by, held, numbering.from_day(borne, held.born, day, new))


def _correct(statement: CorrectNumber, by: Acting) -> Done:
    person = statement.person
    held, borne = _held(person, statement.evidence, by, living=False)
    old = borne[-1].number if borne else ""
    new = _number(statement.number, old, statement.division, held, by)
    right = [NumberPeriod(held.born, None, new)]
    if borne:
        right = [*borne[:-1], borne[-1]._replace(number=new)]
    return _entered("correct_number", statement, by, held, right)


def _held(person: int, evidence: str, by: Acting, *, living: bool) -> tuple[Held, list[NumberPeriod]]:
    amending.evidence(evidence)
    held = checks.of(hold([person]), person)
    amending.of_this_office(held, by, living=living)
    return held, timelines.numbers([person])[person]


def _number(given: str | None, old: str, division: str, held: Held, by: Acting) -> str:
    items = timelines.items([held.person])[held.person]
    sex = items[-1].items.sex if items else "9"
    if given is None:
        if not old:
            return numbering.first(division, held.born, sex, by)
        return numbering.next_of(old, division, held.born, sex, by)
    new = numbering.taken(given, held.person, held.born, sex, by)
    if new == old:
        raise refusals.refuse(
            "nothing_changes", "所填内容与现有登记相同。", "The register holds this already."
        )
    return new


def _entered(act: str, statement: object, by: Acting, held: Held, borne: list[NumberPeriod]) -> Done:
    stated = Timelines(numbers={held.person: borne})
    entry = enter(act, statement, by, stated=stated, offices=[held.office])
    return Done(entry, (held.person,), held.household, (borne[-1].number,))
