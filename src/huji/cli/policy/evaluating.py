"""`huji policy evaluate`: a whole population under one policy."""

import csv
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huji.cli import output
from huji.cli.policy.at_hand import HELP, HOME, LANG, library, print_json, read, refuse
from huji.policy import Faulty, Pack

if TYPE_CHECKING:
    from huji.policy.population import Evaluation

_WORDS = {
    "people": ("人数", "people"),
    "eligible": ("符合", "eligible"),
    "undetermined": ("待定", "undetermined"),
    "ineligible": ("不符合", "ineligible"),
    "not_covered": ("不适用", "not covered"),
    "division": ("区划", "division"),
    "area": ("地域", "area"),
    "age": ("年龄", "age"),
}


@click.command("evaluate", context_settings=HELP)
@click.argument("pack")
@click.argument("population", type=click.Path(path_type=Path))
@click.option(
    "--to", required=True, metavar="AREA|columns", help="Where to; `columns`: where each one's says."
)
@click.option("--division", metavar="CODE", help="The division settled in; else the policy's place.")
@click.option(
    "--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="A day on which the policy must be in force."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write everybody's result here.")
@output.FORCE
@click.option("--by", metavar="division,area,age", default="", help="Count in groups; any of the three.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "polars", "duckdb", "spark"]),
    default="auto",
    show_default=True,
    help="What computes; auto is the fastest here.",
)
@HOME
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="text for a person, json for a machine, csv for the groups.",
)
@LANG
def command(
    pack: str,
    population: Path,
    to: str,
    division: str | None,
    on: dt.datetime | None,
    out: Path | None,
    force: bool,
    by: str,
    engine: str,
    form: str,
    lang: str,
) -> None:
    """Evaluate a whole POPULATION (a Parquet file) under a policy: who may settle, by which route.

    A column is a fact of the vocabulary with __ for the dot (dwelling__tenure); NULL is unknown, and so is a
    fact without a column. A value nobody can have is refused with its row. The result has for each person the
    outcome, the granting route, the number of unknown facts among those that the routes and prohibitions open
    at the destination read, and the value of each of them: true, false, or NULL where unknown.

    \b
    Examples:
      huji policy evaluate panjin-2015 people.parquet --to city_proper
      huji policy evaluate qiqihar-2008 people.parquet --to columns --by division,age --out result.parquet
    """
    from huji.policy import population as rooms

    day = on.date() if on else None
    groups = [name.strip() for name in by.split(",") if name.strip()]
    for name in groups:
        if name not in rooms.GROUPS:
            raise click.BadParameter(f"{name} ({', '.join(rooms.GROUPS)})", param_hint="--by")
    try:
        chosen = read(pack, day)
        people = rooms.Population(population, library().vocabulary)
        rooms.in_force(chosen, day, library())
        where = rooms.destination(chosen, to, division, library(), people)
        inputs = [population, chosen.file]
        with (
            output.replacing(out, inputs=inputs, force=force) as file,
            _progress(people.rows) as advance,
        ):
            found = rooms.evaluate(chosen, people, where, engine=engine, by=groups, out=file, advance=advance)
    except Faulty as error:
        refuse(error.faults)
    if form == "json":
        print_json(found.as_dict())
    elif form == "csv":
        _csv(found)
    else:
        _tell(found, chosen, 0 if lang == "zh" else 1)
    _notes(found, 0 if lang == "zh" else 1)


@contextmanager
def _progress(people: int) -> Iterator[Callable[[int], None]]:
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    with click.progressbar(length=people, label="人口 / people", file=sys.stderr) as bar:
        yield bar.update


def _rows(found: "Evaluation") -> tuple[list[str], list[list[str]]]:
    """Return the table of groups; without groups, one row of everybody."""
    if found.groups is not None:
        names = found.groups.columns
        rows = [["" if cell is None else str(cell) for cell in row] for row in found.groups.rows()]
        return list(names), rows
    return ["people", *found.outcomes], [[str(found.people), *(str(n) for n in found.outcomes.values())]]


def _csv(found: "Evaluation") -> None:
    names, rows = _rows(found)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(names)
    out.writerows(rows)


def _tell(found: "Evaluation", pack: Pack, lang: int) -> None:
    language = ("zh", "en")[lang]
    click.echo(f"{pack.title.in_language(language)}（{found.policy}）→ {found.to}")
    click.echo(f"{_WORDS['people'][lang]}  {found.people:,}")
    counts = {**found.outcomes, **({"not_covered": found.not_covered} if found.not_covered else {})}
    for name, count in counts.items():
        click.echo(f"  {_WORDS[name][lang]:<14} {count:>12,}  {_share(count, found.people)}")
    click.echo(("准予依据（首个成立的途径）", "Granted by (the first true route)")[lang])
    titles = {route.id: route.title.in_language(language) for route in pack.routes}
    for id_, count in found.granted.items():
        click.echo(f"  {count:>12,}  {titles[id_]}（{id_}）")
    if found.groups is not None:
        _table(found.groups.columns, found.groups.rows(), lang)
    if found.out:
        click.echo(f"→ {found.out}")


def _table(names: Sequence[str], rows: Iterable[Sequence[Any]], lang: int) -> None:
    """Print groups under their heads: what is counted to the right, with thousands apart."""
    unknown = ("（不明）", "(unknown)")[lang]
    lines = [[unknown if cell is None else cell for cell in row] for row in rows]
    counted = [
        all(type(row[place]) is int for row in lines) and name not in ("division", "area", "age")
        for place, name in enumerate(names)
    ]
    told = [[_WORDS[name][lang] for name in names]]
    told += [
        [f"{cell:,}" if count else str(cell) for cell, count in zip(row, counted, strict=True)]
        for row in lines
    ]
    widths = [max(_width(cell) for cell in column) for column in zip(*told, strict=True)]
    for line in told:
        cells = (
            " " * (width - _width(cell)) + cell if count else cell + " " * (width - _width(cell))
            for cell, width, count in zip(line, widths, counted, strict=True)
        )
        click.echo("  ".join(cells).rstrip())


def _notes(found: "Evaluation", lang: int) -> None:
    """Say once, on standard error, what was not there."""
    if found.missing_columns:
        names = ", ".join(found.missing_columns)
        words = ("缺少的列按未知处理", "columns that are missing, so unknown of everybody")[lang]
        click.echo(f"{words}: {names}", err=True)
    for name, near in found.strays.items():
        also = f" → {near}?" if near else ""
        words = ("不是事实的列，未读取", "a column that is no fact, not read")[lang]
        click.echo(f"{words}: {name}{also}", err=True)


def _share(count: int, people: int) -> str:
    return f"{count / people:6.1%}" if people else ""


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
