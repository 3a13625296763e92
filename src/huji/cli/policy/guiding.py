"""`huji policy guide`: the citizen's guide to a policy."""

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from huji.cli import output
from huji.cli.policy.at_hand import HELP, HOME, LANG, library, named, refuse
from huji.policy import Fault, Faulty, Text
from huji.standards import Refused


@click.command("guide", context_settings=HELP)
@click.argument("pack")
@LANG
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "md", "pdf"]),
    default="md",
    show_default=True,
    help="html and pdf stand by themselves; md is GitHub's Markdown.",
)
@click.option(
    "--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="The version in force on a day; else the latest."
)
@HOME
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@output.FORCE
def command(pack: str, lang: str, form: str, on: datetime | None, out: Path | None, force: bool) -> None:
    """Write the citizen's guide to PACK: for each way to settle who, where, conditions, companions, papers.

    It is complete and made from the pack alone; where the document sets no time limit, the limits of this
    installation's procedure are told as such. Without --out it goes to standard output. The same pack gives
    the same bytes.

    \b
    Examples:
      huji policy guide panjin-2015
      huji policy guide lincang-2015 --lang en --format html --out guide.html
      huji policy guide panjin-2015 --format pdf --out guide.pdf
    """
    known, found = library(), named(pack, on.date() if on else None)
    if form == "pdf" and out is None and sys.stdout.isatty():
        text = Text("PDF 不能显示在终端上，请用 --out 指定文件", "a PDF is no text: name a file with --out")
        refuse([Fault("--out", 0, "no-file", text)])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huji.runtime.settings")
    from huji.cases import promises
    from huji.documents import guide as paper
    from huji.policy import guide

    try:
        made = paper.guide_of(found, known, promises.of_settling())
        laid = guide.outline(made, lang)
        if form == "pdf":
            written = paper.pdf(laid, found.in_force_from)
        else:
            written = (guide.page(laid) if form == "html" else guide.markdown(laid)).encode()
    except Refused as refused:
        refuse([Fault(pack, 0, refused.code, Text(refused.text.zh, refused.text.en))])
    if out is None:
        sys.stdout.buffer.write(written)
        sys.stdout.flush()
        return
    try:
        output.write(out, written, inputs=[found.file], force=force)
    except Faulty as error:
        refuse(error.faults)
    click.echo(f"{out}  {len(written):,} B")
