"""`huji ledger`: prove that the acts' ledger is whole, and seal it."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.cli.lazy import Lazy
from huji.standards import Refused, Text

if TYPE_CHECKING:
    from huji.ledger.seals import Connection
    from huji.ledger.verifying import Report

FILE = click.Path(path_type=Path, dir_okay=False)
DIRECTORY = click.Path(path_type=Path, file_okay=False)


COMMANDS = {
    "rebuild": ("huji.cli.rebuild", "Build the register anew from the ledger and compare."),
}


@click.group(cls=Lazy, commands_at=COMMANDS)
def command() -> None:
    """Verify and seal the acts' ledger (台账), build the register anew from it.

    \b
    Examples:
      huji ledger verify
      huji ledger seal --to /mnt/seals
      huji ledger verify --against /mnt/seals/seal-00000012.json --format json
    """


@command.command()
@click.option(
    "--to", "directory", type=DIRECTORY, help="Where seals are kept; best on another machine's disk."
)
@HOME
@FORMAT
def seal(directory: Path | None, home: Path | None, form: str) -> None:
    """Bind the heads of all chains into a signed file.

    Refused with exit status 1 when the ledger no longer agrees with the last seal of the directory.

    \b
    Example:
      huji ledger seal --to /mnt/seals
    """
    from huji.ledger import seals, signing

    with refusals(form), ledger_of(home) as connection:
        signer = signing.signer(_home() / "keys")
        at = datetime.now(UTC)
        file, made = seals.make(connection, directory or _home() / "seals", signer, signer.verifier, at)
    if form == "json":
        show(
            {
                "file": str(file),
                "number": made.number,
                "sealed": made.sealed,
                "chains": len(made.heads),
                "entries": made.entries,
            }
        )
        return
    said = Text(
        f"已加印 {file}：{len(made.heads)} 条链，{made.entries} 条登记。",
        f"Sealed {len(made.heads)} chains, {made.entries} entries.",
    )
    click.echo(str(said))


@command.command()
@click.option("--against", type=FILE, help="A seal to hold the chains against; without it all kept seals.")
@click.option("--seals", "directory", type=DIRECTORY, help="Where seals are kept (else the installation's).")
@click.option("--key", type=FILE, help="Public key of the seals (else the installation's keys/seal.pub).")
@HOME
@FORMAT
def verify(
    against: Path | None, directory: Path | None, key: Path | None, home: Path | None, form: str
) -> None:
    """Read every chain and find what was altered, removed, inserted, cut or rewritten.

    Exit status 0 when the ledger is whole, 1 when something was found, 2 on a faulty seal or key.

    \b
    Examples:
      huji ledger verify
      huji ledger verify --against /mnt/seals/seal-00000012.json --key /mnt/seals/seal.pub
    """
    from huji.ledger import seals, signing, verifying

    with refusals(form), ledger_of(home) as connection:
        kept = directory or _home() / "seals"
        known: list[seals.Seal] = []
        if against or any(kept.glob("seal-*.json")):
            verifier = signing.verifier(key or _home() / "keys" / "seal.pub")
            known = [seals.read(against, verifier)] if against else seals.read_all(kept, verifier)
        with _progress(connection, form) as progress:
            report = verifying.verify(connection, known, progress)
    _tell(report, form)
    sys.exit(0 if report.clean else 1)


def _tell(report: "Report", form: str) -> None:
    seal = report.seal
    if form == "json":
        show(
            {
                "clean": report.clean,
                "entries": report.entries,
                "chains": report.chains,
                "seal": {"number": seal.number, "sealed": seal.sealed} if seal else None,
                "unsealed": report.unsealed,
                "found": report.found,
                "faults": [
                    {
                        "kind": fault.kind.value,
                        "office": fault.office,
                        "seq": fault.seq,
                        "until": fault.until,
                        "entry": fault.entry,
                        "text": {"zh": fault.text.zh, "en": fault.text.en},
                    }
                    for fault in report.faults
                ],
            }
        )
        return
    for fault in report.faults:
        click.echo(str(fault.text))
    if report.found > len(report.faults):
        more = report.found - len(report.faults)
        click.echo(str(Text(f"另有 {more} 处。", f"{more} more.")))
    read = Text(
        f"已核 {report.chains} 条链、{report.entries} 条登记，",
        f"{report.chains} chains, {report.entries} entries read: ",
    )
    verdict = (
        Text("完好。", "whole.")
        if report.clean
        else Text(f"发现 {report.found} 处。", f"{report.found} found.")
    )
    click.echo(f"{read.zh}{verdict.zh} / {read.en}{verdict.en}")
    if seal is None:
        said = Text(
            "尚无印鉴：链尾被截或整链改写无从发现。请运行 huji ledger seal。",
            "There is no seal: a cut tail or a rewritten chain would not show. Run huji ledger seal.",
        )
    else:
        said = Text(
            f"印鉴第 {seal.number} 号（{seal.sealed}），其后 {report.unsealed} 条尚未加印。",
            f"Held against seal {seal.number} ({seal.sealed}); {report.unsealed} entries are younger.",
        )
    click.echo(str(said))


def _home() -> Path:
    return Path(os.environ["HUJI_HOME"])


@contextlib.contextmanager
def ledger_of(home: Path | None) -> "Iterator[Connection]":
    """Connect as the one who may read the whole ledger."""
    import psycopg

    from huji.runtime.boot import boot

    boot(home, existing=True)
    url = os.environ.get("DATABASE_OWNER_URL")
    if url is None:
        raise Refused(
            "db.no_owner",
            Text("未设 DATABASE_OWNER_URL。", "DATABASE_OWNER_URL is not set."),
            Text(
                "核验需通读台账：请设为所有者或审计角色的地址。",
                "Verifying reads the whole ledger: set it to the address of the owner or an auditor.",
            ),
        )
    try:
        with psycopg.connect(url, autocommit=True, application_name="huji ledger") as connection:
            yield connection
    except psycopg.errors.UndefinedTable as error:
        raise Refused(
            "ledger.absent",
            Text("数据库中没有台账。", "There is no ledger in this database."),
            Text("请先运行 huji db migrate。", "Run huji db migrate first."),
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refused(
            "ledger.closed",
            Text("该登录无权通读台账。", "This login may not read the whole ledger."),
            Text(
                "请把 DATABASE_OWNER_URL 设为所有者或审计角色的地址。",
                "Set DATABASE_OWNER_URL to the address of the owner or an auditor.",
            ),
        ) from error


@contextlib.contextmanager
def _progress(connection: "Connection", form: str) -> Iterator[Callable[[int], Any] | None]:
    if form == "json" or not sys.stderr.isatty():
        yield None
        return
    row = connection.execute(
        "select coalesce(sum(seq), 0)::bigint"
        " from (select max(seq) as seq from public.ledger_entry group by office) as ends"
    ).fetchone()
    with click.progressbar(length=row[0] if row else 0, label="台账 / ledger", file=sys.stderr) as bar:
        yield bar.update
