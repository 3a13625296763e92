"""`huji register`: the register as a whole, for those who may."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.cli.progress import progress_of
from huji.standards import Refused, Text

if TYPE_CHECKING:
    from huji.facts.values import Where
    from huji.officers.queries import Appointed


@click.group()
def command() -> None:
    """Take the register as a whole, for those who may.

    \b
    Example:
      huji register export --as qian --reason 测算城区落户条件 --out people.parquet
    """


@command.command()
@click.option("--as", "username", required=True, help="Export as this officer: supervision (督查).")
@click.option("--reason", required=True, help="What it is for; enters the ledger, and each person sees it.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A new file.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day people are told of (default: today, Shanghai)."
)
@click.option("--division", default="", help="Only those registered where the code begins so.")
@click.option(
    "--to",
    metavar="DIVISION[:AREA]",
    help="The destination people are judged for, 12 digits; without it what depends on one is unknown.",
)
@click.option(
    "--codes",
    type=click.Choice(["words", "numbers"]),
    default="words",
    show_default=True,
    help="Codes as words, or as numbers with their words in the footer (quicker to evaluate).",
)
@HOME
@FORMAT
def export(
    username: str,
    reason: str,
    out: Path,
    on: datetime | None,
    division: str,
    to: str | None,
    codes: str,
    home: Path | None,
    form: str,
) -> None:
    """Export the population of the officer's area as a table for `huji policy evaluate` and `simulate`.

    One row a person, one column a fact, `person_id` the register's own; no names, no citizen numbers. The
    look at each person is noted before anything is read, and shows on the person's page; the export is one
    entry of the ledger. The file is written whole or not at all.

    \b
    Exit status: 0 exported; 2 not allowed, or wrong input.

    \b
    Examples:
      huji register export --as qian --reason 测算落户条件 --out people.parquet
      huji policy evaluate panjin-2015 people.parquet --to city_proper
    """
    with refusals(form):
        from huji.runtime.boot import boot, migrate

        boot(home, existing=True)
        migrate()
        from django.utils import timezone

        from huji.facts.acts.export_population import ExportPopulation, export_population

        officer = _officer(username)
        day = on.date() if on else timezone.localdate()
        where = _where(to, day) if to else None
        if not out.parent.is_dir():
            raise Refused(
                "no_such_folder", Text(f"没有目录“{out.parent}”。", f"There is no folder “{out.parent}”.")
            )
        statement = ExportPopulation(out, day, reason, division, where, codes == "words")
        with progress_of("人口 / people", shown=form == "text") as advance:
            done = export_population(statement, officer.id, advance)
    if form == "json":
        show(
            {
                "file": str(out),
                "persons": done.persons,
                "facts": done.facts,
                "entry": done.entry,
                "sha256": done.digest,
            }
        )
        return
    click.echo(
        str(
            Text(
                f"已导出 {done.persons:,} 人、{done.facts} 项事实，台账第 {done.entry} 号：{out}",
                f"{done.persons:,} people and {done.facts} facts exported, entry {done.entry}: {out}",
            )
        )
    )


def _officer(username: str) -> "Appointed":
    from huji.officers.queries import named

    found = named(username)
    if found is None or not found.active:
        raise Refused(
            "officer-unknown",
            Text(f"没有在岗的人员“{username}”。", f"There is no active officer “{username}”."),
        )
    return found


def _where(to: str, on: date) -> "Where":
    from huji import policy
    from huji.facts.values import Where
    from huji.places import queries as places

    division, _, area = to.partition(":")
    area = area or places.area_of(division, on) or ""
    if len(division) != 12 or not division.isdigit() or area not in policy.vocabulary().areas:
        raise Refused(
            "wrong_destination",
            Text(
                f"“{to}”不是 12 位区划代码和地域类型。",
                f"“{to}” is no division of 12 digits with a kind of area.",
            ),
            Text("例如 211103001001:city_proper。", "For example 211103001001:city_proper."),
        )
    return Where(division, area)
