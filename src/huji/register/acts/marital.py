"""The marital state (GB/T 2261.2) and what else follows from a marriage, as values."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from huji.register import refusals
from huji.register.acts import checks, kindred, timelines
from huji.register.acts.performing import Held, Holding, Move, cursor
from huji.register.acts.timelines import ItemsPeriod, Timelines
from huji.register.acts.values import HEAD, SPOUSES
from huji.standards import Text

SINGLE, UNSTATED = "10", "90"
MARRIED, FIRST, AGAIN, RESUMED = "20", "21", "22", "23"
WIDOWED, DIVORCED = "30", "40"
SPOUSE_OF_SEX = {"1": "11", "2": "12"}


def from_day(periods: Sequence[ItemsPeriod], day: date, **changes: Any) -> list[ItemsPeriod]:
    """Return items changed from a day on, each until the next day on which it is known to have changed."""
    before = next((p.items for p in periods if p.until is None or p.until > day), None)
    waiting, changed = dict(changes), []
    for period in periods:
        if period.until is not None and period.until <= day:
            changed.append(period)
            continue
        if period.since < day:
            changed.append(period._replace(until=day))
        waiting = {
            item: value
            for item, value in waiting.items()
            if getattr(period.items, item) == getattr(before, item)
        }
        changed.append(ItemsPeriod(max(period.since, day), period.until, replace(period.items, **waiting)))
    return changed


def state_on(periods: Iterable[ItemsPeriod], day: date) -> str:
    """Return the marital state held of a day, "90" where nothing is known."""
    return next(
        (p.items.marital for p in periods if p.since <= day and (p.until is None or day < p.until)), UNSTATED
    )


def married(before: str, *, each_other_again: bool) -> str:
    """Return the state after a marriage: first, again, or resumed; one held to be married stays so."""
    if before.startswith("2"):
        return before
    if each_other_again:
        return RESUMED
    return {SINGLE: FIRST, WIDOWED: AGAIN, DIVORCED: AGAIN}.get(before, MARRIED)


def changed(states: dict[int, str], day: date) -> dict[int, list[ItemsPeriod]]:
    """Return the items of those whose marital state is another from a day on."""
    stated = {}
    for who, periods in timelines.items(states).items():
        if periods and state_on(periods, day) != states[who]:
            stated[who] = from_day(periods, day, marital=states[who])
    return stated


def widowed(holding: Holding, person: int, after: date) -> Timelines:
    """Return what a death changes for the one left: the marriage ends with it, and the state is widowed.

    Hold the spouses of `person` (`kindred.spouses`, with `after`) as well; one who has died already is not
    widowed. Where the other's later death was entered first, the marriage ends earlier than that entry said,
    and the one who died first was no widow. Refuses a death before a marriage was made or otherwise ended.
    """
    if changed_on := _marriage_changed(person, after):
        name = checks.name_of(person)
        raise refusals.refuse(
            "married_after_death",
            f"{name}的婚姻登记在 {changed_on} 还有变动，不可能在此之前死亡。",
            f"{name}: a marriage was made or ended on {changed_on}, which cannot lie after the death.",
            Text(
                "请核对死亡日期；死亡日期无误的，先撤销那项登记，再按先后登记。",
                "Check the day of death; where it is right, undo that entry and enter both in order.",
            ),
        )
    ties = kindred.marriage_ended(holding, person, after)
    left = {one for one, _, _ in ties if one != person and not _dead_before(holding.persons[one], after)}
    items = changed(dict.fromkeys(left, WIDOWED), after)
    for one in left:
        if holding.persons[one].kind == "ended":
            own = timelines.items([person]).get(person, [])
            items |= changed({person: state_on(own, after - timedelta(days=1))}, holding.persons[one].since)
    return Timelines(ties=ties, items=items)


def void(holding: Holding, person: int, day: date) -> Timelines:
    """Return what it changes that somebody turns out to be another, or nobody: the marriage ends.

    Hold the spouses of `person` as well. Refuses a day before a marriage was made or ended, which is then to
    be put right first.
    """
    if changed_on := _marriage_changed(person, day):
        name = checks.name_of(person)
        raise refusals.refuse(
            "married_after_cancelling",
            f"{name}的婚姻登记在 {changed_on} 还有变动，注销不能早于该日生效。",
            f"{name}: a marriage was made or ended on {changed_on}; the cancelling cannot lie before it.",
            Text(
                "请先撤销或者更正那项婚姻登记，或者写较晚的生效日期。",
                "Undo or correct that entry first, or give a later day.",
            ),
        )
    return Timelines(ties=kindred.marriage_ended(holding, person, day))


def _marriage_changed(person: int, after: date) -> date | None:
    """Return the last day since which a marriage began, or ended by anything else than the other's death."""
    row = cursor().execute(
        "select max(greatest(lower(k.valid), upper(k.valid))) from kinship k"
        " where k.person = %(who)s and k.kind = 'spouse' and upper_inf(k.known)"
        "   and (lower(k.valid) >= %(after)s or upper(k.valid) > %(after)s and not exists ("
        "     select from standing s where s.person = k.relative and upper_inf(s.known) and s.kind = 'ended'"
        "        and lower(s.valid) = upper(k.valid)))",
        {"who": person, "after": after},
    ).fetchone()  # fmt: skip
    return row[0] if row else None


