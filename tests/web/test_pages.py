"""What every page has: its language, its headers, and a clear sentence when something is not there."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

SignIn = Callable[..., Client]


def test_pages_are_chinese_whatever_the_browser_wishes(city: City) -> None:
    page = Client().get(reverse("portal:home"), headers={"Accept-Language": "en"})
    assert 'lang="zh-hans"' in page.content.decode()
    assert page["Content-Language"] == "zh-hans"


def test_one_click_makes_them_english_and_one_chinese_again(city: City) -> None:
    client = Client()
    client.post(reverse("web:language"), {"language": "en", "next": "/verify/"})
    assert "Check a paper" in client.get("/verify/").content.decode()
    client.post(reverse("web:language"), {"language": "zh-hans"})
    assert "核验文书" in client.get("/verify/").content.decode()


@pytest.mark.parametrize(
    "where", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_the_language_leads_nowhere_else(city: City, where: str) -> None:
    assert Client().post(reverse("web:language"), {"language": "en", "next": where})["Location"] == "/"


def test_only_our_own_scripts_and_styles_may_run(city: City) -> None:
    page = Client().get(reverse("account_login"))
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    body = page.content.decode()
    assert " style=" not in body
    assert " onclick=" not in body
    assert "<script>" not in body


def test_no_page_is_kept_by_the_browser(sign_in: SignIn) -> None:
    assert sign_in("counter").get(reverse("counter:queue"))["Cache-Control"] == "no-store"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(city: City) -> None:
    client = Client()
    client.get(reverse("account_login"))
    client.post(reverse("web:demonstrated", args=[city.officers["counter"]]))
    client.get(reverse("counter:queue"))
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "huji_officer"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/counter/cases/2026-999-99999/", 404)])
def test_what_is_not_there_is_said_in_a_sentence(sign_in: SignIn, path: str, status: int) -> None:
    client = sign_in("counter")
    page = client.get(path)
    assert page.status_code == status
    assert "回到待办" in page.content.decode()
    client.cookies["huji_language"] = "en"
    assert "Back to the work queue" in client.get(path).content.decode()


def test_a_closed_page_says_whose_it_is(sign_in: SignIn) -> None:
    page = sign_in("review").get(reverse("counter:new"))
    assert page.status_code == 403
    assert "您的岗位不能打开这一页" in page.content.decode()


def test_a_wrong_password_is_told_without_telling_which_was_wrong(city: City) -> None:
    page = Client().post(reverse("account_login"), {"login": "counter", "password": "no such word"})
    assert page.status_code == 200
    assert "govuk-error-summary" in page.content.decode()


def test_one_click_sign_in_is_for_demonstrations_only(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HUJI_DEMONSTRATION", False)
    answer = Client().post(reverse("web:demonstrated", args=[city.officers["counter"]]))
    assert answer.status_code == 404
    assert "officers" not in Client().get(reverse("account_login")).content.decode()
