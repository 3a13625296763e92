"""What every subcommand needs: its options, the policies at hand, and how it refuses."""

import json
import sys
from typing import Any, NoReturn

import click

from huji import policy
from huji.policy import Fault, Faulty, Library, Pack, Text, Vocabulary, load_pack
from huji.policy.faults import suggestion

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


def library() -> Library:
    """Return the policies at hand; leave with their faults."""
    try:
        return policy.packs()
    except Faulty as error:
        refuse(error.faults)


def vocabulary() -> Vocabulary:
    """Return the vocabulary at hand; leave with its faults."""
    try:
        return policy.vocabulary()
    except Faulty as error:
        refuse(error.faults)


def named(name: str) -> Pack:
    """Return the policy of a name or of a file; leave with its faults."""
    try:
        return read(name)
    except Faulty as error:
        refuse(error.faults)


def read(name: str) -> Pack:
    """Return the policy of a name or of a file; raise Faulty."""
    if name.endswith((".yaml", ".yml")) or "/" in name:
        return load_pack(name)
    known = policy.packs()
    found = known.get(name)
    if found is None:
        near = suggestion(name, known.names)
        names = "、".join(known.names)
        text = Text(f"没有政策“{name}”{near.zh}（已有：{names}）", f'there is no policy "{name}"{near.en}')
        raise Faulty([Fault("policy", 0, "unknown-policy", text)])
    return found


def refuse(faults: list[Fault] | tuple[Fault, ...]) -> NoReturn:
    """Print one line per fault and leave with 2."""
    # A fault of the vocabulary is met again with every pack.
    for fault in dict.fromkeys(str(fault) for fault in faults):
        click.echo(fault, err=True)
    sys.exit(2)


def print_json(value: Any) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
