"""Items put right or changed, as values: from what is believed to what is believed instead."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from huji.register import refusals
from huji.register.acts import checks, kindred, newcomers
from huji.register.acts.performing import Held
from huji.register.acts.timelines import ITEMS, ItemsPeriod
from huji.register.acts.values import Acting

BY_OWN_ACT = {"sex": "correct_sex"}
"""Items that other things follow from, and the act that sees to them."""
DAYS = ("birth_certificate_on", "identity_card_on")


def asked(items: Mapping[str, Any], by: Acting) -> dict[str, Any]:
    """Return the items of a statement as they are kept; refuse none, one unknown, one of another act."""
    if not items:
        raise refusals.refuse("no_items", "没有填写要更改的项目。", "No item is named.")
    for item, value in items.items():
        if item not in ITEMS:
            raise refusals.refuse("unknown_item", f"没有登记项目“{item}”。", f"There is no item “{item}”.")
        if item in BY_OWN_ACT:
            raise refusals.refuse(
                "item_of_other_act",
                "性别由专门的事项更正，公民身份号码随之重编。",
                "The sex is corrected by an act of its own, with which the citizen number changes.",
            )
        if item in DAYS and isinstance(value, date):
            checks.day_has_come(value, by)
    return {item: value.strip() if isinstance(value, str) else value for item, value in items.items()}


def corrected(history: Sequence[ItemsPeriod], items: Mapping[str, Any], at: date | None) -> list[ItemsPeriod]:
    """Return a history in which items were always so: over the whole run of days with the same wrong value.

    `at` is a day of that run; None means the present value.
    """
    periods = list(history)
    for item, value in items.items():
        start = index_on(periods, at)
        wrong = getattr(periods[start].items, item)
        first = last = start
        while first > 0 and getattr(periods[first - 1].items, item) == wrong:
            first -= 1
        while last + 1 < len(periods) and getattr(periods[last + 1].items, item) == wrong:
            last += 1
        for index in range(first, last + 1):
            periods[index] = periods[index]._replace(items=replace(periods[index].items, **{item: value}))
    return accepted(history, periods)


def changed(history: Sequence[ItemsPeriod], items: Mapping[str, Any], day: date) -> list[ItemsPeriod]:
    """Return a history in which items are otherwise from a day on, each until it is known to change again."""
    periods: list[ItemsPeriod] = []
    start = index_on(history, day)
    before = history[start].items
    waiting = dict(items)
    for index, period in enumerate(history):
        if index < start:
            periods.append(period)
            continue
        if period.since < day:
            periods.append(period._replace(until=day))
        same = {
            item: v for item, v in waiting.items() if getattr(period.items, item) == getattr(before, item)
        }
        waiting = same
        periods.append(ItemsPeriod(max(period.since, day), period.until, replace(period.items, **same)))
    return accepted(history, periods)


def index_on(history: Sequence[ItemsPeriod], day: date | None) -> int:
    """Return which period a day (None: the last) lies in; refuse a day of which nothing is held."""
    for index, period in enumerate(history):
        if (day is None and period.until is None) or (
            day is not None and period.since <= day and (period.until is None or day < period.until)
        ):
            return index
    raise refusals.refuse(
        "nothing_held",
        f"户籍中没有此人在 {day} 的登记项目。" if day else "户籍中没有此人的登记项目。",
        f"The register holds no items of this person on {day}."
        if day
        else "No items are held of this person.",
    )


def accepted(history: Sequence[ItemsPeriod], periods: Sequence[ItemsPeriod]) -> list[ItemsPeriod]:
    """Return periods as they are stored, equal neighbours as one; refuse a bad value, and no change."""
    known = {period.items for period in history}
    kept: list[ItemsPeriod] = []
    for period in periods:
        items = period.items if period.items in known else newcomers.accepted(period.items)
        if kept and kept[-1].items == items and kept[-1].until == period.since:
            kept[-1] = kept[-1]._replace(until=period.until)
        else:
            kept.append(period._replace(items=items))
    if kept == list(history):
        raise refusals.refuse(
            "nothing_changes", "所填内容与现有登记相同。", "The register holds this already."
        )
    return kept


def of_this_office(held: Held, by: Acting, *, living: bool) -> None:
    """Refuse one of another office, one void, and where `living` one dead or registered elsewhere."""
    checks.own_office(held, by)
    if held.kind == "ended" and (living or held.cause == "void"):
        raise refusals.dead(checks.name_of(held.person), held.since, held.cause)
    if living and held.kind == "elsewhere":
        raise refusals.not_registered(checks.name_of(held.person))


def marriage_agrees(person: int, items: Mapping[str, Any]) -> None:
    """Refuse to call somebody unmarried to whom a spouse is tied: divorce and death end a marriage."""
    state = str(items.get("marital") or "")
    if state and not state.startswith("2") and state != "90" and kindred.spouses([person]):
        raise refusals.refuse(
            "still_married",
            f"户籍中{checks.name_of(person)}有配偶，婚姻状况应通过离婚、丧偶等事项变更。",
            f"{checks.name_of(person)} has a spouse in the register: enter the divorce or the death instead.",
        )


def evidence(text: str) -> None:
    """Refuse an empty ground."""
    if not text.strip():
        raise refusals.refuse("evidence", "请写明依据的证明材料。", "Say on which evidence.")
