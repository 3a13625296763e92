"""Making a cluster, keeping its passwords, starting its postmaster: the steps of `huji.runtime.embedded`."""

import json
import os
import secrets
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from huji.runtime import roles
from huji.runtime.premises import PORT, Premises
from huji.standards import Refused, Text

SUPERUSER = "postgres"
LOGINS = (SUPERUSER, roles.OWNER, roles.APP)

# Written once into postgresql.conf, where an operator may change them. Durability stays as PostgreSQL has it.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # `huji backup` only has to name the archive: the mode itself takes a restart.
    "archive_mode": "on",
    "archive_command": "true",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %u@%d ",
    # A statement or the detail of a fault would write citizen numbers and names into the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def exists(where: Premises) -> bool:
    """Return whether the cluster has been made."""
    return (where.cluster / "PG_VERSION").exists()


def passwords(where: Premises) -> dict[str, str]:
    """Return the kept passwords by login. Raises Refused when they are missing or broken."""
    try:
        kept: dict[str, str] = json.loads(_keyring(where).read_bytes())
        if kept.keys() >= set(LOGINS):
            return kept
    except (OSError, ValueError, AttributeError):
        pass
    raise Refused(
        "db.passwords",
        Text(
            f"{_keyring(where)} 缺失或损坏。", f"{_keyring(where)} is missing, closed to this user or broken."
        ),
        Text("请从备份恢复该文件。", "Restore it from a backup."),
    )


def make(where: Premises) -> None:
    """Make the cluster, whole or not at all: with our passwords, UTF-8, code point order, checksums."""
    if not _keyring(where).exists():
        _write_private(
            _keyring(where), json.dumps({name: secrets.token_urlsafe(24) for name in LOGINS}, indent=1)
        )
    _sweep(where)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=where.home))
    where.own(making)
    secret = making / "password"
    _write_private(secret, passwords(where)[SUPERUSER])
    where.own(secret)
    command = [where.program("initdb"), "-D", making / "cluster", "-U", SUPERUSER, f"--pwfile={secret}"]
    command += ["-A", "scram-sha-256", "-E", "UTF8", "--data-checksums", "--no-instructions"]
    # PostgreSQL's own C.UTF-8: Chinese case and order do not hang on the machine's libraries.
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command += [f"--set={name}={value}" for name, value in SETTINGS.items()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **where.popen())
    if done.returncode:
        shutil.rmtree(making, ignore_errors=True)
        said = done.stderr.strip()
        raise Refused("db.initdb", Text(f"无法建立数据库：{said}", f"The cluster could not be made: {said}"))
    # Renamed when whole, so that a start killed half-way leaves no half cluster.
    (making / "cluster").rename(where.cluster)
    _sweep(where)  # once more: an initdb whose start was killed went on writing for a while


def _sweep(where: Premises) -> None:
    """Remove what a start, killed or done, left of its making; only one start makes a cluster at a time."""
    for left in where.home.glob(".making-*"):
        shutil.rmtree(left, ignore_errors=True)


def start(where: Premises) -> None:
    """Start the postmaster, detached from this process, and return when it takes connections.

    Call it when no process works in the cluster (`postmaster.clear_away`).
    """
    directory = where.socket_directory()
    for stale in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (directory / stale).unlink(missing_ok=True)  # it may name a zombie, in which the server would believe
    quoted = str(directory).replace('"', '""')
    option = shlex.quote(f'unix_socket_directories="{quoted}"')
    command = [where.program("pg_ctl"), "start", "-s", "-w", "-t", "600", "-D", where.cluster]
    command += ["-o", f"-p {PORT} -c {option}"]
    log = where.data / "server.log"
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            check=False,
            **where.popen(),
        )
    finally:
        os.close(descriptor)
    if done.returncode:
        tail = "\n".join(log.read_text("utf-8", "replace").splitlines()[-8:])
        raise Refused(
            "db.start", Text(f"数据库未能启动（{log}）：", f"The server did not start ({log}):\n{tail}")
        )


def _keyring(where: Premises) -> Path:
    return where.data / "passwords.json"


def _write_private(file: Path, content: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # 0600 from the start
    with os.fdopen(descriptor, "w") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(name, file)
