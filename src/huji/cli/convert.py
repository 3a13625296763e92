"""`huji convert`: take over an old register in five steps, and account for every row of it."""

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.standards import Refused, Text

if TYPE_CHECKING:
    from huji.quality.conversion.plan import Plan
    from huji.quality.conversion.running import Tell
    from huji.quality.conversion.workspace import Workspace

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_BEFORE = Text("此前已完成", "done before")
PLAN = click.argument("plan_file", metavar="PLAN", type=FILE)


@click.group()
def command() -> None:
    """Take over an old register: plan, back up, run, verify, report; roll back while no act has followed.

    \b
    Examples:
      huji convert plan old.csv --on 2015-12-31 --out plan.yaml
      huji convert backup plan.yaml
      huji convert run plan.yaml
      huji convert verify plan.yaml
      huji convert report --out report.html
    """


@command.command()
@click.argument("source", type=FILE)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day the register stood so.")
@click.option(
    "--office", type=int, help="The office that gets rows whose address names none (default: the first)."
)
@click.option("--encoding", type=click.Choice(["utf-8", "gb18030"]), help="Otherwise it is found out.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The plan to write."
)
@HOME
@FORMAT
def plan(
    source: Path,
    on: datetime,
    office: int | None,
    encoding: str | None,
    out: Path,
    home: Path | None,
    form: str,
) -> None:
    """Profile a source and propose a plan: what its codes mean, and how its addresses match (准备).

    The plan is YAML, to be read and edited: values that nobody knows are null under `mappings`.

    \b
    Example:
      huji convert plan old.csv --on 2015-12-31 --out plan.yaml
    """
    with opened(home, form):
        from django.conf import settings
        from django.utils import timezone

        from huji.places import queries as places
        from huji.quality.conversion import plan as plans
        from huji.quality.conversion.planning import propose

        if out.exists():
            raise Refused("plan.exists", Text(f"{out} 已存在。", f"{out} exists already."))
        offices = places.offices()
        if not offices:
            raise Refused(
                "offices.none",
                Text("还没有派出所和地址。", "There are no offices and addresses yet."),
                Text("请先运行 huji places import。", "Run huji places import first."),
            )
        _past(on.date(), timezone.localdate())
        if office is not None and office not in {one.id for one in offices}:
            raise Refused(
                "offices.unknown", Text(f"没有 {office} 号派出所。", f"There is no office {office}.")
            )
        chosen = office or next((one.id for one in offices if one.kind == "station"), offices[0].id)
        made = propose(
            source, on.date(), chosen, demonstration=settings.HUJI_DEMONSTRATION, encoding=encoding
        )
        out.write_text(plans.dumped(made.plan, made.found), "utf-8")
    if form == "json":
        show({"plan": str(out), **made.found})
        return
    tried = made.found["addresses"]
    rows, unread = made.found["rows"], sum(made.found["unread"].values())
    unmapped = sum(sum(values.values()) for values in made.found["unmapped"].values())
    matched = tried["how"].get("matched", {"count": 0})["count"]
    _say(
        f"{rows:,} 行，读不出 {unread:,} 行；没有对应代码的值 {unmapped:,} 处；"
        f"抽查地址 {tried['looked_at']:,} 个，对上 {matched:,} 个。方案：{out}",
        f"{rows:,} rows, {unread:,} of them unreadable; {unmapped:,} values without a code;"
        f" {matched:,} of {tried['looked_at']:,} addresses tried match. Plan: {out}",
    )
    _columns(made.found)
    if missing := plans.lacking(made.plan):
        _say(
            f"还缺少列：{'、'.join(missing)}。请在方案的 columns 中写明来源的哪一列是它，或改正来源。",
            f"Columns are missing: {', '.join(missing)}. Say under `columns` of the plan which ones of the"
            " source they are, or mend the source.",
        )


