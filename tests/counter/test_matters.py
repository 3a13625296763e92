"""Business at the counter: start page, form, preview, act, papers; without any script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cases.city import SINCE, TOWN_STATION, City

from huji.register import acts as register

SignIn = Callable[..., Client]


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def birth(city: City, **more: str) -> dict[str, str]:
    return {
        "ground": "ordinary",
        "name": "李小明",
        "sex": "1",
        "ethnic": "01",
        "born": "2026-08-20",
        "mother": city.numbers["王秀英"],
        "father": city.numbers["李建国"],
        "relation": "20",
        "shown-certificate": "0",
        "note-certificate": "X210000001",
        "shown-marriage": "0",
        "shown-parentage": "0",
        "shown-booklet": "0",
        **more,
    }


def text(response: Any) -> str:
    return str(response.content.decode())


def test_every_business_is_found_by_its_occasion(sign_in: SignIn) -> None:
    page = text(sign_in().get("/counter/matters/"))
    for word in ("出生登记", "死亡登记", "变更户主", "落户"):
        assert word in page


def test_only_the_counter_opens_business(sign_in: SignIn) -> None:
    assert sign_in("review").get("/counter/matters/").status_code == 403


def test_a_number_is_asked_by_post_and_never_stands_in_the_address(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    assert "为谁办理" in text(client.get("/counter/matters/new/death/"))
    answer = client.post("/counter/matters/new/death/", {"number": city.numbers["王秀英"]})
    assert answer["Location"] == f"/counter/matters/new/death/?person={city.people['王秀英']}"
    answer = client.post("/counter/matters/new/birth/", {"number": city.numbers["王秀英"]})
    assert answer["Location"] == f"/counter/matters/new/birth/?household={city.households['李']}"
    unknown = client.post("/counter/matters/new/death/", {"number": city.numbers["赵大山"]})
    assert "不在您的辖区" in text(unknown)


def test_a_birth_is_carried_out_with_its_booklet(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    address = f"/counter/matters/new/birth/?household={city.households['李']}"
    page = text(client.get(address))
    assert city.numbers["王秀英"] in page  # the couple is offered as the parents
    answer = client.post(address, {**birth(city), "token": token_of(page)})
    assert answer.status_code == 302, text(answer)
    page = text(client.get(answer["Location"]))
    assert "办理后会怎样" in page
    assert "李小明" in page
    done = client.post(
        answer["Location"] + "carry_out/", {"version": "1", "token": token_of(page)}, follow=True
    )
    assert "已办结" in text(done)
    assert "居民户口簿" in text(done)
    assert city.sql("select count(*) from particulars where name = '李小明'") == [(1,)]


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    address = f"/counter/matters/new/birth/?household={city.households['李']}"
    answer = client.post(address, birth(city, name="", born="2027-01-01"))
    assert answer.status_code == 200
    page = text(answer)
    assert "id_name-error" in page
    answer = client.post(address, birth(city, born="2027-01-01"))
    assert "id_born-error" in text(answer)
    assert 'value="李小明"' in text(answer)
    assert city.sql("select count(*) from matter") == [(0,)]


def test_what_is_not_asked_in_the_case_at_hand_is_let_go(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    address = f"/counter/matters/new/birth/?household={city.households['李']}"
    answer = client.post(address, birth(city, died="nonsense"))
    assert answer.status_code == 302


def test_a_paper_not_shown_for_a_reason_needs_the_reason(city: City, sign_in: SignIn) -> None:
    answer = sign_in().post(
        f"/counter/matters/new/birth/?household={city.households['李']}",
        birth(city, **{"shown-booklet": "exempt"}),
    )
    assert "id_note-booklet-error" in text(answer)


def test_what_is_missing_is_asked_for_once_on_paper(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    address = f"/counter/matters/new/birth/?household={city.households['李']}"
    at = client.post(address, birth(city, **{"shown-certificate": ""}))["Location"]
    refused = client.post(at + "carry_out/", {"version": "1"})
    assert "还缺 1 项材料：出生医学证明" in text(refused)
    told = client.post(at + "request_completion/", {"version": "1", "note": ""}, follow=True)
    assert "待补正" in text(told)
    assert "补正告知书" in text(told)


def test_three_desks_decide_a_birth_without_a_certificate(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    address = f"/counter/matters/new/birth/?household={city.households['李']}"
    at = client.post(address, birth(city, ground="without", evidence="亲子鉴定意见书"))["Location"]
    assert "县级公安机关审批" in text(client.get(at))
    client.post(at + "accept/", {"version": "1"})
    review = sign_in("review")
    assert at.rstrip("/").rsplit("/", 1)[1] in text(review.get("/counter/"))
    missing = review.post(at + "review/", {"version": "2", "recommend": "refuse", "note": ""})
    assert "须写明理由" in text(missing)
    review.post(at + "review/", {"version": "2", "recommend": "approve", "note": "亲子鉴定属实"})
    approve = sign_in("approve")
    done = approve.post(at + "decide/", {"version": "3", "note": ""}, follow=True)
    assert "已办结" in text(done)


def test_a_move_begins_on_the_person_s_page_with_the_number_filled_in(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    person = city.people["王秀英"]
    page = text(client.get(f"/counter/matters/?person={person}"))
    assert f"/counter/matters/new/move_within/?person={person}" in page
    page = text(client.get(f"/counter/matters/new/move_within/?person={person}"))
    assert f'value="{city.numbers["王秀英"]}"' in page


def test_person_and_household_lead_to_their_business(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    person = city.people["王秀英"]
    page = text(client.get(f"/counter/persons/{person}/?purpose=handle_case"))
    assert f"/counter/matters/?person={person}" in page
    page = text(client.get(f"/counter/matters/?person={person}"))
    assert f"/counter/matters/new/death/?person={person}" in page
    home = city.households["李"]
    assert f"/counter/matters/?household={home}" in text(
        client.get(f"/counter/households/{home}/?purpose=handle_case")
    )
    assert f"/counter/matters/new/change_head/?household={home}" in text(
        client.get(f"/counter/matters/?household={home}")
    )


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_kind_has_a_form_in_both_languages(city: City, sign_in: SignIn, lang: str) -> None:
    from huji.matters.kinds import kinds
    from huji.matters.values import About

    client = sign_in()
    client.cookies["huji_language"] = lang
    for name, kind in kinds().items():
        query = {
            About.PERSON: f"?person={city.people['王秀英']}",
            About.HOUSEHOLD: f"?household={city.households['李']}",
            About.NOBODY: "",
        }[kind.about]
        if name == "undo":
            continue
        answer = client.get(f"/counter/matters/new/{name}/{query}")
        assert answer.status_code == 200, name
        page = text(answer)
        assert (kind.title.zh if lang == "zh-hans" else kind.title.en) in page
        empty = client.post(f"/counter/matters/new/{name}/{query}", {})
        assert empty.status_code in (200, 302), name


def test_a_reporter_who_is_missing_is_told_in_the_field_at_the_draft(city: City, sign_in: SignIn) -> None:
    home = found_collective(city)
    found = birth(city, ground="foundling", relation="99", mother="", father="", evidence="捡拾证明")
    address = f"/counter/matters/new/birth/?household={home}"
    page = text(sign_in().post(address, found))
    assert "id_reporter_number-error" in page
    assert city.sql("select count(*) from matter") == [(0,)]
    told = {"reporter_name": "王秀英", "reporter_number": city.numbers["王秀英"]}
    assert sign_in().post(address, {**found, **told}).status_code == 302


def found_collective(city: City) -> int:
    by = register.Acting(0, TOWN_STATION, SINCE, "建户")
    sort = register.CollectiveSort.COMMUNITY
    founding = register.FoundHousehold(20, SINCE, (), register.HouseholdKind.COLLECTIVE, sort)
    home = register.found_household(founding, by).household
    assert home is not None
    return home


def test_who_heads_the_household_next_is_asked_only_when_its_head_leaves(city: City, sign_in: SignIn) -> None:
    client = sign_in()
    page = text(client.get(f"/counter/matters/new/death/?person={city.people['王秀英']}"))
    assert 'name="successor"' not in page
    page = text(client.get(f"/counter/matters/new/death/?person={city.people['李建国']}"))
    offered = re.findall(r'name="successor" value="([0-9]+)"', page)
    assert offered == [str(city.people["王秀英"])]


def test_what_follows_is_shown_filled_in_and_follows_anew_until_it_is_changed(
    city: City, sign_in: SignIn
) -> None:
    register.correct_items(
        register.CorrectItems(city.people["王秀英"], {"native_place": "辽宁省盘锦市"}, "试"),
        register.Acting(1, TOWN_STATION, SINCE, "试"),
    )
    client, new = sign_in(), f"/counter/matters/new/birth/?household={city.households['李']}"
    page = text(client.get(new))
    assert 'name="followed-native_place" value="辽宁省盘锦市"' in page
    assert re.search(
        r'<input[^>]*name="native_place"[^>]*value="辽宁省盘锦市"|value="辽宁省盘锦市"[^>]*name="native_place"',
        page,
    )
    typed = birth(city, relation="", native_place="辽宁省盘锦市", look="1")
    typed["followed-native_place"] = "辽宁省盘锦市"
    page = text(client.post(new, {**typed, "token": token_of(page)}))
    assert 'name="followed-relation" value="20"' in page
    assert re.search(r'value="20"[^>]*(selected|checked)', page)
    typed |= {"sex": "2", "relation": "20", "followed-relation": "20"}
    del typed["look"]
    answer = client.post(new, {**typed, "token": token_of(page)})
    number = answer["Location"].split("/")[-2]
    [(kept,)] = city.sql("select asked from matter where number = %s", [number])
    assert (kept["relation"], kept["native_place"]) == ("30", "辽宁省盘锦市")
    page = text(client.get(f"/counter/matters/{number}/amend/"))
    assert 'name="followed-relation" value="30"' in page
