"""How every act is done: hold what it changes, enter it, change the standings, in one transaction.

Locks are taken in one order everywhere, so that no two acts can wait for each other: persons by id,
households by id, number stems by text, papers, then the chain of the acting office (inside the entry). Hence
an act that runs within a larger transaction comes before any other entry of it, and is its only act.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

import django.db
import psycopg
from django.db import connection

from huji.ledger import canonical
from huji.register import refusals
from huji.register.acts import followed, newcomers, timelines
from huji.register.acts.lives import continued
from huji.register.acts.newcomers import Entered
from huji.register.acts.session import OFFICE, cursor, draw, prepared
from huji.register.acts.timelines import Period, Timelines
from huji.register.acts.values import Acting, NewHousehold
from huji.runtime.db import writing
from huji.standards import Refused

__all__ = ["Held", "Holding", "House", "Move", "cursor", "draw", "enter", "hold", "perform", "plain"]

Result = TypeVar("Result")
_RETRIES = 20


@dataclass(frozen=True, slots=True)
class Held:
    """A person whose row this act has locked, with the last standing believed."""

    person: int
    born: date
    kind: str
    household: int | None
    relation: str | None
    office: int
    since: date
    household_kind: str | None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class House:
    """A household whose row this act has locked."""

    id: int
    kind: str
    office: int
    address: int
    since: date


@dataclass(frozen=True, slots=True)
class Holding:
    """All that an act has locked."""

    persons: Mapping[int, Held]
    houses: Mapping[int, House]


_NOTHING = Holding({}, {})
_UNDER_WAY: ContextVar[Holding] = ContextVar("under_way", default=_NOTHING)
"""What the act under way has locked: `enter` sees there whether a day lies before a change of office.

