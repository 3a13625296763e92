"""`huji policy evaluate`: a whole population under one policy."""

import csv
import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from huji.cli import output
from huji.cli.policy.at_hand import HELP, HOME, LANG, library, print_json, read, refuse
from huji.cli.progress import progress
from huji.policy import Fault, Faulty, Pack, Text, Vocabulary

if TYPE_CHECKING:
    from huji.policy.population import Evaluation

_HEADS = {
    "people": Text("人数", "people"),
    "division": Text("区划", "division"),
    "age": Text("年龄", "age"),
    "destination__division": Text("迁入地区划", "destination"),
    "hukou__division": Text("现户口所在地", "registered in"),
    "destination__area": Text("迁入地域", "destination area"),
    "hukou__area": Text("现户口城乡", "registered as"),
    "person__age": Text("年龄", "age"),
}
_WITHHELD = "*"


@click.command("evaluate", context_settings=HELP)
@click.argument("pack")
@click.argument("population", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "--to-area",
    "to",
    required=True,
    metavar="AREA|columns",
    help="Where to: city_proper, county_level_city, county_seat, town or rural; "
    "`columns`: where each one's columns say.",
)
@click.option("--division", metavar="CODE", help="The division settled in; else the policy's place.")
@click.option(
    "--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="A day on which the policy must be in force."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write everybody's result here: a file .parquet.",
)
@output.FORCE
@click.option(
    "--by",
    metavar="division,area,age",
    default="",
    help="Count in groups; any of the three. Counts below 10 are withheld.",
)
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
    """Evaluate a whole POPULATION (a Parquet file, not -) under a policy: who may settle, by which route.

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
    from huji.standards import divisions

    _files(population, out)
    day = on.date() if on else None
    groups = [name.strip() for name in by.split(",") if name.strip()]
    for name in groups:
        if name not in rooms.GROUPS:
            raise click.BadParameter(f"{name} ({', '.join(rooms.GROUPS)})", param_hint="--by")
    try:
        chosen = read(pack, day)
        people = rooms.Population(population, library().vocabulary)
        rooms.in_force(chosen, day, library())
        days = rooms.days(chosen, day, dt.datetime.now(ZoneInfo("Asia/Shanghai")).date())
        if division is not None:
            rooms.place(division, days, divisions)
        where = rooms.destination(chosen, to, division, library(), people)
        inputs: list[Path | str] = [population, chosen.file]
        with (
            output.replacing(out, inputs=inputs, force=force) as file,
            progress(people.rows, "人口 / people") as advance,
        ):
            found = rooms.evaluate(chosen, people, where, engine=engine, by=groups, out=file, advance=advance)
        odd = rooms.oddities(people, chosen, where, found, divisions, days)
        if form == "json":
            about = {"file": str(population), "digest": rooms.digest_of(population)}
    except Faulty as error:
        refuse(error.faults)
    _notes(found, odd, lang)
    if form == "json":
        print_json({**found.as_dict(), "date": day.isoformat() if day else None, "population": about})
    elif form == "csv":
        _csv(found)
    else:
        _tell(found, chosen, library().vocabulary, lang)


def _files(population: Path, out: Path | None) -> None:
    """Leave where a file is standard input or output, or a result would have another ending."""
    if str(population) == "-" or str(out) == "-":
        where = "POPULATION" if str(population) == "-" else "--out"
        text = Text(
            "不能用标准输入输出（-）：Parquet 要从文件读、写到文件",
            "- cannot be used: Parquet is read from and written to a file",
        )
        refuse([Fault(where, 0, "a-stream", text)])
    if out is not None and out.suffix != ".parquet":
        text = Text(
            "结果是 Parquet 文件，文件名要以 .parquet 结尾", "the result is Parquet: name it .parquet"
        )
        refuse([Fault(str(out), 0, "not-parquet", text)])


def _csv(found: "Evaluation") -> None:
    """Write the groups, `*` for a count withheld; without groups, one row of everybody."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    if found.groups is None:
        out.writerow(["people", *found.outcomes, "not_covered"])
        out.writerow([found.people, *found.outcomes.values(), found.not_covered])
        return
    out.writerow(found.groups.columns)
    for row in found.told():
        out.writerow(
            [_WITHHELD if row[name] is None and name not in found.grouped_by else row[name] for name in row]
        )


