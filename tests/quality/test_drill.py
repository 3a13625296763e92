"""The drill: the server is killed, and the installation comes back as it was at a second between two acts."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huji.runtime import embedded

HUJI = Path(sys.executable).with_name("huji")
ACTING = Path(__file__).with_name("acting.py")


class Installation:
    """An installation that commands and acts are run on."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.home = place / "home"
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "PG", "HUJI_", "DJANGO_"))
        }
        self.environment = {**kept, "HUJI_HOME": str(self.home)}

    def huji(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [HUJI, *arguments, "--format", "json"]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def act(self, *arguments: object) -> dict:
        command = [sys.executable, ACTING, *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def kill(self) -> None:
        pid = embedded.status(self.home / "postgres").pid
        assert pid
        os.kill(pid, signal.SIGKILL)

    def clock(self) -> str:
        """Return a second by the server's clock, with a pause on both sides that the server itself makes."""
        server = embedded.ensure(self.home / "postgres")
        with psycopg.connect(server.owner_url, autocommit=True) as owner:
            owner.execute("select pg_sleep(0.05)")
            [[now]] = owner.execute("select clock_timestamp()::text").fetchall()
            owner.execute("select pg_sleep(0.05)")
        return str(now)


@pytest.fixture
def installation() -> Iterator[Installation]:
    place = Path(tempfile.mkdtemp(prefix="huji-drill-"))
    place.chmod(0o755)
    yield Installation(place)
    for lock in place.rglob("postgres/lock"):
        embedded.stop(lock.parent)
    shutil.rmtree(place)


@pytest.mark.faults
def test_a_killed_server_comes_back_as_it_was_between_two_acts(installation):
    town = installation.act("found")
    husband, wife = town["persons"]
    installation.huji("ledger", "seal")
    backups = installation.place / "backups"
    taken = json.loads(installation.huji("backup", "--to", str(backups)).stdout)
    assert (taken["archiving"], taken["entries"]) == (True, 1)
    first = installation.act("head", town["household"], wife)["entry"]
    between = installation.clock()
    second = installation.act("head", town["household"], husband)["entry"]
    installation.kill()

    asked = ("restore", "--from", str(backups), "--survivor", str(installation.home), "--into")
    done = installation.huji(*asked, str(installation.place / "a"), "--to", between)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (told["sound"], told["last_entry"], told["doctor"]) == (True, first, {})
    assert told["ledger"] == {"clean": True, "entries": 2, "seal": 1, "faults": []}
    assert _head(installation.place / "a", town["household"]) == wife

    whole = json.loads(installation.huji(*asked, str(installation.place / "b")).stdout)
    assert (whole["sound"], whole["last_entry"]) == (True, second)
    assert _head(installation.place / "b", town["household"]) == husband

    exact = installation.huji(*asked, str(installation.place / "c"), "--entry", str(first))
    assert json.loads(exact.stdout)["last_entry"] == first

    # What is there is left alone, and the restored city works on.
    again = installation.huji(*asked, str(installation.place / "a"))
    assert (again.returncode, json.loads(again.stdout)["error"]) == (2, "restore.exists")
    installation.environment["HUJI_HOME"] = str(installation.place / "a")
    assert installation.act("head", town["household"], husband)["entry"] > first
    assert installation.huji("doctor").returncode == 0


def _head(home: Path, household: int) -> int:
    server = embedded.ensure(home / "postgres")
    with psycopg.connect(server.owner_url) as owner:
        [[person]] = owner.execute(
            "select person from standing where household = %s and relation = '02'"
            " and upper_inf(known) and upper_inf(valid)",
            [household],
        ).fetchall()
    return int(person)
