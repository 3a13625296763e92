"""Pages as of two times: what was so, what was known, by which act, and nothing of other offices."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

SignIn = Callable[..., Client]
CHANGED = date(2026, 3, 1)


@pytest.fixture
def changed(city: City) -> int:
    """李建国 took up another trade; return the entry."""
    from huji.register import acts

    [(office,)] = city.sql(
        "select office from standing where person = %s and upper_inf(known) and upper_inf(valid)",
        [city.people["李建国"]],
    )
    by = acts.Acting(city.officers["counter"], office, date(2026, 11, 1), "登记条例第十七条")
    statement = acts.ChangeItems(city.people["李建国"], {"occupation": "灯塔看守"}, CHANGED, "聘书")
    return acts.change_items(statement, by).entry


def page(client: Client, name: str, id_: int, **query: object) -> str:
    answer = client.get(reverse(f"counter:{name}", args=[id_]), {"purpose": "correct", **query})
    assert answer.status_code in (200, 404), answer.status_code
    return answer.content.decode()


def test_the_person_page_tells_each_act_with_its_sentence_ground_and_officer(
    city: City, sign_in: SignIn, changed: int
) -> None:
    shown = page(sign_in("counter"), "person", city.people["李建国"])
    assert "灯塔看守" in shown
    assert "2026年3月1日起" in shown
    assert "登记条例第十七条" in shown
    assert "有变更" in shown
    assert f"entry={changed}" in shown


def test_a_day_before_the_change_shows_what_was_so_then(city: City, sign_in: SignIn, changed: int) -> None:
    client, who = sign_in("counter"), city.people["李建国"]
    items = page(client, "person", who, on="2026-02-28").split("变动")[0]
    assert "灯塔看守" not in items
    assert "灯塔看守" in page(client, "person", who, on="2026-03-01").split("变动")[0]


def test_an_entry_before_the_change_shows_what_was_known_then(
    city: City, sign_in: SignIn, changed: int
) -> None:
    client, who = sign_in("counter"), city.people["李建国"]
    before = page(client, "person", who, entry=changed - 1)
    assert f"第 {changed - 1} 号登记" in before
    assert "灯塔看守" not in before.split("变动")[0]
    assert "灯塔看守" in page(client, "person", who, entry=changed).split("变动")[0]


@pytest.mark.parametrize("entry", ["x", "-1", "9" * 30, "٣", "4611686018427387000"])
def test_an_entry_that_cannot_be_is_no_error_of_ours(city: City, sign_in: SignIn, entry: str) -> None:
    shown = page(sign_in("counter"), "person", city.people["李建国"], entry=entry)
    assert "李建国" in shown


def test_the_history_page_lists_every_belief_with_its_act(city: City, sign_in: SignIn, changed: int) -> None:
    shown = page(sign_in("counter"), "person-history", city.people["李建国"])
    assert f"第 {changed} 号" in shown
    assert "灯塔看守" in shown
    assert "现在仍这样登记" in shown
    assert "没有变更的项目" in shown
    [(first,)] = city.sql("select created_entry from person where id = %s", [city.people["李建国"]])
    # What began it all is told once; the rows it made point to it.
    assert shown.count('id="origin"') == 1
    assert shown.count('href="#origin"') == shown.count(f"第 {first} 号") - 1 > 5
    [(act,)] = city.sql("select act from ledger_entry where entry = %s", [first])
    assert act == "open_register"
    assert shown.count("初始登记：") == 1
    lines = city.sql("select what from access_line where %s = any(persons)", [city.people["李建国"]])
    assert ("登记沿革页",) in lines


def test_the_history_of_another_offices_person_is_not_shown(city: City, sign_in: SignIn) -> None:
    answer = sign_in("counter").get(
        reverse("counter:person-history", args=[city.people["赵铁柱"]]), {"purpose": "correct"}
    )
    assert answer.status_code == 404
    assert "赵铁柱" not in answer.content.decode()


def test_an_address_shows_its_households_and_how_it_was_written(city: City, sign_in: SignIn) -> None:
    [(address,)] = city.sql(
        "select address from household_address where household = %s", [city.households["李"]]
    )
    shown = page(sign_in("counter"), "address", address)
    assert f"{city.households['李']:09}" in shown
    assert "李建国" in shown
    assert "地址沿革" in shown
    assert "您可以查阅的户中" in page(sign_in("counter"), "address", address, on="1990-06-01")


def test_an_address_of_another_office_shows_no_household(city: City, sign_in: SignIn) -> None:
    [(address,)] = city.sql(
        "select a.address from standing s join household_address a using (household) where s.person = %s"
        " and upper_inf(s.known) and upper_inf(s.valid)",
        [city.people["赵铁柱"]],
    )
    assert "赵铁柱" not in page(sign_in("counter"), "address", address)


@pytest.mark.parametrize("id_", [999_999, 2**40])
def test_an_address_that_is_none_is_not_found(city: City, sign_in: SignIn, id_: int) -> None:
    answer = sign_in("counter").get(reverse("counter:address", args=[id_]), {"purpose": "correct"})
    assert answer.status_code == 404


def test_a_household_tells_who_came_and_went(city: City, sign_in: SignIn) -> None:
    shown = page(sign_in("counter"), "household", city.households["李"])
    assert "变动" in shown
    assert "李建国" in shown.split("变动")[1]


def test_every_history_page_leaves_lines_for_whomever_it_names(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    [(address,)] = city.sql(
        "select address from household_address where household = %s", [city.households["李"]]
    )
    for name, id_ in (("person-history", city.people["李建国"]), ("address", address)):
        [(before,)] = city.sql("select coalesce(max(id), 0) from access_line")
        shown = page(client, name, id_)
        looked = {
            person
            for (persons,) in city.sql("select persons from access_line where id > %s", [before])
            for person in persons
        }
        named = {name for name in city.people if name in shown}
        assert named
        assert {name for name in named if city.people[name] not in looked} == set()


def test_what_was_corrected_is_struck_out_with_its_value(city: City, sign_in: SignIn, changed: int) -> None:
    from huji.register import acts

    by = acts.Acting(city.officers["counter"], 2, date(2026, 11, 1), "登记条例第十七条")
    acts.undo(acts.Undo(changed, "误录"), by)
    shown = page(sign_in("counter"), "person", city.people["李建国"])
    [struck] = re.findall(r'<div class="small replaced"><span class="was">(.*?)</span></span> <span', shown)
    assert "灯塔看守" in struck
    assert "2026年3月1日起" in struck


def test_the_day_asked_for_is_kept_while_the_purpose_is_asked(city: City, sign_in: SignIn) -> None:
    """An address passed on without its purpose still shows the day it names, never another."""
    address = reverse("counter:person", args=[city.people["李建国"]])
    asked = sign_in("counter").get(address, {"on": "2026-02-28", "entry": '1"><b>', "purpose": "none"})
    form = asked.content.decode()
    assert '<input type="hidden" name="on" value="2026-02-28">' in form
    assert "<b>" not in form
    assert form.count('name="purpose"') == form.count('type="radio"')
