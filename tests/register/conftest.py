"""A small town of two offices to act in: office 1 keeps addresses 1 to 20, office 2 addresses 21 to 40."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from tests.register import replaying

ON = date(2026, 11, 20)
SINCE = date(2020, 1, 1)


@dataclass
class Town:
    """The town: makes households of named people, acts at an office, looks with bare SQL."""

    owner_url: str
    app_url: str
    on: date = ON
    people: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    _sequence: Iterator[int] = field(default_factory=lambda: count(10))

    def acting(self, office: int = 1, on: date | None = None) -> Any:
        from huji.register.acts import Acting

        return Acting(officer=7, office=office, on=on or self.on, basis="测试")

    def number(self, born: date, sex: str) -> str:
        """Return a fresh synthetic number."""
        from huji.standards import citizen_number

        sequence = next(self._sequence) % 490 * 2 + (sex == "1")
        seventeen = f"991102{born:%Y%m%d}{sequence:03}"
        return seventeen + citizen_number.check_digit(seventeen)

    def family(self, address: int, *people: tuple[str, str, str, str], kind: str = "family") -> int:
        """Open a household of (name, sex, born, relation); return its id. Kinship follows the relations."""
        from huji.register import acts

        office = 1 if address <= 20 else 2
        collective = kind == "collective"
        house = acts.OpeningHousehold(
            1,
            address,
            office,
            SINCE,
            acts.HouseholdKind(kind),
            acts.CollectiveSort.UNIT if collective else None,
        )
        rows, ties = [], []
        for key, (name, sex, born, relation) in enumerate(people):
            day = date.fromisoformat(born)
            self.numbers[name] = self.number(day, sex)
            items = acts.Particulars(name=name, sex=sex)
            rows.append(acts.OpeningPerson(key, self.numbers[name], day, items, 1, relation, SINCE))
        head = next((k for k, p in enumerate(people) if p[3] == "02"), None)
        for key, (_, _, _, relation) in enumerate(people):
            if head is None or collective:
                break
            if relation == "10":
                ties.append(acts.OpeningTie(head, key, acts.Tie.SPOUSE, SINCE))
            if relation in ("20", "30"):
                ties.append(acts.OpeningTie(key, head, acts.Tie.PARENT, rows[key].born))
                mother = next((k for k, p in enumerate(people) if p[3] == "10"), None)
                if mother is not None:
                    ties.append(acts.OpeningTie(key, mother, acts.Tie.PARENT, rows[key].born))
            if relation in ("51", "52"):
                ties.append(acts.OpeningTie(head, key, acts.Tie.PARENT, rows[head].born))
        opened = acts.open_register(acts.OpenRegister("测试", rows, [house], ties), self.acting(office))
        self.people |= dict(zip((p[0] for p in people), opened.persons, strict=True))
        return opened.households[0]

    def where(self, name: str | int, day: date | None = None) -> tuple[Any, ...]:
        """Return (kind, household, relation, office) as believed now on a day (None: from now on)."""
        who = self.people.get(name, name)
        rows = self.sql(
            "select kind::text, household, relation, office from standing where person = %s"
            " and upper_inf(known)"
            " and case when %s::date is null then upper_inf(valid) else valid @> %s::date end",
            [who, day, day],
        )
        assert len(rows) == 1, rows
        return tuple(rows[0])

    def sql(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run a query as the owner, beside the application."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            result = owner.execute(query, values)
            return result.fetchall() if result.description else []

    def entries(self) -> int:
        return int(self.sql("select count(*) from ledger_entry")[0][0])

    def tie(self, person: str, relative: str, kind: str = "parent") -> None:
        """Enter a tie of kinship beside the acts, with an entry of its own."""
        who, other = self.people[person], self.people[relative]
        pairs = [(who, other)] + ([(other, who)] if kind == "spouse" else [])
        told = {"ties": [[*pair, kind, "2020-01-01", None] for pair in pairs]}
        with psycopg.connect(self.owner_url) as owner:
            entry = self._entry(owner, told)
            for pair in pairs:
                owner.execute(
                    "insert into kinship (person, relative, kind, valid, known)"
                    " values (%s, %s, %s, daterange('2020-01-01', null), int8range(%s, null))",
                    [*pair, kind, entry],
                )

    def hold_item(self, name: str, item: str, value: str) -> None:
        """Have an item of a person to have been so always, beside the acts, with an entry of its own."""
        who = self.people[name]
        [(since, items)] = self.sql(
            "select lower(valid)::text, to_jsonb(particulars) - '{person,valid,known,name_sort_key}'::text[]"
            " from particulars where person = %s and upper_inf(known)",
            [who],
        )
        told = {"items": [[who, [[since, None, items | {item: value}]]]]}
        with psycopg.connect(self.owner_url) as owner:
            owner.execute(
                "with closed as (update particulars set known = int8range(lower(known), %(n)s)"
                "  where person = %(who)s and upper_inf(known) returning *)"
                " insert into particulars"
                " select (jsonb_populate_record(null::particulars, to_jsonb(closed)"
                "   || jsonb_build_object(%(item)s::text, %(value)s::text,"
                "   'known', int8range(%(n)s, null)))).*"
                "   from closed",
                {"n": self._entry(owner, told), "who": who, "item": item, "value": value},
            )

    def _entry(self, owner: psycopg.Connection[Any], results: dict[str, Any]) -> int:
        body = json.dumps({"results": results}).encode()
        [(entry,)] = owner.execute(
            "insert into ledger_entry (office, act, offices, body) values (1, 'test', '{1}', %s)"
            " returning entry",
            [body],
        ).fetchall()
        return int(entry)

    def assert_sound(self) -> None:
        """Assert what must never be false, by looking at every row."""
        assert_sound(self)

    def assert_rebuilt(self) -> None:
        """Assert that the entries' results alone rebuild every row of the register."""
        replaying.assert_rebuilt(self)


