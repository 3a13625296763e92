"""Taking over a person whom the old register held and the conversion could not read (补录原户籍人员)."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from huji.places import queries as places
from huji.register import refusals
from huji.register.acts import checks, fitting, kindred, newcomers, parentage, reviving
from huji.register.acts.newcomers import Entered
from huji.register.acts.performing import Holding, cursor, draw, enter, hold, perform
from huji.register.acts.settle import received
from huji.register.acts.timelines import Period, Timelines
from huji.register.acts.values import HEAD, Acting, Done, KinTie, Mover, NewHousehold, Particulars
from huji.standards import Text, citizen_number

ASIDE = Text(
    "请先查询此人；确系同一人的，搁置本行。",
    "Look that person up; if it is the same, put the row aside.",
)


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A row of an old register, as corrected: who is registered where, since which day.

    `conversion` and `row` name the row as it stood; between birth and `since` the person was registered
    elsewhere, as far as this register knows. `kin` are ties from or to the person; what the conversion would
    only have flagged, `flags` and the entry's results tell.
    """

    conversion: int
    row: int
    number: str
    born: date
    particulars: Particulars
    relation: str
    into: int | NewHousehold
    since: date
    kin: tuple[KinTie, ...] = ()
    flags: tuple[str, ...] = ()


def take_over(statement: TakeOver, by: Acting) -> Done:
    """Register a person of the old register, in one entry that names the row.

    Regulations of 1958, art. 18: what was wrong in the register is corrected after it was verified.
    Raises Refused (`register.*`, and what is wrong with the number or the name).
    """
    return perform(lambda: _take_over(statement, by), by)


def _take_over(statement: TakeOver, by: Acting) -> Done:
    day, into, flags = statement.since, statement.into, set(statement.flags)
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
    others = [who for tie in statement.kin for who in _known(tie, number.value)]
    bearer = newcomers.holder(number.value)
    known = [] if bearer is None else [bearer]
    holding = hold(known, [into] if isinstance(into, int) else [], others=sorted(set(others)))
    first = _first_day(holding, into)
    if day < first:
        # As the conversion has it: a household stands before its address was entered, and whom it held
        # before its present head is counted since that head.
        flags.add("since_head" if isinstance(into, int) else "address_entered_later")
    who = fitting.Related(0, statement.born, items.sex, statement.relation, items.name)
    received(holding, [Mover(0, statement.relation)], into, by, max(day, first))
    if (into if isinstance(into, NewHousehold) else holding.houses[into]).kind != "collective":
        # What somebody is to the head an old register tells of its own day, of one there from birth on too.
        fitting.come(holding, [], into, by.on, [who])
    parentage.lived(statement.born, by.on)
    if isinstance(into, int):
        day = max(day, first)
    if statement.relation == HEAD:
        ground = into.minor_ground if isinstance(into, NewHousehold) else ""
        checks.adult(0, statement.born, by.on, ground, items.name)
    void = reviving.of_number(number.value, holding, ASIDE)
    person = void or draw("person_id_seq")[0]
    household = into if isinstance(into, int) else draw("household_id_seq")[0]
    born, office = statement.born, by.office
    life = [Period(born, day, "elsewhere", office)] if day > born else []
    life.append(Period(day, None, "registered", office, household, statement.relation))
    made = [
        (
            person if tie.person == number.value else newcomers.bearer(tie.person),
            person if tie.relative == number.value else newcomers.bearer(tie.relative),
            tie.tie,
            tie.since,
        )
        for tie in statement.kin
    ]
    one = Entered(person, born, number.value, items, life)
    entry = enter(
        "take_over",
        replace(statement, number=number.value, particulars=items),
        by,
        founded=None if isinstance(into, int) else (household, into, day),
        entered=[] if void else [one],
        stated=Timelines(**reviving.stated([one] if void else []), ties=kindred.begun(made)),
        offices=[holding.persons[which].office for which in known],
        results={"flags": sorted(flags)} if flags else None,
    )
    return Done(entry, (person,), household)


def _known(tie: KinTie, new: str) -> list[int]:
    return [newcomers.bearer(number) for number in (tie.person, tie.relative) if number != new]


def _first_day(holding: Holding, into: int | NewHousehold) -> date:
    """Return the day the address was entered for, or the first day of a household that is there."""
    if isinstance(into, NewHousehold):
        return places.address(into.address).since
    row = cursor().execute(
        "select min(lower(valid)) from household_address where household = %s and upper_inf(known)", [into]
    ).fetchone()  # fmt: skip
    return row[0] if row and row[0] and into in holding.houses else date.min
