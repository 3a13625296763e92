"""Correcting items that were registered wrongly (更正登记项目)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huji.register.acts import amending, checks, plausible, timelines
from huji.register.acts.performing import enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import Acting, Done


@dataclass(frozen=True, slots=True)
class CorrectItems:
    """Whose items (fields of `Particulars`) should always have read otherwise, and what proves it.

    What is corrected is the value held on the day `at` (None: the present one), over all days on which it was
    held to be so.
    """

    person: int
    items: Mapping[str, Any]
    evidence: str
    at: date | None = None


def correct_items(statement: CorrectItems, by: Acting) -> Done:
    """Believe that items were always as stated; what was believed till now stays on the known axis.

    Regulations of 1958, art. 17; Nanjing rule art. 100, 115. Also of one who has died. Raises Refused
    (`register.*`).
    """
    return perform(lambda: _correct(statement, by), by)


def _correct(statement: CorrectItems, by: Acting) -> Done:
    person = statement.person
    amending.evidence(statement.evidence)
    items = amending.asked(statement.items, by)
    held = checks.of(hold([person]), person)
    amending.of_this_office(held, by, living=False)
    plausible.fit(held, items, statement.at or by.on, by.on)
    if statement.at is None:
        amending.marriage_agrees(person, items)
    history = timelines.items([person])[person]
    stated = {person: amending.corrected(history, items, statement.at)}
    return Done(enter("correct_items", statement, by, stated=Timelines(items=stated)), (person,))
