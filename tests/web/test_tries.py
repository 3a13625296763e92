"""Tries are counted by all workers together, and what is past its time counts no more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

from huji.web.tries import Tries


def another_worker() -> Tries:
    return Tries("", {})


def apart(work: Callable[[], Any]) -> Any:
    """Do `work` on a thread of its own, which closes the connection it opened."""

    def done() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


def test_what_one_worker_counts_another_sees(database: Any) -> None:
    cache.add("k", 0, 60)
    assert apart(lambda: another_worker().incr("k")) == 1
    assert cache.incr("k") == 2
    assert another_worker().get("k") == 2


def test_of_many_at_once_one_is_first_and_none_is_lost(database: Any) -> None:
    cache.add("count", 0, 60)

    def once(_: int) -> tuple[bool, int]:
        try:
            worker = another_worker()
            return worker.add("lock", True, 60), worker.incr("count")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(once, range(40)))
    assert sum(first for first, _ in done) == 1
    assert sorted(count for _, count in done) == list(range(1, 41))


def test_what_is_past_its_time_is_gone_and_swept(database: Any) -> None:
    cache.set("old", [1.5, 2.5], 0)
    assert cache.get("old", "none") == "none"
    with pytest.raises(ValueError, match="no count"):
        cache.incr("old")
    assert cache.add("old", 1, 60)
    cache.set("older", 1, 0)
    cache.set("kept", 1, None)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from web_try")
        assert cursor.fetchone() == (2,)
    assert cache.get("kept") == 1


def test_the_table_names_neither_addresses_nor_accounts(database: Any) -> None:
    cache.set("limit:verify:192.0.2.7", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("select key, value::text from web_try")
        assert "192.0.2.7" not in str(cursor.fetchall())


def test_after_five_wrong_passwords_the_right_one_does_not_help(city: City) -> None:
    from django.contrib.auth.hashers import make_password

    right = "correct horse battery"
    city.sql(
        "update officers_officer set password = %s where username = 'counter' returning 1",
        [make_password(right)],
    )
    for _ in range(5):
        Client().post(reverse("account_login"), {"login": "counter", "password": "wrong"})
    client = Client()
    client.post(reverse("account_login"), {"login": "counter", "password": right})
    assert client.get(reverse("counter:queue")).status_code == 302


def test_an_address_written_into_a_header_is_not_believed(city: City) -> None:
    asked = {"number": "x", "code": "y"}
    statuses = {
        Client().get(reverse("portal:verify"), asked, headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
        for n in range(30)
    }
    assert 429 in statuses
