"""The register for programs: the same answers, the same rows, the same lines, and nobody without a token."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.cases.city import City

Ask = Callable[..., Any]


@pytest.fixture
def token(city: City) -> Callable[..., str]:
    """Issue a token to an officer."""

    def issued(officer: str = "counter", days: int = 1, now: datetime | None = None) -> str:
        from huji.officers import tokens

        return tokens.issue(officer, "测试", days, now or datetime.now(UTC), "test").secret

    return issued


@pytest.fixture
def ask(token: Callable[..., str]) -> Ask:
    """Ask as an officer; a body makes it a POST."""
    kept: dict[str, str] = {}

    def asked(where: str, body: Any = None, officer: str = "counter", **headers: str) -> Any:
        kept[officer] = kept.get(officer) or token(officer)
        headers = {"Authorization": f"Bearer {kept[officer]}", "Huji-Purpose": "handle_case"} | headers
        client = Client(raise_request_exception=False)
        if body is None:
            return client.get(f"/api/v1/{where}", headers=headers)
        return client.post(f"/api/v1/{where}", json.dumps(body), "application/json", headers=headers)

    return asked


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert told["code"] == code
    assert told["status"] == status
    assert told["text"]["zh"]
    assert told["text"]["en"] == told["title"]
    return dict(told)


def test_the_description_is_the_one_committed(database: Any) -> None:
    from huji.api.service import SNAPSHOT, snapshot

    assert SNAPSHOT.read_text("utf-8") == snapshot(), "run python scripts/openapi.py and look at the change"


def test_a_person_is_answered_with_items_standing_and_the_point_of_both_times(city: City, ask: Ask) -> None:
    who = city.people["李建国"]
    told = ask(f"persons/{who}", **{"Huji-Purpose": "correct"}).json()
    assert told["as_of"] == {"valid_on": None, "entry": None}
    assert told["person"]["number"] == city.numbers["李建国"]
    assert told["person"]["particulars"]["name"] == "李建国"
    assert told["person"]["standing"]["kind"] == "registered"
    lines = city.sql("select purpose::text, who, what from access_line where %s = any(persons)", [who])
    assert lines == [("correct", city.officers["counter"], "接口查询 api")]
    assert "李建国" in ask(f"persons/{who}").content.decode(), "Chinese as it is"


def test_a_person_is_found_by_number_sent_in_the_body(city: City, ask: Ask) -> None:
    told = ask("persons/by-number", {"number": city.numbers["李建国"]}).json()
    assert told["person"]["id"] == city.people["李建国"]
    assert city.sql("select count(*) from access_line where %s = any(persons)", [told["person"]["id"]]) != [
        (0,)
    ]


def test_it_answers_as_of_two_times_like_the_register_itself(city: City, ask: Ask) -> None:
    who = city.people["李建国"]
    [(first,)] = city.sql("select created_entry from person where id = %s", [who])
    told = ask(f"persons/{who}?valid_on=2024-01-01&known_at={first}").json()
    assert told["as_of"] == {"valid_on": "2024-01-01", "entry": first}
    instant = ask(f"persons/{who}?known_at=2999-01-01T00:00:00%2B08:00").json()
    assert instant["person"] == ask(f"persons/{who}").json()["person"]
    assert ask(f"persons/{who}?valid_on=1900-01-01").status_code == 404
    assert ask(f"persons/{who}?known_at={first - 1}").status_code == 404


def test_household_address_kin_and_history_are_answered(city: City, ask: Ask) -> None:
    who = city.people["李建国"]
    standing = ask(f"persons/{who}").json()["person"]["standing"]
    house = ask(f"households/{standing['household']}").json()["household"]
    assert who in [member["person"] for member in house["members"]]
    assert house["members_count"] == len(house["members"])
    address = ask(f"addresses/{standing['address']}").json()["address"]
    assert house["id"] in [one["id"] for one in address["households"]]
    assert ask(f"persons/{who}/kin").json()["kin"]
    told = ask(f"persons/{who}/history").json()
    assert {"number", "born", "name", "sex"} <= {one["item"] for one in told["items"]}
    entries = {entry["number"]: entry for entry in told["entries"]}
    assert told["ties"]
    assert {one["made"] for one in told["items"] + told["standings"] + told["ties"]} <= entries.keys()
    assert all(entry["sentence"]["zh"] and entry["sentence"]["en"] for entry in entries.values())
    assert all(entry["law"]["zh"] == entry["basis"] for entry in entries.values() if entry["basis"])


def test_another_offices_person_is_not_answered_and_the_search_tells_only_the_office(
    city: City, ask: Ask
) -> None:
    other = city.people["赵铁柱"]
    problem(ask(f"persons/{other}"), 404, "not_found")
    problem(ask(f"persons/{other}/history"), 404, "not_found")
    problem(ask(f"persons/{other}/kin"), 404, "not_found")
    problem(ask("persons/by-number", {"number": city.numbers["赵铁柱"]}), 404, "not_found")
    told = ask("search", {"number": city.numbers["赵铁柱"]}).json()
    assert told["found"] == []
    assert set(told["elsewhere"]) == {"kind", "office"}
    assert "赵铁柱" not in json.dumps(told, ensure_ascii=False)
    [(house, at)] = city.sql(
        "select s.household, a.address from standing s join household_address a using (household)"
        " where s.person = %s and upper_inf(s.known) and upper_inf(s.valid)",
        [other],
    )
    problem(ask(f"households/{house}"), 404, "not_found")
    assert "赵铁柱" not in ask(f"addresses/{at}").content.decode()


def test_nobody_reads_without_a_valid_token(city: City, ask: Ask, token: Callable[..., str]) -> None:
    who = city.people["李建国"]
    for header in ("", "Bearer", "Bearer huji_wrong", "Basic YTpi", f"bearer {token()}x"):
        answer = ask(f"persons/{who}", Authorization=header)
        problem(answer, 401, "token")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert city.sql("select count(*) from access_line") == [(0,)]


def test_a_token_ends_with_its_time_its_revocation_and_its_officer(
    city: City, ask: Ask, token: Callable[..., str]
) -> None:
    from huji.officers import acts, tokens

    who = city.people["李建国"]
    assert ask(f"persons/{who}").status_code == 200
    past = token(days=1, now=datetime.now(UTC) - timedelta(days=2))
    problem(ask(f"persons/{who}", Authorization=f"Bearer {past}"), 401, "token")
    kept = token()
    assert ask(f"persons/{who}", Authorization=f"Bearer {kept}").status_code == 200
    newest = max(one.id for one in tokens.tokens("counter"))
    tokens.revoke(newest, "test")
    problem(ask(f"persons/{who}", Authorization=f"Bearer {kept}"), 401, "token")
    assert ask(f"persons/{who}").status_code == 200
    acts.dismiss("counter", "test")
    problem(ask(f"persons/{who}"), 401, "token")


def test_tokens_that_are_no_longer_good_are_not_told_apart(city: City, token: Callable[..., str]) -> None:
    from huji.officers import acts, tokens

    revoked, unread, dismissed = token(), token("review"), token("approve")
    tokens.revoke(max(one.id for one in tokens.tokens("counter")), "test")
    city.sql("update officers_officer set role = 'operate', office = null where username = 'review'")
    acts.dismiss("approve", "test")
    expired = token("supervise", now=datetime.now(UTC) - timedelta(days=1, seconds=1))
    unknown = f"huji_{'x' * 43}"
    told = {}
    for secret in (revoked, unread, dismissed, expired, unknown):
        headers = {"Authorization": f"Bearer {secret}", "Huji-Purpose": "handle_case"}
        answer = Client().get(f"/api/v1/persons/{city.people['李建国']}", headers=headers)
        told[secret] = problem(answer, 401, "token")
        assert secret not in answer.content.decode()
    assert [told[unknown]] * 5 == list(told.values())
    assert told[unknown]["hint"]["zh"].startswith("由运维人员签发")
    assert told[unknown]["hint"]["en"].startswith("An operator issues one")
    assert city.sql("select count(*) from access_line") == [(0,)]


def test_a_token_is_kept_as_its_digest_alone(city: City, token: Callable[..., str]) -> None:
    secret = token()
    dumped = city.sql("select t::text from officers_token t") + city.sql(
        "select convert_from(body, 'UTF8') from ledger_entry"
    )
    assert not any(secret in text or secret[5:20] in text for (text,) in dumped)


def test_a_role_without_the_register_gets_no_token(city: City) -> None:
    from huji.officers import acts, tokens
    from huji.officers.roles import Role
    from huji.standards import Refused

    acts.appoint(acts.Appoint("yunwei", "运维员", Role.OPERATE, None, "x" * 20), "test")
    with pytest.raises(Refused) as caught:
        tokens.issue("yunwei", "测试", 1, datetime.now(UTC), "test")
    assert caught.value.code == "token.role"


def test_a_purpose_must_be_named_and_be_the_roles(city: City, ask: Ask) -> None:
    who = city.people["李建国"]
    problem(ask(f"persons/{who}", **{"Huji-Purpose": ""}), 400, "purpose")
    problem(ask(f"persons/{who}", **{"Huji-Purpose": "audit"}), 403, "purpose")
    assert ask(f"persons/{who}", officer="supervise", **{"Huji-Purpose": "audit"}).status_code == 200


def test_the_area_of_one_answer_does_not_stay_for_the_next(city: City, ask: Ask) -> None:
    from huji.register import queries

    assert ask(f"persons/{city.people['李建国']}").status_code == 200
    assert queries.kept_here([city.people["李建国"]]) == frozenset()


def test_a_signed_in_browser_is_nobody_to_the_interface(city: City, sign_in: Callable[..., Client]) -> None:
    answer = sign_in("supervise").get(f"/api/v1/persons/{city.people['李建国']}")
    problem(answer, 401, "token")


def test_what_cannot_be_read_is_told_without_repeating_it(city: City, ask: Ask) -> None:
    who = city.people["李建国"]
    problem(ask(f"persons/{who}?valid_on=昨天"), 422, "unreadable")
    problem(ask(f"persons/{who}?known_at=2026-01-01T00:00:00"), 422, "known_at")
    problem(ask(f"persons/{who}?known_at=0001-01-01T00:00:00%2B08:00"), 422, "known_at")
    far = "2999-01-01T00:00:00%2B23:59:59"  # a zone that PostgreSQL does not read
    assert ask(f"persons/{who}?known_at={far}").status_code == 200
    told = problem(ask("search", {"number": "1" * 40}), 422, "unreadable")
    assert "1" * 20 not in json.dumps(told)
    assert ask("search", {"number": "110101199001011234"}).status_code == 409
    problem(ask(f"persons/{10**19}"), 422, "unreadable")
    problem(ask(f"addresses/{2**40}"), 404, "not_found")
    problem(ask("nothing/here"), 404, "no_path")
    problem(ask(""), 404, "no_path")
    problem(ask(f"persons/{who}", body={}), 405, "method")
    [(last,)] = city.sql("select last_value from ledger_entry_number")
    problem(ask(f"persons/{who}?known_at={last + 1}"), 409, "register.too_young")


def test_what_is_refused_before_the_interface_sees_it_is_a_problem_too(city: City, ask: Ask) -> None:
    who = city.people["李建国"]
    for where in (f"persons/{who}?known_at=%00", f"persons/{who}?valid_on=2026%00", "persons/%00"):
        problem(ask(where), 400, "unreadable")
    problem(ask(f"persons/{who}", Host="bad host"), 400, "unreadable")
    problem(ask(f"persons/{who}", Cookie="sessionid=a\x00b"), 400, "unreadable")
    problem(ask(f"persons/{who}", Authorization="Bearer huji_\udcff"), 401, "token")
    client = Client(raise_request_exception=False)
    sent = client.generic("POST", "/api/v1/search", b"x", content_type="multipart/form-data")
    problem(sent, 400, "unreadable")
    problem(client.generic("GET", f"/api/v1/persons/{who}", CONTENT_LENGTH="²"), 413, "too_large")
    endless = client.generic("GET", f"/api/v1/persons/{who}", CONTENT_LENGTH="9" * 5000)
    assert endless.status_code == 413
    assert client.get("/?q=%00").headers["Content-Type"].startswith("text/html")


def test_a_body_beyond_the_bound_is_not_read(city: City, ask: Ask) -> None:
    problem(ask("search", {"number": "1" * 20_000}), 413, "too_large")


def test_a_token_that_asks_too_often_waits(
    city: City, ask: Ask, token: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from huji.api import entrance

    monkeypatch.setattr(entrance, "A_MINUTE", 2)
    who = city.people["李建国"]
    assert [ask(f"persons/{who}").status_code for _ in range(2)] == [200, 200]
    answer = ask(f"persons/{who}")
    told = problem(answer, 429, "too_often")
    assert told["text"] == {
        "zh": "请求过于频繁，请稍后再试。", "en": "Too many requests; try again later."
    }  # fmt: skip
    assert answer.headers["Retry-After"] == "60"
    # Another token of the same officer is another count; what was refused left no line of a look.
    assert ask(f"persons/{who}", Authorization=f"Bearer {token()}").status_code == 200
    assert city.sql("select count(*) from access_line") == [(3,)]
    city.sql("update web_try set until = clock_timestamp()")
    assert ask(f"persons/{who}").status_code == 200


def test_the_requests_of_a_day_are_bounded_too(city: City, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from huji.api import entrance

    monkeypatch.setattr(entrance, "A_DAY", 1)
    who = city.people["李建国"]
    assert ask(f"persons/{who}").status_code == 200
    answer = ask(f"persons/{who}")
    problem(answer, 429, "too_often")
    assert answer.headers["Retry-After"] == "3600"


def test_guessing_tokens_is_stopped_before_they_are_looked_up(
    city: City, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huji.api import entrance

    monkeypatch.setattr(entrance, "GUESSES_A_MINUTE", 3)
    answers = [ask("persons/1", Authorization=f"Bearer huji_{n}").status_code for n in range(5)]
    assert answers == [401, 401, 401, 429, 429]
    # From there a good token waits as well, with the answer of everybody who asks too often.
    who = city.people["李建国"]
    answer = ask(f"persons/{who}")
    problem(answer, 429, "too_often")
    assert answer.headers["Retry-After"] == "60"
    city.sql("update web_try set until = clock_timestamp()")
    assert ask(f"persons/{who}").status_code == 200


def test_a_crowded_address_tells_only_the_number(
    city: City, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huji.api import answers

    who = city.people["李建国"]
    at = ask(f"persons/{who}").json()["person"]["standing"]["address"]
    monkeypatch.setattr(answers, "PEOPLE_SHOWN", 0)
    told = ask(f"addresses/{at}").json()["address"]
    assert [house["members"] for house in told["households"]] == [None]
    assert told["households"][0]["members_count"] > 0
    assert date.fromisoformat(told["households"][0]["since"])
