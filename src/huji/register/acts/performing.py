"""How every act is done: hold what it changes, enter it, change the standings, in one transaction.

Locks are taken in one order everywhere, so that no two acts can wait for each other: persons by id,
households by id, number stems by text, papers, then the chain of the acting office (inside the entry). Hence
an act that runs within a larger transaction comes before any other entry of it, and is its only act.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, TypeVar

import django.db
import psycopg
from django.db import connection

from huji.ledger import canonical
from huji.register import refusals
from huji.register.acts import newcomers, timelines
from huji.register.acts.newcomers import Entered
from huji.register.acts.session import OFFICE, cursor, draw, prepared
from huji.register.acts.timelines import Timelines
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
                result = work()
                if not alone:
                    # The register's own only: a paper's number, taken before the act, is still to be used.
                    own = "tiled, tiled_anew, comes_headed, leaves_headed, keeps_its_members, both_sides"
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
    movers: Iterable[int], into: Iterable[int] = (), whole: Iterable[int] = (), others: Iterable[int] = ()
) -> Holding:
    """Lock persons and households for this act and return what they are now (see `register_hold`)."""
    persons: dict[int, Held] = {}
    houses: dict[int, House] = {}
    rows = prepared(
        "select * from register_hold(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])",
        [list(movers), list(into), list(whole), list(others)],
    )
    for person, born, kind, household, relation, office, since, household_kind, address, cause in rows:
        if person is None:
            houses[household] = House(household, household_kind, office, address, since)
        else:
            persons[person] = Held(
                person, born, kind, household, relation, office, since, household_kind, cause
            )
    return Holding(persons, houses)


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
    From the entry's results the rows can be rebuilt.
    """
    moved = list(moves)
    results = dict(results or {})
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
    concerned = sorted({by.office, *offices, *(move.office for move in moved)})
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


def plain(value: object) -> Any:
    """Return a statement as mappings, lists and values the ledger can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
