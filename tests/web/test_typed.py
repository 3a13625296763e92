"""An expired sign-in in mid-form loses nothing and tells nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

SignIn = Callable[..., Client]
TYPED = {"kind": "within_city", "number": "99110219850302200X", "name": "赵铁柱", "address": "10号"}


def expired(client: Client) -> Client:
    """Let the sign-in of this browser run out on the server, as after half an hour."""
    client.session.flush()
    return client


def sign_in_here(client: Client, city: City, officer: str) -> str:
    """Sign in with one click in the same browser and return where that leads."""
    where = reverse("web:demonstrated", args=[city.officers[officer]])
    return str(client.post(where, {"next": reverse("counter:new")})["Location"])


@pytest.fixture
def interrupted(sign_in: SignIn) -> Client:
    """A browser in which the counter officer sent a form after the sign-in had run out."""
    client = sign_in("counter")
    client.get(reverse("counter:new"))
    answer = expired(client).post(reverse("counter:new"), TYPED)
    assert answer["Location"].startswith(reverse("account_login"))
    return client


def test_the_sign_in_page_says_that_nothing_is_lost(interrupted: Client) -> None:
    page = interrupted.get(reverse("account_login") + "?next=/counter/new/").content.decode()
    assert "登录已过期，刚才提交的内容没有丢失。" in page


def test_after_signing_in_again_the_form_shows_what_was_typed(interrupted: Client, city: City) -> None:
    page = interrupted.get(sign_in_here(interrupted, city, "counter")).content.decode()
    assert "您已重新登录，刚才填写的内容都在下面。" in page
    assert 'value="赵铁柱"' in page
    assert 'value="10号"' in page


def test_it_is_shown_once(interrupted: Client, city: City) -> None:
    where = sign_in_here(interrupted, city, "counter")
    interrupted.get(where)
    assert "赵铁柱" not in interrupted.get(where).content.decode()


def test_another_officer_at_the_same_desk_does_not_see_it(interrupted: Client, city: City) -> None:
    where = sign_in_here(interrupted, city, "village")
    assert "赵铁柱" not in interrupted.get(where).content.decode()


def test_a_browser_nobody_signed_in_with_keeps_nothing(city: City) -> None:
    client = Client()
    client.post(reverse("counter:new"), TYPED)
    assert "typed" not in client.session


def test_a_partial_request_is_led_to_the_sign_in_too(interrupted: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/counter/search/"}
    answer = interrupted.get(reverse("counter:addresses"), headers=headers)
    assert answer.status_code == 401
    assert "next=%2Fcounter%2Fsearch%2F" in answer["HX-Redirect"]


def test_a_form_opened_before_a_new_sign_in_comes_back_filled_in(sign_in: SignIn) -> None:
    client = sign_in("counter", enforce_csrf_checks=True)
    client.get(reverse("counter:queue"))
    answer = client.post(reverse("counter:new"), TYPED, headers={"Origin": "http://testserver"})
    assert answer.status_code == 302
    assert 'value="赵铁柱"' in client.get(answer["Location"]).content.decode()


def test_a_forged_form_is_refused_and_keeps_nothing(sign_in: SignIn) -> None:
    client = sign_in("counter", enforce_csrf_checks=True)
    client.get(reverse("counter:queue"))
    answer = client.post(reverse("counter:new"), TYPED, headers={"Origin": "http://elsewhere.example"})
    assert answer.status_code == 419
    assert "赵铁柱" not in client.get(reverse("counter:new")).content.decode()
