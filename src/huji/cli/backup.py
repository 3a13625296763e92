"""`huji backup`: all that brings the installation back, to any second since."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huji.cli.db import FORMAT, HOME, directory, only_embedded, refusals, show
from huji.standards import Refused, Text

if TYPE_CHECKING:
    from huji.runtime.embedded import Server

PLACE = click.Path(path_type=Path, file_okay=False)
STAGES = {
    "archive": Text("归档日志", "archiving the log"),
    "base": Text("复制数据库", "copying the database"),
    "files": Text("复制材料和密钥", "copying papers and keys"),
    "search": Text("查找条目", "looking for the entry"),
    "unpack": Text("解开备份", "unpacking"),
    "replay": Text("重放日志", "replaying the log"),
    "check": Text("核验", "checking"),
}


@click.command("backup")
@click.option("--to", "place", type=PLACE, help="Where backups are kept (else where the last one went).")
@click.option(
    "--keep", default=7, show_default=True, type=click.IntRange(1), help="How many base copies stay."
)
@click.option("--files-only", is_flag=True, help="Only bring the copies of papers and keys up to date.")
@HOME
@FORMAT
def command(place: Path | None, keep: int, files_only: bool, home: Path | None, form: str) -> None:
    """Copy the running database, and archive its log from now on (备份).

    The service goes on meanwhile. The copy is checked by pg_verifybackup before it counts; from then on every
    segment of the log is archived within a minute, so that `huji restore --to` reaches any second. Papers,
    keys and seals are copied beside it. Whoever has the directory has the register: encrypt its disk.

    \b
    Exit status: 0 taken; 1 it failed, nothing half is left; 2 wrong input.

    \b
    Examples:
      huji backup --to /mnt/backups
      huji backup --keep 30 --format json
      huji backup --files-only
    """
    with refusals(form):
        only_embedded()
        from huji.runtime import embedded
        from huji.runtime.backups import place as places
        from huji.runtime.backups import taking

        root = directory(home).parent
        if not (root / "postgres").is_dir():
            raise Refused(
                "installation.none", Text(f"{root} 中没有户籍系统。", f"There is no installation in {root}.")
            )
        kept = place or noted(root)
        if files_only:
            copied = taking.copy_files(root, places.found(kept))
            record: dict[str, Any] = {"place": str(kept), "files": copied}
        else:
            server = embedded.ensure(root / "postgres")
            with telling(form) as tell:
                taken = taking.take(server, root, kept, ledger_of(server, root), keep=keep, tell=tell)
            record = {
                "base": str(taken.base.directory),
                "finished": taken.base.manifest["finished"],
                "bytes": sum(file["bytes"] for file in taken.base.manifest["files"].values()),
                "entries": taken.base.manifest["entries"],
                "seal": taken.base.manifest["seal"],
                "files": taken.files,
                "forgotten": taken.forgotten,
                "archiving": taken.archiving,
            }
    _tell(record, form)


def noted(root: Path) -> Path:
    """Return where the installation's last backup went; Refused when none was taken."""
    import json

    from huji.runtime.backups.taking import NOTE

    try:
        return Path(json.loads((root / NOTE).read_bytes())["place"])
    except (OSError, ValueError, KeyError) as error:
        raise Refused(
            "backup.where",
            Text("还没有备份过。", "No backup has been taken yet."),
            Text("请用 --to 指明备份目录。", "Name the directory in --to."),
        ) from error


def ledger_of(server: "Server", root: Path) -> dict[str, Any]:
    """Return what a backup's manifest says of the ledger: the ends of its chains, and the newest seal."""
    import psycopg

    from huji.ledger import heads, seals, signing

    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        row = owner.execute("select to_regclass('public.ledger_entry') is not null").fetchone()
        ends = heads.read(owner) if row and row[0] else []
    seal = None
    if any((root / "seals").glob("seal-*.json")):
        last = seals.read_all(root / "seals", signing.verifier(root / "keys" / "seal.pub"))[-1]
        seal = {"number": last.number, "digest": last.digest}
    chains = [{"office": h.office, "seq": h.seq, "hash": h.hash.hex(), "count": h.count} for h in ends]
    return {"entries": sum(head.count for head in ends), "chains": chains, "seal": seal}


@contextmanager
def telling(form: str) -> Iterator[Callable[[str], None]]:
    """Give what is to be told of each stage, for a person at a terminal."""
    import sys

    shown = form == "text" and sys.stderr.isatty()
    yield lambda stage: click.echo(f"… {STAGES[stage]}", err=True) if shown else None


def _tell(record: dict[str, Any], form: str) -> None:
    if form == "json":
        show(record)
        return
    if "base" not in record:
        said = Text(f"已复制 {record['files']} 个文件。", f"{record['files']} files copied.")
        click.echo(str(said))
        return
    size = record["bytes"] / 2**20
    said = Text(
        f"已备份 {record['entries']} 条登记，{size:,.0f} MB：{record['base']}",
        f"Backed up {record['entries']} entries, {size:,.0f} MB: {record['base']}",
    )
    click.echo(str(said))
    if record["forgotten"]:
        count = len(record["forgotten"])
        click.echo(str(Text(f"已清除旧备份 {count} 份。", f"{count} older copies removed.")))
    if not record["archiving"]:
        said = Text(
            "归档自数据库下次启动开始：请运行 huji db stop，再 huji db start，然后再备份一次。",
            "Archiving begins with the server's next start: huji db stop, huji db start, and back up again.",
        )
        click.echo(str(said))
    if os.environ.get("HUJI_DEMONSTRATION") != "1" and record["seal"] is None:
        said = Text("台账尚未加印：huji ledger seal。", "The ledger has no seal yet: huji ledger seal.")
        click.echo(str(said))
