"""The embedded PostgreSQL of a data directory: found, started, recovered or stopped.

Layout of a data directory (home = the directory itself, see `premises` for root):
`lock` (one launcher at a time) · `passwords.json` (0600) · `server.log` · `home/cluster` (PGDATA) ·
`home/socket` (0700; elsewhere when the path is too long for a socket). The server listens on no network.
"""

import contextlib
import fcntl
import json
import os
import secrets
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from huji.runtime import postmaster, premises, roles
from huji.runtime.premises import Premises
from huji.standards import Refused, Text

DATABASE = "huji"
SUPERUSER = "postgres"

# Written once into postgresql.conf, where an operator may change them. Durability stays as PostgreSQL has it.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %u@%d ",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it is and how to reach it. The passwords stay out of its printed form."""

    data_dir: Path
    pid: int
    socket: Path
    version: str
    started: datetime
    _passwords: dict[str, str]

    @property
    def app_url(self) -> str:
        """The application's connection (`huji_app`)."""
        return self.url(roles.APP)

    @property
    def owner_url(self) -> str:
        """The schema owner's connection (`huji_owner`)."""
        return self.url(roles.OWNER)

    @property
    def admin_url(self) -> str:
        """The superuser's connection, for the launcher and for tests that make databases."""
        return self.url(SUPERUSER)

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the URL of `database` for a role whose password is kept."""
        password, host = quote(self._passwords[role], safe=""), quote(str(self.socket), safe="")
        return f"postgresql://{role}:{password}@/{quote(database, safe='')}?host={host}&port={premises.PORT}"

    def __repr__(self) -> str:
        return f"Server(data_dir={str(self.data_dir)!r}, pid={self.pid}, socket={str(self.socket)!r})"


@dataclass(frozen=True, slots=True)
class Status:
    """A data directory's server: `running`, `starting` (alive, not answering yet), `stopped` or `absent`."""

    state: str
    data_dir: Path
    pid: int | None = None
    server: Server | None = None


def ensure(data_dir: Path) -> Server:
    """Return the running server of `data_dir`, started (and made, the first time) if need be.

    Any number of processes may call at once: one starts, all get the same server. Takes ~10 ms when it runs,
    a second or two else. Raises Refused with the log's last lines when the server will not start.
    """
    if server := _running(data_dir):
        return server
    where = premises.of(data_dir, make=True)
    with _locked(where):
        passwords = _passwords(where)
        if not (where.cluster / "PG_VERSION").exists():
            _make_cluster(where, passwords)
        found = postmaster.find(where.cluster)
        if found is None:
            postmaster.clear_away(where.cluster)
            _start(where)
        server = _await(where, passwords)
        _furnish(server)
        (where.data / "ready").touch(mode=0o600)
        return server


def stop(data_dir: Path, patience: float = 60.0) -> bool:
    """Stop the server of `data_dir`, open transactions rolled back; return whether one was running.

    Raises Refused when it has not gone within `patience` seconds.
    """
    where = premises.of(data_dir, make=False)
    if not where.cluster.exists():
        return False
    with _locked(where):
        found = postmaster.find(where.cluster)
        if found is None:
            return False
        if not postmaster.end(found[0], patience):
            raise Refused(
                "db.stop",
                Text(
                    f"数据库（进程 {found[0].pid}）未能停止。",
                    f"The server (process {found[0].pid}) has not stopped.",
                ),
                Text("请稍后再试，并查看 server.log。", "Try again shortly, and read server.log."),
            )
        return True


def status(data_dir: Path) -> Status:
    """Look at the server of `data_dir` without touching it."""
    where = premises.of(data_dir, make=False)
    if not (where.cluster / "PG_VERSION").exists():
        return Status("absent", where.data)
    found = postmaster.find(where.cluster)
    if found is None:
        return Status("stopped", where.data)
    server = _probe(where, _read_passwords(where))
    return Status("running" if server else "starting", where.data, found[0].pid, server)


def _running(data_dir: Path) -> Server | None:
    """Return the server when it already answers and is furnished; the quick way, without lock."""
    where = premises.of(data_dir, make=False)
    if not (where.data / "ready").exists():
        return None
    try:
        return _probe(where, _read_passwords(where))
    except Refused:
        return None


