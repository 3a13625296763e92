"""`huji policy simulate`: two policies compared over a whole population."""

import csv
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from huji.cli import output
from huji.cli.policy.at_hand import HELP, HOME, LANG, library, named, print_json, refuse
from huji.cli.progress import progress
from huji.policy import Fault, Faulty, Pack, Text


@click.command("simulate", context_settings=HELP)
@click.option("--from", "old", required=True, metavar="PACK", help="The policy as it is.")
@click.option("--to", "new", required=True, metavar="DRAFT", help="The policy it would become.")
@click.argument("population", type=click.Path(path_type=Path))
@click.option(
    "--to-area", default="columns", show_default=True, metavar="AREA|columns",
    help="Where to; `columns`: where each one's says.",
)  # fmt: skip
@click.option("--division", metavar="CODE", help="The division settled in; else the policy's place.")
@click.option(
    "--take-up", type=click.FloatRange(0, 1), default=0.3, show_default=True,
    callback=lambda _, __, share: _share(share), help="The share of those eligible who settle.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the tables here, as CSV.")
@click.option(
    "--chart", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with charts here."
)
@click.option(
    "--cells", type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the cells here, and read them from here instead of the people where they fit.",
)  # fmt: skip
@output.FORCE
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
    help="text for a person, json for a machine, csv for the tables.",
)  # fmt: skip
@HOME
@LANG
def command(
    old: str,
    new: str,
    population: Path,
    to_area: str,
    division: str | None,
    take_up: float,
    out: Path | None,
    chart: Path | None,
    cells: Path | None,
    force: bool,
    form: str,
    lang: str,
) -> None:
    """Compare a policy with a draft over a whole POPULATION: who gains, who loses, through which clause.

    Counts are by county, area, age and sex; those below 10 are withheld there. What cannot be determined is
    kept apart. The urban share of the registered is told now, and if those eligible settle at the take-up.

    \b
    Examples:
      huji policy simulate --from liaoning-2015 --to panjin-2015 people.parquet
      huji policy simulate --from panjin-2015 --to draft.yaml people.parquet --out who.csv --chart who.html
    """
    from huji.cli.policy.picturing import page

    before, after = named(old), named(new)
    _warn(before, after)
    try:
        inputs: list[Path | str] = [population, before.file, after.file]
        with (
            output.replacing(cells, inputs=inputs, others=(out, chart), force=True) as kept,
            output.replacing(out, inputs=inputs, others=(chart,), force=force) as tables,
            output.replacing(chart, inputs=inputs, force=force) as charts,
        ):
            told = _compared(before, after, population, to_area, division, take_up, kept)
            words, table = library().vocabulary, io.StringIO()
            _csv(told, lang, table)
            if tables:
                output.put(tables, table.getvalue().encode())
            if charts:
                output.put(charts, page(told, words, lang, _named(lang)).encode())
    except Faulty as error:
        refuse([_given(fault) for fault in error.faults])
    _warn(before, after, told)
    if form == "json":
        print_json(told)
    elif form == "csv":
        click.echo(table.getvalue(), nl=False)
    else:
        _tell(told, lang)
        for file in (out, chart):
            if file:
                click.echo(f"→ {file}")


def _compared(
    old: Pack, new: Pack, path: Path, area: str, division: str | None, take_up: float, kept: Path | None
) -> dict[str, Any]:
    from huji.policy import population as rooms

    people = rooms.Population(path, library().vocabulary)
    to = rooms.destination(old, area, division, library(), people)
    cells = rooms.fitting(kept, path, (old, new), to, library().vocabulary) if kept else None
    if cells is None:
        with progress(people.rows, "人口 / people") as advance:
            cells = rooms.take(people, (old, new), to, advance=advance)
        if kept:
            try:
                cells.save(kept)
            except OSError as error:
                raise output.unwritten(kept, error) from None
    return rooms.compare(cells, old, new, library().vocabulary, take_up).as_dict()


def _named(lang: str) -> Callable[[str], str | None]:
    """Return how a county is named: in Chinese by its name, in English by code and name."""
    from huji.standards import divisions

    def name(code: str) -> str | None:
        found = divisions.history(code)
        if not found:
            return None
        return found[-1].name if lang == "zh" else f"{code} {found[-1].name}"

    return name


