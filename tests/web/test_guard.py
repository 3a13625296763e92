"""No page opens by forgetting: each declares its roles or that it is public."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.cases.city import City

from huji.web.access import ANYONE, declared
from huji.web.middleware.guard import GuardMiddleware

SignIn = Callable[..., Client]
PUBLIC = {
    "portal:home",
    "portal:verify",
    "portal:policies",
    "portal:policy",
    "portal:policy-version",
    "portal:policy-file",
    "portal:rounds",
    "portal:round-list",
    "portal:check",
    "portal:check-file",
    "portal:check-keep",
    "web:language",
    "web:demonstrated",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "mfa_authenticate",
    "api:openapi",
}
"""Every page that opens without sign-in. A new one belongs here only after thought."""


BY_TOKEN = {
    "api:person",
    "api:person_by_number",
    "api:history",
    "api:kin",
    "api:household",
    "api:address",
    "api:search",
}
"""Asked without a session: the entrance of the interface wants an officer's token and a purpose."""


def patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        else:
            yield f"{namespace}{one.name}", one


def test_every_page_declares_who_may_open_it() -> None:
    undeclared = [name for name, one in patterns() if declared(one.callback) is None]
    assert undeclared == []


def test_the_public_pages_are_those_listed() -> None:
    without_session = {name for name, one in patterns() if declared(one.callback) == ANYONE}
    assert without_session - {"api:None"} == PUBLIC | BY_TOKEN  # what no address answers says so to anybody


@pytest.mark.parametrize("name", sorted(BY_TOKEN))
def test_what_opens_without_a_session_for_a_token_stays_shut_without_one(city: City, name: str) -> None:
    (pattern,) = {one.pattern for found, one in patterns() if found == name}
    where = reverse(name, args=[1] * len(pattern.converters))
    client = Client()
    answers = {client.get(where).status_code, client.post(where, {}, "application/json").status_code}
    assert answers <= {401, 405}
    assert 401 in answers


def test_a_view_that_declares_nothing_is_refused_to_everyone(city: City) -> None:
    guard = GuardMiddleware(lambda request: HttpResponse())
    with pytest.raises(PermissionDenied):
        guard.process_view(RequestFactory().get("/"), lambda request: HttpResponse(), (), {})


@pytest.mark.parametrize("name", sorted({"counter:queue", "counter:new", "counter:search", "mfa_index"}))
def test_the_signed_out_are_led_to_sign_in_and_back(city: City, name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    assert "next=" in answer["Location"]


@pytest.mark.parametrize(
    ("officer", "name", "status"),
    [
        ("counter", "counter:new", 200),
        ("review", "counter:new", 403),
        ("approve", "counter:new", 403),
        ("supervise", "counter:new", 403),
        ("review", "counter:queue", 200),
        ("supervise", "counter:search", 200),
    ],
)
def test_a_page_opens_to_its_roles_only(sign_in: SignIn, officer: str, name: str, status: int) -> None:
    assert sign_in(officer).get(reverse(name)).status_code == status


def test_the_pages_of_a_case_open_to_the_roles_that_the_procedure_names(city: City, sign_in: SignIn) -> None:
    case = city.accepted().case
    for name, allowed in (("accept", "counter"), ("review", "review"), ("approve", "approve")):
        page = reverse(f"counter:{name}", args=[case])
        statuses = {who: sign_in(who).get(page).status_code for who in ("counter", "review", "approve")}
        assert statuses == {who: 200 if who == allowed else 403 for who in statuses}


def test_an_operator_reads_nobody(city: City, sign_in: SignIn) -> None:
    city.sql(
        "insert into officers_officer (username, full_name, role, is_active, appointed_entry, password)"
        " values ('operate', '运维', 'operate', true, 0, '!')"
    )
    client = sign_in("operate")
    assert client.get(reverse("counter:queue")).status_code == 403
    assert client.get(reverse("mfa_index")).status_code == 200


def test_the_area_ends_with_the_request(sign_in: SignIn) -> None:
    sign_in("counter").get(reverse("counter:queue"))
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('huji.area', true)")
        assert cursor.fetchone()[0] == ""


@pytest.mark.parametrize(
    "where", ["/counter/cases/x/", "/counter/persons/1/?purpose=correct", "/counter/none/"]
)
def test_the_area_ends_with_a_request_that_failed(sign_in: SignIn, where: str) -> None:
    assert sign_in("counter").get(where).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('huji.area', true)")
        assert cursor.fetchone()[0] == ""


def test_the_area_ends_with_a_request_that_broke(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("counter", raise_request_exception=False)

    def broken(*_: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select 1 / 0")

    monkeypatch.setattr("huji.cases.queries.counts", broken)
    assert client.get(reverse("counter:queue")).status_code == 500
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('huji.area', true), current_user")
        assert cursor.fetchone() == ("", "huji_web")


def test_a_dismissed_officer_is_signed_out_at_once(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    city.sql("update officers_officer set is_active = false where username = 'counter'")
    assert client.get(reverse("counter:queue")).status_code == 302
