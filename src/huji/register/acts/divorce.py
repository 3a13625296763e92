"""Registration of a divorce (离婚登记后的变更)."""

from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, kindred, marital, timelines
from huji.register.acts.performing import enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done, Tie


@dataclass(frozen=True, slots=True)
class Divorce:
    """Who was divorced from whom on which day, by which certificate or judgement.

    `other` None: the spouse is not of this register.
    """

    one: int
    other: int | None
    divorced: date
    document: str


def divorce(statement: Divorce, by: Acting) -> Done:
    """End a marriage: kinship and marital state. A former spouse of the head becomes one not related.

    Regulations of 1958, art. 19; Nanjing rule art. 113; Civil Code, art. 1080. Raises Refused (`register.*`).
    """
    return perform(lambda: _divorce(statement, by), by)


def _divorce(statement: Divorce, by: Acting) -> Done:
    day = statement.divorced
    couple = [statement.one] if statement.other is None else [statement.one, statement.other]
    checks.day_has_come(day, by)
    checks.each_once(couple)
    holding = hold([], others=couple)
    held = [checks.of(holding, person) for person in couple]
    checks.own_office(held[0], by)
    for one in held:
        marital.alive_on(one, day)
    if not statement.document.strip():
        raise refusals.refuse(
            "document_needed",
            "请填写离婚证或者裁判文书的字号。",
            "Enter the number of the divorce certificate or the judgement.",
        )
    ties = {}
    if len(couple) > 1:
        pairs = kindred.sides(couple[0], couple[1], Tie.SPOUSE)
        ties = kindred.ended(pairs, day)
        if len(ties) < len(pairs):
            raise _not_married(statement.one, day)
    elif kindred.spouses(couple) or not marital.state_on(
        timelines.items(couple)[statement.one], day
    ).startswith("2"):
        raise _not_married(statement.one, day)
    items = marital.changed(dict.fromkeys(couple, marital.DIVORCED), day)
    moves = marital.relations(held[0], held[1], day, wed=False) if len(couple) > 1 else []
    entry = enter(
        "divorce", statement, by, moves,
        stated=Timelines(items=items, ties=ties), offices=[one.office for one in held],
    )  # fmt: skip
    return Done(entry, tuple(couple), held[0].household)


def _not_married(person: int, day: date) -> Exception:
    name = checks.name_of(person)
    return refusals.refuse(
        "not_married",
        f"户籍登记中{name}在 {day} 没有这一婚姻。",
        f"The register holds no such marriage of {name} on {day}.",
    )
