"""kill -9 of the database server and of a web worker in the middle of a step that does a register's act."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from tests.cases.city import City
from tests.cases.conftest import Clerks
from tests.cases.test_from_outside import permit
from tests.cases.test_to_outside import approve
from tests.cases.test_whole_or_not_at_all import everything, execution

from huji.ledger import verifying
from huji.runtime import embedded
from huji.runtime.settings import _database

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for a condition by looking."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@contextmanager
def gate(city: City, table: str) -> Iterator[Callable[[], None]]:
    """Let nobody change `table`; what is yielded waits until somebody stands before it."""
    waiting = "select count(*) from pg_locks where not granted and relation = %s::regclass"
    with psycopg.connect(city.owner_url) as keeper:
        keeper.execute(f"lock table {table} in share mode".encode())
        yield lambda: until(lambda: city.sql(waiting, [table]) == [(1,)], f"nobody came to {table}")


def assert_ledger_verifies(city: City) -> None:
    with psycopg.connect(city.owner_url, autocommit=True) as owner:
        assert verifying.verify(owner).clean


class OwnServer:
    """A server of its own for a test that kills it, with Django's connections leading to it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.running = embedded.ensure(home)
        self._kept = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
        self._lead("default", _database(self.running.app_url, "huji_web"))
        self._lead("owner", _database(self.running.owner_url, None))

    @staticmethod
    def _lead(alias: str, settings: dict[str, Any]) -> None:
        connections[alias].close()
        connections[alias].settings_dict.update(settings)

    def kill(self) -> None:
        """kill -9 of the postmaster and everything of it, then the next start."""
        found = embedded.status(self.home)
        assert found.pid is not None
        postmaster = psutil.Process(found.pid)
        for process in [postmaster, *postmaster.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):  # it went with its postmaster
                process.kill()
        postmaster.wait(30)
        embedded.ensure(self.home)

    def close(self) -> None:
        for alias, settings in self._kept.items():
            self._lead(alias, settings)
        embedded.stop(self.home)


@pytest.fixture
def own_server(template: str, tmp_path: Path) -> Iterator[OwnServer]:
    tmp_path.chmod(0o755)
    server = OwnServer(tmp_path / "postgres")
    yield server
    server.close()


def test_a_server_killed_in_the_middle_of_a_step_leaves_nothing_and_the_same_form_then_acts_once(
    own_server: OwnServer, clerks: Clerks
) -> None:
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    city = City(own_server.running.owner_url, own_server.running.app_url).build()
    settling, moving_in, leaving = city.approved(city.accepted()), permit(city), approve(city)
    arrivals = ", ".join(f"acts.Arrival('{city.numbers[name]}', '{name}')" for name in ("周海", "吴兰"))
    certificate = "'沈铁迁字001', '沈阳市公安局铁西分局', date(2026, 9, 1), date(2026, 9, 30)"
    steps = {
        "execute": execution(city, settling),
        "present_certificate": (
            f"acts.PresentCertificate({moving_in.case!r}, {moving_in.version}, {certificate}, ({arrivals}))"
        ),
        "issue_migration_certificate": (
            f"acts.IssueMigrationCertificate({leaving.case!r}, {leaving.version})"
        ),
    }
    # In the middle of the act, after the act at its papers, and after both at the step.
    moments = {
        "execute": ("standing", "case_step"),
        "present_certificate": ("documents_paper",),
        "issue_migration_certificate": ("standing",),
    }
    for verb, statement in steps.items():
        form = {
            "verb": verb,
            "statement": statement,
            "officer": city.officers["counter"],
            "token": f"form-of-{verb}",
        }
        connections.close_all()
        before = everything(city)
        for table in moments[verb]:
            with suppress(psycopg.OperationalError), gate(city, table) as somebody_waits:
                clerks.start(city, [form])
                somebody_waits()
                own_server.kill()
            (result,) = clerks.results()
            assert "error" in result, (verb, result)
            assert everything(city) == before, (verb, table)
        first, again = (clerks(city, [form])[0] for _ in range(2))
        assert (first["repeated"], again["repeated"]) == (False, True), verb
        assert (first["entry"], first["papers"]) == (again["entry"], again["papers"])
        assert city.sql("select count(*) from case_step where step = %s", [verb]) == [(1,)]
    states = dict(city.sql("select number, state from case_file"))
    assert states == {settling.case: "settled", moving_in.case: "settled", leaving.case: "in_transit"}
    assert_ledger_verifies(city)


