"""Cancelling the registration of one whom a court declared missing or dead (宣告失踪、宣告死亡)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks, interim, kindred, marital
from huji.register.acts.death import stood
from huji.register.acts.performing import Move, enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done, Succession
from huji.standards import Text

MISSING, DEAD = "declared_missing", "declared_dead"
"""Causes of a standing: unregistered, ended."""


class Finding(StrEnum):
    """What the court declared."""

    MISSING = "missing"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class DeclareMissingOrDead:
    """Whom which judgment declared what; `effective` is the first day on which it is so."""

    person: int
    finding: Finding
    judgment: str
    effective: date
    successors: Mapping[int, Succession | int] = field(default_factory=dict)


def declare_missing_or_dead(statement: DeclareMissingOrDead, by: Acting) -> Done:
    """Cancel a registration by judgment: one missing is unregistered from the day on, one dead has ended.

    Civil Code, art. 40, 46 (and 51: a marriage ends with the declaration of death); Nanjing rule art. 53, 54.
    Dead may be declared whoever is not held to be dead, as in `death`: one declared missing, one registered
    elsewhere, whose spouse here is widowed. Raises Refused (`register.*`).
    """
    return perform(lambda: _declare(statement, by), by)


def _declare(statement: DeclareMissingOrDead, by: Acting) -> Done:
    person, day = statement.person, statement.effective
    checks.day_has_come(day, by)
    if not statement.judgment.strip():
        raise refusals.refuse(
            "judgment_needed",
            "请填写人民法院判决书的字号。",
            "Enter the number of the court's judgment.",
        )
    dead = statement.finding == Finding.DEAD
    holding = hold([person], others=kindred.spouses([person], day) if dead else (), since=day)
    held = checks.of(holding, person)
    if dead:
        checks.alive(held)
    elif held.kind == "elsewhere":
        raise refusals.refuse(
            "missing_elsewhere",
            f"{checks.name_of(person)}的户口不在本市，宣告失踪由其户口所在地登记。",
            f"{checks.name_of(person)} is registered elsewhere, and being missing is entered there.",
            Text("宣告死亡的，可以在本市登记。", "A declaration of death is recorded here as well."),
        )
    elif held.kind != "in_transit":
        checks.registered(held, day)
    checks.not_before(held, day)
    checks.own_office(held, by)
    left = interim.following(holding, [person], day, statement.successors, by)
    kind, cause = ("ended", DEAD) if dead else ("unregistered", MISSING)
    stated = replace(marital.widowed(holding, person, day) if dead else Timelines(), lives=left.lives)
    moves = [Move(person, day, kind, held.office, cause=cause), *left.moves]
    offices = [holding.persons[one].office for one in stated.persons]
    entry = enter(
        "declare_missing_or_dead", statement, by, moves,
        stated=stated, offices=offices, results=stood(held) if dead else None,
    )  # fmt: skip
    return Done(entry, (person,))
