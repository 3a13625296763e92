"""Reading people: with a purpose, within the area, and with a line in the access log."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

from huji.register.queries import households

SignIn = Callable[..., Client]


def looks(city: City, name: str) -> list[tuple[str, str]]:
    return city.sql(
        "select purpose::text, what from access_line where %s = any(persons) order by id", [city.people[name]]
    )


def search(client: Client, **fields: str) -> str:
    answer = client.post(reverse("counter:search"), {"purpose": "answer_person", **fields})
    return answer.content.decode()


def test_a_person_is_read_only_for_a_purpose(city: City, sign_in: SignIn) -> None:
    page = sign_in("counter").get(reverse("counter:person", args=[city.people["李建国"]])).content.decode()
    assert "您为什么要查阅？" in page
    assert "李建国" not in page
    assert looks(city, "李建国") == []


def test_the_look_is_logged_with_its_purpose(city: City, sign_in: SignIn) -> None:
    where = reverse("counter:person", args=[city.people["李建国"]])
    page = sign_in("counter").get(where, {"purpose": "correct"}).content.decode()
    assert "李建国" in page
    assert "更正登记事项" in page
    assert ("correct", "人员页") in looks(city, "李建国")


def test_a_purpose_of_supervision_is_for_supervision(city: City, sign_in: SignIn) -> None:
    where = reverse("counter:person", args=[city.people["李建国"]])
    assert "您为什么要查阅？" in sign_in("counter").get(where, {"purpose": "audit"}).content.decode()
    assert "李建国" in sign_in("supervise").get(where, {"purpose": "audit"}).content.decode()


def test_a_person_of_another_office_is_not_shown(city: City, sign_in: SignIn) -> None:
    where = reverse("counter:person", args=[city.people["赵铁柱"]])
    answer = sign_in("counter").get(where, {"purpose": "correct"})
    assert answer.status_code == 404
    assert "赵铁柱" not in answer.content.decode()
    assert "不在您可以查阅的范围内" in answer.content.decode()


def test_a_search_by_number_finds_one(city: City, sign_in: SignIn) -> None:
    page = search(sign_in("counter"), by="number", number=city.numbers["李建国"])
    assert "李建国" in page
    assert looks(city, "李建国")


def test_a_search_for_another_offices_person_tells_only_the_office(city: City, sign_in: SignIn) -> None:
    page = search(sign_in("counter"), by="number", number=city.numbers["赵铁柱"])
    assert "沙岭派出所" in page
    assert "赵铁柱" not in page


def test_a_search_by_name_is_exact(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    assert "没有找到" in search(client, by="name", name="李建")
    assert city.numbers["李建国"] in search(client, by="name", name="李建国")


def test_a_search_by_address_finds_who_is_registered_there(city: City, sign_in: SignIn) -> None:
    page = search(sign_in("counter"), by="address", address="1号")
    assert "李建国" in page
    assert "王秀英" in page


def test_a_name_or_number_nobody_bears_is_told_with_what_was_looked_through(
    city: City, sign_in: SignIn
) -> None:
    client = sign_in("counter")
    for name in ("没有此人", "赵铁柱"):  # nobody's, and of another office: not told apart
        page = search(client, by="name", name=name)
        assert "在您可以查阅的范围内，没有找到这个姓名的人" in page
    unused = search(client, by="number", number=city.number(date(1971, 1, 2), "1"))
    assert "户籍中没有找到这个公民身份号码" in unused
    assert "姓名须与登记" not in unused


def test_an_address_where_nobody_is_in_sight_is_told_from_one_that_does_not_exist(
    city: City, sign_in: SignIn
) -> None:
    client = sign_in("counter")
    for address in ("30号", "101号"):  # nobody is there, or people of another office: not told apart
        page = search(client, by="address", address=address)
        assert "有这个地址；您可以查阅的户中，没有人登记在这里。" in page
        assert "姓名" not in page.split('id="found"')[1]
        assert reverse("counter:address", args=[int(address[:-1])]) in page
    assert "没有这个标准地址" in search(client, by="address", address="九百号")


def test_a_household_is_found_by_its_number_and_its_members_are_logged(city: City, sign_in: SignIn) -> None:
    client, home = sign_in("counter"), city.households["李"]
    page = search(client, by="household", household=f"{home:09}")
    assert reverse("counter:household", args=[home]) in page
    assert "李建国" in page
    assert "王秀英" in page
    assert ("answer_person", "户 household") in looks(city, "王秀英")
    assert (f"查询 search: 户号 {home:09}",) in city.sql("select what from access_line")


def test_a_household_of_another_office_is_not_told_from_none(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    for number in (city.households["赵"], 987654):
        page = search(client, by="household", household=f"{number:09}")
        assert f"在您可以查阅的范围内，没有找到户号 {number:09}。" in page
        assert "赵" not in page.split('id="found"')[1]


@pytest.mark.parametrize("by", ["number", "name", "address", "household"])
def test_an_empty_search_asks_for_its_key(city: City, sign_in: SignIn, by: str) -> None:
    assert "请填写要查找的内容。" in search(sign_in("counter"), by=by)


def test_a_search_without_a_purpose_reads_nothing(city: City, sign_in: SignIn) -> None:
    page = search(sign_in("counter"), by="number", number=city.numbers["李建国"], purpose="")
    assert "请选择查阅用途。" in page
    assert looks(city, "李建国") == []


def test_a_collective_household_tells_who_is_due_to_leave_and_whom_they_may_join(
    city: City, sign_in: SignIn
) -> None:
    from huji.register.acts import CollectiveSort

    unit = city.collective(31, 2, CollectiveSort.UNIT, "单位甲")
    city.kin("单位甲", "李建国", "parent", "1990-01-01")
    where = reverse("counter:household", args=[unit])
    page = sign_in("counter").get(where, {"purpose": "handle_case"}).content.decode()
    assert "应当迁出" in page
    assert reverse("counter:household", args=[city.households["李"]]) in page
    other = reverse("counter:household", args=[city.households["李"]])
    assert "应当迁出" not in sign_in("counter").get(other, {"purpose": "handle_case"}).content.decode()


def test_a_household_shows_its_members_in_order(city: City, sign_in: SignIn) -> None:
    where = reverse("counter:household", args=[city.households["李"]])
    page = sign_in("counter").get(where, {"purpose": "handle_case"}).content.decode()
    assert page.index("李建国") < page.index("王秀英")
    assert looks(city, "王秀英")


def test_the_past_is_shown_as_the_past(city: City, sign_in: SignIn) -> None:
    where = reverse("counter:person", args=[city.people["李建国"]])
    page = sign_in("counter").get(where, {"purpose": "correct", "on": "2021-05-01"}).content.decode()
    assert "这是过去的情况。" in page
    assert "2021年5月1日" in page


def test_before_the_register_knew_anybody_it_says_so(city: City, sign_in: SignIn) -> None:
    where = reverse("counter:person", args=[city.people["李建国"]])
    page = sign_in("counter").get(where, {"purpose": "correct", "known": "2001-01-01"}).content.decode()
    assert "当时没有登记" in page


@pytest.mark.parametrize("day", ["2016-02-30", "soon", "2999-01-01"])
def test_a_day_that_cannot_be_is_told(city: City, sign_in: SignIn, day: str) -> None:
    where = reverse("counter:person", args=[city.people["李建国"]])
    page = sign_in("counter").get(where, {"purpose": "correct", "on": day}).content.decode()
    assert "govuk-error-summary" in page
    assert "李建国" in page


def test_of_a_crowded_household_a_page_tells_how_many_they_are(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(households, "MEMBERS_SHOWN", 1)
    where = reverse("counter:household", args=[city.households["李"]])
    page = sign_in("counter").get(where, {"purpose": "handle_case"}).content.decode()
    assert "本户共 2 人，不逐一列出" in page
    assert city.numbers["王秀英"] not in page
