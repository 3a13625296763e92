"""What the law refuses, checked on what an act holds; the database refuses the same, less politely."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from huji.places import queries as places
from huji.register import refusals
from huji.register.acts import followed
from huji.register.acts.performing import Held, Holding, House, cursor
from huji.register.acts.session import OFFICE
from huji.register.acts.values import HEAD, Acting, Mover
from huji.standards import code_tables, periods

ADULT = 18
COLLECTIVE = ("02", "99")


def names(persons: Iterable[int]) -> dict[int, str]:
    """Return names for refusals, an id for want of one; people of other offices are strangers.

    A refusal leaves no line of a look, so it must not say who somebody is to an office that may not know.
    """
    rows = cursor().execute(
        "select s.person, s.office, i.name from standing s left join particulars i on i.person = s.person"
        "   and upper_inf(i.known) and upper_inf(i.valid)"
        " where s.person = any (%s::bigint[]) and upper_inf(s.known) and upper_inf(s.valid)",
        [list(persons)],
    )
    named = {person: f"#{person}" for person in persons}
    for person, office, name in rows.fetchall():
        if office != OFFICE.get():
            named[person] = refusals.stranger(person, places.office(office).name)
        elif name is not None:
            named[person] = name
    return named


def name_of(person: int) -> str:
    return names([person])[person]


def day_has_come(day: date, by: Acting) -> None:
    """Refuse a day after the day of the act."""
    if day > by.on:
        raise refusals.future(day)


def each_once(persons: Sequence[int]) -> None:
    """Refuse an empty list and one that names somebody twice."""
    if not persons:
        raise refusals.nobody()
    person, times = Counter(persons).most_common(1)[0]
    if times > 1:
        raise refusals.named_twice(name_of(person))


def of(holding: Holding, person: int) -> Held:
    """Return what is held of a person; refuse an unknown one."""
    try:
        return holding.persons[person]
    except KeyError:
        raise refusals.unknown_person(person) from None


def registered(held: Held, day: date) -> None:
    """Refuse one who is not registered in this register, or whose registration changed after `day`."""
    if held.kind != "registered":
        raise _not(held)
    not_before(held, day)


def standing(held: Held, kind: str, day: date) -> None:
    """Refuse one whose last standing is not of `kind`, or began after `day`."""
    if held.kind != kind:
        raise refusals.registered_already(name_of(held.person)) if held.kind == "registered" else _not(held)
    not_before(held, day)


def not_before(held: Held, day: date) -> None:
    if day < (since := from_day(held, day)):
        raise refusals.before_last_change(name_of(held.person), day, since)


def from_day(held: Held, day: date) -> date:
    """Return `day`, or the later one since when somebody stands as now, under whichever office."""
    return day if day >= held.since else max(day, followed.standing_since(held.person))


def house_from(house: House, day: date) -> date:
    """Return `day`, or the later one since when a household is where it is, whichever office kept it."""
    return day if day >= house.since else max(day, followed.seat_since(house.id))


def alive(held: Held) -> None:
    if held.kind == "ended":
        raise refusals.dead(name_of(held.person), held.since, held.cause)


def _not(held: Held) -> Exception:
    name = name_of(held.person)
    if held.kind == "ended":
        return refusals.dead(name, held.since, held.cause)
    return refusals.in_transit(name) if held.kind == "in_transit" else refusals.not_registered(name)


def own_office(held: Held, by: Acting) -> None:
    """Refuse to act on one whom another office registers."""
    if held.office != by.office:
        raise refusals.other_office(f"{name_of(held.person)}", held.office)


def house(holding: Holding, which: int, by: Acting, day: date) -> House:
    """Return a household that people may come to on a day: known, of this office, standing by then."""
    if which not in holding.houses:
        raise refusals.unknown_household(which)
    found = holding.houses[which]
    if found.office != by.office:
        raise refusals.other_office(f"{which:09}", found.office)
    if day < (since := house_from(found, day)):
        raise refusals.before_last_change(f"{which:09}", day, since)
    return found


def headed(which: House, day: date) -> None:
    """Refuse to bring somebody who heads nothing into a family household that had no head on a day.

    One whose head came later, or that stood empty in between: the day lies before that head.
    """
    if which.kind == "collective":
        return
    row = cursor().execute(
        "select range_agg(valid) @> daterange(%s, null),"
        "       max(lower(valid)) filter (where upper_inf(valid)),"
        "       max(person) filter (where upper_inf(valid))"
        "  from standing where household = %s and relation = %s and upper_inf(known)",
        [day, which.id, HEAD],
    ).fetchone()  # fmt: skip
    if row is None or row[2] is None:
        raise refusals.no_head()
    if not row[0]:
        raise refusals.before_head(name_of(row[2]), which.id, day, row[1])


def address(which: int, by: Acting, day: date) -> None:
    """Refuse to found a household at an address not on file, not for registration, or another's."""
    found = places.address(which)
    if not (found.usable_on(day) and found.accepts_registration):
        raise refusals.refuse(
            "address_not_usable",
            f"标准地址“{found}”在 {day} 不能登记户口。",
            f"Nobody can be registered at “{found}” on {day}.",
        )
    keeper = places.office_of(found.division, by.on)
    if keeper is None or keeper.id != by.office:
        raise refusals.refuse(
            "address_of_other_office",
            f"标准地址“{found}”不在本所辖区内，由{keeper.name if keeper else '其他派出所'}管辖。",
            f"The address “{found}” is kept by {keeper.name if keeper else 'another office'}.",
        )


def relations(given: Iterable[str], *, collective: bool) -> None:
    """Refuse a code that is no relation to a head, and kinship within a collective household."""
    for code in given:
        if code == "01" or code not in code_tables.RELATION:
            raise refusals.relation(code)
        if collective and code not in COLLECTIVE:
            raise refusals.collective_relation()


def one_head(movers: Sequence[Mover]) -> None:
    """Refuse a new family household without a head, or with two."""
    heads = sum(mover.relation == HEAD for mover in movers)
    if heads != 1:
        raise refusals.no_head() if heads == 0 else refusals.two_heads()


def adult(person: int, born: date, day: date, ground: str, name: str = "") -> None:
    """Refuse a minor as head unless a ground for the exception is stated (Nanjing rule art. 10, 11)."""
    if not ground.strip() and periods.age_on(born, day) < ADULT:
        raise refusals.minor_head(name or name_of(person))