@pytest.fixture
def served(city: City, tmp_path: Path) -> Iterator[tuple[str, psutil.Process]]:
    """The pages of the small city by `huji serve` with one worker: address and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    tmp_path.chmod(0o755)
    url = f"http://127.0.0.1:{port}"
    environment = {
        "DATABASE_URL": city.app_url,
        "DATABASE_OWNER_URL": city.owner_url,
        "HUJI_HOME": str(tmp_path / "home"),
        "HUJI_PUBLIC_URL": url,
    }
    command = ["-c", "from huji.cli import main; main()", "serve", "--port", str(port), "--workers", "1"]
    serving = subprocess.Popen(
        [sys.executable, *command],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def listening() -> bool:
        assert serving.poll() is None, "huji serve ended"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        until(listening, "huji serve did not answer")
        yield url, psutil.Process(serving.pid)
    finally:
        serving.terminate()
        serving.wait(20)


class Browser:
    """A signed-in officer's browser, without following redirections."""

    def __init__(self, url: str, username: str) -> None:
        from django.contrib.auth import get_user_model

        client = Client()
        user = get_user_model().objects.get(username=username)
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        self.url = url
        self.cookies = {"sessionid": client.cookies["sessionid"].value}

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                return None

        self._opener = urllib.request.build_opener(Stay)

    def send(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return status and page of a request, or 0 where the connection broke."""
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = urllib.request.Request(self.url + path, data, {"Cookie": cookies, "Referer": self.url})
        try:
            with self._opener.open(request, timeout=60) as answer:
                for header in answer.headers.get_all("Set-Cookie") or ():
                    name, _, value = header.partition(";")[0].partition("=")
                    self.cookies[name] = value
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except (urllib.error.URLError, ConnectionError):
            return 0, ""


def test_a_web_worker_killed_in_the_middle_of_a_form_leaves_nothing_and_the_form_sent_again_acts_once(
    city: City, served: tuple[str, psutil.Process]
) -> None:
    url, serving = served
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    done = city.approved(city.accepted(on=today), on=today)
    browser = Browser(url, "counter")
    path = f"/counter/cases/{done.case}/execute/"
    status, page = browser.send(path)
    assert status == 200
    form = dict(re.findall(r'name="(version|token|csrfmiddlewaretoken)" value="([^"]+)"', page))
    form["head0"] = str(city.people["赵大山"])
    before = everything(city)
    said: list[int] = []
    with gate(city, "case_step") as somebody_waits:
        sending = threading.Thread(target=lambda: said.append(browser.send(path, form)[0]))
        sending.start()
        somebody_waits()
        # The keeper of the jobs is a child too, but not a fork of the server.
        (worker,) = (one for one in serving.children() if one.cmdline() == serving.cmdline())
        worker.send_signal(signal.SIGKILL)
        sending.join(60)
    assert said == [0]
    busy = "select count(*) from pg_stat_activity where usename = 'huji_app' and xact_start is not null"
    until(lambda: city.sql(f"{busy} and datname = current_database()") == [(0,)], "the transaction lives on")
    assert everything(city) == before
    assert browser.send(path, form)[0] == 302
    assert city.state(done.case) == "settled"
    browser.send(path, form)
    assert city.sql("select count(*) from case_step where step = 'execute'") == [(1,)]
    assert_ledger_verifies(city)
