"""`huji ledger rebuild`: the register built anew from its ledger, and compared."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.standards import Text

if TYPE_CHECKING:
    from huji.quality.rebuilding import Rebuilt

STAGES = {
    "register": Text("读取户籍", "reading the register"),
    "source": Text("读取原始数据", "reading what it began with"),
    "entries": Text("重演台账", "replaying the entries"),
    "compare": Text("逐表比较", "comparing the tables"),
}


@click.command("rebuild")
@click.option("--trust-genesis", is_flag=True, help="Take rows whose source was not kept from the register.")
@click.option(
    "--scratch",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Where the scratch database lies while it is needed; it holds the whole register.",
)
@HOME
@FORMAT
def command(trust_genesis: bool, scratch: Path | None, home: Path | None, form: str) -> None:
    """Build the register anew from its ledger and hold it against the register (重建核对).

    The frozen source of the first entry and the results of all others, replayed by other code than the acts'
    into a scratch database, are compared table by table. Nothing of the register is written.

    \b
    Exit status: 0 equal; 1 not equal, the differences are named; 2 wrong input, or a source is gone.

    \b
    Examples:
      huji ledger rebuild
      huji ledger rebuild --scratch /fast/disk --format json
    """
    from huji.cli.ledger import ledger_of

    with refusals(form), ledger_of(home) as connection:
        from huji.quality.rebuilding import rebuild

        shown = form == "text" and sys.stderr.isatty()
        told = rebuild(
            connection,
            Path(os.environ["HUJI_HOME"]),
            trust_genesis=trust_genesis,
            scratch=scratch,
            tell=lambda stage: click.echo(f"… {STAGES[stage]}", err=True) if shown else None,
        )
    if form == "json":
        tables = [
            {
                "table": one.table, "equal": one.equal, "rows": one.rows, "digest": one.digest,
                "rebuilt": one.rebuilt, "rebuilt_digest": one.rebuilt_digest,
                "only_register": one.only_register, "only_ledger": one.only_ledger,
                "examples": list(one.examples),
            }
            for one in told.tables
        ]  # fmt: skip
        show({"equal": told.equal, "entries": told.entries, "trusted": told.trusted, "tables": tables})
    else:
        _tell(told)
    sys.exit(0 if told.equal else 1)


def _tell(told: "Rebuilt") -> None:
    for one in told.tables:
        mark = "=" if one.equal else "≠"
        click.echo(
            f"{mark} {one.table:<22} {one.rows:>12,} {one.digest}  {one.rebuilt:>12,} {one.rebuilt_digest}"
        )
        if not one.equal:
            differs = Text(
                f"只在户籍中 {one.only_register:,} 行，只在台账中 {one.only_ledger:,} 行",
                f"{one.only_register:,} rows only in the register, {one.only_ledger:,} only by the ledger",
            )
            click.echo(f"    {differs}")
            for example in one.examples:
                click.echo(f"    {example}")
    if told.trusted:
        trusted = Text(
            f"其中 {told.trusted:,} 行的来源未保存，照户籍取用。",
            f"{told.trusted:,} rows came from the register itself: their source was not kept.",
        )
        click.echo(str(trusted))
    verdict = (
        Text(
            f"重演 {told.entries:,} 条，与户籍一致。",
            f"{told.entries:,} entries replayed: the register is theirs.",
        )
        if told.equal
        else Text(
            f"重演 {told.entries:,} 条，与户籍不一致。", f"{told.entries:,} entries replayed: it differs."
        )
    )
    click.echo(str(verdict))
