"""A page asks the database no more because there is more to show."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.city import City

SignIn = Callable[..., Client]
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


@pytest.fixture
def asked(sign_in: SignIn) -> Callable[..., int]:
    """Return how many statements a page takes, signing in left out."""
    client = sign_in("counter")
    client.get(reverse("counter:queue"))

    def count(name: str, *args: Any, **query: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as said:
            answer = client.get(reverse(f"counter:{name}", args=args), query)
        assert answer.status_code == 200
        return len(said)

    return count


def test_the_queue(city: City, asked: Callable[..., int]) -> None:
    city.draft("赵铁柱", on=TODAY)
    one = asked("queue")
    for name in ("孙桂兰", "赵大山"):
        city.draft(name, on=TODAY)
    city.draft("赵小宝", on=TODAY)
    assert asked("queue") == one
    assert one <= 17


@pytest.mark.parametrize("page", ["case", "decision", "facts", "evidence", "request_completion"])
def test_a_case_with_companions(city: City, asked: Callable[..., int], page: str) -> None:
    alone = city.accepted(on=TODAY, values={"employment.lawful_stable": True})
    few = asked(page, alone.case)
    city.sql("update case_file set state = 'withdrawn' where number = %s", [alone.case])
    family = [city.companion("孙桂兰", "spouse"), city.companion("赵小宝", "child")]
    together = city.accepted(
        *family, city.companion("赵大山", "parent"), on=TODAY, values={"employment.lawful_stable": True}
    )
    assert asked(page, together.case) <= few + 2
    assert few <= 30


def test_a_person_with_a_family(city: City, asked: Callable[..., int]) -> None:
    single = asked("person", city.people["张丽华"], purpose="correct")
    married = asked("person", city.people["李建国"], purpose="correct")
    # Two lines more in the access log: for those who share the household, and for kin.
    assert married == single + 2
    # Twelve of them for what is shown since: histories of items, duplicates, matters, undoing, the stay.
    assert married <= 38


def test_a_household(city: City, asked: Callable[..., int]) -> None:
    one = asked("household", city.households["张"], purpose="correct")
    assert asked("household", city.households["李"], purpose="correct") == one


def test_who_looked(city: City, asked: Callable[..., int]) -> None:
    first = asked("looks", city.people["李建国"])
    for _ in range(3):
        asked("person", city.people["李建国"], purpose="correct")
    assert asked("looks", city.people["李建国"]) == first
