"""Correcting the birth date (更正出生日期), with the citizen number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from huji.register import refusals
from huji.register.acts import amending, checks, looking, numbering, timelines
from huji.register.acts.performing import Held, enter, hold, perform
from huji.register.acts.session import cursor
from huji.register.acts.timelines import ItemsPeriod, NumberPeriod, Pair, Period, TiePeriod, Timelines
from huji.register.acts.values import Acting, Done
from huji.standards import citizen_number

Begun = TypeVar("Begun", ItemsPeriod, NumberPeriod)


@dataclass(frozen=True, slots=True)
class CorrectBirthDate:
    """Who was born on which day, and on which evidence.

    `division` is where the new number is assigned should the old county's code be no longer in force.
    """

    person: int
    born: date
    evidence: str
    division: str = ""


def correct_birth_date(statement: CorrectBirthDate, by: Acting) -> Done:
    """Believe another birth date: life, items and number begin with it; the number is assigned anew.

    Days before the first registration are days on which the person was unregistered. The old number was
    borne until the day of the act, and stays findable. Regulations of 1958, art. 17; Nanjing rule art. 108,
    109, 112. `Done.numbers` holds the new number. Raises Refused (`register.*`).
    """
    return perform(lambda: _correct(statement, by), by)


def _correct(statement: CorrectBirthDate, by: Acting) -> Done:
    person, born = statement.person, statement.born
    amending.evidence(statement.evidence)
    checks.day_has_come(born, by)
    held = checks.of(hold([person], looking.homes_of(person)), person)
    amending.of_this_office(held, by, living=False)
    if born == held.born:
        raise refusals.refuse(
            "nothing_changes", "所填内容与现有登记相同。", "The register holds this already."
        )
    life = timelines.lives([person])[person]
    _possible(held, life, born)
    items = begun(timelines.items([person])[person], born)
    ties = tied(person, timelines.ties([person]), held.born, born)
    borne, numbers = timelines.numbers([person])[person], {}
    if borne:
        numbers[person] = begun(borne, born)
        old = citizen_number.CitizenNumber(borne[-1].number)
        if old.born != born:
            sex = items[-1].items.sex if items else str(old.sex)
            new = numbering.next_of(old.value, statement.division, born, sex, by)
            numbers[person] = numbering.from_day(numbers[person], born, by.on, new)
    stated = Timelines(
        lives={person: lived(life, born)}, items={person: items}, numbers=numbers, ties=ties,
        born={person: born},
    )  # fmt: skip
    entry = enter("correct_birth_date", statement, by, stated=stated, offices=[held.office])
    given = () if not borne or numbers[person][-1] == borne[-1] else (numbers[person][-1].number,)
    return Done(entry, (person,), held.household, given)


def lived(life: Sequence[Period], born: date) -> list[Period]:
    """Return a life that begins on another day; nobody was registered before the registration began."""
    first = life[0]
    if born < first.since:
        if first.kind == "registered":
            return [Period(born, first.since, "unregistered", first.office, cause="born_unregistered"), *life]
        return [first._replace(since=born), *life[1:]]
    left = [period for period in life if period.until is None or period.until > born]
    return [left[0]._replace(since=born), *left[1:]]


def begun(periods: Sequence[Begun], born: date) -> list[Begun]:
    """Return items or numbers that begin with another day."""
    kept: list[Begun] = [period for period in periods if period.until is None or period.until > born]
    if kept:
        kept[0] = kept[0]._replace(since=born)
    return kept


def tied(
    person: int, ties: dict[Pair, list[TiePeriod]], was: date, born: date
) -> dict[Pair, list[TiePeriod]]:
    """Return the ties to parents that began with birth, begun with the other day."""
    stated = {}
    for pair, periods in ties.items():
        if pair[0] == person and pair[2] == "parent":
            moved = [p._replace(since=born) if p.since == was or p.since < born else p for p in periods]
            if moved != periods:
                stated[pair] = moved
    return stated


def _possible(held: Held, life: Sequence[Period], born: date) -> None:
    """Refuse a day after death, after a marriage or the end of a tie to a parent, or on which a parent was a
    child still, or a child born."""
    if any(period.kind == "ended" and period.since <= born for period in life):
        raise refusals.refuse(
            "after_death", f"出生日期 {born} 晚于死亡日期。", f"The day {born} lies after the death."
        )
    for (person, relative, kind), periods in timelines.ties([held.person]).items():
        mine = person == held.person
        since = min(period.since for period in periods)
        other = relative if mine else person
        if (kind == "spouse" and since <= born) or (kind == "parent" and not mine and _born(other) <= born):
            raise _impossible(born, other)
        ended = any(period.until is not None and period.until <= born for period in periods)
        if kind == "parent" and mine and (ended or _born(other) >= born):
            raise _impossible(born, other)


def _born(person: int) -> date:
    row = cursor().execute("select born from person where id = %s", [person]).fetchone()
    assert row
    found: date = row[0]
    return found


def _impossible(born: date, other: int) -> Exception:
    name = checks.name_of(other)
    return refusals.refuse(
        "birth_impossible",
        f"出生日期 {born} 与{name}（父母、子女或配偶）的登记不合。",
        f"A birth on {born} does not fit what is registered of {name} (a parent, child or spouse).",
    )
