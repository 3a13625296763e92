"""Requests that no form of ours sends: each gets a page that says so, none breaks the server."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

from huji.web.middleware.plain import LARGEST_REQUEST

SignIn = Callable[..., Client]

ENORMOUS = "9" * 30
ADDRESSES = [
    f"/counter/persons/{ENORMOUS}/?purpose=answer_person",
    "/counter/persons/9223372036854775808/?purpose=answer_person",
    "/counter/persons/0/?purpose=answer_person",
    "/counter/persons/%D9%A1/?purpose=answer_person",
    "/counter/persons/1/?purpose=answer_person&on=0001-01-01&known=0001-01-01",
    "/counter/persons/1/?purpose=answer_person&known=9999-12-31",
    f"/counter/persons/1/?purpose=answer_person&entry={'9' * 5000}",
    f"/counter/households/{ENORMOUS}/?purpose=answer_person",
    f"/counter/cases/{ENORMOUS}/",
    "/counter/cases/%00/",
    "/counter/cases/2026-001-00001%00/facts/",
    f"/counter/cases/x/evidence/{ENORMOUS}/",
    f"/counter/cases/x/facts/?correct={ENORMOUS}",
    "/counter/papers/?number=%00",
    "/counter/papers/?number=%ff",
    "/counter/addresses/?address=%E8%83%9C%00",
    "/counter/?show=all&after=%00",
    "/counter/?show=%00&after=%ff",
    "/verify/?number=%00&code=%00",
    f"/sign-in/as/{ENORMOUS}/",
    f"/account/keys/{ENORMOUS}/",
    "/%00",
    "/static/%00",
    "/sign-in/?next=%00",
]


@pytest.mark.parametrize("method", ["get", "post", "put", "head", "options"])
def test_no_address_breaks_the_server(sign_in: SignIn, method: str) -> None:
    client = sign_in("counter", raise_request_exception=False)
    statuses = {address: getattr(client, method)(address).status_code for address in ADDRESSES}
    assert {address: status for address, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "huji_officer", "huji_language", "messages"])
def test_a_nul_in_a_cookie_is_refused(city: City, name: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies.load(f'{name}="\\000abcdefghij"')
    assert client.get(reverse("counter:queue")).status_code == 400


@pytest.mark.parametrize("field", ["token", "version", "number", "name", "any"])
def test_a_nul_in_a_form_is_refused(sign_in: SignIn, field: str) -> None:
    client = sign_in("counter", raise_request_exception=False)
    assert client.post(reverse("counter:new"), {field: "a\0b"}).status_code == 400


@pytest.mark.parametrize("token", ["", "x", "x" * 101, "' or 1=1 --", "令牌令牌令牌令牌"])
def test_a_token_of_somebodys_own_making_is_replaced(city: City, sign_in: SignIn, token: str) -> None:
    client = sign_in("counter", raise_request_exception=False)
    case = city.accepted().case
    answer = client.post(reverse("counter:withdraw", args=[case]), {"token": token, "version": "1" * 9})
    assert answer.status_code == 200


def test_a_body_larger_than_any_form_is_not_read(city: City) -> None:
    class Untouched:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = Client().generic(
        "POST",
        reverse("counter:new"),
        b"",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(LARGEST_REQUEST + 1),
        **{"wsgi.input": Untouched()},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1@evil.example", "127.0.0.1, evil.example"])
def test_a_foreign_host_is_refused(city: City, host: str) -> None:
    assert Client().get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "next_",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
    ],
)
def test_nobody_is_led_out_of_the_house(city: City, sign_in: SignIn, next_: str) -> None:
    answers = [
        Client().post(reverse("web:demonstrated", args=[city.officers["counter"]]), {"next": next_}),
        sign_in("counter").get(reverse("account_login"), {"next": next_}),
        sign_in("counter").post(reverse("web:language"), {"next": next_, "language": "en"}),
    ]
    assert [answer.status_code for answer in answers] == [302] * 3
    assert all("evil" not in answer["Location"] and "script" not in answer["Location"] for answer in answers)


def test_signing_in_changes_the_session_that_was_there_before(city: City) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "fixed00000000000000000000000000x"
    client.post(reverse("web:demonstrated", args=[city.officers["counter"]]))
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "fixed00000000000000000000000000x"


def test_outside_a_demonstration_nobody_signs_in_with_one_click(city: City, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "HUJI_DEMONSTRATION", False)
    client = Client()
    answer = client.post(reverse("web:demonstrated", args=[city.officers["counter"]]))
    assert answer.status_code == 404
    assert client.get(reverse("counter:queue")).status_code == 302
    assert "sign-in/as" not in client.get(reverse("account_login")).content.decode()


def test_every_page_of_the_own_account_opens(sign_in: SignIn) -> None:
    client = sign_in("counter")
    names = (
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_activate_totp",
        "account_change_password",
        "mfa_add_webauthn",
    )
    statuses = {name: client.get(reverse(name)).status_code for name in names}
    assert {name: status for name, status in statuses.items() if status >= 400} == {}


def test_an_officer_without_a_password_is_not_offered_to_set_one(city: City, sign_in: SignIn) -> None:
    city.sql("update officers_officer set password = '!' where username = 'counter' returning 1")
    answer = sign_in("counter").get(reverse("account_change_password"), follow=True)
    assert answer.status_code == 404


def test_passwords_typed_after_the_sign_in_expired_are_not_laid_aside(sign_in: SignIn) -> None:
    client = sign_in("counter")
    client.get(reverse("counter:queue"))
    client.session.flush()
    typed = {
        "oldpassword": "old secret",
        "password1": "new secret",
        "password2": "new secret",
        "code": "123456",
    }
    client.post(reverse("account_change_password"), typed)
    assert "typed" not in client.session
