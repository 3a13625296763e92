"""What a citizen laid aside is opened by its code alone, once, for thirty days."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone

from huji.prepared import acts, codes
from huji.standards import Refused

SAID = {
    "on": "2026-11-22",
    "place": "211103",
    "area": "city_proper",
    "values": {"dwelling.lawful": True},
    "along": [],
}


@pytest.fixture
def owner(database: Any) -> Any:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def test_a_code_opens_what_was_laid_aside_and_once_only(database: Any) -> None:
    kept = acts.keep(SAID)
    assert kept.until == timezone.localdate() + timedelta(days=30)
    assert acts.look(kept.code) == SAID
    assert acts.look(kept.code.lower().replace("-", " ")) == SAID
    assert acts.take(kept.code) == SAID
    assert acts.take(kept.code) is None
    assert acts.look(kept.code) is None


def test_the_table_tells_nobody_what_was_said(database: Any, owner: Any) -> None:
    kept = acts.keep(SAID)
    ((digest, content),) = owner.execute("select digest, content from prepared_application").fetchall()
    letters = kept.code.replace("-", "").encode()
    assert letters not in bytes(digest) + bytes(content)
    assert b"dwelling" not in bytes(content)
    assert b"211103" not in bytes(content)


def test_the_installations_secret_is_part_of_the_key(database: Any, monkeypatch: Any) -> None:
    kept = acts.keep(SAID)
    monkeypatch.setattr(settings, "SECRET_KEY", "another installation")
    assert acts.look(kept.code) is None


def test_after_thirty_days_a_code_opens_nothing_and_the_row_goes(database: Any, owner: Any) -> None:
    old, fresh = acts.keep(SAID), acts.keep(SAID)
    lock = codes.lock(old.code.replace("-", ""))
    owner.execute(
        "update prepared_application set made = made - 40, until = until - 40 where digest = %s",
        [lock.digest],
    )
    assert acts.look(old.code) is None
    assert acts.take(old.code) is None
    assert acts.forget() == 1
    assert acts.forget() == 0
    assert acts.look(fresh.code) == SAID


def test_no_row_may_stay_longer_than_thirty_days(owner: Any) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(
            "insert into prepared_application values"
            " (decode(repeat('ab', 32), 'hex'), 'x', current_date, current_date + 31)"
        )


@pytest.mark.parametrize("role", ["huji_web", "huji_writer"])
@pytest.mark.parametrize("verb", ["select * from {}", "delete from {}", "insert into {} default values"])
def test_no_role_touches_the_table(database: Any, role: str, verb: str) -> None:
    with psycopg.connect(database.app_url) as app:
        app.execute(f"set role {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(verb.format("prepared_application"))


@pytest.mark.parametrize(
    ("role", "call"),
    [
        ("huji_web", "prepared_look('\\x00'::bytea)"),
        ("huji_web", "prepared_take('\\x00'::bytea)"),
        ("huji_web", "prepared_forget()"),
        ("huji_writer", "prepared_keep('\\x00'::bytea, '\\x00'::bytea)"),
    ],
)
def test_the_public_pages_only_add_and_the_counter_only_takes(database: Any, role: str, call: str) -> None:
    with psycopg.connect(database.app_url) as app:
        app.execute(f"set role {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(f"select {call}")


def test_the_number_of_rows_is_bounded(database: Any, owner: Any) -> None:
    owner.execute(
        "insert into prepared_application select sha256(n::text::bytea), 'x', current_date, current_date + 20"
        " from generate_series(1, 50000) n"
    )
    with pytest.raises(Refused) as refused:
        acts.keep(SAID)
    assert refused.value.code == "prepared_full"
    owner.execute(
        "update prepared_application set made = current_date - 31, until = current_date - 1"
        " where digest = sha256('1'::bytea)"
    )
    assert acts.keep(SAID).code


def test_too_much_is_refused(database: Any) -> None:
    with pytest.raises(Refused) as refused:
        acts.keep({"values": {"x": "y" * 6000}})
    assert refused.value.code == "prepared_too_large"


@pytest.mark.parametrize(
    "typed", ["", "K7QP", "K7QP-3XM0", "K7QP-3XMAA", "' or 1=1", "１" * 8, "\u0663" * 8, "x" * 9999]
)
def test_what_is_no_code_opens_nothing(database: Any, typed: str) -> None:
    assert acts.look(typed) is None


def test_codes_are_read_as_people_write_them() -> None:
    assert codes.read("ｋ７ｑｐ－３ｘｍａ") == "K7QP3XMA"
    assert codes.read(" k7qp 3xma ") == "K7QP3XMA"
    assert len({codes.new() for _ in range(200)}) == 200
