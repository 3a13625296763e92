"""The database's roles: what each may do before any table exists."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from huji.runtime import embedded, own_server
from huji.standards import Refused


@pytest.fixture(scope="module")
def apart(tmp_path_factory):
    """A server of its own, since roles belong to the whole cluster."""
    place = Path(tempfile.mkdtemp(prefix="huji-roles-"))
    place.chmod(0o755)
    yield embedded.ensure(place / "data")
    embedded.stop(place / "data")
    shutil.rmtree(place)


def one(url: str, query: str, **change: str) -> object:
    with psycopg.connect(psycopg.conninfo.make_conninfo(url, **change), autocommit=True) as connection:
        row = connection.execute(query).fetchone()
        assert row
        return row[0]


def test_the_application_by_itself_inherits_nothing_and_takes_three_roles(apart):
    for group in ("huji_web", "huji_writer", "huji_worker"):
        assert one(apart.app_url, f"select pg_has_role('{group}', 'USAGE')") is False
        assert one(apart.app_url, "select current_user", options=f"-c role={group}") == group
    for group in ("huji_owner", "huji_auditor", "huji_archivist", "postgres"):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            one(apart.app_url, "select 1", options=f"-c role={group}")


def test_the_owner_has_no_power_beyond_its_database(apart):
    with psycopg.connect(apart.owner_url) as owner:
        powers = owner.execute(
            "select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles"
            " where rolname like 'huji%'"
        ).fetchall()
    assert len(powers) == 7
    assert set(powers) == {(False,) * 5}


def test_the_application_can_neither_make_tables_nor_enter_other_databases(apart):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        one(apart.app_url, "create table x () ")


ENSURE = """
import sys, psycopg
from huji.runtime import roles
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    roles.ensure(connection, passwords={"huji_owner": "x", "huji_app": "x"})
"""


def test_making_the_roles_six_times_at_once_is_as_once(apart):
    with psycopg.connect(apart.admin_url, autocommit=True) as admin:
        admin.execute("create database bystander")
        admin.execute("revoke huji_web, huji_writer from huji_app")
    racers = [subprocess.Popen([sys.executable, "-c", ENSURE, apart.admin_url]) for _ in range(6)]
    assert [racer.wait() for racer in racers] == [0] * 6
    assert one(apart.app_url, "select current_user", options="-c role=huji_writer") == "huji_writer"


@pytest.fixture
def own(apart):
    """A database of one's own: owner `city` with CREATEROLE, login `window` for the application."""
    with psycopg.connect(apart.admin_url, autocommit=True) as admin:
        admin.execute(
            "create role city login createrole password 'c'; create role \"win dow\" login password 'w'"
        )
        admin.execute("create database city owner city")
    yield {
        "app": psycopg.conninfo.make_conninfo(apart.app_url, user="win dow", password="w", dbname="city"),
        "owner": psycopg.conninfo.make_conninfo(apart.owner_url, user="city", password="c", dbname="city"),
        "admin": apart.admin_url,
    }
    with psycopg.connect(apart.admin_url, autocommit=True) as admin:
        admin.execute("drop database city with (force)")
        admin.execute('drop role "win dow"; drop role city')


def code(*arguments: str | None) -> str:
    with pytest.raises(Refused) as refused:
        own_server.check(*arguments)
    assert refused.value.text.zh != refused.value.text.en
    return refused.value.code


def test_a_server_of_ones_own_is_taken_and_its_login_given_the_roles(own):
    with psycopg.connect(own["admin"], autocommit=True) as admin:
        admin.execute("grant huji_web, huji_writer, huji_worker to city with admin option")
    own_server.check(own["app"], own["owner"])
    own_server.check(own["app"])
    assert one(own["app"], "select current_user", options="-c role=huji_web") == "huji_web"
    with psycopg.connect(own["owner"], autocommit=True) as owner:
        owner.execute('revoke huji_web, huji_writer, huji_worker from "win dow" granted by city')
    with psycopg.connect(own["admin"], autocommit=True) as admin:
        admin.execute("revoke huji_web, huji_writer, huji_worker from city")


def test_a_login_without_the_roles_is_refused_when_no_owner_can_give_them(own):
    assert code(own["app"]) == "db.roles"
    assert code(own["app"], own["owner"]) == "db.roles"


def test_an_application_that_passes_row_security_is_refused(own):
    with psycopg.connect(own["admin"], autocommit=True) as admin:
        admin.execute('alter role "win dow" bypassrls')
        assert code(own["app"]) == "db.app_powers"
        admin.execute('alter role "win dow" nobypassrls superuser')
        assert code(own["app"], own["owner"]) == "db.app_powers"
        admin.execute(
            'alter role "win dow" nosuperuser; create role root_like superuser; grant root_like to "win dow"'
        )
        assert code(own["app"]) == "db.app_powers"
        admin.execute("drop role root_like")


def test_an_application_that_signs_in_as_the_owner_is_refused(own):
    assert code(own["owner"], own["owner"]) == "db.app_is_owner"
    assert code(own["owner"]) == "db.app_is_owner"


@pytest.mark.parametrize("power", ["city", "huji_owner", "huji_auditor", "pg_execute_server_program"])
def test_an_application_that_may_become_somebody_who_sees_all_is_refused(own, power):
    with psycopg.connect(own["admin"], autocommit=True) as admin:
        admin.execute(f'grant {power} to "win dow" with inherit false, set true')
        assert code(own["app"]) == "db.app_powers"
        admin.execute(f'revoke {power} from "win dow"')


def test_an_older_server_is_refused_in_both_languages(own, monkeypatch):
    monkeypatch.setattr(own_server, "OLDEST", 19)
    with pytest.raises(Refused) as refused:
        own_server.check(own["app"], own["owner"])
    assert refused.value.code == "db.version"
    assert "版本过低" in refused.value.text.zh
    assert "too old" in refused.value.text.en


def test_a_database_in_another_encoding_is_refused(own):
    with psycopg.connect(own["admin"], autocommit=True) as admin:
        admin.execute("create database ascii encoding 'SQL_ASCII' locale 'C' template template0")
        assert code(psycopg.conninfo.make_conninfo(own["app"], dbname="ascii")) == "db.encoding"
        admin.execute("drop database ascii")


def test_an_address_that_leads_nowhere_is_refused_without_showing_its_password():
    assert code("postgresql://window:secret@127.0.0.1:1/city") == "db.unreachable"
    with pytest.raises(Refused) as refused:
        own_server.check("postgresql://window:secret@[/city")
    assert refused.value.code == "db.address"
    assert "secret" not in str(refused.value)
