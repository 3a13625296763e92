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


def test_a_wrong_password_leads_nowhere(officer: str) -> None:
    client = Client()
    assert enter(client, officer, "not these words") == ""
    assert client.get("/counter/").status_code == 302


def test_guessing_a_password_is_stopped(officer: str) -> None:
    client = Client()
    for _ in range(12):
        enter(client, officer, "not these words")
    page = client.post(reverse("account_login"), {"login": officer, "password": PASSWORD})
    assert page.status_code in (200, 429)
    assert client.get("/counter/").status_code == 302


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
