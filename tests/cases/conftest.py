import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from tests.cases.city import ON, City

_BUILT: dict[str, City] = {}
"""The city by the name of the database it was built in, once for all tests."""


@pytest.fixture(scope="session")
def template(server: Any, template: str) -> str:
    """The database with the city, of which each test's is a copy; another room may have built it already."""
    name = f"{template}_city"
    if name in _BUILT:
        return name
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute(f"create database {name} owner huji_owner template {template}".encode())
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    owner_url, app_url = (
        psycopg.conninfo.make_conninfo(url, dbname=name) for url in (server.owner_url, server.app_url)
    )
    _BUILT[name] = City(owner_url, app_url).build()
    connections.close_all()
    return name


@pytest.fixture
def city(database: Any, template: str) -> City:
    return replace(deepcopy(_BUILT[template]), owner_url=database.owner_url, app_url=database.app_url)


class Clerks:
    """Officers' processes of their own (clerk.py): told their tasks, they act at the same moment."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, Path(__file__).with_name("clerk.py")]
        self._room = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=os.environ)

    def start(self, city: City, tasks: Sequence[dict[str, Any]]) -> None:
        """Let them begin; `results` tells what came of it."""
        plain = {"on": str(ON), "die_before": None}
        assert self._room.stdin is not None
        asked = {"app_url": city.app_url, "tasks": [plain | task for task in tasks]}
        self._room.stdin.write(json.dumps(asked) + "\n")
        self._room.stdin.flush()

    def results(self) -> list[dict[str, Any]]:
        """Return what came of the tasks, in their order; a killed process has no result but its signal."""
        assert self._room.stdout is not None
        found: list[dict[str, Any]] = json.loads(self._room.stdout.readline())
        return found

    def __call__(self, city: City, tasks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        self.start(city, tasks)
        return self.results()

    def close(self) -> None:
        assert self._room.stdin is not None
        self._room.stdin.close()
        self._room.wait(30)


@pytest.fixture(scope="session")
def clerks(template: str) -> Iterator[Clerks]:
    """The room of officers' processes, opened once for all tests."""
    room = Clerks()
    yield room
    room.close()
