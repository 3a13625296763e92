"""`huji db`, as an operator types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HUJI = Path(sys.executable).with_name("huji")


@pytest.fixture
def huji(open_place):
    """Run the command on an installation of its own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "PG"))}

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [HUJI, "db", *arguments],
            env={**environment, "HUJI_HOME": str(open_place), **more},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_an_operator_starts_looks_and_stops(huji):
    assert huji("status").returncode == 3
    assert "running" in huji("start").stdout
    looked = huji("status", "--format", "json")
    assert looked.returncode == 0
    record = json.loads(looked.stdout)
    assert record["state"] == "running"
    assert record["version"].startswith("18")
    assert "停止" in huji("stop").stdout
    stopped = huji("status", "--format", "json")
    assert stopped.returncode == 3
    assert json.loads(stopped.stdout)["state"] == "stopped"
    assert json.loads(huji("stop", "--format", "json").stdout) == {"state": "stopped", "was_running": False}


def test_psql_opens_the_database_without_a_password_on_the_command_line(huji):
    asked = huji("psql", "--as", "app", "--", "-Atc", "select current_user, current_database()")
    assert asked.stdout == "huji_app|huji\n"
    shown = huji("psql", "--", "-Atc", "\\! tr '\\0' ' ' < /proc/$PPID/cmdline")
    assert "postgresql://" not in shown.stdout
    assert "password" not in shown.stdout


def test_every_subcommand_has_help_with_an_example(huji):
    for name in ("start", "stop", "status", "psql", "migrate"):
        assert f"huji db {name}" in huji(name, "--help").stdout


def test_a_server_of_ones_own_is_not_started_or_stopped(huji):
    for verb in ("start", "stop"):
        refused = huji(verb, DATABASE_URL="postgresql://window@127.0.0.1:1/city")
        assert refused.returncode == 2
        assert "DATABASE_URL" in refused.stderr
    assert huji("status", DATABASE_URL="postgresql://window@127.0.0.1:1/city").returncode == 2


def test_a_home_that_cannot_be_made_is_one_clear_sentence(huji, open_place):
    (open_place / "file").write_text("")
    refused = huji("start", "--home", str(open_place / "file" / "x"))
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    machine = huji("start", "--format", "json", "--home", str(open_place / "file" / "x"))
    assert json.loads(machine.stdout)["error"] == "db.directory"
