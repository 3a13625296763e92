"""`huji policy schema`: what editors complete packs with."""

import json

import click

from huji.cli.policy.at_hand import HELP, vocabulary
from huji.policy.schema import schema as schema_of


@click.command("schema", context_settings=HELP)
def command() -> None:
    """Print the JSON Schema of packs, for editors.

    \b
    Example:
      huji policy schema > pack.schema.json
    """
    click.echo(json.dumps(schema_of(vocabulary()), ensure_ascii=False, indent=2))
