"""A base copy unpacked: its files as its manifest names them, and nothing outside of where it is put."""

import tarfile
from pathlib import Path

from huji.runtime.backups import place, taking
from huji.runtime.backups.place import Base
from huji.runtime.premises import Premises
from huji.standards import Refused, Text

# Of the server that was copied; the copy has an archive only when it is told one.
FORGOTTEN = ("archive_mode", "archive_command", "archive_timeout", "restore_command", "recovery_target")


def check(base: Base) -> None:
    """Refuse a base whose files are not the ones its manifest names, or not what PostgreSQL wrote."""
    for name, told in base.manifest["files"].items():
        file = base.directory / place.COPY / name
        if not file.is_file() or place.digest(file) != told["sha256"]:
            raise _damaged(file)
    taking.verify(base.directory)


def unpack(base: Base, where: Premises) -> None:
    """Unpack a base copy as the cluster of `where`, set to replay the log."""
    where.cluster.mkdir(mode=0o700)
    for name, below in (("base.tar.gz", where.cluster), ("pg_wal.tar.gz", where.cluster / "pg_wal")):
        with tarfile.open(base.directory / place.COPY / name) as tar:
            # What pg_basebackup writes: files and directories below. Before Python 3.11.4 nothing else asks.
            for member in tar:
                outside = Path(member.name).is_absolute() or ".." in Path(member.name).parts
                if outside or not (member.isfile() or member.isdir()):
                    raise _damaged(base.directory / place.COPY / name)
            tar.extractall(below, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    for path in (where.cluster, *where.cluster.rglob("*")):
        where.own(path)
        path.chmod(0o700 if path.is_dir() else 0o600)
    kept = where.cluster / "postgresql.auto.conf"
    lines = kept.read_text("utf-8").splitlines(keepends=True)
    kept.write_text("".join(line for line in lines if not line.startswith(FORGOTTEN)), "utf-8")
    signal = where.cluster / "recovery.signal"
    signal.touch(mode=0o600)
    where.own(signal)


def _damaged(file: Path) -> Refused:
    return Refused(
        "restore.damaged",
        Text(f"备份文件 {file} 缺失或损坏。", f"The backup's file {file} is missing or damaged."),
        Text("请用另一份备份。", "Use another backup."),
    )
