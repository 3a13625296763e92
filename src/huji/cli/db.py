"""`huji db`: the embedded PostgreSQL of an installation, and the schema in it."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from huji.standards import Refused, Text

FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For whom to print."
)
HOME = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="The installation's directory (HUJI_HOME).",
)
# What the machine or the ledger, not the caller, did wrong.
FAILURES = {
    "db.start", "db.stop", "db.initdb", "db.silent", "db.locked", "ledger.tampered", "conversion.no_room",
    "conversion.server", "backup.failed", "backup.archive", "restore.failed", "restore.damaged",
    "restore.gap", "restore.no_room",
}  # fmt: skip
STATES = {
    "running": Text("运行中", "running"),
    "starting": Text("进程在，尚未应答", "alive, not answering yet"),
    "stopped": Text("已停止", "stopped"),
    "absent": Text("尚未建立", "not made yet"),
    "own": Text("使用自己的服务器（DATABASE_URL）", "a server of one's own (DATABASE_URL)"),
}


@contextlib.contextmanager
def refusals(form: str) -> Iterator[None]:
    """Print a refusal and leave: status 2 for wrong input, 1 for a server that fails."""
    try:
        try:
            yield
        except Exception as error:
            if "django" in sys.modules and not isinstance(error, Refused):
                from huji.runtime import closing

                if closing.explains(error):
                    raise closing.refusal() from error
            raise
    except Refused as refused:
        if form == "json":
            hint = refused.hint
            show(
                {
                    "error": refused.code,
                    "text": {"zh": refused.text.zh, "en": refused.text.en},
                    "hint": {"zh": hint.zh, "en": hint.en} if hint else None,
                }
            )
        else:
            click.echo(str(refused.text), err=True)
            if refused.hint:
                click.echo(str(refused.hint), err=True)
        sys.exit(1 if refused.code in FAILURES else 2)


def show(value: dict[str, Any]) -> None:
    """Print a value as JSON, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def directory(home: Path | None) -> Path:
    """Return the data directory of an installation's embedded database."""
    return (home or Path(os.environ.get("HUJI_HOME", ".huji"))).resolve() / "postgres"


def only_embedded() -> None:
    """Refuse what can only be done to the embedded server when DATABASE_URL names another."""
    if "DATABASE_URL" in os.environ:
        raise Refused(
            "db.own",
            Text("已设 DATABASE_URL：使用自己的服务器。", "DATABASE_URL is set: the server is your own."),
            Text(
                "请用它自己的工具启停，或取消 DATABASE_URL。",
                "Start and stop it yourself, or unset DATABASE_URL.",
            ),
        )


def described(home: Path | None) -> dict[str, Any]:
    """Return what `huji db status` reports, as one flat record."""
    from huji.runtime import embedded, own_server

    if url := os.environ.get("DATABASE_URL"):
        own_server.check(url, os.environ.get("DATABASE_OWNER_URL"))
        return {"state": "own"}
    found = embedded.status(directory(home))
    record: dict[str, Any] = {"state": found.state, "data": str(found.data_dir), "pid": found.pid}
    if server := found.server:
        started = server.started.isoformat(timespec="seconds")
        record |= {"version": server.version, "socket": str(server.socket), "started": started}
    return record


def tell(record: dict[str, Any], form: str) -> None:
    """Print a status record."""
    if form == "json":
        show(record)
        return
    click.echo(f"PostgreSQL {record.get('version', '')}: {STATES[record['state']]}".replace(" :", ":"))
    names = {
        "data": "数据 / data",
        "pid": "进程 / pid",
        "socket": "套接字 / socket",
        "started": "启动 / started",
    }
    for key, name in names.items():
        if record.get(key) is not None:
            click.echo(f"  {name}: {record[key]}")


@click.group()
def command() -> None:
    """Start, stop and migrate the database (数据库).

    \b
    Examples:
      huji db start
      huji db status --format json
      huji db psql -- -c 'select count(*) from ledger_entry'
    """


@command.command()
@HOME
@FORMAT
def start(home: Path | None, form: str) -> None:
    """Start the embedded server, or find it running.

    \b
    Example:
      huji db start --home /srv/huji
    """
    with refusals(form):
        only_embedded()
        from huji.runtime import embedded

        embedded.ensure(directory(home))
        tell(described(home), form)


@command.command()
@HOME
@FORMAT
def stop(home: Path | None, form: str) -> None:
    """Stop the embedded server; open transactions are rolled back, what is committed stays.

    \b
    Example:
      huji db stop
    """
    with refusals(form):
        only_embedded()
        from huji.runtime import embedded

        was_running = embedded.stop(directory(home))
    said = Text("已停止。", "Stopped.") if was_running else Text("本未运行。", "It was not running.")
    if form == "json":
        show({"state": "stopped", "was_running": was_running})
    else:
        click.echo(str(said))


