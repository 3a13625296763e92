"""Who headed a household between its head's death and the entry of it, where people left it meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, timelines
from huji.register.acts.performing import Held, Holding
from huji.register.acts.session import cursor
from huji.register.acts.succession import Family
from huji.register.acts.timelines import Period
from huji.register.acts.values import HEAD, Succession


@dataclass(frozen=True, slots=True)
class _Stay:
    """Days that somebody was of the household, [since, until), after its head had died."""

    person: int
    since: date
    until: date | None

    @property
    def last(self) -> date:
        return self.until or date.max


def gone(head: int, after: date) -> list[int]:
    """Return those who were of the household a person heads from `after` on and have left it, or come back.

    An act by which the head is dead from then on holds them as well.
    """
    rows = cursor().execute(
        "select distinct s.person from standing h join standing s on s.household = h.household"
        "   and upper_inf(s.known) and upper(s.valid) > %s and s.person <> h.person"
        " where h.person = %s and h.relation = %s and upper_inf(h.known) and upper_inf(h.valid)"
        "   and exists (select from household k where k.id = h.household and k.kind = 'family')",
        [after, head, HEAD],
    )
    return [row[0] for row in rows.fetchall()]


def headed(
    holding: Holding, dead: Held, left: Sequence[int], after: date, successors: Mapping[int, Succession | int]
) -> dict[int, list[Period]]:
    """Return the lives in which others headed the household of the dead on the days it was not empty.

    The one who is to succeed does so from the first day there; before, and where all have left, who stayed
    longest. `left` are those of `gone`. Empty where the one who succeeds was there from `after` on.
    """
    household = dead.household
    if not left or household is None:
        return {}
    staying = [h for h in holding.persons.values() if h.household == household and h.person != dead.person]
    stated = successors.get(household)
    if staying and stated is None:
        return {}
    succession = Succession(stated) if isinstance(stated, int) else stated
    chosen = next((held for held in staying if succession and held.person == succession.head), None)
    if staying and (chosen is None or chosen.since <= after):
        return {}
    if not holding.persons.keys() >= set(left) or set(left) != set(gone(dead.person, after)):
        raise refusals.BUSY
    return _lives(holding, dead, {*left, *(h.person for h in staying)}, after, succession)


def _lives(
    holding: Holding, dead: Held, people: Iterable[int], after: date, succession: Succession | None
) -> dict[int, list[Period]]:
    lives = timelines.lives(people)
    stays = [
        _Stay(person, max(period.since, after), period.until)
        for person, life in lives.items()
        for period in life
        if period.household == dead.household and (period.until is None or period.until > after)
    ]
    first = None
    if succession is not None:
        first = succession.head
        came = min((stay.since for stay in stays if stay.person == first), default=None)
        if came is None:
            raise refusals.successor_not_member(dead.household or 0)
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
            for piece in _pieces(period, person, dead.household, heads, first, given, family)
        ]
        for person, life in lives.items()
    }


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
        pieces.append(period._replace(since=since, until=None if until == date.max else until, relation=code))
    return pieces
