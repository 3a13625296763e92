"""`huji demo population`: a synthetic population of a whole city, for evaluating and simulating policies."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from huji.cli import output
from huji.cli.progress import progress
from huji.policy import Faulty
from huji.standards import Text

MOST = 100_000_000
"""People at most; the identities have nine digits."""
_BYTES = 45
"""What a person takes in the file, about; without unknowns a little more than with them."""
_FIGURES = {
    "registered": Text("户籍人数", "Registered"),
    "ages": Text("年龄", "Ages"),
    "youth": Text("青壮年的年龄", "Ages of the young"),
    "male": Text("性别", "Sexes"),
    "household": Text("家庭户", "Households"),
    "collective": Text("集体户", "Collective households"),
    "urban": Text("户籍城镇化率", "Urban share of the registered"),
    "urban_living": Text("常住城镇化率", "Urban share of the residents"),
    "living": Text("常住人口", "Residents"),
    "inflow": Text("流入流出", "Coming and going"),
    "counties": Text("各县（市、区）", "Counties"),
    "place": Text("当地标准", "Standards of the place"),
    "moves": Text("往来地", "Origins and destinations"),
}


@click.command("population")
@click.option("--city", "code", default="2302", show_default=True, help="Four digits: 2302 2111 2204 5309.")
@click.option("--people", type=int, help="How many, to 100 million; by default the registered of the city.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="The .parquet file to write, not -."
)
@output.FORCE
@click.option("--seed", default=20201101, show_default=True, help="The same seed gives the same bytes.")
@click.option("--unknowns", default=0.05, show_default=True, help="Mean share of facts not known, 0 to 0.5.")
@click.option(
    "--codes", type=click.Choice(["numbers", "words"]), default="numbers", show_default=True,
    help="Codes as numbers with their words in the footer (quickest to evaluate), or as words.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="text for a person, json for a machine.",
)  # fmt: skip
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def command(
    code: str, people: int | None, out: Path, force: bool, seed: int, unknowns: float,
    codes: str, form: str, lang: str,
) -> None:  # fmt: skip
    """Make a synthetic population shaped like a real city, one row a person, one column a fact.

    Ages, households, town and country, counties and those who live elsewhere than registered are the city's;
    what is not known of it is borrowed or assumed, and said. Nobody in it exists. The same options give the
    same bytes; the file is written whole or not at all.

    \b
    Example:
      huji demo population --city 2302 --people 5670000 --out qiqihar.parquet
    """
    from huji.demo import population

    if code not in population.CITIES:
        known = " ".join(population.CITIES)
        _refuse(
            "--city", Text(f"没有城市“{code}”的数字（有：{known}）", f'no figures of city "{code}" ({known})')
        )
    city = population.city(code)
    if people is None:
        people = int(city.figures["registered"])
    if people < 1:
        _refuse("--people", Text(f"至少要有一个人，不是 {people}", f"there must be somebody, not {people}"))
    if people > MOST:
        _refuse("--people", Text(f"最多 {MOST:,} 人，不是 {people:,}", f"at most {MOST:,}, not {people:,}"))
    if not 0 <= unknowns <= 0.5:
        _refuse("--unknowns", Text(f"应在 0 到 0.5 之间，不是 {unknowns}", f"from 0 to 0.5, not {unknowns}"))
    if seed < 0:
        _refuse("--seed", Text(f"不能为负：{seed}", f"cannot be negative: {seed}"))
    _writable(out, people)
    plan = population.Plan(city, people, seed, unknowns)
    try:
        with (
            output.replacing(out, force=force) as file,
            progress(people, "人口 / people") as advance,
        ):
            population.write(plan, file or out, advance, words=codes == "words")
    except Faulty as error:
        click.echo(error, err=True)
        sys.exit(2)
    except OSError as error:
        reason = error.strerror or str(error)
        _refuse(str(out), Text(f"无法写入：{reason}", f"cannot be written: {reason}"))
    told = {
        "file": str(out), "city": code, "people": people, "seed": seed, "bytes": out.stat().st_size,
        "unknown": population.shares_unknown(plan), "sources": city.figures["sources"],
        "borrowed": city.figures["borrowed"],
    }  # fmt: skip
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if form == "json" else _said(told, lang))


def _said(told: dict[str, Any], lang: str) -> str:
    zh = lang == "zh"
    who = "人，全部虚构" if zh else "people, all synthetic"
    lines = [f"{told['file']}  {told['people']:,} {who}  {told['bytes'] / 1e6:,.1f} MB"]
    titles = {"sources": Text("来源", "Sources"), "borrowed": Text("借用或假定", "Borrowed or assumed")}
    for key, title in titles.items():
        lines.append(title.in_language(lang))
        mark = "：" if zh else ": "
        lines += [
            f"  {_FIGURES[name].in_language(lang)}{mark}{said[lang]}" for name, said in told[key].items()
        ]
    return "\n".join(lines)


def _writable(out: Path, people: int) -> None:
    """Leave where the file is none of Parquet, or there is no room for it."""
    if str(out) == "-":
        _refuse("--out", Text("不能写到标准输出（-），请写文件名", "- cannot be used: name a file"))
    if out.suffix != ".parquet":
        _refuse(str(out), Text("文件名要以 .parquet 结尾", "the name of the file must end in .parquet"))
    if out.parent.is_dir() and (free := shutil.disk_usage(out.parent).free) < people * _BYTES:
        need, left = (f"{size / 1e6:,.0f} MB" for size in (people * _BYTES, free))
        _refuse(
            str(out), Text(f"空间不够：约需 {need}，只有 {left}", f"no room: about {need}, {left} are free")
        )


def _refuse(where: str, text: Text) -> NoReturn:
    click.echo(f"{where}: {text}", err=True)
    sys.exit(2)
