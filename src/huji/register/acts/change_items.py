"""Changing items that became otherwise (变更登记项目)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huji.register import refusals
from huji.register.acts import amending, checks, plausible, timelines
from huji.register.acts.performing import Held, enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done
from huji.standards import periods

ETHNIC_UNTIL = 20


@dataclass(frozen=True, slots=True)
class ChangeItems:
    """Whose items (fields of `Particulars`) are otherwise from which day on, and what proves it."""

    person: int
    items: Mapping[str, Any]
    effective: date
    evidence: str


def change_items(statement: ChangeItems, by: Acting) -> Done:
    """Believe that items are as stated from a day on, each until it is known to have changed again.

    A new name leaves the old one as former name, unless the statement gives another. Regulations of 1958,
    art. 17, 18; Nanjing rule art. 103 to 107, 110, 113, 114. Raises Refused (`register.*`).
    """
    return perform(lambda: _change(statement, by), by)


def _change(statement: ChangeItems, by: Acting) -> Done:
    person, day = statement.person, statement.effective
    checks.day_has_come(day, by)
    amending.evidence(statement.evidence)
    items = amending.asked(statement.items, by)
    held = checks.of(hold([person]), person)
    amending.of_this_office(held, by, living=True)
    _ethnic_in_time(held, items, by.on)
    plausible.fit(held, items, day, by.on)
    amending.marriage_agrees(person, items)
    history = timelines.items([person])[person]
    before = history[amending.index_on(history, day)].items
    if "name" in items and items["name"] != before.name:
        items.setdefault("former_name", before.name)
    stated = {person: amending.changed(history, items, day)}
    return Done(enter("change_items", statement, by, stated=Timelines(items=stated)), (person,))


def _ethnic_in_time(held: Held, items: Mapping[str, Any], asked: date) -> None:
    """Refuse a change of ethnic group asked from the twentieth birthday on (Nanjing rule art. 110)."""
    if "ethnic" in items and periods.age_on(held.born, asked) >= ETHNIC_UNTIL:
        raise refusals.refuse(
            "ethnic_too_late",
            f"{checks.name_of(held.person)}已满二十周岁，不能变更民族成份；登记有误的，办理更正。",
            f"{checks.name_of(held.person)} is twenty or older: the ethnic group cannot be changed any more;"
            " if it was registered wrongly, enter a correction.",
        )
