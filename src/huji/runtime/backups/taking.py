"""Taking a backup: a base copy of the running server, checked, and the installation's files beside it."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

import huji
from huji.runtime import premises
from huji.runtime.backups import archive, place
from huji.runtime.backups.place import BASE_FORMAT, COPY, MANIFEST, Base, Place
from huji.runtime.embedded import Server
from huji.standards import Refused, Text

NOT_COPIED = frozenset({"postgres", "static", "run", "populations"})
"""What of an installation's directory a backup leaves out: made anew, or large and made for trials."""
NOTE = "backup.json"
"""In the installation's directory: where its backups are."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup: its base, the labels of those it put an end to, and whether the log is archived."""

    base: Base
    forgotten: list[str]
    archiving: bool
    files: int


def take(
    server: Server,
    home: Path,
    directory: Path,
    told: Mapping[str, Any],
    *,
    keep: int = 7,
    tell: Callable[[str], None] = lambda stage: None,
) -> Taken:
    """Copy the running server and the installation's files into `directory`; the service goes on.

    `told` enters the manifest (the ledger's heads and the newest seal, read before). The newest `keep` bases
    stay, with the log since the oldest of them. Raises Refused; then no base is left behind.
    """
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as admin:
        system, version, timeline = _identity(admin)
        kept = place.opened(directory, system)
        with kept.alone():
            kept.sweep()
            _same_line(kept, timeline)
            where = premises.look(server.data_dir)
            archiving = archive.turn_on(admin, kept, where)
            if archiving:
                tell("archive")
                archive.flush(admin, kept)
            tell("base")
            base = _base(server, kept, told, {"system": system, "postgres": version, "timeline": timeline})
            if archiving:
                archive.flush(admin, kept)
            # After the copy: a row may come without its paper in neither.
            tell("files")
            files = copy_files(home, kept)
            place.put(home / NOTE, {"place": str(kept.directory)})
            return Taken(base, kept.forget(max(1, keep)), archiving, files)


def _same_line(kept: Place, timeline: int) -> None:
    """Refuse a place whose copies another installation took: one restored from it, or the one it was of."""
    if any(base.manifest["timeline"] != timeline for base in kept.bases()):
        raise Refused(
            "backup.restored",
            Text(
                f"{kept.directory} 中是恢复之前的系统的备份，与恢复出来的系统不能混放。",
                f"{kept.directory} holds backups of an installation before it was restored: the restored one"
                " has its own.",
            ),
            Text("请指定新目录。", "Name a new directory."),
        )


def copy_files(home: Path, kept: Place) -> int:
    """Bring copies of an installation's files up to date, removing none; return how many were copied."""
    copied = 0
    for name in sorted(path.name for path in home.iterdir() if path.name not in NOT_COPIED):
        copied += mirror(home / name, kept.home / name)
    passwords = kept.home / "postgres" / "passwords.json"
    return copied + mirror(home / "postgres" / "passwords.json", passwords)


def mirror(source: Path, target: Path) -> int:
    """Copy files that are missing or differ in size or time; return how many."""
    if source.is_symlink() or not (source.is_dir() or source.is_file()):
        return 0
    if source.is_dir():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        return sum(mirror(one, target / one.name) for one in sorted(source.iterdir()))
    stat = source.stat()
    if target.is_file():
        there = target.stat()
        if (there.st_size, there.st_mtime_ns) == (stat.st_size, stat.st_mtime_ns):
            return 0
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    shutil.copy2(source, beside)
    with beside.open("rb") as stream:
        os.fsync(stream.fileno())
    beside.replace(target)
    return 1


def _base(server: Server, kept: Place, told: Mapping[str, Any], identity: Mapping[str, Any]) -> Base:
    started = datetime.now(UTC)
    directory = kept.directory / "bases" / started.strftime("%Y%m%dT%H%M%S%fZ")
    directory.mkdir(mode=0o700)
    command = [
        "pg_basebackup", "--pgdata", directory / COPY, "--format", "tar", "--compress", "client-gzip:1",
        "--wal-method", "stream", "--checkpoint", "fast", "--manifest-checksums", "SHA256",
        "--host", server.socket, "--port", str(premises.PORT), "--username", "postgres", "--no-password",
    ]  # fmt: skip
    try:
        _run(command, {"PGPASSWORD": server.passwords["postgres"]})
        verify(directory)
        finished = datetime.now(UTC)
        manifest = {
            "format": BASE_FORMAT,
            "huji": huji.__version__,
            **identity,
            "started": started.isoformat(),
            "finished": finished.isoformat(),
            "wal_first": _first_segment(directory),
            "files": {
                file.name: {"bytes": file.stat().st_size, "sha256": place.digest(file)}
                for file in sorted((directory / COPY).iterdir())
            },
            **told,
        }
        place.put(directory / MANIFEST, manifest)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    return Base(directory, manifest)


def verify(directory: Path) -> None:
    """Hold a base copy against PostgreSQL's own manifest of it (pg_verifybackup); raises Refused."""
    # The log within a tar is not parsed by this version; its bytes are bound by our own manifest.
    _run(["pg_verifybackup", "--no-parse-wal", "--quiet", directory / COPY], {})


def _first_segment(directory: Path) -> str:
    told = json.loads((directory / COPY / "backup_manifest").read_bytes())
    [wal] = told["WAL-Ranges"][:1]
    high, low = (int(part, 16) for part in wal["Start-LSN"].split("/"))
    return f"{wal['Timeline']:08X}{high:08X}{low >> 24:08X}"


def _identity(admin: psycopg.Connection[Any]) -> tuple[str, str, int]:
    row = admin.execute(
        "select system_identifier::text, current_setting('server_version'), timeline_id"
        " from pg_control_system(), pg_control_checkpoint()"
    ).fetchone()
    assert row is not None  # two functions with one row each
    return row[0], row[1], row[2]


def _run(command: list[Any], secret: Mapping[str, str]) -> None:
    program = premises.shipped() / "bin" / command[0]
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", **secret}
    done = subprocess.run(
        [program, *command[1:]], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[-600:]
        raise Refused("backup.failed", Text(f"备份失败：{said}", f"The backup failed ({command[0]}): {said}"))