def assert_sound(town: Town) -> None:
    lost = town.sql(
        "select p.id from person p where (select range_agg(valid) from standing s where s.person = p.id"
        " and upper_inf(known)) is distinct from datemultirange(daterange(p.born, null))"
    )
    assert lost == [], "lost on some day"
    doubled = town.sql(
        "select a.person from standing a join standing b on a.person = b.person and a.ctid < b.ctid"
        " and a.valid && b.valid and a.known && b.known"
    )
    assert doubled == [], "registered twice"
    headless = town.sql(
        "select h.id from household h join standing s on s.household = h.id and upper_inf(s.known)"
        " where h.kind = 'family' group by h.id"
        " having range_agg(s.valid) filter (where s.relation = '02') is distinct from range_agg(s.valid)"
    )
    assert headless == [], "headless"
    two = town.sql(
        "select a.household from standing a join standing b on a.household = b.household and a.ctid < b.ctid"
        " and a.relation = '02' and b.relation = '02' and a.valid && b.valid and a.known && b.known"
    )
    assert two == [], "two heads"


def furnish(owner_url: str) -> None:
    """Enter the two offices, their areas and the forty addresses."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(
            "insert into places_office (id, name, kind, opened, entry) values"
            " (1, '胜利派出所', 'station', '1990-01-01', 0), (2, '红旗派出所', 'station', '1990-01-01', 0)"
        )
        owner.execute(
            "insert into places_office_area (division, office, valid, known) values"
            " ('211102002005', 1, '[1990-01-01,)', '[0,)'), ('211102002007', 2, '[1990-01-01,)', '[0,)')"
        )
        owner.execute(
            "insert into places_address (id, division, number, local, since, entry)"
            " select i, case when i <= 20 then '211102002005' else '211102002007' end, i::text, i || '号',"
            "        '1990-01-01', 0 from generate_series(1, 40) i"
        )


@pytest.fixture
def town(database: Any) -> Iterator[Town]:
    """The town without people.

    After each test, whatever it did, the entries alone rebuild the register, and undoing leads back.
    """
    furnish(database.owner_url)
    town = Town(database.owner_url, database.app_url)
    yield town
    if not town.sql("select 1 from ledger_entry where act = 'attack' or convert_from(body, 'UTF8') = '{}'"):
        town.assert_rebuilt()
        replaying.assert_undone(town)


@pytest.fixture
def make_town() -> Any:
    """Make a town in another migrated database, to which Django's connections already lead."""

    def make(owner_url: str, app_url: str) -> Town:
        furnish(owner_url)
        return Town(owner_url, app_url)

    return make


