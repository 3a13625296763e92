"""Since when somebody is registered in a household: without a break, whatever they are to the head."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import ON, TOWN_STATION, City

SignIn = Callable[..., Client]
ROAD = "辽宁省盘锦市双台子区旌旗社区"


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


@pytest.fixture
def back_again(city: City) -> date:
    """李's household has moved to address 20 and back to its first; return the day it came back."""
    from huji.register import acts

    for address, on in ((20, date(2024, 3, 1)), (1, date(2025, 4, 1))):
        by = acts.Acting(city.officers["counter"], TOWN_STATION, on, "测试")
        acts.move_household(acts.MoveHousehold(city.households["李"], address, "产权证", on), by)
    return date(2025, 4, 1)


@pytest.mark.parametrize(
    ("on", "since"),
    [(None, date(2025, 4, 1)), ("2024-06-01", date(2024, 3, 1)), ("2023-06-01", date(2020, 1, 1))],
)
def test_a_household_is_at_its_address_since_it_came_there_last(
    city: City, sign_in: SignIn, back_again: date, on: str | None, since: date
) -> None:
    client, asked = sign_in("counter"), {"purpose": "correct"} | ({"on": on} if on else {})
    at = 20 if on == "2024-06-01" else 1
    for page in (
        client.get(reverse("counter:household", args=[city.households["李"]]), asked),
        client.get(reverse("counter:address", args=[at]), asked),
    ):
        sheets = page.content.decode().split("变动</h2>")[0]
        assert f"自 {words(since)}" in sheets.split("成员</h2>")[0]


def test_the_api_tells_the_same_day(city: City, back_again: date) -> None:
    from huji.officers import tokens

    issued = tokens.issue("counter", "测试", 1, datetime.now(UTC), "test")
    headers = {"Authorization": f"Bearer {issued.secret}", "Huji-Purpose": "handle_case"}
    told = Client().get(f"/api/v1/households/{city.households['李']}", headers=headers).json()
    assert told["household"]["since"] == back_again.isoformat()


@pytest.mark.parametrize(
    ("on", "came"),
    [
        (None, f"2025年4月1日因市内迁移由{ROAD}20号迁来"),
        ("2024-06-01", f"2024年3月1日因市内迁移由{ROAD}1号迁来"),
        ("2023-06-01", ""),
    ],
)
@pytest.mark.parametrize("kind", ["form", "booklet"])
def test_papers_say_how_they_came_to_this_address_with_their_household(
    city: City, sign_in: SignIn, back_again: date, on: str | None, came: str, kind: str
) -> None:
    which = city.people["王秀英"] if kind == "form" else city.households["李"]
    asked = {"purpose": "correct"} | ({"on": on} if on else {})
    pdf = sign_in("counter").get(reverse(f"counter:{kind}-then", args=[which]), asked).content
    said = re.sub(r"\s", "", "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages))
    assert "何时何因由何地迁来本址" in said
    assert (came in said) if came else ("因市内迁移" not in said)
