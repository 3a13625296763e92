"""`huji demo`: a synthetic city in an installation of its own, open in the browser."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from huji.cli.lazy import Lazy
from huji.standards import Refused, Text

SIMULATED = 100_000
"""People of the population that drafts are simulated over."""
KEPT = "walk.json"
"""What the walk names, written when the city is whole."""

STAGES = {
    "database": "数据库 · database",
    "places": "派出所和地址 · offices and addresses",
    "people": "居民 · people",
    "cases": "案件和业务 · cases and business",
    "population": "模拟用的人口 · people for simulations",
}


COMMANDS = {
    "old-register": ("huji.cli.old_register", "Make a synthetic old register, with faults, to be converted."),
    "population": ("huji.cli.population", "Make a synthetic population of a whole city, as a Parquet file."),
}


@click.group("demo", cls=Lazy, commands_at=COMMANDS, invoke_without_command=True)
@click.option("--home", type=click.Path(path_type=Path), default=".huji/demo", show_default=True)
@click.option("--people", default=20_000, show_default=True, type=click.IntRange(8_000, 200_000))
@click.option("--seed", default=20160320, show_default=True, help="The same seed gives the same city.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Build only.")
@click.pass_context
def command(context: click.Context, home: Path, people: int, seed: int, port: int, no_serve: bool) -> None:
    """Build a synthetic Panjin with its officers, cases and business, and open it in the browser.

    Nobody in it exists: every citizen number begins with 99, a prefix that no division has. What is there is
    kept: a second `huji demo` opens the same city. Remove the directory to begin anew.

    \b
    Examples:
      huji demo --port 8080
      huji demo population --city 2302 --out qiqihar.parquet
    """
    if context.invoked_subcommand is not None:
        return
    from huji.cli.serve import free_port, serve

    port = free_port("127.0.0.1", port)
    os.environ["HUJI_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    if not no_serve and not (home / KEPT).is_file():
        _build_apart(home, people, seed, port)
    try:
        told = _ready(home, people, seed)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(_walk(told, home, port))
    if not no_serve:
        serve("127.0.0.1", port, workers=2, threads=8)


def _build_apart(home: Path, people: int, seed: int, port: int) -> None:
    """Build the city in a process that ends: the workers must not be forked from one that has typeset."""
    _say("第一次要建城，约一分钟 · building the city, once, about a minute")
    whole = ["--home", str(home), "--people", str(people), "--seed", str(seed), "--port", str(port)]
    huji = [sys.executable, "-c", "from huji.cli import main; main()"]
    built = subprocess.run([*huji, "demo", "--no-serve", *whole], stdout=subprocess.DEVNULL, check=False)
    if built.returncode:
        raise click.exceptions.Exit(built.returncode)


def _ready(home: Path, people: int, seed: int) -> dict[str, object]:
    """Return what a newcomer is told, building the city first where there is none."""
    from huji.demo.city import generate
    from huji.runtime.boot import boot, migrate

    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    kept = home / KEPT
    with ThreadPoolExecutor(1) as aside:
        # Drawing the city takes no database: it is done while the server starts.
        drawn = None if kept.is_file() else aside.submit(generate, seed, _opened(today), people)
        _tell("database")
        boot(home, demonstration=True)
        migrate()
        from huji.rulebook import mirror

        mirror.at_start()
        if drawn is None:
            told: dict[str, object] = json.loads(kept.read_text())
            return told
        city = drawn.result()
    from huji.demo import build

    if build.is_built():
        raise _half_built(home)
    built = build.build(city, today, _tell)
    _tell("population")
    _people(home)
    told = {
        "people": built.people,
        "cases": built.cases,
        "matters": built.matters,
        "held": built.held,
        "name": built.applicant,
        "number": built.applicant_number,
        "address": built.address,
        "changed": {"name": built.changed, "number": built.changed_number},
    }
    kept.write_text(json.dumps(told, ensure_ascii=False))
    return told


def _people(home: Path) -> None:
    """Lay a synthetic population where the drafting room finds it."""
    from huji.demo import population

    folder = home / "populations"
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    population.write(population.Plan(population.city("2111"), SIMULATED), folder / "panjin.parquet")


def _opened(today: date) -> date:
    from huji.demo.city import AGE

    return today - AGE


def _half_built(home: Path) -> Refused:
    return Refused(
        "demo-half-built",
        Text(f"{home} 中的演示城市没有建完。", f"The city in {home} was not finished."),
        Text(
            f"请运行 huji db stop --home {home}，删除该目录后再试。",
            f"Run huji db stop --home {home}, remove the directory and try again.",
        ),
    )


def _tell(stage: str) -> None:
    _say(STAGES[stage])


def _say(words: str) -> None:
    click.echo(f"  … {words}", err=True)


def _walk(told: dict[str, object], home: Path, port: int) -> str:
    address = f"http://127.0.0.1:{port}/"
    huji = sys.argv[0] if Path(sys.argv[0]).name == "huji" else "huji"
    return f"""
  户籍 Huji · 演示 demonstration
  {told["people"]:,} 人 people · {told["cases"]} 件 cases · {address}

  三分钟走一遍 · A walk of three minutes
  1. 打开 {address}counter/ ，点“演示受理员·振兴”登录，再点“新申请”。
     Open {address}counter/ , sign in with “演示受理员·振兴”, then press “New application”.
  2. 申请人的公民身份号码 {told["number"]}，申请人姓名 {told["name"]}，
     拟落户地址 {told["address"]}；“继续”，“保存并继续”。
     Citizen number, name and destination as above; “Continue”, “Save and continue”.
  3. 回答还能改变结论的几个问题，选依据，“记录并继续”；右侧的建议随之更新，直到“建议：符合条件”。
     Answer the few questions that still matter, choose what each is known from, “Record and continue”;
     the proposal on the right follows, until “Proposal: eligible”.
  4. “下一步：证明材料”，“下一步：受理”，“受理”；然后“移送审核”，确认。
     “Next: papers”, “Next: accept”, “Accept”; then “Send to review”, and confirm.
  5. “退出”，以“演示审核员·振兴”登录：打开这份申请，“审核”，选“建议批准”，确认。
     “Sign out”, sign in with “演示审核员·振兴”: open the case, “Review”, “Recommend approval”, confirm.
  6. “退出”，以“演示审批员·振兴”登录：打开这份申请，“批准”，确认。
     “Sign out”, sign in with “演示审批员·振兴”: open the case, “Approve”, and confirm.
  7. “退出”，再以“演示受理员·振兴”登录：打开这份申请，“办理落户”，确认，打印“居民户口簿”。
     “Sign out”, sign in with “演示受理员·振兴”: open the case, “Settle”, confirm,
     and print the “Household booklet”.

{_besides(told)}  Ctrl-C 停止网页；数据库用 {huji} db stop --home {home} 停止。
  Ctrl-C stops the pages, `{huji} db stop --home {home}` the database.
"""


def _besides(told: dict[str, object]) -> str:
    """Tell what else is there to look at; nothing in a city that an earlier version built."""
    changed = told.get("changed")
    if not isinstance(changed, dict):
        return ""
    who = f"{changed['name']} {changed['number']}"
    matters, held = told["matters"], told["held"]
    return f"""\
  同一派出所还有：办理业务 {matters} 件；旧簿转换后待处理的 {held} 行；多次变更、更正过的 {who}。
  Also at this station: {matters} matters of business; {held} rows of the old register to be worked through;
  and {who}, of whom much was changed and corrected.

"""