@command.command()
@HOME
@FORMAT
def status(home: Path | None, form: str) -> None:
    """Say whether the server runs, without touching it. Exit status 0 when it does, 3 when it does not.

    \b
    Example:
      huji db status --format json
    """
    with refusals(form):
        record = described(home)
    tell(record, form)
    sys.exit(0 if record["state"] in ("running", "own") else 3)


@command.command(context_settings={"ignore_unknown_options": True})
@click.option("--as", "login", type=click.Choice(["owner", "app"]), default="owner", show_default=True)
@HOME
@click.argument("arguments", nargs=-1, metavar="[-- PSQL ARGUMENTS]")
def psql(login: str, home: Path | None, arguments: tuple[str, ...]) -> None:
    """Open psql on the database; the server is started if need be.

    \b
    Examples:
      huji db psql
      huji db psql --as app -- -c 'select current_user'
    """
    with refusals("text"):
        url = _url(login, home)
        from psycopg.conninfo import conninfo_to_dict, make_conninfo

        from huji.runtime import premises

        parts = conninfo_to_dict(url)
        # Every user of the machine may read a command line, so the password goes by the environment.
        secret = {"PGPASSWORD": str(parts.pop("password"))} if "password" in parts else {}
        program = premises.shipped() / "bin" / "psql"
    target = make_conninfo("", **{key: value for key, value in parts.items() if value is not None})
    done = subprocess.run([program, target, *arguments], env={**os.environ, **secret}, check=False)
    sys.exit(done.returncode)


@command.command()
@click.option(
    "--backup-to",
    type=click.Path(path_type=Path, file_okay=False),
    help="Take a backup here before anything is changed (the embedded server's).",
)
@HOME
@FORMAT
def migrate(backup_to: Path | None, home: Path | None, form: str) -> None:
    """Bring the schema up to this version of Huji, as the database's owner.

    Migrations only go forward; one process migrates at a time, and a schema of a newer version is refused.
    At a terminal a backup is offered first, where there is something to lose.

    \b
    Examples:
      huji db migrate
      huji db migrate --backup-to /mnt/backups
    """
    from huji.runtime import boot

    with refusals(form):
        own = "DATABASE_URL" in os.environ
        boot.boot(home)
        if "DATABASE_OWNER_URL" not in os.environ:
            raise Refused("db.no_owner", *_NO_OWNER)
        from django.db import connections

        from huji.runtime import migrating

        if migrating.pending(connections["owner"]) and migrating.holds_acts(connections["owner"]):
            _back_up(backup_to, home, form, own=own)
        applied = migrating.migrate()
    if form == "json":
        show({"applied": applied})
    else:
        nothing = Text("已是最新。", "Nothing to do: the schema is up to date.")
        click.echo(
            str(Text(f"已应用 {applied} 项迁移。", f"Applied {applied} migrations.") if applied else nothing)
        )


def _back_up(place: Path | None, home: Path | None, form: str, *, own: bool) -> None:
    """Take the backup asked for, or offer one to whoever sits at a terminal."""
    if own:
        if place:
            raise Refused(
                "backup.own",
                Text(
                    "使用自己的服务器：请用它自己的工具备份。",
                    "The server is your own: back it up with its own tools.",
                ),
            )
        return
    if place is None and form == "text" and sys.stdin.isatty() and sys.stderr.isatty():
        asked = Text("升级前备份到（留空不备份）", "Back up before upgrading, into (empty: no backup)")
        answer = click.prompt(str(asked), default="", show_default=False, err=True)
        place = Path(answer) if answer else None
    if place is None:
        return
    from huji.cli.backup import ledger_of
    from huji.runtime import embedded
    from huji.runtime.backups import taking

    root = directory(home).parent
    server = embedded.ensure(root / "postgres")
    taken = taking.take(server, root, place, ledger_of(server, root))
    if form == "text":
        click.echo(str(Text(f"已备份：{taken.base.directory}", f"Backed up: {taken.base.directory}")))


_NO_OWNER = (
    Text("未设 DATABASE_OWNER_URL。", "DATABASE_OWNER_URL is not set."),
    Text("请设为数据库所有者的地址。", "Set it to the address of the database's owner."),
)


def _url(login: str, home: Path | None) -> str:
    if "DATABASE_URL" in os.environ:
        url = os.environ.get("DATABASE_OWNER_URL" if login == "owner" else "DATABASE_URL")
        if url is None:
            raise Refused("db.no_owner", *_NO_OWNER)
        return url
    from huji.runtime import embedded

    server = embedded.ensure(directory(home))
    return server.owner_url if login == "owner" else server.app_url
