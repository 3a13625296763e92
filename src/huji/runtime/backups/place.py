"""A place of backups: a directory, best on another machine's disk, with all an installation needs.

`huji-backups.json` (whose) · `bases/<label>/` (a base copy each, whole when it has `manifest.json`) ·
`wal/` (the server's log, segment by segment, gzip) · `home/` (papers, keys, seals) · `lock`.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from huji.runtime import premises
from huji.standards import Refused, Text

FORMAT = "huji-backups-1"
BASE_FORMAT = "huji-backup-1"
MARK = "huji-backups.json"
MANIFEST = "manifest.json"
COPY = "copy"
"""Beside the manifest: what pg_basebackup wrote, and nothing else."""


@dataclass(frozen=True, slots=True)
class Base:
    """A base copy that is whole: its directory and what its manifest says."""

    directory: Path
    manifest: dict[str, Any]

    @property
    def finished(self) -> datetime:
        """The first instant to which this base can be brought."""
        return datetime.fromisoformat(self.manifest["finished"])

    @property
    def label(self) -> str:
        return self.directory.name


@dataclass(frozen=True, slots=True)
class Place:
    """A directory of backups of one cluster."""

    directory: Path

    @property
    def wal(self) -> Path:
        """Where the server's log is archived."""
        return self.directory / "wal"

    @property
    def home(self) -> Path:
        """Where the installation's files are copied."""
        return self.directory / "home"

    def bases(self) -> list[Base]:
        """Return the whole base copies, oldest first."""
        found = []
        for manifest in sorted((self.directory / "bases").glob(f"*/{MANIFEST}")):
            told = json.loads(manifest.read_bytes())
            if told.get("format") == BASE_FORMAT:
                found.append(Base(manifest.parent, told))
        return sorted(found, key=lambda base: base.finished)

    def base_for(self, instant: datetime | None) -> Base:
        """Return the newest base copy finished by `instant` (None: the newest). Refused without one."""
        bases = self.bases()
        fit = [base for base in bases if instant is None or base.finished <= instant]
        if fit:
            return fit[-1]
        if not bases:
            raise Refused(
                "backup.none",
                Text(
                    f"{self.directory} 中没有完整的备份。", f"There is no whole backup in {self.directory}."
                ),
            )
        first = bases[0].finished.astimezone(ZoneInfo("Asia/Shanghai")).isoformat(" ", "seconds")
        raise Refused(
            "backup.too_early",
            Text(f"最早只能恢复到 {first}。", f"The earliest instant that can be restored is {first}."),
        )

    def sweep(self) -> None:
        """Remove what backups that were killed have left; call it alone."""
        for left in (self.directory / "bases").iterdir():
            if not (left / MANIFEST).is_file():
                shutil.rmtree(left)

    def forget(self, keep: int) -> list[str]:
        """Remove all but the newest `keep` bases and the log that only they needed; return their labels."""
        bases = self.bases()
        gone = bases[:-keep]
        for base in gone:
            (base.directory / MANIFEST).unlink()  # first, so that half a base is never taken for a whole one
            shutil.rmtree(base.directory)
        if gone:
            program = premises.shipped() / "bin" / "pg_archivecleanup"
            oldest = bases[-keep].manifest["wal_first"]
            subprocess.run([program, "-x", ".gz", self.wal, oldest], check=True, capture_output=True)
        return [base.label for base in gone]

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep a second backup away while one is taken."""
        descriptor = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise Refused(
                "backup.busy",
                Text("另一次备份正在进行。", "Another backup is under way."),
            ) from error
        finally:
            os.close(descriptor)


def found(directory: Path) -> Place:
    """Return the place at `directory`, which must be one."""
    try:
        told = json.loads((directory / MARK).read_bytes())
    except (OSError, ValueError) as error:
        raise Refused(
            "backup.no_place",
            Text(f"{directory} 不是户籍备份目录。", f"{directory} holds no backups of Huji."),
        ) from error
    if told.get("format") != FORMAT:
        raise Refused(
            "backup.no_place",
            Text(f"{directory} 的备份格式不识别。", f"{directory} holds backups of an unknown form."),
        )
    return Place(directory.resolve())


def opened(directory: Path, system: str) -> Place:
    """Return the place at `directory` for the cluster `system`, made if it is new or empty.

    Raises Refused when it holds something else, or another installation's backups.
    """
    directory = directory.resolve()
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark = directory / MARK
        if not mark.exists():
            if any(directory.iterdir()):
                raise Refused(
                    "backup.not_empty",
                    Text(f"{directory} 中已有别的文件。", f"{directory} holds other files already."),
                    Text("请指定空目录或原备份目录。", "Name an empty directory, or the one used before."),
                )
            for name in ("bases", "wal", "home"):
                (directory / name).mkdir(mode=0o700)
            put(mark, {"format": FORMAT, "system": system})
        told = json.loads(mark.read_bytes())
    except OSError as error:
        raise Refused(
            "backup.directory",
            Text(
                f"备份目录 {directory} 无法使用：{error.strerror}。",
                f"{directory} cannot be used: {error.strerror}.",
            ),
        ) from error
    if (told.get("format"), told.get("system")) != (FORMAT, system):
        raise Refused(
            "backup.other",
            Text(f"{directory} 是另一套系统的备份。", f"{directory} holds another installation's backups."),
            Text("每套系统用各自的目录。", "Give each installation a directory of its own."),
        )
    return Place(directory)


def put(file: Path, value: dict[str, Any]) -> None:
    """Write a value as JSON, whole or not at all, and see it on the disk."""
    beside = file.with_name(f".{file.name}.part")
    with beside.open("w", encoding="utf-8") as stream:
        json.dump(value, stream, ensure_ascii=False, indent=1)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
    settle(file.parent)


def settle(directory: Path) -> None:
    """See the names of a directory on the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
