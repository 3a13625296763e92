"""A conversion that is killed goes on where it stopped: nobody is lost, doubled or half there."""

import multiprocessing
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.conftest import Database
from tests.quality import killed
from tests.quality.conversion_source import Old, old_register

from huji.quality.conversion import catalog, running, verifying
from huji.quality.conversion.invariants import INVARIANTS

_apart = multiprocessing.get_context("forkserver")
_apart.set_forkserver_preload(["tests.quality.killed"])


@pytest.fixture
def owner(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    monkeypatch.setenv("DATABASE_OWNER_URL", database.owner_url)
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def _killed_at(owner_url: str, old: Old, step: str, method: str) -> int | None:
    child = _apart.Process(target=killed.run, args=(owner_url, old.room, old.plan, step, method))
    child.start()
    child.join(60)
    return child.exitcode


def _is_done(owner: psycopg.Connection, step: str) -> bool:
    row = owner.execute(
        "select count(*) from conversion_step where step = %s and done is not null", [step]
    ).fetchone()
    return row == (1,)


def sound(owner: psycopg.Connection, old: Old, before: catalog.Guards) -> None:
    assert [owner.execute(query).fetchone() for query in INVARIANTS.values()] == [(0,)] * len(INVARIANTS)
    assert catalog.differences(before, catalog.guards(owner)) == []
    assert verifying.verify(owner, old.room, old.plan).differences == []


@pytest.mark.faults
def test_killed_once_at_every_named_step_it_ends_whole(
    owner: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    from django.db import connections

    before = catalog.guards(owner)
    old = old_register(tmp_path, 300, 0.1)
    connections.close_all()
    kills = 0
    for step in running.STEPS:
        for method in ("begin", "done"):
            if (step, method) == ("open", "done"):
                continue  # that step is done by its transaction
            if _is_done(owner, step):
                continue  # tables are loaded two at a time: the other one came through
            assert _killed_at(database.owner_url, old, step, method) == -signal.SIGKILL, (step, method)
            kills += 1
    done = running.run(old.room, old.plan)
    assert done.tally.read == old.written.rows
    assert kills >= len(running.STEPS)
    entries = owner.execute("select count(*) from ledger_entry where act = %s", [running.ACT]).fetchone()
    assert entries == (1,)
    sound(owner, old, before)


@pytest.mark.faults
def test_killed_at_any_moment_it_ends_whole(
    owner: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    from django.db import connections

    before, moments = catalog.guards(owner), random.Random(20151231)
    old = old_register(tmp_path, 1500, 0.1)
    connections.close_all()
    for _ in range(8):
        child = _apart.Process(target=killed.run, args=(database.owner_url, old.room, old.plan, "", "begin"))
        child.start()
        child.join(moments.uniform(0.1, 2.5))
        child.kill()
        child.join(60)
    running.run(old.room, old.plan)
    sound(owner, old, before)


def test_each_step_is_told_once_and_as_done_before_where_it_was(
    owner: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    from django.db import connections

    old = old_register(tmp_path, 200, 0.1)
    connections.close_all()
    assert _killed_at(database.owner_url, old, "build", "begin") == -signal.SIGKILL
    told: list[tuple[str, bool]] = []
    running.run(old.room, old.plan, lambda step, before: told.append((step, before)))
    assert sorted(step for step, _ in told) == sorted(running.STEPS)
    assert [step for step, before in told if not before] == ["build", "prove", "open"]
    again: list[str] = []
    running.run(old.room, old.plan, lambda step, before: again.append(step))
    assert again == []  # it is done: there is nothing to tell but the result


def test_a_register_half_loaded_is_closed_to_everybody(
    owner: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    from django.db import connections

    old = old_register(tmp_path, 200)
    connections.close_all()
    assert _killed_at(database.owner_url, old, "build", "begin") == -signal.SIGKILL
    with psycopg.connect(database.app_url, autocommit=True) as web:
        web.execute("set role huji_web")
        with pytest.raises(psycopg.errors.UndefinedTable):
            web.execute("select count(*) from person")
    running.run(old.room, old.plan)
    with psycopg.connect(database.app_url, autocommit=True) as web:
        web.execute("set role huji_web")
        web.execute("select count(*) from person")
