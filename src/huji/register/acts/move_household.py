"""Moving a whole household (整户迁移)."""

from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, followed, timelines
from huji.register.acts.lives import continued
from huji.register.acts.performing import Held, cursor, enter, hold, perform
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

    That office acts, and waits from then on for those who left the household for nowhere yet. Regulations of
    1958, art. 10, 13; Nanjing rule art. 70, 71, 73. Raises Refused (`register.*`).
    """
    return perform(lambda: _move(statement, by), by)


def _move(statement: MoveHousehold, by: Acting) -> Done:
    which, day = statement.household, statement.effective
    checks.day_has_come(day, by)
    waited = _waited_for(which)
    holding = hold([], [which], [which], waited)
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
    if day < (since := checks.house_from(house, day)):
        raise refusals.before_last_change(f"{which:09}", day, since)
    for person in members:
        checks.not_before(holding.persons[person], day)
    left = cursor().execute(
        "select max(upper(valid)) from standing where household = %s and upper_inf(known)"
        " and person <> all (%s::bigint[])",
        [which, members],
    ).fetchone()  # fmt: skip
    if left and left[0] and left[0] > day:
        raise refusals.before_last_change(f"{which:09}", day, left[0])
    if _waited_for(which) != waited:
        raise refusals.BUSY

    seats = timelines.seats([which])[which]
    here = [
        seat._replace(until=day) if seat.until is None or seat.until > day else seat
        for seat in seats
        if seat.since < day
    ]
    seats = [*here, Seat(day, None, statement.address, by.office)]
    kept = [holding.persons[person] for person in (*members, *waited)]
    lives = timelines.lives(held.person for held in kept if held.office != by.office or held.since > day)
    anew = {who: continued(life, _here(holding.persons[who], day, by)) for who, life in lives.items()}
    stated = Timelines(
        seats={which: seats}, lives={who: life for who, life in anew.items() if life != lives[who]}
    )
    entry = enter("move_household", statement, by, stated=stated, offices=[held.office for held in kept])
    return Done(entry, tuple(members), which)


def _here(held: Held, day: date, by: Acting) -> Period:
    """Return how one stands as now under the office that acts, from the day on or since one stands so."""
    since = checks.from_day(held, day)
    return Period(since, None, held.kind, by.office, held.household, held.relation, held.cause)


def _waited_for(household: int) -> list[int]:
    """Return those registered nowhere now who were in a household last: its office waits for them."""
    rows = cursor().execute(
        "select t.person from standing t where upper_inf(t.known) and upper_inf(t.valid)"
        " and t.kind = any (%(absent)s::standing_kind[])"
        " and t.person in (select s.person from standing s"
        "   where s.household = %(which)s and upper_inf(s.known))"
        " and %(which)s = (select s.household from standing s"
        "   where s.person = t.person and upper_inf(s.known) and s.kind = 'registered'"
        "   order by s.valid desc limit 1)"
        " order by t.person",
        {"which": household, "absent": sorted(followed.ABSENT)},
    )
    return [row[0] for row in rows.fetchall()]