def _probe(where: Premises, passwords: dict[str, str]) -> Server | None:
    """Return the server if its postmaster is the right one and answers as the one the pid file names."""
    found = postmaster.find(where.cluster)
    if found is None:
        return None
    process, noted = found
    try:
        with psycopg.connect(
            host=noted.socket,
            port=noted.port,
            dbname="postgres",
            user=SUPERUSER,
            password=passwords[SUPERUSER],
            connect_timeout=5,
            autocommit=True,
        ) as connection:
            row = connection.execute(
                "select current_setting('data_directory'), current_setting('server_version'),"
                " pg_postmaster_start_time()"
            ).fetchone()
    except psycopg.OperationalError:
        return None
    assert row is not None
    directory, version, started = row
    if not where.cluster.samefile(directory) or abs(started.timestamp() - noted.started) > 1.5:
        return None
    return Server(where.data, process.pid, Path(noted.socket), version, started, passwords)


@contextlib.contextmanager
def _locked(where: Premises, patience: float = 300.0) -> Iterator[None]:
    descriptor = os.open(where.data / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Refused(
                        "db.locked",
                        Text(
                            "另一进程正在启动或停止数据库。",
                            "Another process is starting or stopping the server.",
                        ),
                        Text("请稍后再试。", "Try again shortly."),
                    ) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


def _passwords(where: Premises) -> dict[str, str]:
    file = where.data / "passwords.json"
    if not file.exists():
        if (where.cluster / "PG_VERSION").exists():
            return _read_passwords(where)
        kept = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, roles.OWNER, roles.APP)}
        _write_private(file, json.dumps(kept, indent=1).encode())
    return _read_passwords(where)


def _read_passwords(where: Premises) -> dict[str, str]:
    try:
        kept: dict[str, str] = json.loads((where.data / "passwords.json").read_bytes())
        if {SUPERUSER, roles.OWNER, roles.APP} <= kept.keys():
            return kept
    except (OSError, ValueError):
        pass
    raise Refused(
        "db.passwords",
        Text(
            f"{where.data}/passwords.json 缺失或损坏。",
            f"{where.data}/passwords.json is missing or broken.",
        ),
        Text("请从备份恢复该文件。", "Restore it from a backup."),
    )


def _write_private(file: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # 0600 from the start
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(name, file)


def _make_cluster(where: Premises, passwords: dict[str, str]) -> None:
    for abandoned in where.home.glob(".making-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=where.home))
    where.own(making)
    secret = making / "password"
    _write_private(secret, passwords[SUPERUSER].encode())
    where.own(secret)
    done = subprocess.run(
        [
            where.binaries / "bin" / "initdb",
            "-D",
            making / "cluster",
            "-U",
            SUPERUSER,
            f"--pwfile={secret}",
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
            *(f"--set={key}={value}" for key, value in SETTINGS.items()),
        ],
        capture_output=True,
        text=True,
        check=False,
        **where.popen(),
    )
    if done.returncode:
        shutil.rmtree(making, ignore_errors=True)
        raise Refused(
            "db.initdb",
            Text(
                f"无法建立数据库：{done.stderr.strip()}",
                f"initdb failed: {done.stderr.strip()}",
            ),
        )
    # Renamed when whole, so a start killed half-way leaves no half cluster.
    (making / "cluster").rename(where.cluster)
    shutil.rmtree(making)


def _start(where: Premises) -> None:
    socket = str(where.socket_directory()).replace('"', '""')
    log = where.data / "server.log"
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        option = shlex.quote(f'unix_socket_directories="{socket}"')
        done = subprocess.run(
            [
                where.binaries / "bin" / "pg_ctl",
                "start",
                "-s",
                "-w",
                "-t",
                "600",
                "-D",
                where.cluster,
                "-o",
                f"-c {option} -p {premises.PORT}",
            ],
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
        raise Refused("db.start", Text(f"数据库未能启动：\n{tail}", f"The server did not start:\n{tail}"))


def _await(where: Premises, passwords: dict[str, str], patience: float = 60.0) -> Server:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if server := _probe(where, passwords):
            return server
        time.sleep(0.02)
    raise Refused(
        "db.silent",
        Text(
            f"{where.data} 的数据库在运行，但无法连接。",
            f"The server of {where.data} runs but cannot be reached.",
        ),
        Text("请查看 server.log，或先 huji db stop。", "Read server.log, or run huji db stop first."),
    )


def _furnish(server: Server) -> None:
    """Make roles and database; each step looks first, so that it may be repeated."""
    kept = server._passwords
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        roles.ensure(connection, passwords=kept)
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("create database {} owner {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(roles.OWNER)
                )
            )
        connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(DATABASE)))
        for role in (roles.APP, roles.AUDITOR):
            connection.execute(
                sql.SQL("grant connect on database {} to {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(role)
                )
            )
