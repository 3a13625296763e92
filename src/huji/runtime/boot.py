"""Bring an installation up far enough that Django can be used: database addresses, secret key, setup."""

import os
import secrets
from pathlib import Path

import django

from huji.standards import Refused, Text

DEMONSTRATION = "demonstration"
"""The file that marks an installation's directory as a demonstration's."""


def boot(home: Path | None = None, *, demonstration: bool = False, existing: bool = False) -> None:
    """Set up Django on the database of `DATABASE_URL`, else on the embedded one under `home`.

    `demonstration` marks the directory as one, for good. With `existing` nothing is founded: what only reads
    would otherwise leave an empty register, and its server, wherever it is typed.

    Raises `huji.standards.Refused` when the server is too old, unreachable or wrongly set up, or when nothing
    is there that should be existing.
    """
    directory = (home or Path(os.environ.get("HUJI_HOME", ".huji"))).resolve()
    if existing and "DATABASE_URL" not in os.environ and not (directory / "postgres").is_dir():
        raise Refused(
            "installation.none",
            Text(f"{directory} 中没有户籍系统。", f"There is no installation in {directory}."),
            Text("请用 --home 或 HUJI_HOME 指明目录。", "Name its directory with --home or HUJI_HOME."),
        )
    # Under root the database runs as another account, which passes through here.
    directory.mkdir(mode=0o700 if os.geteuid() else 0o711, parents=True, exist_ok=True)
    os.environ["HUJI_HOME"] = str(directory)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huji.runtime.settings")
    _keep_secret_key(directory / "secret_key")
    if demonstration:
        (directory / DEMONSTRATION).touch()
    if (directory / DEMONSTRATION).exists():
        os.environ["HUJI_DEMONSTRATION"] = "1"
    if "DATABASE_URL" not in os.environ:
        from huji.runtime import embedded

        server = embedded.ensure(directory / "postgres")
        os.environ["DATABASE_URL"] = server.app_url
        os.environ["DATABASE_OWNER_URL"] = server.owner_url
    else:
        from huji.runtime import own_server

        own_server.check(os.environ["DATABASE_URL"], os.environ.get("DATABASE_OWNER_URL"))
    django.setup()


def migrate() -> None:
    """Bring the database's schema up to this version, as its owner; without its address, see that it is.

    Raises Refused: `db.newer` for a newer schema, `db.behind` for an older one without the owner.
    """
    from huji.runtime import migrating

    if "DATABASE_OWNER_URL" in os.environ:
        migrating.migrate()
    elif _is_behind():
        from huji.runtime import closing

        if closing.closed():
            raise closing.refusal()
        raise Refused(
            "db.behind",
            Text("数据库的结构不是本版本的。", "The database's schema is not of this version."),
            Text(
                "请设 DATABASE_OWNER_URL，运行 huji db migrate。",
                "Run huji db migrate with DATABASE_OWNER_URL set.",
            ),
        )


def _is_behind() -> bool:
    from django.db import ProgrammingError, connection

    from huji.runtime import migrating

    try:
        return bool(migrating.pending(connection))
    except ProgrammingError:  # a schema from before the application might look
        return True


def forget_owner() -> None:
    """Drop the owner's address from this process, which from here on only serves."""
    from django.db import connections

    os.environ.pop("DATABASE_OWNER_URL", None)
    connections["owner"].close()
    connections.settings["owner"].update(USER="", PASSWORD="", HOST="", PORT="", OPTIONS={})


def _keep_secret_key(path: Path) -> None:
    """Create the installation's secret key once, readable by its owner only."""
    if os.environ.get("HUJI_SECRET_KEY"):
        return
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
