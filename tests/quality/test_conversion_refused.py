"""A conversion that was refused has done nothing, and rolling back removes nothing that it did not load."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
from psycopg.types.json import Jsonb
from tests.conftest import Database
from tests.quality.conversion_source import Old, convert, old_register

from huji.quality.conversion import catalog, rolling_back
from huji.register import acts
from huji.standards import Refused, citizen_number

ON = date(2026, 11, 20)


@pytest.fixture
def owner(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    monkeypatch.setenv("DATABASE_OWNER_URL", database.owner_url)
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def old(owner: psycopg.Connection, tmp_path: Path) -> Old:
    return old_register(tmp_path, 60)


def somebody(owner: psycopg.Connection) -> None:
    """Open the register with one person, and let an act follow."""
    row = owner.execute(
        "select a.id, o.office from places_address a"
        " join places_office_area o on o.division = a.division limit 1"
    ).fetchone()
    assert row
    at, office = row
    number = "99110219700501001" + citizen_number.check_digit("99110219700501001")
    since = date(2010, 1, 1)
    house = acts.OpeningHousehold(1, at, office, since, acts.HouseholdKind("family"), None)
    person = acts.OpeningPerson(
        0, number, date(1970, 5, 1), acts.Particulars(name="李建国", sex="1"), 1, "02", since
    )
    by = acts.Acting(7, office, ON, "测试")
    opened = acts.open_register(acts.OpenRegister("测试", [person], [house], []), by)
    acts.change_items(
        acts.ChangeItems(opened.persons[0], {"occupation": "教师"}, date(2026, 11, 1), "证"), by
    )


def held(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    return [owner.execute(f"select count(*) from {table}").fetchone() for table in catalog.LOADED]  # type: ignore[misc]


def conversions(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    return owner.execute("select state from conversion union all select step from conversion_step").fetchall()


def test_a_conversion_that_is_refused_leaves_nothing_to_roll_back(owner, old):
    somebody(owner)
    before, guards = held(owner), catalog.guards(owner)
    with pytest.raises(Refused, match="holds people"):
        convert(old)
    assert conversions(owner) == []
    with pytest.raises(Refused, match="no conversion"):
        rolling_back.roll_back("误")
    assert (held(owner), catalog.guards(owner)) == (before, guards)


def test_a_register_in_use_notes_no_conversion(owner, old, database):
    with psycopg.connect(database.app_url), pytest.raises(Refused, match="being used"):
        convert(old)
    assert conversions(owner) == []
    assert convert(old).tally.loaded == 60


def test_a_plan_for_an_office_that_there_is_not_is_refused(owner, old):
    with pytest.raises(Refused, match="no office 99999"):
        convert(replace(old, plan=replace(old.plan, office=99999)))
    assert conversions(owner) == []


def noted(owner: psycopg.Connection, old: Old) -> None:
    """Note a conversion that was refused, as versions before did."""
    owner.execute(
        'insert into conversion (source, digest, plan, "on") values (%s, %s, %s, %s)',
        [old.plan.source.name, old.plan.digest, old.plan.mark, old.plan.on],
    )
    owner.execute("insert into conversion_step (conversion, step) select id, 'close' from conversion")


def test_rolling_back_what_never_closed_the_register_removes_nothing(owner, old):
    noted(owner, old)
    somebody(owner)
    before, guards = held(owner), catalog.guards(owner)
    rolling_back.roll_back("误")
    assert owner.execute("select state from conversion").fetchall() == [("rolled_back",)]
    assert (held(owner), catalog.guards(owner)) == (before, guards)


def test_what_an_earlier_version_noted_and_never_began_goes_on(owner, old):
    noted(owner, old)
    assert convert(old).tally.loaded == 60


def test_the_database_itself_empties_nothing_that_a_conversion_did_not_load(owner, old):
    noted(owner, old)
    somebody(owner)
    guards = catalog.guards(owner)
    # As if the register had been closed by this conversion: no code stands before the truncation now.
    owner.execute(
        "update conversion_step set done = now(), detail = %s", [Jsonb({"guards": guards.as_json()})]
    )
    before = held(owner)
    catalog.take_off(owner, guards)
    with pytest.raises(psycopg.errors.CheckViolation, match="no conversion has loaded"):
        owner.execute("truncate person")
    with pytest.raises(Refused, match="did not load") as refused:
        rolling_back.roll_back("误")
    assert refused.value.code == "conversion.not_its_own"
    assert held(owner) == before


def test_rows_of_an_act_that_followed_are_not_emptied_either(owner, old):
    convert(old)
    owner.execute("alter table particulars disable trigger user")
    owner.execute("update particulars set known = int8range(lower(known), lower(known) + 5) where person = 1")
    owner.execute("alter table particulars enable trigger user")
    with pytest.raises(Refused, match="particulars holds"):
        rolling_back.roll_back("误")
    assert owner.execute("select count(*) from person").fetchone() == (60,)
