"""Since when somebody is registered in a household: without a break, whatever they are to the head."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import ON, TOWN_STATION, City

SignIn = Callable[..., Client]


@pytest.fixture
def headed(city: City) -> str:
    """王秀英 has become the head of 李's household; return the day since when both are in it, in words."""
    from huji.register import acts

    [(since,)] = city.sql(
        "select distinct lower(valid) from standing where household = %s", [city.households["李"]]
    )
    by = acts.Acting(city.officers["counter"], TOWN_STATION, ON, "测试")
    succession = acts.Succession(city.people["王秀英"])
    acts.change_head(acts.ChangeHead(city.households["李"], succession, ON, "户内协商一致"), by)
    assert since < ON
    return words(since)


def words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.parametrize(("page", "key"), [("person", "people"), ("household", "households")])
def test_a_change_of_head_is_no_new_registration(
    city: City, sign_in: SignIn, headed: str, page: str, key: str
) -> None:
    which = city.people["王秀英"] if key == "people" else city.households["李"]
    shown = sign_in("counter").get(reverse(f"counter:{page}", args=[which]), {"purpose": "correct"})
    sheets = shown.content.decode().split("变动</h2>")[0]
    assert headed in sheets
    members = re.findall(r'data-label="登记自" class="digits">([^<]+)<', sheets)
    assert members == [headed, headed]
    if page == "person":
        assert f"自 {headed}" in sheets


def test_the_card_in_the_booklet_has_the_day_of_the_registration(city: City, headed: str) -> None:
    from huji.documents import hand_out
    from huji.register.acts import Acting
    from huji.runtime.db import set_area

    set_area([TOWN_STATION])
    at = datetime.fromisoformat(f"{ON}T12:00:00+08:00")
    by = Acting(city.officers["counter"], TOWN_STATION, ON, "测试")
    issued = hand_out.booklet(city.households["李"], hand_out.Hand(by, "民警", at))
    pages = pypdf.PdfReader(io.BytesIO(issued.pdf)).pages
    cards = [re.sub(r"\s", "", one.extract_text()) for one in pages]
    wanted = [card for card in cards if "登记日期" in card and "常住人口登记卡" in card]
    assert len(wanted) == 2
    assert all(f"登记日期{headed}" in card or headed in card for card in wanted)


def test_on_a_day_before_the_first_standing_there_is_no_such_day(city: City, headed: str) -> None:
    from huji.register import queries
    from huji.runtime.db import set_area, writing

    set_area([TOWN_STATION])
    with writing():
        now = queries.unbroken_since(city.people.values())
        early = queries.unbroken_since([city.people["王秀英"]], date(1900, 1, 1))
    assert words(now[city.people["王秀英"]]) == headed
    assert early == {}
