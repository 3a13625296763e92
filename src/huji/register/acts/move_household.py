"""Moving a whole household (整户迁移)."""

from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, timelines
from huji.register.acts.lives import continued
from huji.register.acts.performing import cursor, enter, hold, perform
from huji.register.acts.timelines import Period, Seat, Timelines
from huji.register.acts.values import Acting, Done


@dataclass(frozen=True, slots=True)
class MoveHousehold:
    """Which household moves with all its members to which standard address, by what right they live there."""

    household: int
    address: int
    dwelling: str
    effective: date


def move_household(statement: MoveHousehold, by: Acting) -> Done:
    """Move a household: number, head and relations stay, and the office of the new address keeps them.

    That office acts. Regulations of 1958, art. 10, 13; Nanjing rule art. 70, 71, 73. Raises Refused
    (`register.*`).
    """
    return perform(lambda: _move(statement, by), by)


def _move(statement: MoveHousehold, by: Acting) -> Done:
    which, day = statement.household, statement.effective
    checks.day_has_come(day, by)
    holding = hold([], [which], [which])
    house = holding.houses.get(which)
    if house is None:
        raise refusals.unknown_household(which)
    members = sorted(held.person for held in holding.persons.values() if held.household == which)
    if not members:
        raise refusals.nobody()
    if not statement.dwelling.strip():
        raise refusals.refuse(
            "dwelling_needed",
            "请写明在迁入地合法稳定住所的依据。",
            "Say by what right they live in the dwelling gone to.",
        )
    if house.address == statement.address:
        raise refusals.refuse(
            "same_address", "该户已在这一地址。", "The household is at that address already."
        )
    checks.address(statement.address, by, day)
    if day < house.since:
        raise refusals.before_last_change(f"{which:09}", day, house.since)
    for person in members:
        checks.not_before(holding.persons[person], day)
    left = cursor().execute(
        "select max(upper(valid)) from standing where household = %s and upper_inf(known)", [which]
    ).fetchone()  # fmt: skip
    if left and left[0] and left[0] > day:
        raise refusals.before_last_change(f"{which:09}", day, left[0])

    seats = timelines.seats([which])[which]
    here = [seat._replace(until=day) if seat.until is None else seat for seat in seats if seat.since < day]
    there = Seat(day, None, statement.address, by.office)
    kept = [holding.persons[person] for person in members]
    lives = timelines.lives(held.person for held in kept if held.office != by.office)
    stated = Timelines(
        seats={which: [*here, there]},
        lives={
            person: continued(
                life,
                Period(day, None, "registered", by.office, which, holding.persons[person].relation),
            )
            for person, life in lives.items()
        },
    )
    entry = enter("move_household", statement, by, stated=stated, offices=[held.office for held in kept])
    return Done(entry, tuple(members), which)
