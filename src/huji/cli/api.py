"""`huji api`: tokens with which an officer's programs read the register (docs/api.md)."""

from pathlib import Path

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.cli.officer import _boot, _who
from huji.standards import Text


@click.group()
def command() -> None:
    """Let programs read the register over HTTP, each as an officer.

    \b
    Example:
      huji api token issue zhao --label 统计核对 --days 90
    """


@command.group()
def token() -> None:
    """Issue, list and revoke bearer tokens.

    \b
    Example:
      huji api token list
    """


@token.command()
@click.argument("username")
@click.option("--label", required=True, help="What the token is for, in words.")
@click.option("--days", type=click.IntRange(1, 400), default=90, show_default=True, help="Good for how long.")
@HOME
@FORMAT
def issue(username: str, label: str, days: int, home: Path | None, form: str) -> None:
    """Issue a token to an officer's program; it is shown once and kept nowhere.

    \b
    Example:
      huji api token issue zhao --label 统计核对 --days 90
    """
    with refusals(form):
        _boot(home)
        from django.utils import timezone

        from huji.officers import tokens

        issued = tokens.issue(username, label, days, timezone.now(), _who())
    until = issued.expires.date().isoformat()
    if form == "json":
        show({"id": issued.id, "token": issued.secret, "expires": issued.expires.isoformat()})
        return
    click.echo(issued.secret)
    click.echo(
        str(
            Text(
                f"令牌 {issued.id}，{username} 用，至 {until}。只显示这一次。",
                f"Token {issued.id} of {username}, good until {until}. It is not shown again.",
            )
        ),
        err=True,
    )


@token.command()
@click.argument("number", type=int)
@HOME
@FORMAT
def revoke(number: int, home: Path | None, form: str) -> None:
    """Revoke a token at once.

    \b
    Example:
      huji api token revoke 3
    """
    with refusals(form):
        _boot(home)
        from huji.officers import tokens

        tokens.revoke(number, _who())
    if form == "json":
        show({"id": number, "revoked": True})
    else:
        click.echo(str(Text(f"令牌 {number} 已撤销。", f"Token {number} is revoked.")))


@token.command("list")
@click.option("--officer", "username", help="Of one officer alone.")
@HOME
@FORMAT
def list_(username: str | None, home: Path | None, form: str) -> None:
    """List tokens: whose, what for, until when.

    \b
    Example:
      huji api token list --officer zhao --format json
    """
    with refusals(form):
        _boot(home)
        from huji.officers import tokens

        kept = tokens.tokens(username)
    if form == "json":
        show(
            {
                "tokens": [
                    {
                        "id": one.id,
                        "officer": one.username,
                        "label": one.label,
                        "made": one.made.isoformat(),
                        "expires": one.expires.isoformat(),
                        "revoked": one.revoked,
                    }
                    for one in kept
                ]
            }
        )
        return
    for one in kept:
        state = Text("已撤销", "revoked") if one.revoked else Text("有效至", "until")
        click.echo(f"{one.id}  {one.username}  {one.label}  {state} {one.expires.date()}")
