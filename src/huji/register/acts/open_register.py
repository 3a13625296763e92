"""Opening the register: people and households taken over at once, in one genesis entry."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

import psycopg
from django.db import DataError, IntegrityError

from huji.register import refusals
from huji.register.acts import fitting, keeping, kindred, newcomers
from huji.register.acts.newcomers import Entered
from huji.register.acts.performing import cursor, draw, enter, perform
from huji.register.acts.timelines import Period
from huji.register.acts.values import HEAD, Acting, CollectiveSort, Done, HouseholdKind, Particulars, Tie

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class OpeningHousehold:
    """A household under the source's own key, at a standard address since `since`, kept by `office`."""

    key: int
    address: int
    office: int
    since: date
    kind: HouseholdKind = HouseholdKind.FAMILY
    sort: CollectiveSort | None = None


@dataclass(frozen=True, slots=True)
class OpeningPerson:
    """A person under the source's own key, registered in a household since `since`.

    `before` says how the days between birth and `since` stand: elsewhere, or unregistered.
    """

    key: int
    number: str
    born: date
    particulars: Particulars
    household: int
    relation: str
    since: date
    before: str = "elsewhere"


@dataclass(frozen=True, slots=True)
class OpeningTie:
    """`relative` is `person`'s parent or spouse (source keys) since `since`; a spouse tie is given once."""

    person: int
    relative: int
    tie: Tie
    since: date


Row = OpeningHousehold | OpeningPerson | OpeningTie
_COLUMNS = {
    "household": [field.name for field in fields(OpeningHousehold)],
    "person": [field.name for field in fields(OpeningPerson)],
    "particulars": [field.name for field in fields(Particulars)],
    "tie": [field.name for field in fields(OpeningTie)],
}


@dataclass(frozen=True, slots=True)
class OpenRegister:
    """A whole register: its source in words, and its rows. Keys are mapped to ids of this register.

    Ids are assigned in the order given, from the next free one on; `opened.persons` and the household ids of
    `Opened` follow the same order.
    """

    source: str
    persons: Sequence[OpeningPerson]
    households: Sequence[OpeningHousehold]
    ties: Iterable[OpeningTie] = ()


@dataclass(frozen=True, slots=True)
class Opened(Done):
    """What opening left: also the household ids, in the order of the statement."""

    households: tuple[int, ...] = ()
    digest: str = ""


def open_register(statement: OpenRegister, by: Acting) -> Opened:
    """Load everything in one entry that holds the digest (SHA-256) of the data; all constraints hold after.

    Whoever cannot be to a family head what is stated is refused, told by name and source key.
    Raises Refused (`register.*`), and then nothing is loaded.
    """
    try:
        return perform(lambda: _open(statement, by), by)
    except KeyError as unknown:
        raise refusals.refuse(
            "key_unknown",
            f"来源数据引用了没有列出的编号 {unknown}。",
            f"The source refers to the key {unknown}, which it does not list.",
        ) from unknown
    except (IntegrityError, DataError, psycopg.IntegrityError, psycopg.DataError) as error:
        raise refusals.refuse(
            "bad_row",
            f"来源数据中有一行不符合登记要求：{error}",
            f"A row of the source cannot be registered: {error}",
        ) from error


def _open(statement: OpenRegister, by: Acting) -> Opened:
    ties = list(statement.ties)
    _kept_there(statement.households)
    _related(statement, by.on)
    houses = _mapped([house.key for house in statement.households], "household_id_seq")
    people = _mapped([person.key for person in statement.persons], "person_id_seq")
    rows: list[Row] = [*statement.households, *statement.persons, *ties]
    digest = keeping.keep(_COLUMNS, map(line, rows))
    entry = enter(
        "open_register",
        {"source": statement.source},
        by,
        offices={house.office for house in statement.households},
        results={
            "digest": digest,
            "persons": len(people),
            "households": len(houses),
            "ties": len(ties),
            "first_person": min(people.values(), default=0),
            "first_household": min(houses.values(), default=0),
            "person_ids": keeping.runs(people.values()),
            "household_ids": keeping.runs(houses.values()),
        },
    )
    _found(entry, statement.households, houses)
    office = {house.key: house.office for house in statement.households}
    for start in range(0, len(statement.persons), CHUNK):
        newcomers.store(
            entry,
            [_entered(person, people, houses, office) for person in statement.persons[start : start + CHUNK]],
        )
    kindred.store(entry, ((people[t.person], people[t.relative], t.tie, t.since) for t in ties))
    return Opened(entry, tuple(people.values()), None, (), tuple(houses.values()), digest)


