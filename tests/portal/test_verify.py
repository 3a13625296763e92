"""Anyone who holds a paper may ask whether it is genuine, and learns no more than the holder shows."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

from huji.portal.limit import TRIES


@pytest.fixture
def paper(city: City) -> tuple[str, str]:
    """Return number and code of an acceptance receipt."""
    done = city.accepted()
    ((number, code),) = city.sql(
        "select number, code from documents_paper where number = %s", [done.papers[0]]
    )
    return number, code


def ask(number: str, code: str) -> str:
    return Client().get(reverse("portal:verify"), {"number": number, "code": code}).content.decode()


def test_a_genuine_paper_is_confirmed_with_the_name_masked(paper: tuple[str, str]) -> None:
    page = ask(*paper)
    assert "这份文书由本市签发" in page
    assert "受理回执" in page
    assert "<p>有效</p>" in page
    assert "胜利派出所" in page
    assert "赵*" in page
    assert "赵铁柱" not in page


def test_another_code_finds_nothing(paper: tuple[str, str]) -> None:
    assert "没有查到这份文书" in ask(paper[0], "AAAA-AAAA-AAAA-AAAA")


@pytest.mark.parametrize("odd", ["'; drop table documents_paper; --", "〔〕", "é" * 60])
def test_odd_input_finds_nothing_and_breaks_nothing(city: City, odd: str) -> None:
    page = Client().get(reverse("portal:verify"), {"number": odd, "code": odd})
    assert page.status_code == 200


def test_empty_fields_are_asked_for(city: City) -> None:
    assert "请填写这一项。" in ask("", "")


def test_guessing_is_slowed_down(city: City) -> None:
    client = Client()
    asked = {"number": "x", "code": "y"}
    statuses = [client.get(reverse("portal:verify"), asked).status_code for _ in range(TRIES + 1)]
    assert statuses == [200] * TRIES + [429]
    assert "核验次数过多" in client.get(reverse("portal:verify"), asked).content.decode()


def test_the_home_page_needs_no_sign_in(city: City) -> None:
    assert Client().get(reverse("portal:home")).status_code == 200
