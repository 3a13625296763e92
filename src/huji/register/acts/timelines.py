"""Whole timelines as an act states them anew: lives, items, numbers, ties, seats, birth dates.

An act that does more than give people a new standing from a day on reads what is believed (`lives`, `items`,
…), changes it as values, and hands the result to `enter` as `Timelines`. Of each person (household, pair)
named there the whole timeline is stated; what differs from what was believed is closed and entered, the rest
stays. Read after `hold`: only what is locked stays as it was read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

from huji.register.acts.session import cursor
from huji.register.acts.values import Particulars
from huji.standards import names

ITEMS = tuple(item.name for item in fields(Particulars))
"""The items of the registration form, each a column of `particulars`."""


class Period(NamedTuple):
    """A standing with both ends: [`since`, `until`), open at the top where `until` is None."""

    since: date
    until: date | None
    kind: str
    office: int
    household: int | None = None
    relation: str | None = None
    cause: str | None = None


class ItemsPeriod(NamedTuple):
    """All items as they were on the days [`since`, `until`)."""

    since: date
    until: date | None
    items: Particulars


class NumberPeriod(NamedTuple):
    """The citizen number borne on the days [`since`, `until`)."""

    since: date
    until: date | None
    number: str


class TiePeriod(NamedTuple):
    """The days [`since`, `until`) on which two were tied."""

    since: date
    until: date | None


class Seat(NamedTuple):
    """Where a household was on the days [`since`, `until`), and which office kept it."""

    since: date
    until: date | None
    address: int
    office: int


NONE: Any = (None, None)
"""In an entry's results: of this pair no tie is believed any more."""
Pair = tuple[int, int, str]
"""Person, relative, and what the relative is: "parent" or "spouse"."""


@dataclass(frozen=True, slots=True)
class Timelines:
    """What an act states anew: of each key the whole timeline as believed from the entry on.

    A marriage has two pairs, one from either side. An empty timeline says that nothing is believed any more.
    """

    lives: Mapping[int, Sequence[Period]] = field(default_factory=dict)
    items: Mapping[int, Sequence[ItemsPeriod]] = field(default_factory=dict)
    numbers: Mapping[int, Sequence[NumberPeriod]] = field(default_factory=dict)
    ties: Mapping[Pair, Sequence[TiePeriod]] = field(default_factory=dict)
    seats: Mapping[int, Sequence[Seat]] = field(default_factory=dict)
    born: Mapping[int, date] = field(default_factory=dict)

    @property
    def persons(self) -> frozenset[int]:
        """Everyone of whom something is stated."""
        tied = {who for person, relative, _ in self.ties for who in (person, relative)}
        return frozenset({*self.lives, *self.items, *self.numbers, *self.born, *tied})


def told(stated: Timelines) -> dict[str, Any]:
    """Return the part of an entry's results from which the rows can be rebuilt (docs/register.md)."""
    results: dict[str, Any] = {
        "lives": [[who, [told_period(p) for p in life]] for who, life in sorted(stated.lives.items())],
        "items": [
            [who, [[p.since, p.until, p.items] for p in told_of]]
            for who, told_of in sorted(stated.items.items())
        ],
        "numbers": [[who, [list(p) for p in borne]] for who, borne in sorted(stated.numbers.items())],
        "ties": [
            [*pair, *period]
            for pair, periods in sorted(stated.ties.items())
            for period in (periods or [NONE])
        ],
        "seats": [[which, [list(seat) for seat in seats]] for which, seats in sorted(stated.seats.items())],
        "born": sorted([who, born] for who, born in stated.born.items()),
    }
    return {key: value for key, value in results.items() if value}


def told_period(period: Period) -> list[Any]:
    """Return a period as an entry's results hold it."""
    since, until, kind, office, household, relation, cause = period
    return [since, until, kind, household, relation, office, cause]


def restate(entry: int, stated: Timelines) -> None:
    """Close what is believed otherwise than stated, and believe what is stated, from an entry on."""
    run = cursor().execute
    if stated.seats:
        rows = [
            {"household": which, "valid": days(seat), "address": seat.address, "office": seat.office}
            for which, seats in stated.seats.items()
            for seat in seats
        ]
        run("select register_restate_seats(%s, %s::bigint[], %s)", [entry, list(stated.seats), Jsonb(rows)])
    if stated.born:
        run(
            "select register_restate_births(%s, %s::bigint[], %s::date[])",
            [entry, list(stated.born), list(stated.born.values())],
        )
    if stated.lives:
        rows = [
            {
                "person": who, "valid": days(p), "kind": p.kind, "household": p.household,
                "relation": p.relation, "office": p.office, "cause": p.cause,
            }
            for who, life in stated.lives.items()
            for p in life
        ]  # fmt: skip
        run("select register_restate_lives(%s, %s::bigint[], %s)", [entry, list(stated.lives), Jsonb(rows)])
    if stated.items:
        rows = [item_row(who, p) for who, periods in stated.items.items() for p in periods]
        run("select register_restate_items(%s, %s::bigint[], %s)", [entry, list(stated.items), Jsonb(rows)])
    if stated.numbers:
        rows = [
            {"person": who, "valid": days(p), "number": p.number}
            for who, borne in stated.numbers.items()
            for p in borne
        ]
        run(
            "select register_restate_numbers(%s, %s::bigint[], %s)",
            [entry, list(stated.numbers), Jsonb(rows)],
        )
    if stated.ties:
        rows = [
            {"person": person, "relative": relative, "kind": kind, "valid": days(p)}
            for (person, relative, kind), periods in stated.ties.items()
            for p in periods
        ]
        pairs = [list(column) for column in zip(*stated.ties, strict=True)]
        run(
            "select register_restate_ties(%s, %s::bigint[], %s::bigint[], %s::text[], %s)",
            [entry, *pairs, Jsonb(rows)],
        )


