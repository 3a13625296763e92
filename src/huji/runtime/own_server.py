"""A PostgreSQL server of one's own: looked over before Huji uses it."""

import psycopg

from huji.runtime import roles
from huji.standards import Refused, Text

OLDEST = 18

Connection = roles.Connection

_POWERS = [
    roles.OWNER,
    roles.AUDITOR,
    "pg_execute_server_program",
    "pg_read_server_files",
    "pg_write_server_files",
    "pg_write_all_data",
]


def check(app_url: str, owner_url: str | None = None) -> None:
    """Refuse a server that cannot hold the register, and make its roles when the owner may.

    `app_url` (DATABASE_URL) is the application's login, `owner_url` (DATABASE_OWNER_URL) the schema's owner;
    without it the roles must be there already. Raises Refused: unreachable, older than 18, not UTF-8, an
    application login that is superuser, passes row security, could become one who does, or is the owner.
    """
    with _connect(app_url, "DATABASE_URL") as app:
        _check_server(app)
        login = _check_powerless(app)
        if owner_url is None:
            _check_roles(app)
            return
    with _connect(owner_url, "DATABASE_OWNER_URL") as owner:
        _check_server(owner)
        if _one(owner, "select session_user") == login:
            raise _app_is_owner(login)
        roles.ensure(owner, app=login)
    with _connect(app_url, "DATABASE_URL") as app:
        _check_roles(app)


def _connect(url: str, variable: str) -> Connection:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.ProgrammingError as error:
        # The address itself may hold a password, so it is not repeated.
        raise Refused(
            "db.address",
            Text(f"{variable} 不是有效的数据库地址。", f"{variable} is not a valid database address."),
            Text("例：postgresql://用户:密码@主机/库名", "Example: postgresql://user:password@host/database"),
        ) from error
    except psycopg.OperationalError as error:
        said = " ".join(str(error).split())
        raise Refused(
            "db.unreachable",
            Text(
                f"无法连接 {variable} 的数据库：{said}",
                f"The database of {variable} cannot be reached: {said}",
            ),
            Text(
                "请检查地址、密码和服务器是否运行。", "Check address, password and whether the server runs."
            ),
        ) from error


def _check_server(connection: Connection) -> None:
    number = connection.info.server_version // 10000
    if number < OLDEST:
        raise Refused(
            "db.version",
            Text(
                f"服务器为 PostgreSQL {number}，版本过低。",
                f"The server is PostgreSQL {number}, which is too old.",
            ),
            Text(
                f"请升级到 PostgreSQL {OLDEST} 或更高版本，或不设 DATABASE_URL，使用内置数据库。",
                f"Use PostgreSQL {OLDEST} or later, or leave DATABASE_URL unset for the embedded server.",
            ),
        )
    encoding = _one(connection, "show server_encoding")
    if encoding != "UTF8":
        raise Refused(
            "db.encoding",
            Text(
                f"数据库编码为 {encoding}，应为 UTF8。", f"The database is encoded in {encoding}, not UTF8."
            ),
            Text(
                "请建库：create database huji encoding 'UTF8' template template0",
                "Create it with encoding 'UTF8'.",
            ),
        )


def _check_powerless(app: Connection) -> str:
    login = _one(app, "select session_user")
    # Whoever owns the tables, or reads all as auditor, passes row security as surely as a superuser does.
    powers = app.execute(
        "select rolname from pg_roles where pg_has_role(session_user, oid, 'MEMBER')"
        " and (rolsuper or rolbypassrls or rolname = any (%s)"
        " or oid = (select datdba from pg_database where datname = current_database()))",
        [_POWERS],
    ).fetchall()
    if powers == [(login,)] and not _is_superuser(app):
        raise _app_is_owner(login)
    if powers:
        names = ", ".join(name for (name,) in powers)
        raise Refused(
            "db.app_powers",
            Text(
                f"应用登录 {login} 是超级用户、可绕过行级安全，或可成为这样的角色（{names}）。",
                f"The login {login} is, or may become, a superuser or passes row security ({names}).",
            ),
            Text(
                f"请另建普通登录：create role {roles.APP} login noinherit password '…'",
                f"Make a plain login for it: create role {roles.APP} login noinherit password '…'",
            ),
        )
    return login


def _is_superuser(app: Connection) -> bool:
    return _one(app, "select rolsuper or rolbypassrls from pg_roles where rolname = session_user") == "True"


def _app_is_owner(login: str) -> Refused:
    return Refused(
        "db.app_is_owner",
        Text(f"应用登录与所有者同为 {login}。", f"The application signs in as the owner, {login}."),
        Text(
            "DATABASE_URL 与 DATABASE_OWNER_URL 请用不同的登录角色。",
            "Use different logins in DATABASE_URL and DATABASE_OWNER_URL.",
        ),
    )


def _check_roles(app: Connection) -> None:
    fit = app.execute(
        "select count(*) from pg_roles where rolname = any (%s)"
        " and pg_has_role(session_user, oid, 'SET') and not pg_has_role(session_user, oid, 'USAGE')",
        [list(roles.TAKEN)],
    ).fetchone()
    if fit != (len(roles.TAKEN),):
        raise Refused(
            "db.roles",
            Text(
                "应用登录缺少所需角色。", "The application's login lacks its roles, or inherits them unasked."
            ),
            Text(
                "请设置 DATABASE_OWNER_URL 后再试，由所有者授予。",
                "Set DATABASE_OWNER_URL and try again: the owner grants them.",
            ),
        )


def _one(connection: Connection, query: str) -> str:
    row = connection.execute(query.encode()).fetchone()
    return str(row[0]) if row else ""
