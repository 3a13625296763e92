"""Cancelling the registration of one whom a court declared missing or dead (宣告失踪、宣告死亡)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import checks, kindred, marital
from huji.register.acts.performing import Move, enter, hold, perform
from huji.register.acts.succession import successions
from huji.register.acts.values import Acting, Done, Succession

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
    One declared missing before may be declared dead. Raises Refused (`register.*`).
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
    holding = hold([person], others=kindred.spouses([person], day) if dead else ())
    held = checks.of(holding, person)
    if not (held.kind == "in_transit" or (dead and held.cause == MISSING)):
        checks.registered(held, day)
    checks.not_before(held, day)
    checks.own_office(held, by)
    leaving = successions(holding, [person], day, statement.successors)
    kind, cause = ("ended", DEAD) if dead else ("unregistered", MISSING)
    entry = enter(
        "declare_missing_or_dead",
        statement,
        by,
        [Move(person, day, kind, held.office, cause=cause), *leaving],
        stated=marital.widowed(holding, person, day) if dead else None,
    )
    return Done(entry, (person,))