def days(period: Any) -> str:
    """Return the days of a period as PostgreSQL writes a range."""
    return f"[{period.since},{period.until or ''})"


def item_row(who: int, period: ItemsPeriod) -> dict[str, Any]:
    """Return a row of `particulars`, without `known`, as JSON takes it."""
    values = {item: getattr(period.items, item) for item in ITEMS}
    return {
        "person": who,
        "valid": days(period),
        "name_sort_key": names.sort_key(period.items.name),
        **{item: value.isoformat() if isinstance(value, date) else value for item, value in values.items()},
    }


NOW = "upper_inf(known)"
"""What is believed now; besides: what changes of places, or undoings that follow them, made so of it."""
MOVED = (
    f"{NOW} and exists"
    " (select from ledger_entry where entry = lower(known) and act in ('change_places', 'undo'))"
)


def made_by(entry: int) -> str:
    """Return the condition of what an entry made so."""
    return f"lower(known) = {entry:d}"


def ended_by(entry: int) -> str:
    """Return the condition of what an entry ended."""
    return f"upper(known) = {entry:d}"


def made_anew(entry: int) -> str:
    """Return the condition of what acts since an entry made so that were not undone."""
    return (
        f"lower(known) > {entry:d} and exists (select from ledger_entry where entry = lower(known)"
        " and act not in ('change_places', 'undo'))"
        " and not exists (select from register_undone(array[lower(known)]))"
    )


def read(persons: Iterable[int], households: Iterable[int], known: str = NOW) -> Timelines:
    """Return everything held of persons and households, but for birth dates."""
    who, which = list(persons), list(households)
    return Timelines(
        lives(who, known), items(who, known), numbers(who, known), ties(who, known), seats(which, known)
    )


def lives(persons: Iterable[int], known: str = NOW) -> dict[int, list[Period]]:
    """Return the lives believed, from birth on; every one of `persons` is a key."""
    found: dict[int, list[Period]] = {who: [] for who in persons}
    rows = cursor().execute(
        "select person, lower(valid), upper(valid), kind::text, office, household, relation, cause"
        f" from standing where person = any (%s::bigint[]) and {known} order by person, valid",
        [list(found)],
    )
    for who, *period in rows:
        found[who].append(Period(*period))
    return found


def items(persons: Iterable[int], known: str = NOW) -> dict[int, list[ItemsPeriod]]:
    """Return all items believed, from birth on; every one of `persons` is a key."""
    found: dict[int, list[ItemsPeriod]] = {who: [] for who in persons}
    rows = cursor().execute(
        f"select person, lower(valid), upper(valid), {', '.join(ITEMS)} from particulars"
        f" where person = any (%s::bigint[]) and {known} order by person, valid",
        [list(found)],
    )
    for who, since, until, *values in rows:
        found[who].append(ItemsPeriod(since, until, Particulars(*values)))
    return found


def numbers(persons: Iterable[int], known: str = NOW) -> dict[int, list[NumberPeriod]]:
    """Return the citizen numbers believed; every one of `persons` is a key."""
    found: dict[int, list[NumberPeriod]] = {who: [] for who in persons}
    rows = cursor().execute(
        "select person, lower(valid), upper(valid), number from citizen_number"
        f" where person = any (%s::bigint[]) and {known} order by person, valid",
        [list(found)],
    )
    for who, *period in rows:
        found[who].append(NumberPeriod(*period))
    return found


def ties(persons: Iterable[int], known: str = NOW) -> dict[Pair, list[TiePeriod]]:
    """Return every tie believed of any of `persons`, seen from either side."""
    found: dict[Pair, list[TiePeriod]] = {}
    rows = cursor().execute(
        "select person, relative, kind, lower(valid), upper(valid) from kinship"
        f" where (person = any (%(who)s::bigint[]) or relative = any (%(who)s::bigint[])) and {known}"
        " order by person, relative, kind, valid",
        {"who": list(persons)},
    )
    for person, relative, kind, *period in rows:
        found.setdefault((person, relative, kind), []).append(TiePeriod(*period))
    return found


def seats(households: Iterable[int], known: str = NOW) -> dict[int, list[Seat]]:
    """Return where households were, as believed; every one of `households` is a key."""
    found: dict[int, list[Seat]] = {which: [] for which in households}
    rows = cursor().execute(
        "select household, lower(valid), upper(valid), address, office from household_address"
        f" where household = any (%s::bigint[]) and {known} order by household, valid",
        [list(found)],
    )
    for which, *seat in rows:
        found[which].append(Seat(*seat))
    return found
