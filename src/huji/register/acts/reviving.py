"""People all of whose registration was undone: a newcomer of the same number is the same person again."""

from collections.abc import Iterable
from typing import Any

from huji.register import refusals
from huji.register.acts import newcomers
from huji.register.acts.newcomers import Entered
from huji.register.acts.performing import Held, Holding
from huji.register.acts.timelines import ItemsPeriod, NumberPeriod
from huji.standards import Text


def void(held: Held) -> bool:
    """Whether all that was held of somebody was undone: the number then comes to the same person again."""
    return held.kind == "ended" and held.cause == "void"


def of_number(number: str, holding: Holding, hint: Text) -> int | None:
    """Lock a number and return the void person who bore it, None where nobody did.

    Whoever bears it was looked up and is held; refuses one who is not void.
    """
    newcomers.lock_stems([number])
    bearer = newcomers.holder(number)
    if bearer is None:
        return None
    if bearer not in holding.persons:
        raise refusals.BUSY
    if not void(holding.persons[bearer]):
        raise refusals.refuse(
            "number_taken",
            "该公民身份号码在户籍中已有人使用。",
            "The citizen number is in the register already.",
            hint,
        )
    return bearer


def stated(people: Iterable[Entered]) -> dict[str, Any]:
    """Return the timelines of people who are entered anew, as an act states them."""
    again = list(people)
    return {
        "lives": {one.id: one.life for one in again},
        "items": {one.id: [ItemsPeriod(one.born, None, one.particulars)] for one in again},
        "numbers": {one.id: [NumberPeriod(one.born, None, one.number or "")] for one in again},
        "born": {one.id: one.born for one in again},
    }
