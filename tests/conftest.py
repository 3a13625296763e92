"""The database of the tests: the real server, the real roles, a fresh copy of a migrated template each."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
import psycopg
import pytest

from huji.runtime import embedded
from huji.runtime.embedded import Server

# One server for the whole run, outside the repository so that no test can leave a file in it.
_RUN = Path(os.environ.setdefault("HUJI_TEST_RUN", tempfile.mkdtemp(prefix="huji-test-")))
os.environ["HUJI_HOME"] = str(_RUN)
os.environ["HUJI_DEMONSTRATION"] = "1"
os.environ["HUJI_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
os.environ["HUJI_SECRET_KEY"] = "tests-only"
os.environ["DJANGO_SETTINGS_MODULE"] = "huji.runtime.settings"

django.setup()  # before any test imports a model; where the database is, the fixture `template` tells later

_count = itertools.count()


@dataclass(frozen=True)
class Database:
    """One test's database: its name and its addresses for the application and the owner."""

    name: str
    app_url: str
    owner_url: str


@pytest.fixture(scope="session")
def server() -> Server:
    """The embedded server of this run, shared by the workers; the controller stops it at the end."""
    _RUN.chmod(0o755)
    return embedded.ensure(_RUN / "postgres")


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """The name of a database with the whole schema, migrated once per worker."""
    name = f"template_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    _create(server, name, None)
    _set_environment(server, name)
    from django.core.management import call_command
    from django.db import connections

    from huji.runtime.settings import _database

    for alias, url, role in (("default", "DATABASE_URL", "huji_web"), ("owner", "DATABASE_OWNER_URL", None)):
        connections.settings[alias].update(_database(os.environ[url], role))
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections.close_all()
    return name


@pytest.fixture
def database(server: Server, template: str) -> Iterator[Database]:
    """A fresh database for one test; Django's connections `default` and `owner` lead to it."""
    from django.db import connections

    name = f"{template}_{next(_count)}"
    _create(server, name, template)
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    yield Database(name, _at(server.app_url, name), _at(server.owner_url, name))
    connections.close_all()
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute(f"drop database {name} with (force)")


def _create(server: Server, name: str, template: str | None) -> None:
    copied = f" template {template}" if template else ""
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute(f"create database {name} owner huji_owner{copied}")
        admin.execute(f"revoke temporary on database {name} from public")  # a copy does not take its rights


def _at(url: str, name: str) -> str:
    return psycopg.conninfo.make_conninfo(url, dbname=name)


def _set_environment(server: Server, name: str) -> None:
    os.environ["DATABASE_URL"] = _at(server.app_url, name)
    os.environ["DATABASE_OWNER_URL"] = _at(server.owner_url, name)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop this run's server and remove its files, once, where the run began."""
    if hasattr(session.config, "workerinput") or not (_RUN / "postgres").exists():
        return
    embedded.stop(_RUN / "postgres")
    shutil.rmtree(_RUN, ignore_errors=True)
