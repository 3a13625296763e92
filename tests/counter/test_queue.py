"""The queue: cases and matters, each paged to its end, the oldest first."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City
from tests.matters.town import Town

SignIn = Callable[..., Client]
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


def pages(client: Client, show: str) -> tuple[list[str], list[str], int]:
    """Follow every link to a next page; return the numbers of cases and matters as shown, and the pages."""
    waiting, seen, cases, matters = [f"?show={show}"], set(), [], []
    while waiting:
        query = waiting.pop()
        seen.add(query)
        page = client.get(reverse("counter:queue") + query).content.decode()
        cases += re.findall(r"/counter/cases/(2[0-9-]+)/", page)
        matters += re.findall(r"/counter/matters/(M[0-9-]+)/", page)
        links = [
            one.replace("&amp;", "&") for one in re.findall(r'href="(\?show=\w+&amp;after=[^"]+)"', page)
        ]
        waiting += [one for one in links if one not in seen]
    return cases, matters, len(seen)


def test_every_row_of_both_lists_is_reached_once_and_the_oldest_first(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("cases", "matters"):
        monkeypatch.setattr(f"huji.{room}.queries.PAGE", 2)
    town = Town(city, on=TODAY)
    drafted = [city.draft(name, on=TODAY).case for name in ("赵铁柱", "孙桂兰", "赵大山")]
    values = {"head": city.people["王秀英"], "reason": "agreed"}
    opened = [
        town.opened("change_head", values, household=city.households["李"], on=TODAY).matter for _ in range(5)
    ]
    assert pages(sign_in("counter"), "all")[:2] == (drafted, opened)
    assert pages(sign_in("counter"), "draft")[:2] == (drafted, [])


def test_a_row_that_left_the_list_meanwhile_still_marks_where_the_next_page_begins(
    city: City, sign_in: SignIn
) -> None:
    first, second = (city.draft(name, on=TODAY) for name in ("赵铁柱", "孙桂兰"))
    city.sql("update case_file set state = 'withdrawn' where number = %s", [first.case])
    answer = sign_in("counter").get(reverse("counter:queue"), {"after": first.case})
    assert second.case in answer.content.decode()
    assert first.case not in re.findall(r"/counter/cases/([0-9-]+)/", answer.content.decode())


def test_what_presses_most_comes_first_whatever_its_day_is_the_day_of(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, lapsed, valid, limited, closed = (
        city.draft(name, on=TODAY).case for name in ("赵铁柱", "孙桂兰", "赵大山", "王秀英", "李建国")
    )
    for case, state, column, days in (
        (lapsed, "permit_issued", "expires", -9),
        (valid, "in_transit", "expires", 30),
        (limited, "accepted", "due", 3),
        (closed, "refused", "due", -20),
    ):
        city.sql(
            f"update case_file set state = '{state}', accepted = %s, {column} = %s where number = %s",
            [TODAY, TODAY + timedelta(days=days), case],
        )
    assert pages(sign_in("counter"), "all")[0] == [lapsed, limited, valid, draft, closed]
    monkeypatch.setattr("huji.cases.queries.PAGE", 1)
    assert pages(sign_in("counter"), "all")[0] == [lapsed, limited, valid, draft, closed]


def test_the_states_say_of_what_they_count(city: City, sign_in: SignIn) -> None:
    city.draft("赵铁柱", on=TODAY)
    page = sign_in("counter").get(reverse("counter:queue")).content.decode()
    assert re.search(r"<strong>落户申请</strong> <ul class=\"chips\">\s*<li><a href=\"\?show=draft\"", page)
