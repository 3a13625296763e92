"""What papers print of persons and households: whole timelines, as believed at one entry of the ledger."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from huji.register.acts.values import HEAD, CollectiveSort, HouseholdKind, Particulars
from huji.register.queries.asking import rows
from huji.register.queries.leave import Reader, Seen, covered
from huji.register.records import Kind

_ITEMS = tuple(item.name for item in fields(Particulars))
_KNOWN = "lower({0}.known), upper({0}.known)"


def _held(entry: int, closed: int | None, known: int | None) -> bool:
    if known is None:
        return closed is None
    return entry <= known and (closed is None or known < closed)


@dataclass(frozen=True, slots=True)
class Belief:
    """So on days [`since`, `until`), believed from entry `entry` until entry `closed` (None: still)."""

    since: date
    until: date | None
    entry: int
    closed: int | None

    def held(self, known: int | None) -> bool:
        """Return whether it was believed just after an entry (None: now)."""
        return _held(self.entry, self.closed, known)


@dataclass(frozen=True, slots=True)
class Items(Belief):
    """The particulars over a period."""

    particulars: Particulars


@dataclass(frozen=True, slots=True)
class Number(Belief):
    """The citizen number over a period."""

    number: str


@dataclass(frozen=True, slots=True)
class Period(Belief):
    """A standing, with the address of its household on its first day where there is one."""

    kind: Kind
    office: int
    household: int | None
    relation: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class Seat(Belief):
    """Where a household was."""

    address: int
    office: int


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date and the entries between which it was believed."""

    born: date
    entry: int
    closed: int | None

    def held(self, known: int | None) -> bool:
        """Return whether it was believed just after an entry (None: now)."""
        return _held(self.entry, self.closed, known)


@dataclass(frozen=True, slots=True)
class Card:
    """Everything ever believed of a person that a paper prints, each belief once, by day and entry."""

    id: int
    births: tuple[Birth, ...]
    numbers: tuple[Number, ...]
    items: tuple[Items, ...]
    life: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A household's seats, and who was registered with it on the day asked."""

    id: int
    number: str
    kind: HouseholdKind
    sort: CollectiveSort | None
    seats: tuple[Seat, ...]
    persons: frozenset[int]


def inhabited(addresses: Iterable[int]) -> tuple[int, ...]:
    """Return the households at these addresses in which somebody is registered now, in the addresses' order.

    Nobody is named, so no line is left.
    """
    return tuple(
        row[0]
        for row in rows(
            """select a.household
                 from unnest(%s::int[]) with ordinality as asked (address, place)
                 join household_address a on a.address = asked.address
                      and upper_inf(a.known) and upper_inf(a.valid)
                where exists (select from standing s where s.household = a.household
                                 and upper_inf(s.known) and upper_inf(s.valid))
                order by asked.place, a.household""",
            [list(addresses)],
        )
    )


def members_of(households: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return the ids of those registered in each household now, the head first; nothing else, so no line."""
    found: dict[int, tuple[int, ...]] = dict.fromkeys(households, ())
    for household, person in rows(
        "select household, person from standing where household = any (%s::bigint[])"
        " and upper_inf(known) and upper_inf(valid) order by relation is distinct from %s, relation, person",
        [list(found), HEAD],
    ):
        found[household] += (person,)
    return found


def heads_of(households: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return the ids of those ever held to head each household; nothing else of them, so no line."""
    found: dict[int, tuple[int, ...]] = dict.fromkeys(households, ())
    for household, person in rows(
        "select distinct household, person from standing"
        " where household = any (%s::bigint[]) and relation = %s order by household, person",
        [list(found), HEAD],
    ):
        found[household] += (person,)
    return found


def home(which: int, by: Reader | Seen, on: date, known: int | None = None) -> Home | None:
    """Return a household with all its seats, and who was of it on a day; None outside the reader's area."""
    found = rows("select number, kind, sort from household where id = %s", [which])
    if not found:
        return None
    persons = frozenset(
        row[0]
        for row in rows(
            "select person from standing where household = %(which)s and valid @> %(on)s::date"
            " and case when %(known)s::bigint is null then upper_inf(known)"
            "          else known @> %(known)s::bigint end",
            {"which": which, "on": on, "known": known},
        )
    )
    covered(by, persons, "户 household")
    number, kind, sort = found[0]
    return Home(
        which, number, HouseholdKind(kind), CollectiveSort(sort) if sort else None,
        seats_of(which), persons,
    )  # fmt: skip


def seats_of(household: int) -> tuple[Seat, ...]:
    """Return everything ever believed of where a household was; nobody is named, so no line."""
    found = rows(
        f"select lower(a.valid), upper(a.valid), {_KNOWN.format('a')}, a.address, a.office"
        " from household_address a where a.household = %s order by 1, 3",
        [household],
    )
    return tuple(Seat(*row) for row in found)


def cards(persons: Iterable[int], by: Reader | Seen) -> dict[int, Card]:
    """Return the cards of persons by id; those outside the reader's area are left out."""
    wanted = sorted(set(persons))
    covered(by, wanted, "户口登记卡 card")
    births: dict[int, list[Birth]] = {}
    for person, born, entry, closed in rows(
        """select p.id, p.born, coalesce(p.born_entry, p.created_entry), null::bigint from person p
            where p.id = any (%(who)s::bigint[])
           union all
           select f.person, f.born, lower(f.known), upper(f.known) from former_birth f
            where f.person = any (%(who)s::bigint[]) order by 1, 3""",
        {"who": wanted},
    ):
        births.setdefault(person, []).append(Birth(born, entry, closed))
    numbers = _timelines("citizen_number", "t.number", wanted)
    items = _timelines("particulars", ", ".join(f"t.{item}" for item in _ITEMS), wanted)
    lives = _timelines("standing", "t.kind::text, t.office, t.household, t.relation, t.cause", wanted)
    return {
        person: Card(
            person,
            tuple(born),
            tuple(Number(*row) for row in numbers[person]),
            tuple(
                Items(since, until, entry, closed, Particulars(*held))
                for since, until, entry, closed, *held in items[person]
            ),
            tuple(
                Period(since, until, entry, closed, Kind(kind), office, household, relation, cause)
                for since, until, entry, closed, kind, office, household, relation, cause in lives[person]
            ),
        )
        for person, born in births.items()
    }


def _timelines(table: str, columns: str, persons: list[int]) -> dict[int, list[tuple[Any, ...]]]:
    """Return by person the rows of a table, each with its days and entries first."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for person, *row in rows(
        f"select t.person, lower(t.valid), upper(t.valid), {_KNOWN.format('t')}, {columns}"
        f" from {table} t where t.person = any (%s::bigint[]) order by 1, 2, 4",
        [persons],
    ):
        found[person].append(tuple(row))
    return found


def parents_of(person: int) -> tuple[int, ...]:
    """Return the ids of the parents a person ever had by the kinship believed now; nothing else of them."""
    return tuple(
        row[0]
        for row in rows(
            "select distinct relative from kinship where person = %s and kind = 'parent'"
            " and upper_inf(known) order by relative",
            [person],
        )
    )
