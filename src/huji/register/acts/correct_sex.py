"""Correcting or changing the sex (性别更正、变更), with the citizen number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huji.register.acts import amending, checks, looking, numbering, timelines
from huji.register.acts.performing import enter, hold, perform
from huji.register.acts.timelines import Period, Timelines
from huji.register.acts.values import Acting, Done
from huji.standards import citizen_number

_OF_A_WOMAN = {
    **{f"2{n}": f"3{n}" for n in range(10)},
    "11": "12", "41": "42", "43": "44", "47": "48", "51": "52", "53": "54", "55": "56", "57": "58",
    "61": "62", "63": "64", "66": "67", "71": "75", "73": "77", "93": "94", "95": "96",
}  # fmt: skip
FITTING = {"1": {woman: man for man, woman in _OF_A_WOMAN.items()}, "2": _OF_A_WOMAN}
"""What a relation to the head (GB/T 4761) that says the other sex is called of a man, of a woman."""


@dataclass(frozen=True, slots=True)
class CorrectSex:
    """Whose sex it is, on which evidence: always (`since` None, a correction), or from a day on (a change).

    `division` is where the new number is assigned should the old county's code be no longer in force.
    """

    person: int
    sex: str
    evidence: str
    since: date | None = None
    division: str = ""


def correct_sex(statement: CorrectSex, by: Acting) -> Done:
    """Believe the sex stated; the number, whose 17th digit says it, is assigned anew from the day of the act.

    What the person is to the head of a household is said accordingly. Regulations of 1958, art. 17; Nanjing
    rule art. 111, 112. `Done.numbers` holds the new number. Raises Refused (`register.*`).
    """
    return perform(lambda: _correct(statement, by), by)


def _correct(statement: CorrectSex, by: Acting) -> Done:
    person, since = statement.person, statement.since
    amending.evidence(statement.evidence)
    if since is not None:
        checks.day_has_come(since, by)
    held = checks.of(hold([person], looking.homes_of(person)), person)
    amending.of_this_office(held, by, living=since is not None)
    history = timelines.items([person])[person]
    sex = {"sex": statement.sex}
    items = amending.corrected(history, sex, None) if since is None else amending.changed(history, sex, since)
    life, borne = timelines.lives([person])[person], timelines.numbers([person])[person]
    numbers = {}
    if borne and statement.sex in ("1", "2"):
        old = citizen_number.CitizenNumber(borne[-1].number)
        if str(old.sex) != statement.sex:
            new = numbering.next_of(old.value, statement.division, held.born, statement.sex, by)
            numbers = {person: numbering.from_day(borne, held.born, by.on, new)}
    stated = Timelines(
        lives={person: related(life, statement.sex, since or held.born)},
        items={person: items},
        numbers=numbers,
    )
    entry = enter("correct_sex", statement, by, stated=stated, offices=[held.office])
    return Done(entry, (person,), held.household, tuple(p[-1].number for p in numbers.values()))


def related(life: Sequence[Period], sex: str, day: date) -> list[Period]:
    """Return a life in which the relations to heads fit a sex from a day on; those that fit it stay."""
    periods: list[Period] = []
    for period in life:
        code = FITTING.get(sex, {}).get(period.relation or "")
        if code is None or (period.until is not None and period.until <= day):
            periods.append(period)
            continue
        if period.since < day:
            periods.append(period._replace(until=day))
        periods.append(period._replace(since=max(period.since, day), relation=code))
    return periods
