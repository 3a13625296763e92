"""Officers come and go by acts; one officer holds one role, at one office."""

import json

import psycopg
import pytest
from tests.conftest import Database

from huji.officers import acts, queries
from huji.officers.acts import Appoint
from huji.officers.roles import Role
from huji.standards import Refused

PASSWORD = "a-long-and-unlikely-one"


@pytest.fixture
def counter(database: Database) -> int:
    return acts.appoint(Appoint("zhao", "赵某", Role.COUNTER, 7, PASSWORD), "test")


def entries(database: Database) -> list[tuple[str, dict]]:
    with psycopg.connect(database.owner_url) as owner:
        rows = owner.execute("select act, body from ledger_entry order by entry").fetchall()
    return [(act, json.loads(body)) for act, body in rows]


def test_an_appointment_is_an_entry_that_tells_no_password(database: Database, counter: int) -> None:
    (act, body), *others = entries(database)
    assert (act, body["username"], body["role"], body["office"], others) == (
        "appoint_officer",
        "zhao",
        "counter",
        7,
        [],
    )
    assert PASSWORD not in json.dumps(body)
    appointed = queries.officer(counter)
    assert appointed is not None
    assert (appointed.full_name, appointed.role, appointed.office, appointed.active) == (
        "赵某",
        Role.COUNTER,
        7,
        True,
    )


def test_a_name_is_given_once_and_a_refused_appointment_leaves_no_entry(
    database: Database, counter: int
) -> None:
    with pytest.raises(Refused, match="已被使用"):
        acts.appoint(Appoint("zhao", "钱某", Role.REVIEW, 7, PASSWORD), "test")
    assert len(entries(database)) == 1


@pytest.mark.parametrize(("role", "office"), [(Role.OPERATE, 7), (Role.COUNTER, None)])
def test_every_role_but_the_operators_has_an_office(
    database: Database, role: Role, office: int | None
) -> None:
    with pytest.raises(Refused) as refused:
        acts.appoint(Appoint("qian", "钱某", role, office, PASSWORD), "test")
    assert refused.value.code == "officer-office"
    assert entries(database) == []


def test_a_dismissed_officer_can_no_longer_sign_in_but_stays_named(database: Database, counter: int) -> None:
    from django.contrib.auth import authenticate

    assert authenticate(username="zhao", password=PASSWORD) is not None
    acts.dismiss("zhao", "test")
    assert authenticate(username="zhao", password=PASSWORD) is None
    assert [act for act, _ in entries(database)] == ["appoint_officer", "dismiss_officer"]
    gone = queries.officer(counter)
    assert gone is not None
    assert (gone.full_name, gone.active) == ("赵某", False)
    assert queries.at_office(7) == []
    with pytest.raises(Refused, match="没有在岗"):
        acts.dismiss("zhao", "test")


@pytest.mark.parametrize(
    "statement",
    [
        "update officers_officer set role = 'approve'",
        "update officers_officer set office = 8",
        "delete from officers_officer",
        "insert into officers_officer (username, full_name, role, is_active, appointed_entry, password)"
        " values ('x', 'x', 'operate', true, 1, 'x')",
    ],
)
def test_the_pages_cannot_change_who_holds_which_role(
    database: Database, counter: int, statement: str
) -> None:
    with (
        psycopg.connect(database.app_url, options="-c role=huji_web") as page,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        page.execute(statement)
