"""`huji doctor`: the whole register looked over."""

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.cli.progress import progress
from huji.standards import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huji.quality.doctor import Finding


@click.command("doctor")
@HOME
@FORMAT
def command(home: Path | None, form: str) -> None:
    """Look the whole register over, changing nothing (体检).

    Every life tiled, every household headed, register and ledger agreeing, papers without gap, guards in
    force, nothing overdue. What is found is counted, the first ten named by id, never by name or citizen
    number.

    \b
    Exit status: 0 sound (what is only due may be listed); 1 something is ill; 2 wrong input.

    \b
    Examples:
      huji doctor
      huji doctor --format json
    """
    with refusals(form), owner(home) as connection:
        from huji.quality.doctor import examine, examining

        with progress(len(examining.CHECKS), "体检 / doctor") as advance:
            findings = examine(connection, tell=lambda check: advance(1))
    ill = [one for one in findings if one.count and one.check.weight == "ill"]
    if form == "json":
        show({"sound": not ill, "checks": [_record(one) for one in findings]})
    else:
        _tell(findings, len(ill))
    sys.exit(1 if ill else 0)


@contextmanager
def owner(home: Path | None) -> "Iterator[Any]":
    """Connect as the owner of the schema, who sees every row."""
    from huji.cli.ledger import ledger_of

    with ledger_of(home) as connection:
        yield connection


def _record(one: "Finding") -> dict[str, Any]:
    check = one.check
    return {
        "code": check.code,
        "weight": check.weight.value,
        "count": one.count,
        "examples": list(one.examples),
        "skipped": one.skipped,
        "title": {"zh": check.title.zh, "en": check.title.en},
        "finding": {"zh": one.said.zh, "en": one.said.en},
        "meaning": {"zh": check.meaning.zh, "en": check.meaning.en},
        "remedy": {"zh": check.remedy.zh, "en": check.remedy.en},
    }


def _tell(findings: "list[Finding]", ill: int) -> None:
    for one in findings:
        if not one.count:
            continue
        mark = Text("病", "ILL") if one.check.weight == "ill" else Text("待办", "due")
        click.echo(f"{mark}  {one.check.code}  {one.check.title}")
        click.echo(f"    {one.said.zh}\n    {one.said.en}")
        more = " …" if one.count > len(one.examples) else ""
        click.echo(f"    {', '.join(one.examples)}{more}")
        click.echo(f"    → {one.check.remedy.zh}\n      {one.check.remedy.en}")
    due = sum(1 for one in findings if one.count) - ill
    asked = sum(1 for one in findings if not one.skipped)
    verdict = (
        Text(f"{asked} 项检查，{ill} 项有病。", f"{asked} checks, {ill} ill.")
        if ill
        else Text(f"{asked} 项检查，健康。", f"{asked} checks, sound.")
    )
    waits = (
        Text(f"另有 {due} 项待办。", f" {due} more {'is' if due == 1 else 'are'} due.")
        if due
        else Text("", "")
    )
    click.echo(f"{verdict.zh}{waits.zh} / {verdict.en}{waits.en}")