def _csv(told: Mapping[str, Any], lang: str, to: io.StringIO) -> None:
    """Write every table under one head: outcomes, changes, then the breakdowns."""
    from huji.cli.policy.picturing import COLUMNS, HIDDEN, clause
    from huji.policy.population.pictures import label

    words = library().vocabulary
    columns = [name for rows in told["by"].values() for row in rows[:1] for name in row if name != "key"]
    columns = list(dict.fromkeys(columns)) or list(COLUMNS)
    out = csv.writer(to, lineterminator="\n")
    out.writerow(["table", "key", "name", *columns])
    for when, counts in told["outcomes"].items():
        for outcome, count in counts.items():
            out.writerow(["outcome", f"{when}:{outcome}", "", count, *[""] * (len(columns) - 1)])
    for one in told["changes"]:
        key = " → ".join(side["clause"] or side["kind"] for side in (one["before"], one["after"]))
        name = " → ".join(clause(side, lang) for side in (one["before"], one["after"]))
        out.writerow([one["effect"], key, name, one["people"], *[""] * (len(columns) - 1)])
    for dimension, rows in told["by"].items():
        for row in rows:
            name = label(dimension, row["key"], words, lang, _named(lang))
            cells = [HIDDEN if row[column] is None else row[column] for column in columns]
            out.writerow([dimension, row["key"], name, *cells])


def _tell(told: Mapping[str, Any], lang: str) -> None:
    from huji.cli.policy.picturing import HIDDEN, clause, shown, summary, titles
    from huji.policy.population import EFFECTS
    from huji.policy.population.pictures import TITLES, label

    zh = lang == "zh"
    click.echo(" → ".join(titles(told, lang)))
    click.echo(summary(told, lang))
    for effect, words in EFFECTS.items():
        if told["effects"][effect.value]:
            click.echo(f"  {told['effects'][effect.value]:>12,}  {words.in_language(lang)}")
    changes = [one for one in told["changes"] if one["effect"] != "same"]
    if changes:
        click.echo("通过哪一条：" if zh else "Through which clause:")
    for one in changes:
        sides = " → ".join(clause(side, lang) for side in (one["before"], one["after"]))
        click.echo(f"  {one['people']:>12,}  {sides}")
    hidden = False
    for dimension, rows in told["by"].items():
        moving = [row for row in rows if row["gain"] != 0 or row["lose"] != 0]
        if moving:
            click.echo(TITLES[dimension].in_language(lang))
        for row in moving:
            name = label(dimension, row["key"], library().vocabulary, lang, _named(lang))
            click.echo(f"  +{shown(row['gain']):>11}  −{shown(row['lose']):>11}  {name}")
            hidden = hidden or None in (row["gain"], row["lose"])
    if hidden:
        least = told["least"]
        zh_, en = (
            f"小于 {least} 的数，以及可以由此推算出它们的数",
            f"a count below {least}, or one that tells such",
        )
        click.echo(f"{HIDDEN} {f'不显示：{zh_}' if zh else f'withheld: {en}'}")
    urban = told["urban"]
    if urban["now"] is not None:
        open_ = [urban[when]["with_undetermined"] for when in ("before", "after")]
        both = "不能确定者也都符合时：" if zh else "If the undetermined turn out eligible too: "
        click.echo(f"{both}{open_[0]:.2%} → {open_[1]:.2%}")


def _given(fault: Fault) -> Fault:
    """Return a fault of `--to` under the name that option has here."""
    text = Text(*(one.replace("--to columns", "--to-area columns") for one in (fault.text.zh, fault.text.en)))
    return replace(fault, file="--to-area" if fault.file == "--to" else fault.file, text=text)


def _share(share: float) -> float:
    if math.isnan(share):
        raise click.BadParameter("nan")
    return share


def _warn(old: Pack, new: Pack, told: Mapping[str, Any] | None = None) -> None:
    """Say on standard error what makes a comparison hollow: other places, or nobody covered."""
    if told is None:
        pairs = [(one, two) for one in old.applies_to or ("",) for two in new.applies_to or ("",)]
        if not any(one.startswith(two) or two.startswith(one) for one, two in pairs):
            here, there = "、".join(old.applies_to), "、".join(new.applies_to)
            en = f"warning: the two policies apply to different places ({here} and {there})"
            click.echo(
                Text(f"注意：两个政策适用的地域不同（{here} 与 {there}）", en.replace("、", ", ")), err=True
            )
        return
    if all(counts["not_covered"] == told["people"] for counts in told["outcomes"].values()):
        zh, en = (
            "注意：两个政策都不适用于这些人要去的地方",
            "warning: neither policy covers where anybody would settle",
        )
        click.echo(Text(zh, en), err=True)