@command.command()
@PLAN
@click.option(
    "--to",
    "place",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also back up the installation here.",
)
@HOME
@FORMAT
def backup(plan_file: Path, place: Path | None, home: Path | None, form: str) -> None:
    """Freeze the source, with its digest, and back up the installation (备份).

    \b
    Example:
      huji convert backup plan.yaml --to /mnt/backups
    """
    # First: once the installation is open to us it counts as a server of one's own.
    if place is not None:
        click.get_current_context().invoke(
            _backup(), place=place, keep=7, files_only=False, home=home, form=form
        )
    with opened(home, form):
        from huji.quality.conversion.plan import load
        from huji.quality.conversion.planning import frozen_as_planned

        planned = load(plan_file)
        room = _room(planned).made()
        frozen = frozen_as_planned(room, planned)
        room.plan.write_bytes(plan_file.read_bytes())
    if form == "json":
        show({"source": str(room.source), "bytes": frozen.size, "sha256": frozen.digest})
    else:
        _say(
            f"来源已冻结：{frozen.size:,} 字节，SHA-256 {frozen.digest}：{room.source}",
            f"The source is frozen: {frozen.size:,} bytes, SHA-256 {frozen.digest}: {room.source}",
        )


def _columns(found: dict[str, Any]) -> None:
    """Tell what was guessed of the columns, and which of them hold something else than they are taken for."""
    from huji.quality.conversion.layout import COLUMNS

    zh = {one.name: one.zh for one in COLUMNS}
    if guessed := found["columns_guessed"]:
        _say(
            "推测的列，请在方案的 columns 中核对："
            + "，".join(f"“{theirs}”当作{zh[ours]}" for theirs, ours in guessed.items())
            + "。",
            "Columns guessed, to be checked under `columns` of the plan: "
            + ", ".join(f"“{theirs}” as {ours}" for theirs, ours in guessed.items())
            + ".",
        )
    if unknown := found["columns_unknown"]:
        _say(
            f"不认识的列，不读入：{'、'.join(f'“{name}”' for name in unknown)}。"
            "有用的，请在方案的 columns 中写明是哪一项。",
            f"Columns not known, and not read: {', '.join(f'“{name}”' for name in unknown)}."
            " Say under `columns` of the plan what those are that are needed.",
        )
    for name, one in found["columns_doubtful"].items():
        _say(
            f"列“{zh[name]}”的内容可疑：{one['of']:,} 处中只有 {one['fit']:,} 处像{zh[name]}，"
            "请核对标题行或方案的 columns。",
            f"The column {name} is doubtful: only {one['fit']:,} of {one['of']:,} values look like it."
            " Check the header, or `columns` of the plan.",
        )


def _past(on: date, today: date) -> None:
    if on > today:
        raise Refused(
            "plan.future",
            Text(f"{on} 还没有到，登记不可能如此。", f"{on} is yet to come: no register stood so."),
        )


def _backup() -> click.Command:
    from huji.cli.backup import command as backup_command

    return backup_command


@command.command()
@PLAN
@HOME
@FORMAT
def run(plan_file: Path, home: Path | None, form: str) -> None:
    """Convert (转换). Killed at any point, the same command goes on where it stopped.

    While it runs the register is closed to everybody else: stop `huji serve` and `huji work` first.

    \b
    Exit status: 0 converted; 1 the disk is full or the server went away: the same command goes on; 2 refused,
    nothing changed.

    \b
    Example:
      huji convert run plan.yaml
    """
    with opened(home, form):
        from django.utils import timezone

        from huji.quality.conversion.plan import load
        from huji.quality.conversion.running import STEPS
        from huji.quality.conversion.running import run as convert

        planned = load(plan_file)
        _past(planned.on, timezone.localdate())
        room = _frozen(planned)
        done = convert(room, planned, _counting(len(STEPS)) if form == "text" else lambda step, before: None)
    tally = done.tally
    if form == "json":
        show(
            {
                "conversion": done.conversion, "entry": done.entry, "read": tally.read,
                "loaded": tally.loaded,
                "flagged": tally.flagged, "rejected": tally.rejected, "steps": dict(done.seconds),
            }
        )  # fmt: skip
        return
    _say(
        f"读入 {tally.read:,} 行 = 转入 {tally.loaded:,} + 转入并标记 {tally.flagged:,}"
        f" + 待处理 {tally.rejected:,}；台账第 {done.entry} 号",
        f"{tally.read:,} rows = {tally.loaded:,} loaded + {tally.flagged:,} loaded with a flag"
        f" + {tally.rejected:,} in quarantine; entry {done.entry}",
    )


