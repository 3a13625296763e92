"""The way back: a base copy unpacked elsewhere, the archived log replayed to a second or to an entry.

Nothing that exists is written over. Until the copy has been brought to its end and opened, a file `restoring`
in its `postgres/` keeps every command away from it.
"""

import errno
import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from huji.runtime import cluster, embedded, postmaster, premises
from huji.runtime.backups import archive, taking, unpacking
from huji.runtime.backups.place import Base, Place
from huji.runtime.premises import PORT, Premises
from huji.standards import Refused, Text

RESTORING = embedded.RESTORING
BEYOND = "restore.beyond"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to stop: after the last commit by `instant`, or after the commit of ledger entry `entry`."""

    instant: datetime | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """A new installation: its directory, the base it came from, the last commit it holds.

    `to_the_end`: the log ends before the instant asked for, and all of it was replayed.
    """

    home: Path
    base: Base
    last_commit: datetime | None
    to_the_end: bool = False


def restore(
    source: Place,
    into: Path,
    target: Target,
    *,
    survivor: Path | None = None,
    tell: Callable[[str], None] = lambda stage: None,
) -> Restored:
    """Make a new installation in `into`, as it was at `target` (by default: at the end of the archive).

    An instant after the last commit in the log is the log's end: nothing was done since that the log tells.
    `survivor` is the directory of the dead installation, where it still exists: its log reaches further than
    the archive, and its papers further than their copies. Raises Refused; `into` is then removed.
    """
    into = into.absolute()
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Refused(
            "restore.exists",
            Text(f"{into} 已存在，不覆盖。", f"{into} exists already and is not written over."),
            Text("请指定新目录。", "Name a new directory."),
        )
    base = source.base_for(target.instant)
    unpacking.check(base)
    xid = None
    if target.entry is not None:
        # Which transaction made the entry is known only after it has been replayed once.
        tell("search")
        scout = into.with_name(f".{into.name}.search")
        try:
            _brought(source, base, scout, Target(), survivor, tell)
            xid, recorded = _made(scout, target.entry)
        finally:
            _remove(scout)
        # A base that holds the entry already has gone past it.
        base = source.base_for(recorded)
        unpacking.check(base)
    try:
        last, to_the_end = _brought(source, base, into, target, survivor, tell, xid)
        tell("files")
        # Not the note of where backups go: two installations must not archive into one place.
        for name in sorted({path.name for path in source.home.iterdir()} - {"postgres", taking.NOTE}):
            taking.mirror(source.home / name, into / name)
        if survivor:
            for name in ("evidence", "genesis"):
                taking.mirror(survivor / name, into / name)
    except BaseException as error:
        _remove(into)
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise Refused(
                "restore.no_room",
                Text(f"{into.parent} 所在磁盘空间不够。", f"There is no room on the disk of {into.parent}."),
                Text(
                    "未留下任何文件；请腾出空间后再恢复。",
                    "Nothing is left of it; make room, then restore again.",
                ),
            ) from error
        raise
    (into / "postgres" / RESTORING).unlink()
    return Restored(into, base, last, to_the_end)


def _stop_at(instant: datetime | None, xid: int | None) -> list[str]:
    if xid is not None:
        return [f"recovery_target_xid={xid}", "recovery_target_inclusive=on"]
    if instant is not None:
        return [f"recovery_target_time={instant.isoformat(' ', 'microseconds')}"]
    return []


def _brought(
    source: Place,
    base: Base,
    into: Path,
    target: Target,
    survivor: Path | None,
    tell: Callable[[str], None],
    xid: int | None = None,
) -> tuple[datetime | None, bool]:
    """Unpack `base` below `into` and replay the log; leave the server stopped.

    Return its last commit, and whether the log ended before the instant of `target`.
    """
    into.mkdir(mode=0o700 if os.geteuid() else 0o711, parents=True, exist_ok=True)
    data = into / "postgres"
    data.mkdir(mode=0o700)
    (data / RESTORING).touch(mode=0o600)
    taking.mirror(source.home / "postgres" / "passwords.json", data / "passwords.json")
    where = premises.prepare(data)
    settings = _stop_at(target.instant, xid)
    if not settings:
        _whole(source, base, survivor)
    tell("unpack")
    unpacking.unpack(base, where)
    tell("replay")
    try:
        return _replayed(source, where, settings, survivor), False
    except Refused as refusal:
        if refusal.code != BEYOND or target.instant is None or xid is not None:
            raise
    _whole(source, base, survivor)
    # PostgreSQL stops only at a commit after the instant, and an idle register has none: what was replayed is
    # all that was done by then. It goes on from where it is, and opens at the log's end.
    last = _last_told(where)
    return _replayed(source, where, [], survivor) or last, True


def _whole(source: Place, base: Base, survivor: Path | None) -> None:
    """Refuse a log with a gap: its end would be taken for the end of what was done."""
    first = base.manifest["wal_first"]
    if lost := archive.missing(source, first, _segments(survivor)):
        raise Refused(
            "restore.gap",
            Text(
                f"归档日志缺少 {lost}，其后还有日志：不能恢复到末尾。",
                f"The archived log lacks {lost}, and more follows: its end cannot be reached.",
            ),
            Text(
                "请用 --survivor 指明原系统目录，或用 --to 恢复到缺口之前的时刻。",
                "Name the dead installation in --survivor, or with --to an instant before the gap.",
            ),
        )


def _segments(survivor: Path | None) -> Path | None:
    """Return where the dead cluster keeps its log."""
    return premises.look(survivor / "postgres").cluster / "pg_wal" if survivor else None


def _replayed(source: Place, where: Premises, settings: list[str], survivor: Path | None) -> datetime | None:
    """Replay the log with the server, and stop it; return the last commit replayed by it."""
    _start(source, where, settings, survivor)
    found = postmaster.find(where.cluster)
    if found is None:
        raise _stopped(where, aimed=bool(settings))
    try:
        return _await_end(where, aimed=bool(settings))
    finally:
        postmaster.end(found.process, patience=120)


def _last_told(where: Premises) -> datetime | None:
    """Return the last commit that the server's log names."""
    log = (where.data / "server.log").read_text("utf-8", "replace")
    told = re.findall(r"last completed transaction was at log time (\S+ \S+)$", log, re.MULTILINE)
    return datetime.fromisoformat(told[-1]) if told else None


