"""Changing the head of a household (变更户主)."""

from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks
from huji.register.acts.performing import enter, hold, perform
from huji.register.acts.succession import restated
from huji.register.acts.values import HEAD, Acting, Done, Succession


@dataclass(frozen=True, slots=True)
class ChangeHead:
    """Which household, who heads it from which day on, and why (Nanjing rule art. 101)."""

    household: int
    succession: Succession
    effective: date
    reason: str


def change_head(statement: ChangeHead, by: Acting) -> Done:
    """Make another member the head and restate the members' relations.

    Regulations of 1958, art. 5, 19; Nanjing rule art. 11, 101, 102. Raises Refused (`register.*`).
    """
    return perform(lambda: _change_head(statement, by), by)


def _change_head(statement: ChangeHead, by: Acting) -> Done:
    which, day, head = statement.household, statement.effective, statement.succession.head
    checks.day_has_come(day, by)
    if not statement.reason.strip():
        raise refusals.refuse("reason_needed", "请写明变更户主的原因。", "Say why the head changes.")
    holding = hold([], [which], [which])
    checks.house(holding, which, by, day)
    members = [held for held in holding.persons.values() if held.household == which]
    for held in members:
        if held.person == head and held.relation == HEAD:
            raise refusals.refuse(
                "head_already",
                f"{checks.name_of(head)}已是该户户主。",
                f"{checks.name_of(head)} heads the household already.",
            )
        if held.person == head or held.relation == HEAD:
            checks.not_before(held, day)
    moves = restated(which, members, statement.succession, day)
    entry = enter("change_head", statement, by, moves)
    return Done(entry, tuple(sorted(held.person for held in members)), which)
