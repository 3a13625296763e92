"""What was entered wrongly is undone from the history; a case says when its act was."""

import re
from collections.abc import Callable

from django.test import Client
from tests.cases.city import SINCE, TOWN_STATION, City
from tests.counter.test_matters import text, token_of
from tests.matters.test_undo_entries import act_of, settled
from tests.matters.town import Town

from huji.matters.values import Done, State
from huji.register import acts as register

SignIn = Callable[..., Client]


def test_a_settling_is_undone_from_the_history_and_its_case_says_so(city: City, sign_in: SignIn) -> None:
    town = Town(city)
    case = settled(city)
    entry = act_of(town, case.case)
    client = sign_in()
    begin = f"/counter/matters/new/undo/?entry={entry}"
    zhao = city.people["赵铁柱"]
    for page in (
        f"/counter/persons/{zhao}/",
        f"/counter/persons/{zhao}/history/",
        f"/counter/cases/{case.case}/",
    ):
        assert f'href="{begin}"' in text(client.get(page, {"purpose": "handle_case"})), page
    assert "撤销…" not in text(sign_in("review").get(f"/counter/persons/{zhao}/?purpose=handle_case"))

    page = text(client.get(begin))
    assert "要撤销的登记" in page
    assert f"第 {entry} 号" in page
    answer = client.post(
        begin,
        {"token": token_of(page), "reason": "骗取落户", "shown-finding": "0", "note-finding": "笔录"},
    )
    assert answer.status_code == 302, text(answer)
    number = re.search(r"M[0-9-]+", answer["Location"])
    assert number
    page = text(client.get(answer["Location"]))
    assert "撤销的登记" in page
    [(version,)] = city.sql("select version from matter where number = %s", [number[0]])
    done = town.decided(Done(number[0], version, State.DRAFT, 0))
    assert done.state is State.DONE

    [(by,)] = city.sql("select act_entry from matter where number = %s", [number[0]])
    said = f"撤销于第 {by} 号"
    for page in ("/counter/?show=settled", f"/counter/cases/{case.case}/"):
        shown = text(client.get(page))
        assert said in shown, page
    assert f"/counter/matters/{number[0]}/" in text(client.get(f"/counter/cases/{case.case}/"))
    assert f'href="{begin}"' not in text(client.get(f"/counter/cases/{case.case}/"))


def test_an_entry_that_is_none_is_refused_in_words(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    begin = "/counter/matters/new/undo/?entry=999999"
    page = text(client.get(begin))
    answer = client.post(begin, {"token": token_of(page), "reason": "办错了", "shown-finding": "0"})
    assert "台账中没有第 999999 号登记" in text(answer)
    assert client.get("/counter/matters/new/undo/?entry=abc").status_code == 200


def test_an_undo_that_is_not_sent_leads_back_to_what_it_would_undo(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    begin = "/counter/matters/new/undo/?undoes="
    assert 'href="/counter/matters/M2026-002-00001/">M2026-002-00001<' in text(
        client.get(begin + "M2026-002-00001")
    )
    for strange in ("../../", "%3Cb%3E", "M"):
        page = client.get(begin + strange)
        assert page.status_code == 200, strange
        assert f'href="/counter/matters/{strange}' not in text(page)


def test_an_entry_that_did_not_concern_the_office_is_not_told(city: City, sign_in: SignIn) -> None:
    done = register.correct_items(
        register.CorrectItems(city.people["张丽华"], {"native_place": "辽宁省盘锦市"}, "试"),
        register.Acting(1, TOWN_STATION, SINCE, "试"),
    )
    begin = f"/counter/matters/new/undo/?entry={done.entry}"
    assert f"第 {done.entry} 号" in text(sign_in().get(begin))
    client = sign_in("village")
    page = text(client.get(begin))
    assert f"第 {done.entry} 号" not in page
    answer = client.post(begin, {"token": token_of(page), "reason": "看看", "shown-finding": "0"})
    assert "胜利派出所" in text(answer)
    assert "张丽华" not in text(answer)
