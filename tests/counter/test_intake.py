"""Bad input at the counter, as a new officer would make it: a clear sentence each time, and nothing lost."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

from huji.standards import citizen_number

SignIn = Callable[..., Client]
NEXT_YEAR = datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=400)


def typed(city: City, **changes: str) -> dict[str, str]:
    """Return the first form of Zhao's application, with changes."""
    fields = {
        "kind": "within_city",
        "number": city.numbers["赵铁柱"],
        "name": "赵铁柱",
        "address": "10号",
        "token": "one-form-0001",
    }
    return {**fields, **changes}


def sent(client: Client, fields: dict[str, str]) -> str:
    """Send the first form and return the page that refuses it."""
    answer = client.post(reverse("counter:new"), fields)
    assert answer.status_code == 200, answer.headers.get("Location")
    return answer.content.decode()


def synthetic(born: date) -> str:
    seventeen = f"991102{born:%Y%m%d}123"
    return seventeen + citizen_number.check_digit(seventeen)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "991102198503020000"}, "校验"),
        ({"number": "12345"}, "位"),
        ({"number": synthetic(NEXT_YEAR)}, "出生"),
        ({"name": "Zhao Tiezhu"}, "汉字"),
        ({"address": "不存在路999号"}, "没有这个标准地址"),
        ({"address": "1"}, "没有这个标准地址"),
        ({"kind": "from_outside", "place": "沈阳市公安局", "division": "999999"}, "没有这个行政区划代码"),
        ({"kind": ""}, "请填写这一项"),
    ],
)
def test_each_fault_has_its_sentence_and_keeps_what_was_typed(
    city: City, sign_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    fields = typed(city, **changes)
    page = sent(sign_in("counter"), fields)
    assert sentence in page
    assert 'class="govuk-error-summary"' in page
    for name in ("number", "name"):
        assert f'value="{fields[name]}"' in page


def test_all_faults_are_told_at_once(city: City, sign_in: SignIn) -> None:
    page = sent(sign_in("counter"), typed(city, number="1", name="Zhao", address=""))
    for field in ("id_number", "id_name", "id_address"):
        assert f'href="#{field}"' in page


def test_the_faults_are_told_in_english_too(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    client.cookies["huji_language"] = "en"
    page = sent(client, typed(city, address="不存在路999号", name="Zhao"))
    assert "There is no such standard address." in page
    assert "Please correct the following" in page


def test_a_name_that_is_not_the_numbers_is_refused(city: City, sign_in: SignIn) -> None:
    assert "登记的姓名不是“赵铁树”" in sent(sign_in("counter"), typed(city, name="赵铁树"))


def test_another_offices_destination_is_refused(city: City, sign_in: SignIn) -> None:
    page = sent(sign_in("counter"), typed(city, address="120号"))
    assert "不归您所在的派出所办理" in page


def test_a_form_sent_twice_makes_one_application(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    first = client.post(reverse("counter:new"), typed(city))
    second = client.post(reverse("counter:new"), typed(city), follow=True)
    assert second.redirect_chain[0][0] == first["Location"]
    assert "没有重复登记" in second.content.decode()
    assert city.sql("select count(*) from case_file") == [(1,)]


def test_a_number_is_read_as_people_write_it(city: City, sign_in: SignIn) -> None:
    number = city.numbers["赵铁柱"]
    spaced = f" {number[:6]} {number[6:14]}-{number[14:].lower()} "
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isdigit() else one for one in spaced)
    assert sign_in("counter").post(reverse("counter:new"), typed(city, number=wide)).status_code == 302


def application(city: City, client: Client, **changes: Any) -> Any:
    """Open Zhao's draft and send its second form with changes."""
    where = reverse("counter:application", args=[city.draft().case])
    fields = {
        "version": "1",
        "token": "form-two-0001",
        "companions": "1",
        "address": "10号",
        "host": "own_dwelling",
    }
    return client.post(where, {**fields, **changes})


def version_of(page: str) -> str:
    return page.split('name="version" value="')[1].split('"')[0]


def companion(city: City, name: str, relation: str, **changes: str) -> dict[str, str]:
    return {"c0-number": city.numbers[name], "c0-name": name, "c0-relation": relation, **changes}


def test_a_companion_who_is_dead_is_refused(city: City, sign_in: SignIn) -> None:
    from huji.register import acts

    died = date(2024, 5, 1)
    by = acts.Acting(city.officers["village"], 3, died, "死亡医学证明书")
    acts.death(acts.Death(city.people["赵大山"], died, "死亡医学证明书"), by)
    answer = application(city, sign_in("counter"), **companion(city, "赵大山", "parent"))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "govuk-error-summary" in page
    assert "死亡" in page or "注销" in page
    assert 'value="赵大山"' in page


def test_half_a_companion_is_asked_for_whole(city: City, sign_in: SignIn) -> None:
    answer = application(city, sign_in("counter"), **companion(city, "孙桂兰", "", **{"c0-name": ""}))
    assert "请把整行清空" in answer.content.decode()


def test_a_row_is_added_without_losing_the_others(city: City, sign_in: SignIn) -> None:
    page = application(
        city, sign_in("counter"), add="1", **companion(city, "孙桂兰", "spouse")
    ).content.decode()
    assert 'value="孙桂兰"' in page
    assert 'name="c1-number"' in page
    assert "govuk-error-summary" not in page


def test_a_page_drawn_before_somebody_elses_change_says_so_and_keeps_what_was_typed(
    city: City, sign_in: SignIn
) -> None:
    client = sign_in("counter")
    draft = city.draft()
    where = reverse("counter:application", args=[draft.case])
    stale = version_of(client.get(where).content.decode())
    city.told(draft)
    fields = {
        "version": stale,
        "token": "form-two-0002",
        "companions": "1",
        "address": "10号",
        "host": "own_dwelling",
    }
    page = client.post(where, {**fields, **companion(city, "孙桂兰", "spouse")}).content.decode()
    assert "已有新的变动" in page
    assert 'value="孙桂兰"' in page
    again = {**fields, "version": version_of(page), "token": "form-two-0003"}
    assert client.post(where, {**again, **companion(city, "孙桂兰", "spouse")}).status_code == 302


@pytest.mark.parametrize("name", ["counter:search", "counter:new"])
def test_whoever_asks_for_an_address_has_where_to_list_the_found_ones(
    city: City, sign_in: SignIn, name: str
) -> None:
    page = sign_in("counter").get(reverse(name)).content.decode()
    (listed,) = re.findall(r'<input [^>]*name="address"[^>]* list="([^"]+)"', page)
    assert f'<datalist id="{listed}">' in page
    assert f'hx-target="#{listed}"' in page


def test_addresses_are_suggested_as_they_are_written(city: City, sign_in: SignIn) -> None:
    page = sign_in("counter").get(reverse("counter:addresses"), {"address": "105"}).content.decode()
    assert "105号" in page
    assert sign_in("counter").get(reverse("counter:addresses"), {"address": "1"}).content.strip() == b""
