"""What pages say of a step taken, an empty household, days before anything was known, a paper's reason."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import ON, TOWN_STATION, City
from tests.counter.test_matters import birth
from tests.documents.test_outdated import away

from huji.counter import done_words

SignIn = Callable[..., Client]


def page(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(f"counter:{name}", args=args), {"purpose": "correct", **query})
    return answer.content.decode()


def test_every_step_with_a_page_has_words_of_its_own() -> None:
    from huji.counter.forms.steps import FORMS as CASE
    from huji.counter.views.matter_steps import FORMS as MATTER
    from huji.rounds.turn import VERBS as ROUND

    assert done_words.MATTER.keys() == MATTER.keys()
    assert done_words.CASE.keys() == CASE.keys()
    assert done_words.ROUND.keys() == ROUND.keys()
    for words in (done_words.MATTER, done_words.CASE, done_words.ROUND):
        assert len({one.zh for one in words.values()}) == len(words)


def test_a_request_for_completion_says_that_it_waits_and_then_what_can_be_done(
    city: City, sign_in: SignIn
) -> None:
    client = sign_in()
    address = f"/counter/matters/new/birth/?household={city.households['李']}"
    at = client.post(address, birth(city, **{"shown-certificate": ""}))["Location"]
    assert "先补记或者一次性告知补正" in client.get(at).content.decode()
    told = client.post(at + "request_completion/", {"version": "1", "note": ""}, follow=True)
    assert "已告知补正，等待申报人补正" in told.content.decode()
    came = client.post(at + "receive_completion/", {"version": "2", "note": ""}, follow=True)
    shown = came.content.decode()
    assert "请在“修改”中勾选补来的材料" in shown
    assert "补正已经告知过一次" in shown
    assert "一次性告知补正" not in shown


def test_a_household_that_everybody_left_says_so_and_offers_nothing(city: City, sign_in: SignIn) -> None:
    client, which = sign_in("counter"), city.households["张"]
    assert "签发户口簿" in page(client, "household", which)
    away(city, "张丽华")
    shown = page(client, "household", which)
    assert f"本户自{ON.year}年{ON.month}月{ON.day}日起没有登记的人员" in shown
    assert "签发户口簿" not in shown
    assert f"?household={which}" not in shown
    assert "本户成员" not in shown


@pytest.mark.parametrize("asked", [{"known": "2020-01-01"}, {"on": "1900-01-01"}])
def test_a_household_before_it_was_known_is_told_to_be_unknown(
    city: City, sign_in: SignIn, asked: dict[str, str]
) -> None:
    assert "当时还没有这一户的登记" in page(sign_in("counter"), "household", city.households["李"], **asked)


def test_an_entry_that_nobody_made_is_told_not_to_be_there(city: City, sign_in: SignIn) -> None:
    shown = page(sign_in("counter"), "household", city.households["李"], entry=99999999)
    assert "没有第 99999999 号登记" in shown
    assert "请稍后再查" not in shown


def test_a_case_that_leads_away_is_asked_for_no_address(city: City, sign_in: SignIn) -> None:
    case, client = away(city, "张丽华").case, sign_in("counter")
    for name in ("facts", "decision", "case"):
        shown = page(client, name, case)
        assert "迁往市外不适用本市落户政策" in shown, name
        assert "填写拟落户地址" not in shown, name


def test_the_reason_of_a_paper_issued_anew_is_told_with_the_case_and_the_papers(
    city: City, sign_in: SignIn
) -> None:
    from huji.cases import acts

    done = away(city, "张丽华")
    new: Any = acts.replace_paper(acts.ReplacePaper(done.case, done.version, "遗失，已登报声明"), city.by())
    client = sign_in("counter")
    assert "遗失，已登报声明" in page(client, "case", done.case)
    [(former,)] = city.sql(
        "select number from documents_paper where kind = 'certificate' and status = 'replaced'"
    )
    for number in (former, new.papers[0]):
        assert "遗失，已登报声明" in page(client, "paper-about", number=number)


def test_another_office_is_not_told_why_a_paper_is_void(city: City) -> None:
    from huji.documents.queries import line_of
    from huji.runtime.db import set_area

    away(city, "张丽华")
    set_area([TOWN_STATION])
    [(number,)] = city.sql("select number from documents_paper where kind = 'certificate'")
    assert line_of(number).because == ""
    set_area([TOWN_STATION + 1])
    assert line_of(number) == line_of("无此件")
