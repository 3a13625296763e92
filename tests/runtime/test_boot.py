"""Bringing an installation up: with the owner's address, without it, and where there is none."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.conftest import Database

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def huji(tmp_path: Path) -> Run:
    """Run the command in an installation's directory that is empty, with no database but what is named."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}

    def run(*arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [Path(sys.executable).with_name("huji"), *arguments],
            env={**kept, "HUJI_HOME": str(tmp_path / "home"), **more},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_what_serves_needs_no_address_of_the_owner(huji: Run, database: Database) -> None:
    listed = huji("officer", "list", DATABASE_URL=database.app_url)
    assert (listed.returncode, listed.stderr) == (0, "")


@pytest.mark.parametrize(
    "behind",
    [
        "delete from django_migrations where app = 'cases'",
        "revoke select on django_migrations from huji_web",
    ],
)
def test_a_schema_of_another_version_is_refused_where_nobody_may_change_it(
    huji: Run, database: Database, behind: str
) -> None:
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(behind)
    refused = huji("officer", "list", DATABASE_URL=database.app_url)
    assert refused.returncode == 2
    assert "huji db migrate" in refused.stderr


@pytest.mark.parametrize(
    "words",
    [("ledger", "verify"), ("ledger", "seal"), ("case", "replay", "2026-001-00001"), ("case", "expire")],
)
def test_what_only_reads_founds_no_installation(huji: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    refused = huji(*words)
    assert refused.returncode == 2
    assert "--home" in refused.stderr
    assert not (tmp_path / "home").exists()
