"""What every subcommand needs: its options, the policies at hand, and how it refuses."""

import datetime as dt
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from huji import policy
from huji.policy import Fault, Faulty, Library, Pack, Text, Vocabulary, load_pack
from huji.policy.faults import suggestion
from huji.policy.published import with_published

_HOME = "huji.home"

HELP = {"help_option_names": ["-h", "--help"]}
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for a person, json for a machine.",
)
LANG = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the text."
)


def _at_home(context: click.Context, _: click.Parameter, home: Path | None) -> None:
    context.meta[_HOME] = home


HOME = click.option(
    "--home",
    type=click.Path(path_type=Path),
    expose_value=False,
    callback=_at_home,
    help="The installation whose published policies count too (HUJI_HOME, else .huji).",
)


DRAFTS = click.option(
    "--pack",
    "drafts",
    multiple=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="A pack file that counts besides those at hand, as if it were published.",
)


def at_hand(drafts: Iterable[str] = ()) -> Library:
    """Return the policies of the package, those the installation published and drafts; raise Faulty."""
    context = click.get_current_context(silent=True)
    home = context.meta.get(_HOME) if context else None
    packs = with_published(policy.packs(), home or os.environ.get("HUJI_HOME", ".huji"))
    for draft in drafts:
        packs = packs.with_pack(load_pack(draft, packs.vocabulary))
    return packs


def library() -> Library:
    """Return the policies at hand; leave with their faults."""
    try:
        return at_hand()
    except Faulty as error:
        refuse(error.faults)


def vocabulary() -> Vocabulary:
    """Return the vocabulary at hand; leave with its faults."""
    try:
        return policy.vocabulary()
    except Faulty as error:
        refuse(error.faults)


def named(name: str, on: dt.date | None = None) -> Pack:
    """Return the policy of a name (of a day, else the latest) or of a file; leave with its faults."""
    try:
        return read(name, on)
    except Faulty as error:
        refuse(error.faults)


def read(name: str, on: dt.date | None = None) -> Pack:
    """Return the policy of a name (of a day, else the latest) or of a file; raise Faulty."""
    if is_file(name):
        _refuse_folder(name)
        return load_pack(name)
    known = at_hand()
    if name not in known:
        _refuse_folder(name)
        near = suggestion(name, known.names)
        names = "、".join(known.names)
        text = Text(f"没有政策“{name}”{near.zh}（已有：{names}）", f'there is no policy "{name}"{near.en}')
        raise Faulty([Fault("policy", 0, "unknown-policy", text)])
    found = known.get(name, on)
    if found is None:
        text = Text(f"“{name}”在 {on} 没有施行", f'"{name}" is not in force on {on}')
        raise Faulty([Fault("--date", 0, "not-in-force", text)])
    return found


def _refuse_folder(name: str) -> None:
    if Path(name).is_dir():
        text = Text("这是文件夹，请给出政策包文件（.yaml）", "this is a folder: give a pack file (.yaml)")
        raise Faulty([Fault(name, 0, "folder", text)])


def is_file(name: str) -> bool:
    """Return whether a policy is given as a file, and not by its name."""
    return name.endswith((".yaml", ".yml")) or "/" in name


def refuse(faults: list[Fault] | tuple[Fault, ...]) -> NoReturn:
    """Print one line per fault and leave with 2."""
    # A fault of the vocabulary is met again with every pack.
    for fault in dict.fromkeys(str(fault) for fault in faults):
        click.echo(fault, err=True)
    sys.exit(2)


def print_json(value: Any) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
