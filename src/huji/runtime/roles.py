"""The database's roles: who may do what, before any table exists.

`huji_owner` owns the schema; the login `huji_app` by itself may do nothing and takes the part of `huji_web`
(reads), `huji_writer` (acts) or `huji_worker` (the queue of jobs) by SET ROLE; `huji_auditor` reads all but
the sealed archive of old kinds, which `huji_archivist` alone reads. Each migration grants to them.
"""

import time
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from huji.standards import Refused, Text

OWNER, APP = "huji_owner", "huji_app"
WEB, WRITER, AUDITOR = "huji_web", "huji_writer", "huji_auditor"
WORKER, ARCHIVIST = "huji_worker", "huji_archivist"
GROUPS = (WEB, WRITER, WORKER, AUDITOR, ARCHIVIST)
TAKEN = (WEB, WRITER, WORKER)
"""Those that the application's login takes the part of."""

Connection = psycopg.Connection[Any]

# Two starts may make or alter one role at once: the catalogue answers with one of these; then look again.
_RACED = (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation, psycopg.errors.InternalError_)


def ensure(connection: Connection, *, app: str = APP, passwords: dict[str, str] | None = None) -> None:
    """Make missing roles and mend those that are not as they should be; any number may run at once.

    `connection` belongs to a superuser or to an owner with CREATEROLE. `app` is the login of DATABASE_URL
    when it is not `huji_app`. `passwords` gives the passwords of logins to be made; a login that exists
    keeps its own. Raises Refused when roles are missing and the connection may not make them.
    """
    for attempt in range(20):
        try:
            with connection.transaction():
                _ensure(connection, app, passwords or {})
            return
        except _RACED as error:
            if isinstance(error, psycopg.errors.InternalError_) and "concurrently" not in str(error):
                raise
            time.sleep(0.01 * attempt)
        except psycopg.errors.InsufficientPrivilege as error:
            raise Refused(
                "db.roles",
                Text(
                    "连接用户无权建立数据库角色。",
                    f"The connection may not make the roles: {error.diag.message_primary}.",
                ),
                Text(
                    "请给所有者 CREATEROLE，或由超级用户先建立。",
                    "Grant the owner CREATEROLE, or let a superuser make them.",
                ),
            ) from error
    raise Refused(
        "db.roles",
        Text(
            "建立数据库角色屡次冲突。",
            "Making the roles kept colliding with others.",
        ),
    )


def _ensure(connection: Connection, app: str, passwords: dict[str, str]) -> None:
    names = [OWNER, app, *GROUPS]
    known = {
        name for (name,) in _rows(connection, "select rolname from pg_roles where rolname = any (%s)", names)
    }
    for group in GROUPS:
        if group not in known:
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(group)))
    for login in (OWNER, app):
        if login not in known and login in passwords:
            create = sql.SQL("create role {} login noinherit password {}")
            connection.execute(create.format(sql.Identifier(login), sql.Literal(passwords[login])))
            known.add(login)
    if app not in known:
        raise Refused(
            "db.app_role",
            Text(f"应用登录角色 {app} 不存在。", f"The application's login role {app} does not exist."),
            Text(
                f"请先建立：create role {app} login noinherit password '…'",
                f"Make it first: create role {app} login noinherit password '…'",
            ),
        )
    held = {
        name: (inherits, may_set)
        for name, inherits, may_set in _rows(
            connection,
            "select rolname, pg_has_role(%s::name, oid, 'USAGE'), pg_has_role(%s::name, oid, 'SET')"
            " from pg_roles where rolname = any (%s)",
            app,
            app,
            list(TAKEN),
        )
    }
    for group in TAKEN:
        if held[group] != (False, True):
            grant = sql.SQL("grant {} to {} with inherit false, set true")
            connection.execute(grant.format(sql.Identifier(group), sql.Identifier(app)))


def _rows(connection: Connection, query: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
    return connection.execute(query, values).fetchall()