def _tell(found: "Evaluation", pack: Pack, vocabulary: Vocabulary, lang: str) -> None:
    title, name = pack.title.in_language(lang), found.policy
    where = " ".join(_destination(found.to, vocabulary, lang))
    click.echo((f"{title}（{name}）→ {where}") if lang == "zh" else f"{title} ({name}) → {where}")
    click.echo(f"{_HEADS['people'].in_language(lang)}  {found.people:,}")
    counts = {**found.outcomes, **({"not_covered": found.not_covered} if found.not_covered else {})}
    words = {outcome: _outcome(outcome, vocabulary, lang) for outcome in counts}
    width = max(_width(word) for word in words.values())
    for outcome, count in counts.items():
        room = " " * (width - _width(words[outcome]))
        click.echo(f"  {words[outcome]}{room} {count:>12,}  {_share(count, found.people)}")
    click.echo("准予依据（首个成立的途径）" if lang == "zh" else "Granted by (the first true route)")
    titles = {route.id: route.title.in_language(lang) for route in pack.routes}
    for id_, count in found.granted.items():
        click.echo(f"  {count:>12,}  {titles[id_]}" + (f"（{id_}）" if lang == "zh" else f" ({id_})"))
    if found.groups is not None:
        _table(found, vocabulary, lang)
    if found.out:
        click.echo(f"→ {found.out}")


def _destination(to: str, vocabulary: Vocabulary, lang: str) -> Iterator[str]:
    """Yield where everybody would settle in words: `town 2111` as 其他建制镇 2111 盘锦市."""
    for part in to.split():
        if part in vocabulary.areas:
            yield vocabulary.areas[part].in_language(lang)
        elif part == "columns":
            yield "各人数据列所写" if lang == "zh" else "where each one's columns say"
        else:
            yield _division(part)


def _outcome(outcome: str, vocabulary: Vocabulary, lang: str) -> str:
    from huji.policy.population import OUTCOME_WORDS

    return vocabulary.outcomes.get(outcome, OUTCOME_WORDS[outcome]).in_language(lang)


def _division(code: str) -> str:
    from huji.standards import divisions

    known = divisions.history(code)
    return f"{code} {known[-1].name}" if known else code


def _key(column: str, key: str | None, vocabulary: Vocabulary, lang: str) -> str:
    """Return the words of a group's key, by the column it is made from."""
    from huji.policy.population.pictures import label

    if key is None:
        return "（不明）" if lang == "zh" else "(unknown)"
    if column.endswith("__division"):
        return _division(key)
    if column == "hukou__area":
        return vocabulary["hukou.area"].values[key].in_language(lang)
    if column == "destination__area":
        return vocabulary.areas[key].in_language(lang)
    return label("age", key, vocabulary, lang, lambda code: None)


def _table(found: "Evaluation", vocabulary: Vocabulary, lang: str) -> None:
    """Print groups under their heads: what is counted to the right, with thousands apart."""
    assert found.groups is not None
    names = found.groups.columns
    heads = []
    for name in names:
        column = found.grouped_by.get(name, name)
        heads.append(
            _HEADS[column].in_language(lang) if column in _HEADS else _outcome(name, vocabulary, lang)
        )
    lines, withheld = [heads], False
    for row in found.told():
        cells = []
        for name in names:
            if name in found.grouped_by:
                cells.append(_key(found.grouped_by[name], row[name], vocabulary, lang))
            else:
                withheld = withheld or row[name] is None
                cells.append(_WITHHELD if row[name] is None else f"{row[name]:,}")
        lines.append(cells)
    widths = [max(_width(cell) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = []
        for name, cell, width in zip(names, line, widths, strict=True):
            room = " " * (width - _width(cell))
            padded.append(cell + room if name in found.grouped_by else room + cell)
        click.echo("  ".join(padded).rstrip())
    if withheld:
        zh = "* 不公布：1 至 9 人的数，以及能推算出它们的数；上面的总数是准确的"
        en = "* withheld: counts of 1 to 9, and what they would follow from; the totals above are exact"
        click.echo(zh if lang == "zh" else en)


def _notes(found: "Evaluation", odd: Iterable[Text], lang: str) -> None:
    """Say once, on standard error and before the numbers, what is odd and what was not there."""
    for text in odd:
        click.echo(text.in_language(lang), err=True)
    if found.missing_columns:
        names = ", ".join(found.missing_columns)
        words = "缺少的列按未知处理" if lang == "zh" else "columns that are missing, so unknown of everybody"
        click.echo(f"{words}: {names}", err=True)
    for name, near in found.strays.items():
        also = f" → {near}?" if near else ""
        words = "不是事实的列，未读取" if lang == "zh" else "a column that is no fact, not read"
        click.echo(f"{words}: {name}{also}", err=True)


def _share(count: int, people: int) -> str:
    return f"{count / people:6.1%}" if people else ""


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