@pytest.fixture
def village(town):
    """Make the area of office 2 a village."""
    town.sql(
        "insert into places_address (id, division, number, local, since, entry)"
        " values (60, '211102101200', '6', '6号', '1990-01-01', 0)"
    )
    town.sql(
        "insert into places_office_area (division, office, valid, known)"
        " values ('211102101200', 2, '[1990-01-01,)', '[0,)')"
    )
    return 60


@pytest.fixture
def li(town: Town) -> int:
    """The Li family at address 1 of office 1: head, wife, son of age, minor daughter."""
    return town.family(
        1,
        ("李建国", "1", "1970-05-01", "02"),
        ("王秀英", "2", "1972-06-01", "10"),
        ("李明明", "1", "1996-07-01", "20"),
        ("李小红", "2", "2012-08-01", "30"),
    )


@pytest.fixture
def zhang(town: Town) -> int:
    """The Zhang household at address 21 of office 2: one woman."""
    return town.family(21, ("张丽华", "2", "1980-03-01", "02"))


@pytest.fixture
def acts() -> Any:
    """The room's acts; imported once the database is set up."""
    from huji.register import acts

    return acts


@pytest.fixture
def queries(town: Town) -> Any:
    from huji.register import queries

    return queries


@pytest.fixture
def at(queries: Any) -> Any:
    """Sit down at an office (or "*"): set the area and return the reader."""

    def sit(area: int | str) -> Any:
        from huji.ledger.access import Purpose
        from huji.runtime.db import set_area

        set_area(area if isinstance(area, str) else [area])
        office = None if isinstance(area, str) else area
        return queries.Reader(SimpleNamespace(pk=7, office=office), Purpose.HANDLE_CASE)

    return sit


@pytest.fixture
def moved(acts: Any) -> Any:
    """Bring the community of office 1 under office 2, from a day on."""
    from huji.places.acts import Authority, ChangePlaces, Rule

    def move(since: date = date(2026, 10, 10)) -> None:
        rule = Rule(2, "211102002005", office=2)
        acts.change_places(
            ChangePlaces(since, [rule]), Authority(None, 0, date(2026, 11, 20), "盘政发〔2026〕1号")
        )

    return move


@pytest.fixture
def refused() -> Any:
    """Assert that a call is refused with a code, in both languages; return the refusal."""
    from huji.standards import Refused

    def check(code: str, call: Any, *arguments: Any) -> Refused:
        with pytest.raises(Refused) as caught:
            call(*arguments)
        assert caught.value.code == code, caught.value
        assert caught.value.text.zh
        assert caught.value.text.en
        return caught.value

    return check


CROWD = Path(__file__).with_name("crowd.py")


@pytest.fixture
def race(town):
    """Let processes with (verb, statement, office) go at once; return what came of each."""

    def run(*asked):
        environment = os.environ | {"DATABASE_URL": town.app_url, "DATABASE_OWNER_URL": town.owner_url}
        crowd = [
            {"verb": verb, "statement": statement, "office": office, "on": str(town.on)}
            for verb, statement, office in asked
        ]
        told = subprocess.run(
            [sys.executable, CROWD, json.dumps(crowd)],
            stdout=subprocess.PIPE, text=True, env=environment, timeout=90, check=True,
        )  # fmt: skip
        results = json.loads(told.stdout)
        assert not [result for result in results if "error" in result], results
        town.assert_sound()
        return results

    return run
