"""`huji policy list` and what `show` shares with it: the header of a policy."""

from typing import Any

import click

from huji.cli.policy.at_hand import FORMAT, HELP, HOME, LANG, library, print_json
from huji.policy import Pack


@click.command("list", context_settings=HELP)
@HOME
@FORMAT
@LANG
def command(form: str, lang: str) -> None:
    """List the policies at hand: place, time, document, digest.

    \b
    Example:
      huji policy list --lang en
    """
    if form == "json":
        print_json([header(pack) for pack in library()])
        return
    for pack in library():
        until = pack.in_force_to or ""
        click.echo(f"{pack.policy:<18} {pack.in_force_from} – {until!s:<10}  {pack.title.in_language(lang)}")
        click.echo(f"{'':<18} {pack.document.name}  {' '.join(pack.applies_to) or '*'}  {pack.digest[:19]}…")


def header(pack: Pack) -> dict[str, Any]:
    """Return what a policy says of itself, as plain data."""
    return {
        "policy": pack.policy,
        "title": pack.title.as_dict(),
        "document": pack.document.name,
        "applies_to": list(pack.applies_to),
        "areas": list(pack.areas),
        "from": pack.in_force_from.isoformat(),
        "to": pack.in_force_to.isoformat() if pack.in_force_to else None,
        "superior": pack.superior,
        "digest": pack.digest,
    }
