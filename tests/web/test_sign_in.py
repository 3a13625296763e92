"""Signing in by name and password, and with a second factor where the officer has one."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.cases.city import TOWN_STATION, City

from huji.officers.acts import Appoint, appoint
from huji.officers.roles import Role

SignIn = Callable[..., Client]
PASSWORD = "five plain words do well"


@pytest.fixture
def officer(city: City) -> str:
    cache.clear()
    appoint(Appoint("liu", "刘警官", Role.COUNTER, TOWN_STATION, PASSWORD), "tests")
    return "liu"


def enter(client: Client, officer: str, password: str = PASSWORD) -> str:
    """Send the sign-in form and return where it leads."""
    answer = client.post(reverse("account_login"), {"login": officer, "password": password})
    return str(answer.headers.get("Location", ""))


def code(secret: str) -> str:
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def test_name_and_password_lead_to_the_work_queue(officer: str) -> None:
    client = Client()
    assert enter(client, officer) == "/counter/"
    assert "刘警官" in client.get("/counter/").content.decode()


def summary(page: str) -> list[str]:
    """Return the sentences of the summary of faults."""
    told = re.search(r"error-summary__list.*?</ul>", page, re.DOTALL)
    return re.findall(r"<a [^>]*>(.*?)</a>", told[0]) if told else []


def in_(language: str) -> Client:
    client = Client()
    client.cookies["huji_language"] = language
    return client


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "您提供的用户名或密码不正确。"),
        ("en", "The username and/or password you specified are not correct."),
    ],
)
def test_a_wrong_password_leads_nowhere_and_is_told(officer: str, language: str, said: str) -> None:
    client = in_(language)
    page = client.post(reverse("account_login"), {"login": officer, "password": "not these words"})
    assert summary(page.content.decode()) == [said]
    assert client.get("/counter/").status_code == 302


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "登录失败次数过多，5 分钟后才能再试。"),
        ("en", "Too many failed tries to sign in. Try again in 5 minutes."),
    ],
)
def test_guessing_a_password_is_stopped_and_told_for_how_long(officer: str, language: str, said: str) -> None:
    client = in_(language)
    for _ in range(7):
        enter(client, officer, "not these words")
    page = client.post(reverse("account_login"), {"login": officer, "password": PASSWORD})
    assert summary(page.content.decode()) == [said]
    assert client.get("/counter/").status_code == 302


def test_who_sends_the_form_again_and_again_is_told_to_wait(officer: str) -> None:
    client = in_("zh-hans")
    for _ in range(31):
        page = client.post(reverse("account_login"), {"login": officer, "password": ""})
    assert page.status_code == 429
    assert "提交过于频繁" in page.content.decode()


def test_two_fields_left_empty_are_told_apart(officer: str) -> None:
    page = in_("zh-hans").post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert [said.partition("：")[0] for said in summary(page)] == ["用户名", "密码"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh-hans",
            ["请输入您的当前密码。", "新密码：密码太短，至少要有 12 个字符。", "新密码：这个密码太常见了。"],
        ),
        (
            "en",
            [
                "Please type your current password.",
                "New Password: The password is too short: it must have at least 12 characters.",
                "New Password: This password is too common.",
            ],
        ),
    ],
)
def test_a_new_password_that_is_refused_is_told_in_the_page_s_language(
    officer: str, language: str, said: list[str]
) -> None:
    client = in_(language)
    enter(client, officer)
    tried = {"oldpassword": "not these words", "password1": "password", "password2": "password"}
    page = client.post(reverse("account_change_password"), tried).content.decode()
    assert summary(page) == said


def test_a_second_factor_is_asked_for_once_it_is_set_up(officer: str) -> None:
    client = Client()
    enter(client, officer)
    asked = client.get(reverse("mfa_activate_totp"))["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert client.post(asked, {"password": PASSWORD})["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.findall(r'id="authenticator_secret"[^>]* value="([A-Z2-7]+)"', page)[0]
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    client.post(reverse("account_logout"))
    cache.clear()  # a code is good once in its half minute; the test will not wait for the next

    assert enter(client, officer) == reverse("mfa_authenticate")
    assert client.get("/counter/").status_code == 302
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert "govuk-input" in page
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)})["Location"] == "/counter/"
    assert client.get("/counter/").status_code == 200


def test_nobody_signs_up(city: City) -> None:
    assert Client().get(reverse("account_signup")).status_code == 404


def test_signing_out_ends_the_session(officer: str) -> None:
    client = Client()
    enter(client, officer)
    client.post(reverse("account_logout"))
    assert client.get("/counter/").status_code == 302


@pytest.mark.parametrize("where", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_signing_in_leads_to_our_own_pages_only(officer: str, where: str) -> None:
    answer = Client().post(reverse("account_login"), {"login": officer, "password": PASSWORD, "next": where})
    assert answer["Location"] == "/counter/"
