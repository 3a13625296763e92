"""A booklet or a form as it was, to look at: marked, without number, nothing issued, each look logged."""

import io
from collections.abc import Callable
from typing import Any

import pypdf
from django.test import Client
from django.urls import reverse
from tests.cases.city import City
from tests.counter.test_times import changed

__all__ = ["changed"]

SignIn = Callable[..., Client]


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content[:300]
    assert answer["Content-Type"] == "application/pdf"
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def extract(client: Client, name: str, id_: int, **query: object) -> Any:
    return client.get(reverse(f"counter:{name}-then", args=[id_]), {"purpose": "correct", **query})


def test_a_form_shows_what_was_so_on_a_day_and_says_it_is_no_paper(
    city: City, sign_in: SignIn, changed: int
) -> None:
    client, who = sign_in("counter"), city.people["李建国"]
    before = text(extract(client, "form", who, on="2026-02-28"))
    assert "灯塔看守" not in before
    assert "李建国" in before
    assert "非正式" in before
    assert "不是签发的证件" in before
    assert "2026年2月28日" in before
    assert "核验网址" not in before
    assert "灯塔看守" in text(extract(client, "form", who, on="2026-03-01"))


def test_a_booklet_shows_what_was_known_just_after_an_entry(
    city: City, sign_in: SignIn, changed: int
) -> None:
    client, home = sign_in("counter"), city.households["李"]
    before = text(extract(client, "booklet", home, entry=changed - 1))
    assert "灯塔看守" not in before
    assert "王秀英" in before
    assert f"第{changed - 1}号登记" in before
    assert "灯塔看守" in text(extract(client, "booklet", home, entry=changed))


def test_nothing_is_issued_and_everyone_shown_stands_in_the_access_log(
    city: City, sign_in: SignIn, changed: int
) -> None:
    entries = city.sql("select count(*) from ledger_entry")
    client = sign_in("counter")
    extract(client, "booklet", city.households["李"], on="2026-02-28")
    extract(client, "form", city.people["李建国"], on="2026-02-28", lang="en")
    assert city.sql("select count(*) from documents_paper") == [(0,)]
    assert city.sql("select count(*) from ledger_entry") == entries
    family = {city.people[name] for name in ("李建国", "王秀英")}
    lines = city.sql("select what, purpose, persons from access_line where what like '非正式%' order by at")
    assert [(what, purpose, set(who)) for what, purpose, who in lines] == [
        ("非正式户口簿", "correct", family),
        ("非正式登记表", "correct", {city.people["李建国"]}),
    ]


def test_it_takes_a_purpose_and_the_area(city: City, sign_in: SignIn, changed: int) -> None:
    where = reverse("counter:form-then", args=[city.people["李建国"]])
    assert "查阅用途" in sign_in("counter").get(where, {"on": "2026-02-28"}).content.decode()
    assert extract(sign_in("village"), "booklet", city.households["李"], on="2026-02-28").status_code == 404
    assert not sign_in("village").get(where, {"purpose": "correct"}).content.startswith(b"%PDF")


def test_the_page_of_the_past_leads_to_it_and_that_of_now_does_not(
    city: City, sign_in: SignIn, changed: int
) -> None:
    client = sign_in("counter")
    for name, to, id_ in (
        ("person", "form-then", city.people["李建国"]),
        ("household", "booklet-then", city.households["李"]),
    ):
        where, leads = reverse(f"counter:{name}", args=[id_]), reverse(f"counter:{to}", args=[id_])
        past = client.get(where, {"purpose": "correct", "on": "2026-02-28"}).content.decode()
        assert f"{leads}?purpose=correct&amp;on=2026-02-28" in past
        assert leads not in client.get(where, {"purpose": "correct"}).content.decode()
