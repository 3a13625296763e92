"""`huji case`: replaying decisions, and closing what has run out."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.runtime.boot import boot, migrate
from huji.standards import Refused, Text

if TYPE_CHECKING:
    from huji.cases.records import RunOut
    from huji.officers.queries import Appointed


@click.group()
def command() -> None:
    """Look at cases from outside the pages, and close what has run out.

    \b
    Examples:
      huji case replay 2026-001-00012
      huji case expire --as zhao
      huji case forget
    """


@command.command()
@click.argument("number")
@HOME
@FORMAT
def replay(number: str, home: Path | None, form: str) -> None:
    """Decide case NUMBER again from the law, zones and facts it keeps by digest, and compare byte for byte.

    \b
    Exit status: 0 the same, 1 it differs, 2 no such case, or nothing to compare.

    \b
    Example:
      huji case replay 2026-001-00012 --home .huji/demo
    """
    with refusals(form):
        boot(home, existing=True)
        migrate()
        from huji.cases.replay import replay as again
        from huji.runtime.db import set_area

        set_area("*")
        found = again(number)
    if found is None:
        click.echo(f"没有案件 {number} / there is no case {number}", err=True)
        sys.exit(2)
    if form == "json":
        said = {
            "case": found.number,
            "equal": found.equal,
            "outcome": found.outcome,
            "differences": [{"zh": one.zh, "en": one.en} for one in found.differences],
            "kept": json.loads(found.kept),
            "computed": json.loads(found.computed),
        }
        click.echo(json.dumps(said, ensure_ascii=False))
    elif found.equal:
        click.echo(f"案件 {number}：重新计算一致（{found.outcome}）/ the same decision ({found.outcome})")
    else:
        for difference in found.differences:
            click.echo(f"案件 {number}：{difference}")
    sys.exit(0 if found.equal else 1)


@command.command()
@click.option("--as", "username", help="Act as this officer: counter or supervision of the office.")
@HOME
@FORMAT
def expire(username: str | None, home: Path | None, form: str) -> None:
    """List the permits and certificates that have run out by today (Shanghai), or close them one by one.

    With --as each case of the officer's area is closed in a transaction of its own: a permit lapses, who is
    still in transit is registered at the origin again. Run twice, it does nothing twice.

    \b
    Exit status: 0 listed, or all closed; 1 some were refused; 2 no such officer.

    \b
    Examples:
      huji case expire
      huji case expire --as zhao --format json
    """
    with refusals(form):
        boot(home, existing=True)
        migrate()
        from django.utils import timezone

        from huji.cases import queries
        from huji.places import queries as places
        from huji.runtime.db import set_area

        on = timezone.localdate()
        officer = _officer(username) if username else None
        set_area("*" if officer is None else places.offices_under(officer.office or 0))
        rows = [_row(one) for one in queries.run_out(on)]
        if officer is not None:
            rows = [row | _closed(row, officer, on) for row in rows]
    if form == "json":
        show({"on": on.isoformat(), "as": username, "cases": rows})
    else:
        _tell(rows, on)
    sys.exit(1 if any(row.get("refused") for row in rows) else 0)


@command.command()
@HOME
@FORMAT
def forget(home: Path | None, form: str) -> None:
    """Delete the prepared applications whose thirty days are over; meant to be run every night.

    What was taken into a draft goes from it after thirty days too. A code past its days opens nothing even
    before; run twice, it does nothing twice.

    \b
    Example:
      huji case forget
    """
    with refusals(form):
        boot(home, existing=True)
        migrate()
        from django.utils import timezone

        from huji.cases import stated
        from huji.prepared import acts
        from huji.runtime.db import set_area

        set_area("*")
        count, drafts = acts.forget(), stated.forget(timezone.localdate())
    if form == "json":
        show({"prepared": count, "drafts": drafts})
    else:
        click.echo(
            f"已删除过期的预填申请 {count} 份，草稿中的自述 {drafts} 份 / "
            f"deleted: {count} prepared applications, {drafts} statements in drafts"
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


def _row(one: "RunOut") -> dict[str, Any]:
    return {
        "case": one.number,
        "version": one.version,
        "kind": one.kind.value,
        "state": one.state.value,
        "office": one.office,
        "paper": one.paper,
        "expired": one.expires.isoformat(),
    }


def _closed(row: dict[str, Any], officer: "Appointed", on: date) -> dict[str, Any]:
    from huji.cases import acts
    from huji.cases.values import By

    # The token is the case's at this version: a batch broken off and run again closes nothing twice.
    by = By(officer.id, on, f"huji case expire {row['case']} {row['version']}")
    try:
        done = acts.expire(acts.Expire(row["case"], row["version"]), by)
    except Refused as refused:
        text = {"zh": refused.text.zh, "en": refused.text.en}
        return {"done": False, "refused": {"code": refused.code, **text}}
    return {"done": True, "state": done.state.value, "entry": done.entry}


def _tell(rows: list[dict[str, Any]], on: date) -> None:
    from huji.cases.values import Kind, State

    if not rows:
        click.echo(f"截至 {on} 没有到期待处理的证件 / nothing has run out by {on}")
    for row in rows:
        said = f"{row['case']}  {Kind(row['kind']).label}  {row['paper']}  {row['expired']}"
        if row.get("refused"):
            said += f"  未办理：{row['refused']['zh']} / refused: {row['refused']['en']}"
        else:
            said += f"  {State(row['state']).label}"
        click.echo(said)
