"""Registration of a death (死亡登记)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from huji.register.acts import checks, interim, kindred, marital, notices
from huji.register.acts.performing import Held, Move, enter, hold, perform
from huji.register.acts.values import Acting, Done, Succession


@dataclass(frozen=True, slots=True)
class Death:
    """Who died on which day, on which evidence; a head's death names who succeeds.

    `notice` is the day of the written notice where nobody reports it and the office acts of itself.
    """

    person: int
    died: date
    evidence: str
    successors: Mapping[int, Succession | int] = field(default_factory=dict)
    notice: date | None = None


def death(statement: Death, by: Acting) -> Done:
    """End a person's registration after the day of death, and the marriage with it (art. 8).

    One in transit, unregistered or registered elsewhere may die too: whom they were married to here is
    widowed. The office may act of itself when seven days have passed since its written notice (Nanjing rule
    art. 52). Where people have left a head's household since that day, who headed it meanwhile is told as
    well (`interim`). Raises Refused (`register.*`).
    """
    return perform(lambda: _death(statement, by), by)


def _death(statement: Death, by: Acting) -> Done:
    person, died = statement.person, statement.died
    checks.day_has_come(died, by)
    notices.heeded(statement.notice, by)
    after = died + timedelta(days=1)
    holding = hold([person], others=kindred.spouses([person], after), since=after)
    held = checks.of(holding, person)
    checks.alive(held)
    checks.not_before(held, died)
    checks.own_office(held, by)
    left = interim.following(holding, [person], after, statement.successors, by)
    ended = Move(person, after, "ended", held.office, cause="death")
    stated = replace(marital.widowed(holding, person, after), lives=left.lives)
    offices = [holding.persons[one].office for one in stated.persons]
    entry = enter(
        "death", statement, by, [ended, *left.moves],
        stated=stated, offices=offices, results=stood(held),
    )  # fmt: skip
    return Done(entry, (person,))


def stood(held: Held) -> dict[str, str]:
    """Return, for an entry's results, how somebody stood of whom nothing was cancelled here by it."""
    return {} if held.kind == "registered" else {"stood": held.kind}
