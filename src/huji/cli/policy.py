"""`huji policy`: read, check and cover the settlement policies kept as data."""

import json
import sys
from typing import Any

import click

from huji.policy import Faulty, Library, Pack, load_pack, packs

FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For whom to print."
)
LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of the text.")


def refuse(faults: Faulty) -> None:
    """Print one line per fault on standard error and leave with status 2."""
    for fault in faults.faults:
        click.echo(str(fault), err=True)
    sys.exit(2)


def show_json(value: Any) -> None:
    """Print a value as indented JSON, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def library() -> Library:
    """Return the packs of the package, or leave with their faults."""
    try:
        return packs()
    except Faulty as faults:
        refuse(faults)
        raise


def named(pack: str) -> Pack:
    """Return a pack by its name or by the path of its file, or leave with its faults."""
    if pack.endswith((".yaml", ".yml")) or "/" in pack:
        try:
            return load_pack(pack)
        except Faulty as faults:
            refuse(faults)
    known = library()
    found = known.get(pack)
    if found is None:
        click.echo(f'没有名为“{pack}”的政策：{"、".join(known.names)} / no policy "{pack}"', err=True)
        sys.exit(2)
    return found


@click.group()
def command() -> None:
    """Read, check and cover policy packs (政策包).

    \b
    Examples:
      huji policy list
      huji policy check panjin-2015
      huji policy coverage src/huji/policies/liaoning/panjin-2015.yaml
    """


@command.command()
@click.argument("packs_", metavar="PACK...", nargs=-1, required=True)
def check(packs_: tuple[str, ...]) -> None:
    """Check packs by name or file; print each with its digest, or every fault with its line."""
    faulty = False
    for name in packs_:
        try:
            pack = load_pack(name) if name.endswith((".yaml", ".yml")) or "/" in name else named(name)
        except Faulty as faults:
            faulty = True
            for fault in faults.faults:
                click.echo(str(fault), err=True)
        else:
            click.echo(f"{pack.policy}  {pack.digest}  {pack.title.zh} / {pack.title.en}")
    sys.exit(2 if faulty else 0)
