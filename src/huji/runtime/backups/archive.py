"""The archive of the server's log (WAL): each segment copied, synced and named only when it is whole.

The server itself calls the command; a segment that could not be archived stays with it and is tried again, so
a full or missing disk loses nothing, but fills the server's own. `huji doctor` tells.
"""

import re
import shlex
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from psycopg import sql

from huji.runtime.backups.place import Place
from huji.runtime.premises import Premises
from huji.runtime.roles import Connection
from huji.standards import Refused, Text

NOTHING = "true"
"""The command of a server without an archive."""
_SEGMENT = re.compile(r"[0-9A-F]{24}")
EVERY = "60s"
"""The longest that a commit waits to be archived: what is lost when the server's disk is."""


@dataclass(frozen=True, slots=True)
class Health:
    """What the server says of its archive; `failing` since the last segment that went through."""

    on: bool
    last: datetime | None
    failed: int
    failing: bool


def command(place: Place) -> str:
    """Return the archive command: never over another segment, synced before it has its name."""
    wal = shlex.quote(str(place.wal)).replace("%", "%%")
    return (
        f'd={wal}; f="$d/%f.gz"; if test -f "$f"; then gzip -dc "$f" | cmp -s - "%p"; else '
        f'gzip -1 -c "%p" > "$f.part" && dd if=/dev/null of="$f.part" conv=notrunc,fsync 2>/dev/null '
        f'&& mv "$f.part" "$f" && sync "$d"; fi'
    )


def restore_command(place: Place, survivor: Path | None = None) -> str:
    """Return the command that brings a segment back; `survivor` is the dead cluster's own `pg_wal`."""
    wal = shlex.quote(str(place.wal)).replace("%", "%%")
    last = f'cp {shlex.quote(str(survivor)).replace("%", "%%")}/"%f" "%p"' if survivor else "false"
    return f'f={wal}/"%f.gz"; if test -f "$f"; then gzip -dc "$f" > "%p"; else {last}; fi'


def turn_on(admin: Connection, place: Place, where: Premises) -> bool:
    """Archive into `place` from now on; return False where that begins with the server's next start.

    `admin` is the superuser's connection in autocommit.
    """
    where.own(place.wal)
    # The server's account passes through to the one directory that is its own.
    if where.account:
        place.directory.chmod(0o711)
    if where.account and not where.account.enters(place.wal):
        raise Refused(
            "backup.unreachable",
            Text(
                f"数据库账户 {where.account.name} 无法进入 {place.wal}。",
                f"The server's account {where.account.name} cannot reach {place.wal}.",
            ),
            Text("请选该账户可到达的目录。", "Choose a directory that the account can enter."),
        )
    for name, value in (
        ("archive_mode", "on"),
        ("archive_command", command(place)),
        ("archive_timeout", EVERY),
    ):
        admin.execute(sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value)))
    admin.execute("select pg_reload_conf()")
    return _one(admin, "show archive_mode") == "on"


def flush(admin: Connection, place: Place, patience: float = 60.0) -> str:
    """End the segment in use and wait until it is archived; return its name. Raises Refused if not.

    A server told of another command takes it up in its own time, and nobody says when: a segment that is
    archived meanwhile went where the old one led, and the next is ended in its place.
    """
    segment = _end_segment(admin)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        # Asked before looking: what the server calls archived has then reached its place, or never will.
        gone = _archived(admin) >= segment
        if (place.wal / f"{segment}.gz").is_file():
            return segment
        if gone:
            segment = _end_segment(admin)
        time.sleep(0.05)
    raise Refused(
        "backup.archive",
        Text(
            f"数据库日志未能归档到 {place.wal}。",
            f"The server's log does not get through to {place.wal}.",
        ),
        Text("请查看 server.log 和磁盘空间。", "Read server.log, and look at the disk."),
    )


def _end_segment(admin: Connection) -> str:
    """End the segment in use, and return its name."""
    # An entry of the log, so that there is something to switch from.
    segment = _one(admin, "select pg_walfile_name(pg_logical_emit_message(false, 'huji', 'backup'))")
    _one(admin, "select pg_switch_wal()")
    return segment


def _archived(admin: Connection) -> str:
    """Return the last segment that the server's command took, wherever to."""
    return _one(admin, "select coalesce(left(last_archived_wal, 24), '') from pg_stat_archiver")


def missing(place: Place, first: str, survivor: Path | None = None) -> str | None:
    """Return the first segment since `first` that is not there though a later one is, None where none lacks.

    `survivor` is the dead cluster's own `pg_wal`.
    """
    held = {file.name.removesuffix(".gz") for file in place.wal.glob("*.gz")}
    if survivor and survivor.is_dir():
        held |= {file.name for file in survivor.iterdir()}
    ours = {name for name in held if _SEGMENT.fullmatch(name) and name[:8] == first[:8] and name >= first}
    if not ours:
        return None
    last, name = max(ours), first
    while name < last and name in ours:
        log, part = divmod(int(name[8:16], 16) * 256 + int(name[16:], 16) + 1, 256)
        name = f"{name[:8]}{log:08X}{part:08X}"
    return None if name in ours else name


def health(connection: Connection) -> Health:
    """Return what the server says of its archive, a server of one's own included."""
    row = connection.execute(
        "select current_setting('archive_mode') <> 'off',"
        " last_archived_time, failed_count,"
        " coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false)"
        " from pg_stat_archiver"
    ).fetchone()
    assert row is not None  # the view has one row
    return Health(*row)


def _one(connection: Connection, query: str) -> str:
    row = connection.execute(query.encode()).fetchone()
    return str(row[0]) if row else ""
