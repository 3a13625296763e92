"""What an operator sees of the pages: probes, metrics, one line a request; and never whom it was about."""

import io
import json
import logging
from collections.abc import Iterator

import psycopg
import pytest
from django.test import Client

PRIVATE = ("陈志远", "990000199001011239", "和谐小区1幢", "%E9%99%88")


@pytest.fixture
def lines() -> Iterator[list[dict]]:
    """All that is written to the log, at the most talkative level, as it would go to standard error."""
    from huji.runtime.logs import JsonLines

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, request = logging.getLogger(), logging.getLogger("huji.request")
    levels = root.level, request.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    request.setLevel(logging.INFO)
    read: list[dict] = _Lines(stream)
    yield read
    root.removeHandler(handler)
    root.setLevel(levels[0])
    request.setLevel(levels[1])


class _Lines(list):
    def __init__(self, stream: io.StringIO) -> None:
        super().__init__()
        self.stream = stream

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def __iter__(self):
        return iter([json.loads(line) for line in self.text.splitlines()])


def test_a_request_is_one_line_with_route_status_office_and_id(sign_in, lines):
    response = sign_in("counter").get("/counter/")
    [line] = [one for one in lines if one["logger"] == "huji.request"]
    assert (line["route"], line["method"], line["status"]) == ("counter:queue", "GET", 200)
    assert line["office"] > 0
    assert line["request"] == response.headers["X-Request-ID"]
    assert 0 < line["ms"] < 60_000


@pytest.mark.parametrize("name", ["healthz", "readyz", "metrics"])
def test_a_probe_is_logged_and_counted_by_its_name(database, lines, name):
    from huji.web import metrics

    Client().get(f"/{name}")
    [line] = [one for one in lines if one["logger"] == "huji.request"]
    assert (line["route"], line["status"]) == (f"probe:{name}", 200)
    assert f'huji_requests_total{{method="GET",route="probe:{name}",status="200"}}' in (
        metrics.exposition().decode()
    )
    Client().get(f"/{name}/none")
    assert [one["route"] for one in lines if one["logger"] == "huji.request"][-1] == "none"


def test_a_proxy_may_give_the_id_and_nothing_else_by_it(database, lines):
    assert (
        Client().get("/healthz", headers={"X-Request-ID": "0123-abcdef"}).headers["X-Request-ID"]
        == "0123-abcdef"
    )
    assert (
        Client().get("/healthz", headers={"X-Request-ID": "陈志远 x"}).headers["X-Request-ID"] != "陈志远 x"
    )


def test_no_line_tells_of_a_person(sign_in, city, lines):
    """Names, numbers and addresses asked for, typed, refused, not found, and broken upon."""
    names = [*PRIVATE]
    with psycopg.connect(city.owner_url) as owner:
        names += [value for row in owner.execute("select name from particulars") for value in row]
        names += [value for row in owner.execute("select number from citizen_number") for value in row]
    browser = sign_in("counter", raise_request_exception=False)
    browser.get("/")
    for name in names[:8]:
        browser.get("/counter/search/", {"q": name, "name": name, "number": name})
        browser.get(f"/counter/persons/{name}/")
        browser.get(f"/{name}/")
        browser.post("/counter/cases/new/", {"name": name, "number": name})
        browser.post("/sign-in/", {"login": name, "password": name})
        browser.get("/counter/persons/1/")
        browser.get(f"/check/?number={name}")
    assert "huji.request" in lines.text
    for private in names:
        assert private not in lines.text
    assert "?" not in lines.text.replace("…", "")


def test_an_exception_is_told_by_its_place_and_never_by_its_message(lines):
    try:
        raise ValueError("Key (number)=(990000199001011239) of 陈志远 already exists")
    except ValueError:
        logging.getLogger("huji.somewhere").exception("it broke for %s", "990000199001011239")
        logging.getLogger("django.request").error("Internal Server Error: %s", "/x/?q=陈志远", exc_info=True)
    ours, theirs = lines
    assert ours["error"] == "builtins.ValueError"
    assert ours["at"][0].endswith("test_an_exception_is_told_by_its_place_and_never_by_its_message")
    assert theirs["message"] == "Internal Server Error: %s"
    for private in PRIVATE:
        assert private not in lines.text


def test_what_django_says_of_an_answer_is_told_by_status_and_route(sign_in, lines):
    browser = sign_in("counter")
    browser.get("/counter/cases/x/")
    browser.get("/990000199001011239/")
    of_a_page, of_none = (one for one in lines if one["logger"] == "django.request")
    assert (of_a_page["status"], of_a_page["route"]) == (404, "counter:case")
    assert (of_none["message"], of_none["status"], of_none["route"]) == ("Not Found", 404, "none")
    assert "%s" not in lines.text
    assert "990000199001011239" not in lines.text


def test_probes_say_yes_without_a_session_or_a_known_host(database):
    alive = Client().get("/healthz", headers={"Host": "10.0.0.7"})
    assert (alive.status_code, alive.content) == (200, b"ok\n")
    ready = Client().get("/readyz", headers={"Host": "10.0.0.7"})
    assert (ready.status_code, ready.json()) == (200, {"database": "ok"})


def test_without_its_database_the_installation_lives_but_is_not_ready(database):
    from django.db import connection

    connection.close()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "gone"
    try:
        assert Client().get("/healthz").status_code == 200
        lost = Client().get("/readyz")
        assert (lost.status_code, lost.json()) == (503, {"database": "unreachable"})
        assert b"huji_database_up 0.0" in Client().get("/metrics").content
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    assert Client().get("/readyz").status_code == 200


def test_metrics_count_by_route_and_name_nobody(sign_in, city):
    browser = sign_in("counter")
    browser.get("/counter/")
    browser.get("/counter/search/", {"q": PRIVATE[0]})
    told = Client().get("/metrics").content.decode()
    assert 'huji_requests_total{method="GET",route="counter:queue",status="200"}' in told
    assert "huji_request_seconds_bucket" in told
    assert "huji_ledger_entry " in told
    assert "huji_archive_failing " in told
    assert not any(private in told for private in PRIVATE)


@pytest.mark.parametrize(
    "forwarded",
    [{"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-Proto": "https"}, {"Forwarded": "for=1"}, {"Via": "x"}],
)
def test_what_came_through_a_proxy_gets_no_metrics(database, forwarded):
    assert Client().get("/metrics", headers=forwarded).status_code == 404


def test_metrics_are_for_the_networks_named(database, monkeypatch):
    from django.conf import settings

    assert Client(REMOTE_ADDR="192.0.2.9").get("/metrics").status_code == 404
    monkeypatch.setattr(settings, "HUJI_METRICS_ALLOW", ["192.0.2.0/24"])
    assert Client(REMOTE_ADDR="192.0.2.9").get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404
    assert Client(REMOTE_ADDR="").get("/metrics").status_code == 404