def _start(source: Place, where: Premises, settings: list[str], survivor: Path | None) -> None:
    """Start the copy, replaying; what it is told is told on the command line, so that nothing of it stays."""
    told = [
        f"restore_command={archive.restore_command(source, _segments(survivor))}",
        "recovery_target_action=promote", "recovery_target_timeline=latest", "archive_mode=off",
        *settings,
    ]  # fmt: skip
    options = [f"-p {PORT}"]
    options += [f"-c {shlex.quote(one)}" for one in told]
    quoted = str(where.socket_directory()).replace('"', '""')
    sockets = shlex.quote(f'unix_socket_directories="{quoted}"')
    options.append(f"-c {sockets}")
    log = where.data / "server.log"
    with log.open("ab") as stream:
        program: list[str | Path] = [
            where.program("pg_ctl"),
            "start",
            "-s",
            "-w",
            "-t",
            "3600",
            "-D",
            where.cluster,
        ]
        subprocess.run(
            [*program, "-o", " ".join(options)],
            stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, check=False, **where.popen(),
        )  # fmt: skip


def _await_end(where: Premises, *, aimed: bool, patience: float = 6 * 3600) -> datetime | None:
    """Wait until the copy takes writes; return the time of the last commit replayed."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and postmaster.find(where.cluster):
        try:
            with _connect(where, "postgres") as connection:
                row = connection.execute(
                    "select pg_is_in_recovery(), pg_last_xact_replay_timestamp()"
                ).fetchone()
                assert row is not None
                if not row[0]:
                    connection.execute("checkpoint")
                    return row[1] if isinstance(row[1], datetime) else None
        except psycopg.OperationalError:
            pass
        time.sleep(0.1)
    raise _stopped(where, aimed=aimed)


def _made(scout: Path, entry: int) -> tuple[int, datetime]:
    """Return the transaction that made an entry, and when, from a copy brought to the archive's end."""
    where = premises.look(scout / "postgres")
    cluster.start(where)
    found = postmaster.find(where.cluster)
    try:
        with _connect(where, embedded.DATABASE) as connection:
            row = connection.execute(
                "select xmin::text::bigint, recorded from ledger_entry where entry = %s", [entry]
            ).fetchone()
    finally:
        if found:
            postmaster.end(found.process, patience=120)
    if row is None:
        raise Refused(
            "restore.no_entry",
            Text(f"备份和归档中没有台账第 {entry} 条。", f"The archive holds no entry {entry}."),
        )
    return int(row[0]), row[1]


def _connect(where: Premises, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(
        host=str(where.socket_directory()), port=PORT, dbname=database, user=cluster.SUPERUSER,
        password=cluster.passwords(where)[cluster.SUPERUSER], connect_timeout=10, autocommit=True,
    )  # fmt: skip


def _stopped(where: Premises, *, aimed: bool) -> Refused:
    log = (where.data / "server.log").read_text("utf-8", "replace")
    if aimed and "recovery ended before configured recovery target was reached" in log:
        return Refused(
            BEYOND,
            Text(
                "归档日志没有到达所要求的时刻或条目。",
                "The archive does not reach as far as the instant or entry asked for.",
            ),
            Text(
                "请用 --survivor 指明原系统目录，或不写 --to，恢复到归档末尾。",
                "Name the dead installation in --survivor, or leave --to out: restore to the archive's end.",
            ),
        )
    tail = "\n".join(log.splitlines()[-8:])
    return Refused("restore.failed", Text(f"恢复失败：\n{tail}", f"The copy could not be replayed:\n{tail}"))


def _remove(into: Path) -> None:
    data = into / "postgres"
    if data.is_dir():
        where = premises.look(data)
        for process in postmaster.orphans(where.cluster):
            postmaster.end(process, patience=60)
        if where.home != data:
            shutil.rmtree(where.home, ignore_errors=True)
    shutil.rmtree(into, ignore_errors=True)
