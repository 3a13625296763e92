"""`huji case`: replaying decisions."""

import json
import sys

import click

from huji.runtime.boot import boot
from huji.standards import Refused


@click.group()
def command() -> None:
    """Look at cases from outside the pages.

    \b
    Example:
      huji case replay 2026-001-00012
    """


@command.command()
@click.argument("number")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def replay(number: str, form: str) -> None:
    """Decide case NUMBER again from the law, zones and facts it keeps by digest, and compare byte for byte.

    \b
    Exit status: 0 the same, 1 it differs, 2 no such case, or nothing to compare.

    \b
    Example:
      huji case replay 2026-001-00012 --format json
    """
    try:
        boot()
        from huji.cases.replay import replay as again
        from huji.runtime.db import set_area

        set_area("*")
        found = again(number)
    except Refused as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    if found is None:
        click.echo(f"没有案件 {number} / there is no case {number}", err=True)
        sys.exit(2)
    if form == "json":
        said = {
            "case": found.number,
            "equal": found.equal,
            "outcome": found.outcome,
            "differences": [{"zh": one.zh, "en": one.en} for one in found.differences],
            "kept": json.loads(found.kept),
            "computed": json.loads(found.computed),
        }
        click.echo(json.dumps(said, ensure_ascii=False))
    elif found.equal:
        click.echo(f"案件 {number}：重新计算一致（{found.outcome}）/ the same decision ({found.outcome})")
    else:
        for difference in found.differences:
            click.echo(f"案件 {number}：{difference}")
    sys.exit(0 if found.equal else 1)
