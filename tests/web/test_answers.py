"""The page that answers a form has an address of its own: back and forward find it, nothing is sent again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

SignIn = Callable[..., Client]
BROWSER = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
SEARCH = {"by": "number", "purpose": "answer_person"}


def sent(client: Client, where: str, fields: dict[str, str]) -> str:
    """Send a form as a browser does, and return where it is led."""
    answer = client.post(where, fields, headers=BROWSER)
    assert answer.status_code == 303
    return str(answer["Location"])


def test_faults_are_shown_with_what_was_typed_and_found_again(city: City, sign_in: SignIn) -> None:
    client, form = sign_in("counter"), reverse("counter:search")
    where = sent(client, form, {**SEARCH, "number": "123"})
    for _ in range(2):
        page = client.get(where, headers=BROWSER)
        assert page.status_code == 200
        assert page["Cache-Control"] == "no-store"
        assert "公民身份号码应为 18 位" in page.content.decode()
        assert 'value="123"' in page.content.decode()
    assert 'value="123"' not in client.get(form).content.decode()


def test_no_address_holds_what_was_typed_or_found(city: City, sign_in: SignIn) -> None:
    client, number = sign_in("counter"), city.numbers["李建国"]
    where = sent(client, reverse("counter:search"), {**SEARCH, "number": number})
    assert number not in where
    assert "李建国" in client.get(where).content.decode()
    assert len(where) < len(reverse("counter:search")) + 40


def test_going_back_reads_and_does_nothing_again(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    where = sent(client, reverse("counter:search"), {**SEARCH, "number": city.numbers["李建国"]})
    looks = city.sql("select count(*) from access_line")
    client.get(where)
    assert city.sql("select count(*) from access_line") == looks


def test_what_the_address_asked_besides_stays(city: City, sign_in: SignIn) -> None:
    client, home = sign_in("counter"), city.households["李"]
    form = reverse("counter:matter-new", args=["change_head"]) + f"?household={home}"
    where = sent(client, form, {})
    assert where.startswith(form + "&")
    again = sent(client, where, {})  # sent once more from there: one name, the new one
    assert again.count("answer=") == 1
    assert again != where
    assert client.get(form + "&answer=unknown")["Location"] == form


def test_turning_the_page_english_leads_to_the_form_and_not_to_the_chinese_answer(
    city: City, sign_in: SignIn
) -> None:
    client, form = sign_in("counter"), reverse("counter:search")
    where = sent(client, form, {**SEARCH, "number": "123"})
    client.cookies["huji_language"] = "en"
    assert client.get(where, headers=BROWSER)["Location"] == form
    assert "Search persons" in client.get(form).content.decode()


def test_an_answer_is_its_officer_s_alone(city: City, sign_in: SignIn) -> None:
    where = sent(sign_in("counter"), reverse("counter:search"), {**SEARCH, "number": city.numbers["李建国"]})
    other = sign_in("village").get(where)
    assert (other.status_code, other["Location"]) == (302, reverse("counter:search"))
    nobody = Client().get(where)
    assert "/sign-in/" in nobody["Location"]
    left = sign_in("counter")
    mine = sent(left, reverse("counter:search"), {**SEARCH, "number": "1"})
    left.logout()
    assert "/sign-in/" in left.get(mine)["Location"]


def test_what_leads_on_and_what_a_script_asks_is_answered_as_it_is(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    assert (
        client.post(reverse("counter:search"), {}, headers={"HX-Request": "true", **BROWSER}).status_code
        == 200
    )
    assert client.post(reverse("counter:search"), {}).status_code == 200


@pytest.mark.parametrize("where", ["/check/", "/sign-in/"])
def test_pages_of_the_public_and_of_passwords_lay_nothing_aside(city: City, where: str) -> None:
    answer = Client().post(where, {}, headers=BROWSER)
    assert answer.status_code != 303
    assert city.sql("select count(*) from web_try where value::text like '%%page%%'") == [(0,)]