@command.command()
@PLAN
@click.option(
    "--samples", default=1000, show_default=True, type=click.IntRange(0), help="Rows compared field by field."
)
@HOME
@FORMAT
def verify(plan_file: Path, samples: int, home: Path | None, form: str) -> None:
    """Count the source again by other means and hold it against the register (核对).

    \b
    Exit status: 0 all is as it should be; 1 differences, each in a line.

    \b
    Example:
      huji convert verify plan.yaml
    """
    with opened(home, form):
        from huji.quality.conversion import loading
        from huji.quality.conversion.plan import load
        from huji.quality.conversion.verifying import verify as compare

        planned = load(plan_file)
        with loading.owner() as connection:
            found = compare(connection, _frozen(planned), planned, samples)
    if form == "json":
        show({"rows": found.rows, "samples": found.samples, "differences": found.differences})
    else:
        for one in found.differences:
            click.echo(one, err=True)
        _say(
            f"重新清点 {found.rows:,} 行，逐项核对 {found.samples:,} 行，差异 {len(found.differences)} 处。",
            f"{found.rows:,} rows counted again, {found.samples:,} compared,"
            f" {len(found.differences)} differences.",
        )
    if found.differences:
        raise click.exceptions.Exit(1)


@command.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="An HTML page to write.")
@HOME
@FORMAT
def report(out: Path | None, home: Path | None, form: str) -> None:
    """Tell what became of every row, by outcome and reason (查询); of one rolled back that it was, first.

    \b
    Examples:
      huji convert report --out report.html
      huji convert report --format json
    """
    with opened(home, form):
        from huji.quality.conversion import loading, reasons, reporting

        with loading.owner() as connection:
            told = reporting.report(connection)
        if out is not None:
            out.write_text(reporting.page(told), "utf-8")
    if form == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if gone := reporting.taken_back(told):
        click.echo(str(gone))
    for key, ended in {"read": Text("读入行数", "rows read"), **reasons.OUTCOMES}.items():
        count = told["rows"][key]
        click.echo(f"{'—' if count is None else format(count, ','):>12}  {ended}")
    for one in told["reasons"]:
        ended, why = reasons.OUTCOMES[one["outcome"]], Text(one["zh"], one["en"])
        both = Text(f"{ended.zh}：{why.zh}", f"{ended.en}: {why.en}")
        click.echo(f"{one['rows']:>12,}  {both}")


@command.command("rollback")
@click.option("--reason", required=True, help="Why; enters the ledger.")
@HOME
@FORMAT
def rollback(reason: str, home: Path | None, form: str) -> None:
    """Undo the conversion: the register as it was before, only while no act has followed.

    \b
    Example:
      huji convert rollback --reason 来源文件有误
    """
    with opened(home, form):
        from huji.quality.conversion.rolling_back import roll_back

        entry = roll_back(reason)
    if form == "json":
        show({"entry": entry})
    else:
        _say(f"已撤回，台账第 {entry} 号。", f"Rolled back, entry {entry}.")


@contextmanager
def opened(home: Path | None, form: str) -> Iterator[None]:
    """Open the installation for its owner; refusals end the command."""
    with refusals(form):
        import os

        from huji.runtime.boot import boot, migrate

        boot(home, existing=True)
        from huji.quality.conversion import stopping

        if "DATABASE_OWNER_URL" not in os.environ:
            raise Refused(
                "db.owner",
                Text(
                    "转换要用所有者的地址 DATABASE_OWNER_URL。",
                    "Converting takes the owner's DATABASE_OWNER_URL.",
                ),
            )
        with stopping.told():
            migrate()
            yield


def _room(planned: "Plan") -> "Workspace":
    from django.conf import settings

    from huji.quality.conversion.workspace import Workspace

    return Workspace(settings.HUJI_HOME / "conversions" / planned.digest[:16])


def _frozen(planned: "Plan") -> "Workspace":
    room = _room(planned)
    if not room.source.exists():
        raise Refused(
            "source.not_frozen",
            Text("来源还没有备份。", "The source is not backed up yet."),
            Text("请先运行 huji convert backup。", "Run huji convert backup first."),
        )
    return room


def _counting(of: int) -> "Tell":
    """Return what counts the steps as they begin, each once; tables are loaded two at a time."""
    begun, one_line = itertools.count(1), threading.Lock()

    def tell(step: str, before: bool) -> None:
        done = f"  {_BEFORE}" if before else ""
        with one_line:
            click.echo(f"  … {next(begun)}/{of} {step}{done}", err=True)

    return tell


def _say(zh: str, en: str) -> None:
    click.echo(str(Text(zh, en)))
