"""Who looked at a person: told on request, printable, and itself a look."""

import re

from django.urls import reverse
from tests.cases.city import City
from tests.counter.test_case_pages import SignIn
from tests.counter.test_reading import looks


def asked(sign_in: SignIn, city: City, name: str, officer: str = "counter", lang: str = "zh-hans") -> str:
    client = sign_in(officer)
    client.cookies["huji_language"] = lang
    return client.get(reverse("counter:looks", args=[city.people[name]])).content.decode()


def test_a_look_is_told_with_purpose_office_role_time_and_what(city: City, sign_in: SignIn) -> None:
    where = reverse("counter:person", args=[city.people["李建国"]])
    sign_in("counter").get(where, {"purpose": "correct"})
    page = asked(sign_in, city, "李建国")
    line = (
        page.split("更正登记事项")[0].rsplit("<tr>", 1)[1] + page.split("更正登记事项")[1].split("</tr>")[0]
    )
    assert re.search(r"\d{4}年\d+月\d+日 \d\d:\d\d", line)
    assert "派出所 · 受理" in line
    assert "人员页" in line


def test_the_officer_who_looked_is_not_named(city: City, sign_in: SignIn) -> None:
    sign_in("supervise").get(
        reverse("counter:person", args=[city.people["李建国"]]), {"purpose": "supervise"}
    )
    (name,) = city.sql("select full_name from officers_officer where username = 'supervise'")[0]
    page = asked(sign_in, city, "李建国")
    assert "督查" in page
    assert name not in page.split("<main")[1]


def test_telling_is_itself_a_look_in_answer_to_the_person(city: City, sign_in: SignIn) -> None:
    asked(sign_in, city, "李建国")
    assert looks(city, "李建国") == [("answer_person", "谁看过 who looked")]
    assert "答复本人查询" in asked(sign_in, city, "李建国")


def test_what_was_seen_is_told_in_english(city: City, sign_in: SignIn) -> None:
    where = reverse("counter:person", args=[city.people["李建国"]])
    sign_in("counter").get(where, {"purpose": "correct"})
    body = asked(sign_in, city, "李建国", lang="en").split("<tbody>")[1]
    assert "Page of the person" in body
    assert "Correcting an item" in body
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"\S*(派出所|分局)", "", body.split("</tbody>")[0]))


def test_reviewers_and_approvers_do_not_open_it(city: City, sign_in: SignIn) -> None:
    for officer in ("review", "approve"):
        where = reverse("counter:looks", args=[city.people["李建国"]])
        assert sign_in(officer).get(where).status_code == 403
        page = sign_in(officer).get(reverse("counter:person", args=[city.people["李建国"]]))
        assert where not in page.content.decode()


def test_a_person_of_another_office_is_not_told_of(city: City, sign_in: SignIn) -> None:
    answer = sign_in("counter").get(reverse("counter:looks", args=[city.people["赵铁柱"]]))
    assert answer.status_code == 404
    assert "赵铁柱" not in answer.content.decode()
