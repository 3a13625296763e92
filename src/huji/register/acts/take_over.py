"""Taking over a person whom the old register held and the conversion could not read (补录原户籍人员)."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from huji.register import refusals
from huji.register.acts import checks, newcomers
from huji.register.acts.newcomers import Entered
from huji.register.acts.performing import draw, enter, hold, perform
from huji.register.acts.settle import received
from huji.register.acts.timelines import Period
from huji.register.acts.values import HEAD, Acting, Done, Mover, NewHousehold, Particulars
from huji.standards import Text, citizen_number


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A row of an old register, as corrected: who is registered where, since which day.

    `conversion` and `row` name the row as it stood; between birth and `since` the person was registered
    elsewhere, as far as this register knows.
    """

    conversion: int
    row: int
    number: str
    born: date
    particulars: Particulars
    relation: str
    into: int | NewHousehold
    since: date


def take_over(statement: TakeOver, by: Acting) -> Done:
    """Register a person of the old register, in one entry that names the row.

    Regulations of 1958, art. 18: what was wrong in the register is corrected after it was verified.
    Raises Refused (`register.*`, and what is wrong with the number or the name).
    """
    return perform(lambda: _take_over(statement, by))


def _take_over(statement: TakeOver, by: Acting) -> Done:
    day, into = statement.since, statement.into
    checks.day_has_come(day, by)
    number = citizen_number.parse(statement.number, on=by.on, demonstration=settings.HUJI_DEMONSTRATION)
    items = newcomers.accepted(statement.particulars)
    newcomers.number_and_sex_agree(items.sex, str(number.sex))
    if number.born != statement.born:
        raise refusals.refuse(
            "born_differs",
            "出生日期与公民身份号码不符。",
            "The birth date is not the one the citizen number says.",
        )
    if day < statement.born:
        raise refusals.refuse(
            "before_birth",
            f"登记日期 {day} 早于出生日期 {statement.born}。",
            f"The day of registration {day} lies before the birth, {statement.born}.",
        )
    holding = hold([], [into] if isinstance(into, int) else [])
    received(holding, [Mover(0, statement.relation)], into, by, day)
    if statement.relation == HEAD:
        ground = into.minor_ground if isinstance(into, NewHousehold) else ""
        checks.adult(0, statement.born, by.on, ground, items.name)
    newcomers.lock_stems([number.value])
    if newcomers.holder(number.value) is not None:
        raise refusals.refuse(
            "number_taken",
            "该公民身份号码在户籍中已有人使用。",
            "The citizen number is in the register already.",
            Text(
                "请先查询此人；确系同一人的，搁置本行。",
                "Look that person up; if it is the same, put the row aside.",
            ),
        )
    [person] = draw("person_id_seq")
    household = into if isinstance(into, int) else draw("household_id_seq")[0]
    born, office = statement.born, by.office
    life = [Period(born, day, "elsewhere", office)] if day > born else []
    life.append(Period(day, None, "registered", office, household, statement.relation))
    entry = enter(
        "take_over",
        replace(statement, number=number.value, particulars=items),
        by,
        founded=None if isinstance(into, int) else (household, into, day),
        entered=[Entered(person, born, number.value, items, life)],
    )
    return Done(entry, (person,), household)