def _dead_before(held: Held, day: date) -> bool:
    return held.kind == "ended" and held.since <= day


def relations(one: Held, other: Held, day: date, *, wed: bool) -> list[Move]:
    """Return the move by which one of two, who heads a household, has the other as spouse, or no longer.

    Neither is registered elsewhere by it: only what the other is to the head is said anew.
    """
    if one.household is None or one.household != other.household or one.household_kind != "family":
        return []
    member = other if one.relation == HEAD else one if other.relation == HEAD else None
    if member is None or (member.relation in SPOUSES) == wed:
        return []
    code = SPOUSE_OF_SEX.get(sexes([member.person]).get(member.person, ""), "10") if wed else "99"
    since = checks.from_day(member, day)
    return [Move(member.person, since, "registered", member.office, member.household, code)]


def close_kin(one: int, other: int) -> bool:
    """Whether two are lineal kin or share an ancestor within three generations (Civil Code, art. 1048)."""
    row = cursor().execute(
        "with recursive up (whose, id, steps) as ("
        " select w, w, 0 from unnest(array[%(one)s, %(other)s]::bigint[]) w"
        " union"
        " select up.whose, k.relative, up.steps + 1 from up join kinship k on k.person = up.id"
        "  and k.kind = 'parent' and upper_inf(k.known) where up.steps < 3)"
        " select exists (select from up a join up b on a.id = b.id and a.whose < b.whose"
        "  where least(a.steps, b.steps) = 0 or greatest(a.steps, b.steps) <= 2)",
        {"one": one, "other": other},
    ).fetchone()  # fmt: skip
    return bool(row and row[0])


def sexes(persons: Iterable[int]) -> dict[int, str]:
    """Return the sex of people, by code, as held now."""
    rows = cursor().execute(
        "select person, sex from particulars where person = any (%s::bigint[])"
        " and upper_inf(known) and upper_inf(valid)",
        [list(persons)],
    )
    return dict(rows.fetchall())


def alive_on(held: Held, day: date) -> None:
    """Refuse one who was not born, or dead, on a day."""
    if held.kind == "ended" and held.since <= day:
        raise refusals.dead(checks.name_of(held.person), held.since, held.cause)
    if day < held.born:
        raise refusals.refuse(
            "before_birth",
            f"日期 {day} 早于{checks.name_of(held.person)}的出生日期。",
            f"{day} lies before the birth of {checks.name_of(held.person)}.",
        )
