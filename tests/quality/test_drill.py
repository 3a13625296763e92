"""The drill: the server is killed, and the installation comes back as it was at a second between two acts."""

import contextlib
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

    def fill(self) -> Path:
        """Take all the room there is on the disk; return the file that holds it."""
        ballast = self.place / "ballast"
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        return ballast

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
def small_disk() -> Iterator[Installation]:
    """An installation on a disk of its own that has room for little more."""
    place = Path(tempfile.mkdtemp(prefix="huji-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=220m,mode=755", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        place.rmdir()
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield Installation(place)
        embedded.stop(place / "home" / "postgres")
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)
        place.rmdir()


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
    installation.huji("backup")  # what lies before it is reached from the copy before it
    idle = installation.clock()
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

    # Nothing was done since the last act: a second after it is the end of the log, and no fault.
    for name, moment in (("d", idle), ("e", "2100-01-01 00:00:00")):
        late = json.loads(installation.huji(*asked, str(installation.place / name), "--to", moment).stdout)
        assert (late["sound"], late["last_entry"], late["to_the_end"]) == (True, second, True)
    assert (told["to_the_end"], whole["to_the_end"]) == (False, False)

    # What is there is left alone, and the restored city works on.
    again = installation.huji(*asked, str(installation.place / "a"))
    assert (again.returncode, json.loads(again.stdout)["error"]) == (2, "restore.exists")
    installation.environment["HUJI_HOME"] = str(installation.place / "a")
    assert installation.act("head", town["household"], husband)["entry"] > first
    assert installation.huji("doctor").returncode == 0


@pytest.mark.faults
def test_on_a_full_disk_acts_fail_whole_and_go_on_when_there_is_room(small_disk):
    town = small_disk.act("found")
    husband, wife = town["persons"]
    ballast = small_disk.fill()
    full = small_disk.act("until_full", town["household"], wife, husband)
    assert full["refused"] == "register.disk_full"
    assert "磁盘已满" in full["text"]["zh"]
    assert "disk is full" in full["text"]["en"]
    assert _entries(small_disk) == 1 + full["done"]
    ballast.unlink()
    assert small_disk.act("head", town["household"], (wife, husband)[full["done"] % 2])["entry"]
    assert _entries(small_disk) == 2 + full["done"]
    assert small_disk.huji("doctor").returncode == 0


@pytest.mark.faults
def test_a_server_that_could_not_write_its_log_comes_back_with_every_act(small_disk):
    town = small_disk.act("found")
    first = small_disk.act("head", town["household"], town["persons"][1])["entry"]
    server = embedded.ensure(small_disk.home / "postgres")
    ballast = small_disk.fill()
    # The log has nowhere to go: PostgreSQL stops rather than lose what it promised.
    with pytest.raises(psycopg.OperationalError):
        _flood(server.owner_url)
    ballast.unlink()
    second = small_disk.act("head", town["household"], town["persons"][0])["entry"]
    assert second > first
    assert _entries(small_disk) == 3
    assert small_disk.huji("doctor").returncode == 0
    assert json.loads(small_disk.huji("ledger", "verify").stdout)["clean"]


def _flood(url: str) -> None:
    """Write to the log until it has no room."""
    with psycopg.connect(url, autocommit=True) as owner:
        for _ in range(1000):
            owner.execute("select pg_logical_emit_message(true, 'full', repeat('x', 500000))")


def _entries(installation: Installation) -> int:
    server = embedded.ensure(installation.home / "postgres")
    with psycopg.connect(server.owner_url) as owner:
        [[count]] = owner.execute("select count(*) from ledger_entry").fetchall()
    return int(count)


def _head(home: Path, household: int) -> int:
    server = embedded.ensure(home / "postgres")
    with psycopg.connect(server.owner_url) as owner:
        [[person]] = owner.execute(
            "select person from standing where household = %s and relation = '02'"
            " and upper_inf(known) and upper_inf(valid)",
            [household],
        ).fetchall()
    return int(person)
