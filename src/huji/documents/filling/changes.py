"""Changed and corrected items of a person, from the beliefs of the register alone.

For each entry that touched a person's items, number or birth date, what was held just before it is compared
with what is held just after: an item that is otherwise from a new day on was changed, one that is otherwise
on days already told was corrected.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from typing import Literal, TypeVar

from huji.documents.filling import wording
from huji.documents.filling.view import Held, View, on_day
from huji.documents.papers import Amendment, Change
from huji.register.acts import Particulars
from huji.register.queries.cards import Belief, Items, Period
from huji.register.records import Kind
from huji.register.telling.items import TITLES
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Amended:
    """One item before and after an entry; `on` is the day from which it is otherwise, or of the act."""

    entry: int
    item: Text
    before: str
    after: str
    way: Literal["changed", "corrected"]
    on: date


def amended(held: Held, view: View) -> list[Amended]:
    """Return what was changed and corrected of a person, in the order it was entered."""
    found = [
        one
        for one in (*_items(held, view), *_relations(held, view), *_numbers(held, view), *_births(held, view))
        if one.way == "corrected" or not view.after(one.on)
    ]
    return sorted(found, key=lambda one: (one.entry, one.on))


def for_booklet(held: Held, view: View, household: int | None) -> tuple[Change, ...]:
    """Return the lines of 登记事项变更和更正记载, those of the relation to the head among them."""
    # A relation that changed from a day on is told by the life below, whichever act it came with.
    lines = [
        (one.on, one.item.zh, one.after, one.entry)
        for one in amended(held, view)
        if one.item != wording.RELATION or one.way == "corrected"
    ]
    former: Period | None = None
    for period in held.life:
        if view.after(period.since):
            break
        if former is not None and _same_household(former, period) and former.relation != period.relation:
            changed = wording.relation(period.relation)
            lines.append((period.since, wording.RELATION.zh, changed, period.entry))
        former = period if period.household == household else None
    return tuple(
        Change(item=item, value=value or "（无）", on=on, officer=view.officer(entry))
        for on, item, value, entry in sorted(lines, key=lambda line: (line[0], line[3]))
    )


def for_certificate(held: Held, view: View) -> tuple[Amendment, ...]:
    """Return the lines of the certificate of changed and corrected items.

    That the name until then becomes the former name goes without saying, and has no line of its own.
    """
    found = amended(held, view)
    left = {(one.entry, one.before) for one in found if one.item == TITLES["name"]}
    return tuple(
        Amendment(
            item=one.item, before=one.before or "（无）", after=one.after or "（无）", way=one.way, on=one.on
        )
        for one in found
        if one.item != TITLES["former_name"] or (one.entry, one.after) not in left
    )


def _same_household(former: Period, now: Period) -> bool:
    return former.kind is now.kind is Kind.REGISTERED and former.household == now.household


def _items(held: Held, view: View) -> Iterator[Amended]:
    for entry, before, after in _turns(held.card.items, view):
        earlier = {one.since: one.particulars for one in before}
        now: Items | None = None
        for period in after:
            base = earlier.get(period.since)
            way: Literal["changed", "corrected"] = "corrected"
            if base is None and now is not None:
                base, way = now.particulars, "changed"
            elif base is None and before:
                base = before[0].particulars
            now = period
            if base is None or period.entry != entry:
                continue
            on = period.since if way == "changed" else _day_of(entry, view, period.since)
            yield from _differing(entry, base, period.particulars, way, on)


def _differing(
    entry: int, base: Particulars, now: Particulars, way: Literal["changed", "corrected"], on: date
) -> Iterator[Amended]:
    for one in fields(Particulars):
        was, then = wording.item(base, one.name), wording.item(now, one.name)
        if was != then and one.name in TITLES:
            yield Amended(entry, TITLES[one.name], was, then, way, on)


def _numbers(held: Held, view: View) -> Iterator[Amended]:
    for entry, before, after in _turns(held.card.numbers, view):
        if not before or not after or before[-1].number == after[-1].number:
            continue
        changed = after[-1].since > before[-1].since
        on = after[-1].since if changed else _day_of(entry, view, after[-1].since)
        way: Literal["changed", "corrected"] = "changed" if changed else "corrected"
        yield Amended(entry, TITLES["number"], before[-1].number, after[-1].number, way, on)


def _relations(held: Held, view: View) -> Iterator[Amended]:
    """Yield what the act of its own made of the relation to the head, and its undoing."""
    found: list[tuple[str | None, str | None]] = []
    for entry, before, after in _turns(held.card.life, view):
        act = view.act(entry)
        if act is None or act.name not in ("correct_relation", "undo") or not before or not after:
            continue
        was, now = before[-1].relation, after[-1].relation
        if was == now or (act.name == "undo" and (now, was) not in found):
            continue
        found.append((was, now))
        days = sorted({one.since for one in (*before, *after)})
        since = next(day for day in days if _relation_on(before, day) != _relation_on(after, day))
        changed = since not in {one.since for one in before} and act.name != "undo"
        way: Literal["changed", "corrected"] = "changed" if changed else "corrected"
        on = since if changed else _day_of(entry, view, since)
        told = wording.relation(was), wording.relation(now)
        yield Amended(entry, wording.RELATION, *told, way, on)


def _relation_on(life: Sequence[Period], day: date) -> str | None:
    period = on_day(life, day)
    return period.relation if period else None


def _births(held: Held, view: View) -> Iterator[Amended]:
    births = [one for one in held.card.births if view.known is None or one.entry <= view.known]
    for former, now in pairwise(births):
        on = _day_of(now.entry, view, now.born)
        yield Amended(
            now.entry, TITLES["born"], wording.day(former.born), wording.day(now.born), "corrected", on
        )


B = TypeVar("B", bound=Belief)


def _turns(beliefs: Sequence[B], view: View) -> Iterator[tuple[int, list[B], list[B]]]:
    """Yield each entry after the first with what was believed just before and just after it."""
    entries = {one.entry for one in beliefs} | {one.closed for one in beliefs if one.closed is not None}
    counted = sorted(one for one in entries if view.known is None or one <= view.known)
    for entry in counted[1:]:
        before = [one for one in beliefs if one.held(entry - 1)]
        after = [one for one in beliefs if one.held(entry)]
        view.rests_on([entry])
        yield entry, before, after


def _day_of(entry: int, view: View, otherwise: date) -> date:
    act = view.act(entry)
    return act.on if act else otherwise
