"""While a conversion is under way, everything says so in one line; only the conversion goes on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.test import Client
from tests.conftest import Database
from tests.quality.conversion_source import old_register

from huji.quality.conversion import running
from huji.quality.doctor import examine

HUJI = Path(sys.executable).with_name("huji")


class Killed(Exception):  # noqa: N818 - what a kill looks like from within
    """Stops a conversion in the middle."""


def killed_at(step: str, before: bool) -> None:
    if step == "load person":
        raise Killed


@pytest.fixture
def halfway(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("DATABASE_OWNER_URL", database.owner_url)
    old = old_register(tmp_path, 60)
    connections.close_all()
    with pytest.raises(Killed):
        running.run(old.room, old.plan, killed_at)
    yield database
    connections.close_all()


def test_the_doctor_says_that_it_runs_and_judges_nothing_it_cannot(halfway: Database) -> None:
    with psycopg.connect(halfway.owner_url, autocommit=True) as owner:
        found = {one.check.code: one for one in examine(owner)}
    assert found["conversion.under_way"].count == 1
    assert "huji convert run" in found["conversion.under_way"].check.remedy.en
    assert [code for code, one in found.items() if one.count and one.check.weight == "ill"] == [
        "conversion.under_way"
    ]
    assert found["guard.constraints"].skipped


@pytest.mark.parametrize("owner", [True, False])
@pytest.mark.parametrize("command", [["officer", "list"], ["convert", "report"], ["places", "offices"]])
def test_every_command_says_so_in_one_line(
    halfway: Database, tmp_path: Path, command: list[str], owner: bool
) -> None:
    if not owner and command[0] == "convert":
        pytest.skip("converting takes the owner")
    env = {**os.environ, "DATABASE_URL": halfway.app_url, "HUJI_HOME": str(tmp_path / "home")}
    env.pop("DATABASE_OWNER_URL")
    if owner:
        env["DATABASE_OWNER_URL"] = halfway.owner_url
    done = subprocess.run([HUJI, *command], env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2, done.stderr
    assert "A conversion is under way" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_page_answers_503_and_says_why(halfway: Database) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    answer = client.get("/counter/")
    assert answer.status_code == 503
    assert "正在转换" in answer.content.decode()
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, "converting")