def line(row: Row) -> bytes:
    """Return a row as the digest takes it: its values in the order of the fields, as one line of JSON."""
    values = [getattr(row, name) for name in row.__slots__]
    return (json.dumps(values, ensure_ascii=False, default=_json, separators=(",", ":")) + "\n").encode()


def _json(value: date | Particulars) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return [getattr(value, name) for name in value.__slots__]


def _mapped(keys: list[int], sequence: str) -> dict[int, int]:
    if len(set(keys)) < len(keys):
        raise refusals.refuse("key_twice", "来源数据中有重复的编号。", "The source names a key twice.")
    return dict(zip(keys, draw(sequence, len(keys)), strict=True))


def _kept_there(households: Sequence[OpeningHousehold]) -> None:
    """Refuse a household under an office that does not keep its address today."""
    wrong = cursor().execute(
        "select t.address, t.office, o.office"
        " from (select distinct * from unnest(%s::int[], %s::int[])) as t (address, office)"
        " join places_address a on a.id = t.address"
        " join places_office_area o on o.division = a.division and upper_inf(o.known) and upper_inf(o.valid)"
        " where o.office <> t.office order by 1, 2 limit 1",
        [[house.address for house in households], [house.office for house in households]],
    ).fetchone()  # fmt: skip
    if wrong is not None:
        address, office, keeper = wrong
        raise refusals.refuse(
            "address_of_other_office",
            f"来源数据把第 {address} 号地址的户列在第 {office} 号派出所，该地址由第 {keeper} 号派出所管辖。",
            f"The source lists households at address {address} under registration office {office};"
            f" office {keeper} keeps it.",
        )


def _related(statement: OpenRegister, day: date) -> None:
    """Refuse relations within a family household that cannot be, by the day of the opening.

    Nothing is on record yet that would speak for an odd birth date.
    """
    families: dict[int, list[fitting.Related]] = {
        house.key: [] for house in statement.households if house.kind == HouseholdKind.FAMILY
    }
    for person in statement.persons:
        if (family := families.get(person.household)) is not None:
            called = f"{person.particulars.name} [{person.key}]"
            sex = person.particulars.sex
            family.append(fitting.Related(0, person.born, sex, person.relation, called))
    for family in families.values():
        heads = [one for one in family if one.relation == HEAD]
        fitting.fit([one for one in family if one.relation != HEAD], heads, day)


def _found(entry: int, households: Sequence[OpeningHousehold], ids: dict[int, int]) -> None:
    cursor().execute(
        "insert into household (id, kind, sort, created_entry)"
        " select i, k, s, %s from unnest(%s::bigint[], %s::text[], %s::text[]) as t (i, k, s)",
        [
            entry,
            list(ids.values()),
            [str(house.kind) for house in households],
            [house.sort and str(house.sort) for house in households],
        ],
    )
    cursor().execute(
        "insert into household_address (household, address, office, valid, known)"
        " select i, a, o, daterange(d, null), int8range(%s, null)"
        " from unnest(%s::bigint[], %s::int[], %s::int[], %s::date[]) as t (i, a, o, d)",
        [
            entry,
            list(ids.values()),
            [house.address for house in households],
            [house.office for house in households],
            [house.since for house in households],
        ],
    )


def _entered(
    person: OpeningPerson, people: dict[int, int], houses: dict[int, int], office: dict[int, int]
) -> Entered:
    kept = office[person.household]
    since = max(person.since, person.born)
    life = [Period(person.born, since, person.before, kept)] if since > person.born else []
    life.append(Period(since, None, "registered", kept, houses[person.household], person.relation))
    return Entered(people[person.key], person.born, person.number, person.particulars, life)
