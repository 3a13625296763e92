"""`huji officer`: appoint and dismiss those who act. Each is an entry in the ledger."""

import getpass
import os
import sys
from pathlib import Path

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.standards import Refused, Text

ROLES = ["counter", "review", "approve", "supervise", "draft", "publish", "operate"]


@click.group()
def command() -> None:
    """Appoint, dismiss and list officers.

    \b
    Example:
      huji officer appoint zhao --name 赵明 --role counter --office 振兴派出所
    """


@command.command()
@click.argument("username")
@click.option("--name", required=True, help="The name that acts and papers show.")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--office", help="The registration office by name; none for the operator.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, not the terminal."
)
@HOME
@FORMAT
def appoint(
    username: str,
    name: str,
    role: str,
    office: str | None,
    password_stdin: bool,
    home: Path | None,
    form: str,
) -> None:
    """Appoint an officer; the first password is asked for and told to nobody.

    \b
    Example:
      huji officer appoint zhao --name 赵明 --role counter --office 振兴派出所
    """
    with refusals(form):
        _boot(home)
        from huji.officers import acts
        from huji.officers.roles import Role

        at = _office(office)
        password = _password(password_stdin)
        officer = acts.appoint(acts.Appoint(username, name, Role(role), at, password), _who())
    if form == "json":
        show({"id": officer, "username": username, "role": role, "office": at})
    else:
        click.echo(str(Text(f"已任命{name}（{username}）。", f"{name} ({username}) is appointed.")))


@command.command()
@click.argument("username")
@HOME
@FORMAT
def dismiss(username: str, home: Path | None, form: str) -> None:
    """Close an officer's account at once; what was signed stays signed.

    \b
    Example:
      huji officer dismiss zhao
    """
    with refusals(form):
        _boot(home)
        from huji.officers import acts

        acts.dismiss(username, _who())
    if form == "json":
        show({"username": username, "active": False})
    else:
        click.echo(str(Text(f"{username} 已停用。", f"{username} is dismissed.")))


@command.command("list")
@HOME
@FORMAT
def list_(home: Path | None, form: str) -> None:
    """List the active officers by office.

    \b
    Example:
      huji officer list --format json
    """
    with refusals(form):
        _boot(home)
        from huji.officers.queries import all_active
        from huji.places import queries as places

        offices = {office.id: office.name for office in places.offices()}
        rows = [
            {
                "username": one.username,
                "name": one.full_name,
                "role": one.role.value,
                "office": offices.get(one.office or 0),
            }
            for one in all_active()
        ]
    if form == "json":
        show({"officers": rows})
        return
    for row in rows:
        click.echo("  ".join(str(value or "—") for value in row.values()))


def _boot(home: Path | None) -> None:
    """Set Django up; only after it may the rooms with models be imported."""
    from huji.runtime.boot import boot, migrate

    boot(home)
    migrate()


def _office(name: str | None) -> int | None:
    from huji.places import queries as places

    if name is None:
        return None
    found = [office.id for office in places.offices() if office.name == name]
    if not found:
        raise Refused(
            "office.unknown",
            Text(f"没有“{name}”。", f"There is no office “{name}”."),
            Text("先用 huji places import 录入派出所。", "Enter the offices first: huji places import."),
        )
    return found[0]


def _password(from_stdin: bool) -> str:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    if from_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("密码 / Password", hide_input=True, confirmation_prompt=True, err=True)
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(
            "officer.password",
            Text(
                "密码太弱：至少 12 个字符，且不能是常见密码。",
                "The password is too weak: twelve characters at least, and no common one.",
            ),
        ) from error
    return str(password)


def _who() -> str:
    """Return the operating-system account that orders it, for the ledger."""
    try:
        return f"os:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"os:{os.getuid()}"
