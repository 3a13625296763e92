"""What the application's roles may do to the ledger and the access log: append, and no more."""

import psycopg
import pytest

INSERT = "insert into ledger_entry (office, act, offices, body) values (1, 'settle', '{}', '{}')"


def denied(url: str, role: str, statement: str) -> None:
    with (
        psycopg.connect(url, autocommit=True, options=f"-c role={role}") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


def run(url: str, role: str, statement: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True, options=f"-c role={role}") as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


FORBIDDEN = [
    "update ledger_entry set body = '{}'",
    "update ledger_entry set hash = prev",
    "delete from ledger_entry",
    "truncate ledger_entry",
    "insert into ledger_entry (office, act, offices, body, seq) values (1, 'x', '{}', '{}', 9)",
    "insert into ledger_entry (office, act, offices, body, entry) values (1, 'x', '{}', '{}', 9)",
    "insert into ledger_entry (office, act, offices, body, recorded) values (1, 'x', '{}', '{}', now())",
    "insert into ledger_entry (office, act, offices, body, prev) values (1, 'x', '{}', '{}', '\\x00')",
    "insert into ledger_entry (office, act, offices, body, hash) values (1, 'x', '{}', '{}', '\\x00')",
    "select body from ledger_entry",
    "alter table ledger_entry disable trigger all",
    "drop trigger chain on ledger_entry",
    "drop table ledger_entry",
    "create or replace function ledger_chain() returns trigger language sql as 'select 1'",
    "select nextval('ledger_entry_number')",
    "select setval('ledger_entry_number', 1)",
    "set session_replication_role = replica",
    "create table x ()",
    "update access_line set who = 1",
    "delete from access_line",
    "truncate access_line",
    "select * from access_line",
    "insert into access_line (who, purpose, persons, what, at) values (1, 'audit', '{}', 'x', now())",
]


@pytest.mark.parametrize("role", ["huji_web", "huji_writer", "huji_app"])
def test_no_role_of_the_application_can_change_or_forge_what_is_written(database, role):
    run(database.owner_url, "huji_owner", INSERT)
    before = run(database.owner_url, "huji_owner", "select * from ledger_entry")
    for statement in FORBIDDEN:
        denied(database.app_url, role, statement)
    assert run(database.owner_url, "huji_owner", "select * from ledger_entry") == before


def test_the_writer_appends_and_the_reader_does_not(database):
    assert run(database.app_url, "huji_writer", f"{INSERT} returning entry, seq") == [(1, 1)]
    denied(database.app_url, "huji_web", INSERT)
    assert run(database.app_url, "huji_web", "select entry, act, office from ledger_entry") == [
        (1, "settle", 1)
    ]


def test_a_temporary_table_in_the_ledgers_place_deceives_nobody(database):
    """The chain's function looks for its table in the schema, whatever the caller's path says."""
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(f'grant temporary on database "{owner.info.dbname}" to public')  # as it must not be
    with psycopg.connect(database.app_url, autocommit=True, options="-c role=huji_writer") as writer:
        writer.execute(INSERT)
        writer.execute("create temporary table ledger_entry (office int, seq bigint, hash bytea)")
        writer.execute("insert into ledger_entry values (1, 1000, '\\x00')")
        writer.execute("set search_path = pg_temp, public")
        writer.execute(INSERT.replace("ledger_entry", "public.ledger_entry"))
    seqs = run(database.owner_url, "huji_owner", "select seq from ledger_entry order by seq")
    assert seqs == [(1,), (2,)]
