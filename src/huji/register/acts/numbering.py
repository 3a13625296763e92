"""Citizen numbers as acts assign and take them (GB 11643): a number once given is never given to another."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from huji.register import refusals
from huji.register.acts import newcomers
from huji.register.acts.session import cursor
from huji.register.acts.timelines import NumberPeriod
from huji.register.acts.values import Acting
from huji.standards import Refused, Text, citizen_number, code_tables


def assigned(prefix: str, born: date, sex: str, by: Acting) -> str:
    """Return the next number of a county's six digits for a birth date and sex, locked until the act ends."""
    stem = f"{prefix}{born:%Y%m%d}"
    newcomers.lock_stems([stem])
    taken = cursor().execute(
        "select number from citizen_number where number >= %s and number < %s", [stem, stem + ":"]
    )
    return citizen_number.assign(
        prefix,
        born,
        code_tables.Sex(sex),
        [row[0] for row in taken.fetchall()],
        on=by.on,
        demonstration=settings.HUJI_DEMONSTRATION,
    ).value


def first(division: str, born: date, sex: str, by: Acting) -> str:
    """Return the number of one who never had any, in the county of a division."""
    prefix = citizen_number.prefix_for(division, demonstration=settings.HUJI_DEMONSTRATION)
    return assigned(prefix, born, sex, by)


def next_of(old: str, division: str, born: date, sex: str, by: Acting) -> str:
    """Return a new number for one who had `old`: of the same county, where that is still in force.

    `division` is where it is assigned otherwise.
    """
    try:
        return assigned(old[:6], born, sex, by)
    except Refused:
        if not division:
            raise
        return first(division, born, sex, by)


def taken(number: str, person: int, born: date, sex: str, by: Acting) -> str:
    """Return a number that a person was given elsewhere; refuse one of another person, birth date or sex."""
    read = citizen_number.parse(number, on=by.on, demonstration=settings.HUJI_DEMONSTRATION)
    newcomers.lock_stems([read.value])
    holder = newcomers.holder(read.value)
    if holder not in (None, person):
        raise refusals.refuse(
            "number_taken",
            f"公民身份号码 {read.value} 为另一人所有或曾有。",
            f"The citizen number {read.value} is, or was, somebody else’s.",
            Text("此人是谁，请按号码查询。", "Who that is, a search for the number tells."),
        )
    if read.born != born:
        raise refusals.refuse(
            "birth_differs",
            f"该号码的出生日期 {read.born} 与登记的 {born} 不符。",
            f"The number says born on {read.born}, the register {born}.",
        )
    newcomers.number_and_sex_agree(sex, str(read.sex))
    return read.value


def from_day(borne: Sequence[NumberPeriod], born: date, day: date, number: str) -> list[NumberPeriod]:
    """Return the numbers of one who bears another from a day on; before it, those borne till then."""
    kept = [
        period._replace(until=day) if period.until is None or period.until > day else period
        for period in borne
        if period.since < day
    ]
    since = max(day, kept[-1].until or day) if kept else born
    return [*kept, NumberPeriod(since, None, number)]
