"""Whatever goes wrong, a page of ours says so in the reader's language, and leads on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

SignIn = Callable[..., Client]
SENTENCES = {
    400: ("请求无法读懂", "The request could not be read"),
    403: ("您的岗位不能打开这一页", "Your role may not open this page"),
    404: ("没有这一页", "There is no such page"),
    405: ("这一页不能这样打开", "This page does not open this way"),
    413: ("内容过大", "Too much at once"),
}


def sent(client: Client, status: int) -> Any:
    """Send a request that ends in that status."""
    match status:
        case 400:
            return client.get(reverse("counter:search"), {"by": "a\0b"})
        case 403:
            return client.get(reverse("counter:new"))
        case 404:
            return client.get("/nowhere/")
        case 405:
            return client.get(reverse("web:stay"))
        case _:
            return client.post(reverse("counter:search"), {"name": "户" * 3_000_000})


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("status", SENTENCES)
def test_each_fault_has_its_page_in_both_languages(sign_in: SignIn, status: int, lang: str) -> None:
    client = sign_in("review")
    client.cookies["huji_language"] = lang
    answer = sent(client, status)
    page = answer.content.decode()
    assert answer.status_code == status
    assert SENTENCES[status][lang == "en"] in page
    assert 'class="masthead"' in page
    # What is refused before anything is read does not ask who sent it.
    assert f'href="{reverse("portal:home" if status == 400 else "counter:queue")}"' in page


def test_a_page_not_made_for_a_method_names_those_it_is_made_for(sign_in: SignIn) -> None:
    assert sent(sign_in("counter"), 405)["Allow"] == "POST"


def test_a_fault_of_ours_is_told_in_both_languages_without_its_innards(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("counter", raise_request_exception=False)
    monkeypatch.setattr("huji.cases.queries.counts", lambda *_: 1 / 0)
    answer = client.get(reverse("counter:queue"))
    page = answer.content.decode()
    assert answer.status_code == 500
    for words in ("系统出错", "Something went wrong", 'class="masthead"'):
        assert words in page
    assert "ZeroDivision" not in page


@pytest.fixture
def no_database(city: City) -> Iterator[None]:
    """Cut the connection and lead the next one to where no server is."""
    host = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nonexistent"
    yield
    connection.settings_dict["HOST"] = host


def test_without_its_database_a_page_says_so_and_comes_back_with_it(
    city: City, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = sign_in("counter", raise_request_exception=False)
    host = connection.settings_dict["HOST"]
    request.getfixturevalue("no_database")
    answer = client.get(reverse("counter:queue"))
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    for words in ("暂时不能使用", "Not available just now", 'class="masthead"'):
        assert words in page
    assert Client().get(reverse("portal:home")).status_code == 200
    connection.settings_dict["HOST"] = host
    assert client.get(reverse("counter:queue")).status_code == 200


def test_a_connection_that_broke_meanwhile_is_made_anew(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    assert client.get(reverse("counter:queue")).status_code == 200
    connection.connection.pgconn.finish()
    close_old_connections()  # as Django does before each request; its test client leaves it out
    assert client.get(reverse("counter:queue")).status_code == 200


def test_staying_renews_the_sign_in(sign_in: SignIn) -> None:
    client = sign_in("counter")
    answer = client.post(reverse("web:stay"))
    assert answer.status_code == 204
    assert client.cookies["sessionid"]["max-age"]


def test_nobody_stays_who_is_not_signed_in(city: City) -> None:
    answer = Client().post(reverse("web:stay"), headers={"HX-Request": "true"})
    assert answer.status_code == 401
