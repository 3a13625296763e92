"""`huji round`: rounds of points from outside the pages."""

import sys
from pathlib import Path

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.runtime.boot import boot, migrate


@click.group()
def command() -> None:
    """Look at rounds of points (积分轮次) from outside the pages.

    \b
    Example:
      huji round replay 2026-01
    """


@command.command()
@click.argument("number")
@HOME
@FORMAT
def replay(number: str, home: Path | None, form: str) -> None:
    """Reckon round NUMBER again: scores from the facts and scheme it keeps, places from the scores.

    \b
    Exit status: 0 everything the same, 1 something differs, 2 no such round.

    \b
    Example:
      huji round replay 2026-01 --home .huji/demo
    """
    with refusals(form):
        boot(home, existing=True)
        migrate()
        from huji.rounds.replay import replay as again
        from huji.runtime.db import set_area

        set_area("*")
        found = again(number)
    if form == "json":
        show(
            {
                "round": found.round,
                "equal": found.equal,
                "scores": found.scores,
                "differing": list(found.differing),
                "places_differ": list(found.places_differ),
            }
        )
    elif found.equal:
        click.echo(f"轮次 {number}：{found.scores} 个计分重算一致 / all scores ({found.scores}) are the same")
    else:
        for place in found.differing:
            click.echo(f"轮次 {number} 第 {place} 号：计分不同 / no. {place}: the score differs")
        for place in found.places_differ:
            click.echo(f"轮次 {number} 第 {place} 号：排名不同 / no. {place}: the place differs")
    sys.exit(0 if found.equal else 1)