Not handed on plainly: nothing goes from `hold` to `enter` in every act, since `Acting` is made before
anything is locked, and moves and timelines are each act's own. Some forty acts would have to pass it on for a
look that few of them need. `_perform` empties it before each attempt.
"""


@dataclass(frozen=True, slots=True)
class Move:
    """A new standing of a person, from a day on; `cause` says why, where the kind alone does not."""

    person: int
    day: date
    kind: str
    office: int
    household: int | None = None
    relation: str | None = None
    cause: str | None = None


def perform(work: Callable[[], Result], by: Acting | None = None) -> Result:
    """Run an act as the writer, whole or not at all; database refusals become sentences.

    A refusal names the people whom the office of `by` keeps, and nobody else.

    Alone, it is run again when another act got in between; inside a larger transaction, where what was locked
    cannot be given back, that is refused (`register.busy`) and the deferred constraints are checked at once.
    """
    alone = not connection.in_atomic_block
    office = OFFICE.set(by.office if by else None)
    try:
        return _perform(work, alone=alone)
    finally:
        OFFICE.reset(office)


def _perform(work: Callable[[], Result], *, alone: bool) -> Result:
    for attempt in range(_RETRIES):
        try:
            with writing():
                _UNDER_WAY.set(_NOTHING)
                result = work()
                if not alone:
                    # The register's own only: a paper's number, taken before the act, is still to be used.
                    own = (
                        "tiled, tiled_anew, comes_headed, leaves_headed, of_the_living,"
                        " keeps_its_members, both_sides"
                    )
                    cursor().execute(f"set constraints {own} immediate; set constraints {own} deferred")
            return result
        except Refused as refused:
            if refused is refusals.BUSY and alone and attempt < _RETRIES - 1:
                continue
            raise
        except (django.db.Error, psycopg.Error) as error:
            refusal = refusals.of_database(error)
            if refusal is None:
                raise
            if refusal is refusals.BUSY and alone and attempt < _RETRIES - 1:
                continue
            raise refusal from error
    raise AssertionError("unreachable")


def hold(
    movers: Iterable[int],
    into: Iterable[int] = (),
    whole: Iterable[int] = (),
    others: Iterable[int] = (),
    *,
    since: date | None = None,
) -> Holding:
    """Lock persons and households for this act and return what they are now (see `register_hold`).

    With `since`, those too who have left a household of `whole`, or that a mover heads, after that day.
    """
    persons: dict[int, Held] = {}
    houses: dict[int, House] = {}
    rows = prepared(
        "select * from register_hold(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date)",
        [list(movers), list(into), list(whole), list(others), since],
    )
    for person, born, kind, household, relation, office, since, household_kind, address, cause in rows:
        if person is None:
            houses[household] = House(household, household_kind, office, address, since)
        else:
            persons[person] = Held(
                person, born, kind, household, relation, office, since, household_kind, cause
            )
    holding = Holding(persons, houses)
    _UNDER_WAY.set(holding)
    return holding


def enter(
    act: str,
    statement: object,
    by: Acting,
    moves: Iterable[Move] = (),
    *,
    founded: tuple[int, NewHousehold, date] | None = None,
    entered: Sequence[Entered] = (),
    stated: Timelines | None = None,
    offices: Iterable[int] = (),
    results: Mapping[str, object] | None = None,
) -> int:
    """Write the entry and make it so; return the entry's number.

    In this order: a household is founded, `moves` give standings from a day on (both by `register_act`, which
    reads them from the entry), `entered` are people the register did not know, `stated` are whole timelines.
    From the entry's results the rows can be rebuilt. Where a day lies before a household or somebody held
    came under another office, whole lives are stated, each day under the office of then.
    """
    moved = list(moves)
    results = dict(results or {})
    concerned = sorted({by.office, *offices, *(move.office for move in moved)})
    if _early(moved, entered, stated):
        moved, entered, stated = [], _of_then(entered), _lives_of_then(moved, stated or Timelines())
    if moved:
        results["standings"] = [
            [move.person, move.day, move.kind, move.household, move.relation, move.office, move.cause]
            for move in moved
        ]
    if entered:
        results["persons"] = [newcomers.told(one) for one in entered]
    if stated:
        results |= timelines.told(stated)
    if founded:
        which, new, day = founded
        results["household"] = {
            "id": which, "kind": new.kind, "sort": new.sort, "address": new.address,
            "office": by.office, "since": day,
        }  # fmt: skip
    body = canonical(
        {
            "act": act,
            "officer": by.officer,
            "on": by.on,
            "basis": by.basis,
            "case": by.case,
            "statement": plain(statement),
            "results": plain(results),
        }
    )
    row = prepared(
        "select register_act(%s::int, %s, %s::int[], %s)", [by.office, act, concerned, body]
    ).fetchone()
    assert row
    entry = int(row[0])
    if entered:
        newcomers.store(entry, entered)
    if stated:
        timelines.restate(entry, stated)
    return entry


def _early(moves: Iterable[Move], entered: Iterable[Entered], stated: Timelines | None) -> bool:
    """Whether anybody is to stand otherwise from a day before what is held of person or household began."""
    persons = {held.person: held.since for held in _UNDER_WAY.get().persons.values()}
    houses: dict[int | None, date] = {house.id: house.since for house in _UNDER_WAY.get().houses.values()}
    if any(
        move.day < max(persons.get(move.person, date.min), houses.get(move.household, date.min))
        for move in moves
    ):
        return True
    lives = [one.life for one in entered] + (list(stated.lives.values()) if stated else [])
    return any(period.since < houses.get(period.household, date.min) for life in lives for period in life)


def _of_then(entered: Iterable[Entered]) -> list[Entered]:
    lives = followed.under_offices({one.id: one.life for one in entered}, {})
    return [replace(one, life=lives[one.id]) for one in entered]


def _lives_of_then(moves: Iterable[Move], stated: Timelines) -> Timelines:
    """Return what is stated with the moves as whole lives, each day under the office of then."""
    anew = {
        move.person: Period(move.day, None, move.kind, move.office, move.household, move.relation, move.cause)
        for move in moves
    }
    moved = {who: continued(life, anew[who]) for who, life in timelines.lives(anew).items()}
    lives = followed.under_offices({**stated.lives, **moved}, stated.seats)
    return replace(stated, lives=lives)


def plain(value: object) -> Any:
    """Return a statement as mappings, lists and values the ledger can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
