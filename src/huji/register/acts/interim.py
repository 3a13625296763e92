"""Who heads a household from the day its head leaves or has died, also where people have left it since.

What is entered late is entered as if in order: on the days between, somebody else headed the household.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, timelines
from huji.register.acts.lives import continued
from huji.register.acts.performing import Held, Holding, Move
from huji.register.acts.session import cursor
from huji.register.acts.succession import Family, successions
from huji.register.acts.timelines import Period
from huji.register.acts.values import HEAD, Acting, Succession


@dataclass(frozen=True, slots=True)
class Following:
    """What becomes of the households left: new standings from a day on, whole lives of those who left since,
    and the offices that keep these now."""

    moves: list[Move]
    lives: Mapping[int, list[Period]] = field(default_factory=dict)
    offices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stay:
    """Days that somebody was of the household, [since, until), after its head had left."""

    person: int
    since: date
    until: date | None

    @property
    def last(self) -> date:
        return self.until or date.max


def following(
    holding: Holding,
    leaving: Sequence[int],
    day: date,
    successors: Mapping[int, Succession | int],
    by: Acting,
) -> Following:
    """Return what becomes from `day` on of the households that any of `leaving` head.

    Hold with `since` that day. Refuses as `successions` does, and one named who was not there on the days
    on which somebody else had to head the household.
    """
    lives: dict[int, list[Period]] = {}
    done = set()
    heads = [h for who in leaving if (h := holding.persons[who]).relation == HEAD] if day < by.on else []
    for head in heads:
        if head.household is None or head.household_kind != "family":
            continue
        meanwhile = _headed(holding, head, leaving, day, successors.get(head.household), lives)
        if meanwhile:
            done.add(head.household)
            lives |= meanwhile
    others = [who for who in leaving if holding.persons[who].household not in done]
    moves = successions(
        holding, others, day, {which: one for which, one in successors.items() if which not in done}
    )
    for move in [move for move in moves if move.person in lives]:
        # One who left a household for another of these: what is stated is one life.
        period = Period(move.day, None, move.kind, move.office, move.household, move.relation, move.cause)
        lives[move.person] = continued(lives[move.person], period)
        moves.remove(move)
    return Following(moves, lives, tuple(holding.persons[who].office for who in lives))


def _gone(household: int, leaving: Collection[int], day: date) -> set[int]:
    """Return who was of a household from a day on, but for `leaving`, and has left it or come back.

    Another relation, or another office, is no leaving.
    """
    rows = cursor().execute(
        "select person from standing where household = %s and upper_inf(known)"
        " and (upper_inf(valid) or upper(valid) > %s) and person <> all (%s::bigint[]) group by person"
        " having range_agg(valid) <> datemultirange(daterange(min(lower(valid)), null))",
        [household, day, list(leaving)],
    )
    return {row[0] for row in rows.fetchall()}


def _headed(
    holding: Holding,
    head: Held,
    leaving: Collection[int],
    day: date,
    stated: Succession | int | None,
    before: Mapping[int, list[Period]],
) -> dict[int, list[Period]]:
    """Return the lives in which others headed the household of `head` on the days it was not empty.

    The one who is to succeed does so from the first day there; before, and where all have left, who stayed
    longest. Empty where nobody has left since, or the one who succeeds was there from `day` on. `before` are
    lives stated already.
    """
    household = head.household or 0
    left = _gone(household, leaving, day)
    if not left:
        return {}
    staying = [h for h in holding.persons.values() if h.household == household and h.person not in leaving]
    if staying and stated is None:
        return {}
    succession = Succession(stated) if isinstance(stated, int) else stated
    chosen = next((held for held in staying if succession and held.person == succession.head), None)
    if staying and (chosen is None or checks.from_day(chosen, day) == day):
        return {}
    people = {*left, *(h.person for h in staying)}
    if not holding.persons.keys() >= people:
        raise refusals.BUSY
    lives = {who: before.get(who, life) for who, life in timelines.lives(people).items()}
    return _lives(holding, household, lives, day, succession)


def _lives(
    holding: Holding,
    household: int,
    lives: Mapping[int, list[Period]],
    after: date,
    succession: Succession | None,
) -> dict[int, list[Period]]:
    stays = [stay for person, life in lives.items() for stay in _stays(person, life, household, after)]
    first = None
    if succession is not None:
        first = succession.head
        came = min((stay.since for stay in stays if stay.person == first), default=None)
        if came is None:
            raise refusals.successor_not_member(household)
        checks.adult(first, holding.persons[first].born, came, succession.minor_ground)
        checks.relations(succession.relations.values(), collective=False)
        if HEAD in {code for who, code in succession.relations.items() if who != first}:
            raise refusals.two_heads()
    family = Family.of({stay.person for stay in stays})
    heads = _heads(holding, stays, after, first)
    given = succession.relations if succession else {}
    return {
        person: [
            piece
            for period in life
            for piece in _pieces(period, person, household, heads, first, given, family)
        ]
        for person, life in lives.items()
    }


def _stays(person: int, life: Iterable[Period], household: int, after: date) -> list[_Stay]:
    """Return somebody's stays in a household from a day on: another relation or office is the same stay."""
    found: list[_Stay] = []
    for period in life:
        if period.household != household or (period.until is not None and period.until <= after):
            continue
        if found and found[-1].until == period.since:
            found[-1] = _Stay(person, found[-1].since, period.until)
        else:
            found.append(_Stay(person, max(period.since, after), period.until))
    return found


def _heads(holding: Holding, stays: Sequence[_Stay], after: date, first: int | None) -> list[_Stay]:
    """Return who headed the household when, on all days on which anybody was there."""
    heads: list[_Stay] = []
    day = after
    while ahead := [stay for stay in stays if stay.last > day]:
        here = [stay for stay in ahead if stay.since <= day]
        if not here:
            day = min(stay.since for stay in ahead)
            continue
        born = {stay.person: holding.persons[stay.person].born for stay in here}
        one = max(here, key=lambda stay: (stay.person == first, stay.last, -born[stay.person].toordinal()))
        comes = [stay.since for stay in ahead if stay.person == first and stay.since > day]
        until = one.until if one.person == first or not comes else min(one.last, *comes)
        heads.append(_Stay(one.person, day, until))
        if until is None:
            break
        day = until
    return heads


def _pieces(
    period: Period,
    person: int,
    household: int | None,
    heads: Sequence[_Stay],
    first: int | None,
    given: Mapping[int, str],
    family: Family,
) -> list[Period]:
    """Return a period cut by who headed the household on its days, each with the relation to that head."""
    if period.household != household or (period.until is not None and period.until <= heads[0].since):
        return [period]
    end = period.until or date.max
    pieces = [period._replace(until=heads[0].since)] if period.since < heads[0].since else []
    for head in heads:
        since, until = max(period.since, head.since), min(end, head.last)
        if since >= until:
            continue
        code = HEAD if person == head.person else family.relation(person, head.person)
        if head.person == first and person != first:
            code = given.get(person, code)
        last = None if until == date.max else until
        if pieces and pieces[-1].relation == code:
            pieces[-1] = pieces[-1]._replace(until=last)
        else:
            pieces.append(period._replace(since=since, until=last, relation=code))
    return pieces
