"""`huji demo old-register`: a synthetic old register to convert, with faults."""

import json
from datetime import date
from pathlib import Path

import click

from huji.cli.progress import progress
from huji.standards import Text

SINCE = date(2009, 1, 1)


@click.command("old-register")
@click.option("--city", "code", default="2302", show_default=True, help="Four digits: 2302 2111 2204 5309.")
@click.option("--people", default=100_000, show_default=True, type=click.IntRange(100, 10_000_000))
@click.option(
    "--faults", default=0.02, show_default=True, type=click.FloatRange(0, 0.5), help="Share of faulty rows."
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help=".csv, .csv.gz or .parquet"
)
@click.option("--seed", default=20151231, show_default=True, help="The same seed gives the same bytes.")
@click.option(
    "--encoding", type=click.Choice(["utf-8", "utf-8-sig", "gb18030"]), default="utf-8", show_default=True
)
@click.option("--long-line", default=0, metavar="BYTES", help="End with one line of so many bytes.")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), metavar="HOME",
    help="Also enter its offices and addresses into this installation, made as a demonstration.",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    code: str, people: int, faults: float, out: Path, seed: int, encoding: str, long_line: int,
    into: Path | None, form: str,
) -> None:  # fmt: skip
    """Make an old register of agricultural and non-agricultural households, with faults such as those have.

    Nobody in it exists: every citizen number begins with 99. Beside the file stand the fault of each row that
    has one (….faults.parquet) and where the people live (….places.json).

    \b
    Examples:
      huji demo old-register --people 100000 --out old.csv --into .huji/city
      huji convert plan old.csv --home .huji/city --on 2015-12-31 --out plan.yaml
    """
    from huji.demo import population
    from huji.demo.old_register.plan import Plan
    from huji.demo.old_register.writing import write

    if code not in population.CITIES:
        raise click.BadParameter(f"{code}: {' '.join(population.CITIES)}", param_hint="--city")
    plan = Plan(population.city(code), people, faults, seed, encoding, long_line)
    with progress(people, "人口 / people") as advance:
        written = write(plan, out, advance)
    entered = _enter(into, written.places) if into else None
    told = {
        "file": str(out), "rows": written.rows, "faults": written.faults, "truth": str(written.truth),
        "places": str(written.places), "addresses": entered,
    }  # fmt: skip
    if form == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    count = sum(written.faults.values())
    click.echo(
        str(
            Text(
                f"{out}：{written.rows:,} 行，全部虚构，其中 {count:,} 行有错。",
                f"{out}: {written.rows:,} rows, all synthetic, {count:,} with a fault.",
            )
        )
    )


def _enter(home: Path, places: Path) -> int:
    from huji.runtime.boot import boot, migrate

    boot(home, demonstration=True)
    migrate()
    from huji.demo.old_register.places import enter_places

    return enter_places(places, SINCE)
