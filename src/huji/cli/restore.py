"""`huji restore`: an installation as it was at a second, made anew beside the one that is."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from huji.cli.backup import PLACE, telling
from huji.cli.db import FORMAT, refusals, show
from huji.standards import Refused, Text

if TYPE_CHECKING:
    from huji.runtime.backups.recovery import Restored

SHANGHAI = ZoneInfo("Asia/Shanghai")
_END = Text(
    "日志在所要求的时刻之前已到末尾：其后没有登记，已全部恢复。",
    "The log ends before the time asked for: it tells of nothing done since, and all of it is restored.",
)
_LAST_MINUTE = Text(
    "原系统的磁盘如尚在，请用 --survivor 指明：最后一分钟可能还没有归档。",
    "Where the dead installation's disk lives, name it in --survivor: its last minute may not be archived.",
)


@click.command("restore")
@click.option("--from", "place", required=True, type=PLACE, help="Where the backups are.")
@click.option("--into", required=True, type=PLACE, help="A new directory; nothing is written over.")
@click.option(
    "--to", "moment", metavar="TIME", help="Every act by this second, Shanghai time unless it has a zone."
)
@click.option("--entry", type=click.IntRange(1), help="Every act through this entry of the ledger.")
@click.option("--survivor", type=PLACE, help="The dead installation, if its disk lives: its last minute too.")
@FORMAT
def command(
    place: Path, into: Path, moment: str | None, entry: int | None, survivor: Path | None, form: str
) -> None:
    """Make a new installation from a backup and the archived log (恢复), and check it.

    Without --to and --entry it holds all that was archived; so it does, and says so, where nothing was done
    between the log's end and --to. The ledger is verified against the seals that lie before, its chains
    against the backup's manifest, and `huji doctor` looks at the register.

    \b
    Exit status: 0 restored and sound; 1 it failed, or something was found; 2 wrong input.

    \b
    Examples:
      huji restore --from /mnt/backups --to "2026-11-22 14:05:06" --into /srv/huji-2
      huji restore --from /mnt/backups --survivor /srv/huji --into /srv/huji-2
      huji restore --from /mnt/backups --entry 48211 --into /srv/huji-2
    """
    with refusals(form):
        if moment and entry:
            raise Refused(
                "restore.two", Text("--to 与 --entry 只能取一。", "Give --to or --entry, not both.")
            )
        from huji.runtime.backups import place as places
        from huji.runtime.backups import recovery

        target = recovery.Target(instant(moment) if moment else None, entry)
        with telling(form) as tell:
            restored = recovery.restore(places.found(place), into, target, survivor=survivor, tell=tell)
            tell("check")
            record = checked(restored)
    _tell(record, form, survived=survivor is not None)
    sys.exit(0 if record["sound"] else 1)


def instant(text: str) -> datetime:
    """Return an instant as typed; without a zone it is Shanghai's. Raises Refused."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            "restore.time",
            Text(f"“{text}”不是时刻。", f"“{text}” is no time."),
            Text("例如 2026-11-22 14:05:06。", "For example 2026-11-22 14:05:06."),
        ) from error
    return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def checked(restored: "Restored") -> dict[str, Any]:
    """Start the restored installation and look it over; return what is told."""
    import psycopg

    from huji.ledger import heads, verifying
    from huji.ledger.heads import Head
    from huji.runtime import embedded

    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    server = embedded.ensure(restored.home / "postgres")
    noted = [
        Head(chain["office"], chain["seq"], bytes.fromhex(chain["hash"]), chain["count"])
        for chain in restored.base.manifest["chains"]
    ]
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        lacking = heads.lacking(owner, noted) if noted else []
        seals = _seals_before(restored)
        report = verifying.verify(owner, seals) if noted else None
        row = (
            owner.execute("select max(entry), max(recorded) from ledger_entry").fetchone() if noted else None
        )
        ill = _doctor(owner) if noted else {}
    last_entry, recorded = row or (None, None)
    return {
        "home": str(restored.home),
        "base": restored.base.label,
        "last_commit": restored.last_commit.isoformat() if restored.last_commit else None,
        "to_the_end": restored.to_the_end,
        "last_entry": last_entry,
        "last_recorded": recorded.isoformat() if recorded else None,
        "chains_lacking": [head.office for head in lacking],
        "ledger": {
            "clean": report.clean if report else True,
            "entries": report.entries if report else 0,
            "seal": seals[-1].number if seals else None,
            "faults": [str(fault.text) for fault in report.faults] if report else [],
        },
        "doctor": ill,
        "sound": not lacking and (report is None or report.clean) and not ill,
    }


def _seals_before(restored: "Restored") -> list[Any]:
    """Return the kept seals that were made before the last commit restored: later ones know later entries."""
    from huji.ledger import seals, signing

    kept = restored.home / "seals"
    if not any(kept.glob("seal-*.json")):
        return []
    last = restored.last_commit
    known = seals.read_all(kept, signing.verifier(restored.home / "keys" / "seal.pub"))
    if last is None:  # nothing was replayed: the base's own seal
        number = (restored.base.manifest["seal"] or {"number": 0})["number"]
        return [seal for seal in known if seal.number <= number]
    return [seal for seal in known if datetime.fromisoformat(seal.sealed) <= last]


def _doctor(owner: Any) -> dict[str, int]:
    """Return how many each check of the register found that must never be."""
    from huji.quality.doctor import Weight, examine

    found = examine(owner)
    return {one.check.code: one.count for one in found if one.count and one.check.weight == Weight.ILL}


def _tell(record: dict[str, Any], form: str, *, survived: bool) -> None:
    if form == "json":
        show(record)
        return
    last = record["last_recorded"]
    said = Text(
        f"已恢复到 {record['home']}，台账止于第 {record['last_entry']} 条（{last}）。",
        f"Restored into {record['home']}; the ledger ends with entry {record['last_entry']} ({last}).",
    )
    click.echo(str(said))
    if record["to_the_end"]:
        click.echo(str(_END) if survived else f"{_END}\n{_LAST_MINUTE}")
    for fault in record["ledger"]["faults"]:
        click.echo(fault)
    for office in record["chains_lacking"]:
        lacks = Text(
            f"{office} 号链短于备份所载。", f"The chain of office {office} lacks what was backed up."
        )
        click.echo(str(lacks))
    for code, count in record["doctor"].items():
        click.echo(f"huji doctor: {code} {count}")
    seal = record["ledger"]["seal"]
    held = Text(f"对照印鉴第 {seal} 号", f"held against seal {seal}") if seal else Text("无印鉴", "no seal")
    sound = Text("完好", "sound") if record["sound"] else Text("有问题，见上", "not sound, see above")
    click.echo(f"{sound.zh}（{held.zh}） / {sound.en} ({held.en})")
    click.echo(
        str(
            Text(
                f"启用：huji serve，HUJI_HOME={record['home']}",
                f"Use it: HUJI_HOME={record['home']} huji serve",
            )
        )
    )
