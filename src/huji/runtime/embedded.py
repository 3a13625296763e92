"""The embedded PostgreSQL of a data directory: found, started, recovered or stopped.

Layout of a data directory (home = the directory itself; for root see `huji.runtime.premises`):
`lock` (one launcher at a time) · `passwords.json` (0600) · `server.log` · `ready` (roles and database made) ·
`home/cluster` (PGDATA) · `home/socket` (0700; elsewhere when the path is too long for a socket).
The server listens on no network.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from huji.runtime import cluster, postmaster, premises, roles
from huji.runtime.premises import Premises
from huji.standards import Refused, Text

DATABASE = "huji"
RESTORING = "restoring"
"""Marks a data directory that `huji restore` has not finished."""
FURNISHED = ",".join(roles.GROUPS)
"""What the file `ready` says: a server left running by an earlier version lacks the roles made since."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it is and how to reach it. Its printed form holds no password."""

    data_dir: Path
    pid: int
    socket: Path
    version: str
    started: datetime
    passwords: dict[str, str] = field(repr=False)

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
        return self.url(cluster.SUPERUSER)

    def url(self, login: str, database: str = DATABASE) -> str:
        """Return the URL of `database` for a login whose password is kept."""
        password, host = quote(self.passwords[login], safe=""), quote(str(self.socket), safe="")
        return f"postgresql://{login}:{password}@/{quote(database, safe='')}?host={host}&port={premises.PORT}"


@dataclass(frozen=True, slots=True)
class Status:
    """A data directory's server: `running`, `starting` (alive, not answering), `stopped` or `absent`."""

    state: str
    data_dir: Path
    pid: int | None = None
    server: Server | None = None


def ensure(data_dir: Path) -> Server:
    """Return the running server of `data_dir`, made and started if need be.

    Any number of processes may call at once: one starts it, all get the same server. Takes some milliseconds
    when it runs, about a second else. Raises Refused with the log's last lines when it will not start.
    """
    if server := _furnished(data_dir):
        return server
    with _locked(data_dir, make=True):
        if (data_dir / RESTORING).exists():
            raise Refused(
                "db.restoring",
                Text(f"{data_dir} 的恢复没有完成。", f"{data_dir} is half restored."),
                Text("请删除该目录，重新恢复。", "Remove the directory and restore again."),
            )
        where = premises.prepare(data_dir)
        if not cluster.exists(where):
            for left in where.siblings():
                if found := postmaster.find(left):
                    postmaster.end(found.process, patience=30)
            cluster.make(where)
        found = postmaster.find(where.cluster)
        if found and found.is_cut_off():
            # Its socket was cleaned away: nobody can reach it any more, so it starts afresh.
            postmaster.end(found.process, patience=60)
            found = None
        if found is None:
            postmaster.clear_away(where.cluster)
            cluster.start(where)
        server = _await(where)
        _furnish(server)
        (where.data / "ready").write_text(FURNISHED)
        return server


def stop(data_dir: Path, patience: float = 60.0) -> bool:
    """Stop the server of `data_dir`, rolling open transactions back; return whether one was running.

    Raises Refused when it has not gone within `patience` seconds.
    """
    if not data_dir.expanduser().exists():
        return False
    with _locked(data_dir, make=False):
        found = postmaster.find(premises.look(data_dir).cluster)
        if found is None:
            return False
        if postmaster.end(found.process, patience):
            return True
        pid = found.process.pid
        raise Refused(
            "db.stop",
            Text(f"数据库（进程 {pid}）未能停止。", f"The server (process {pid}) has not stopped."),
            Text("请稍后再试，并查看 server.log。", "Try again shortly, and read server.log."),
        )


def status(data_dir: Path) -> Status:
    """Look at the server of `data_dir` without touching it."""
    where = premises.look(data_dir)
    if not cluster.exists(where):
        return Status("absent", where.data)
    found = postmaster.find(where.cluster)
    if found is None:
        return Status("stopped", where.data)
    server = _probe(where)
    return Status("running" if server else "starting", where.data, found.process.pid, server)


def _furnished(data_dir: Path) -> Server | None:
    """Return the server when it already answers and is furnished: the quick way, without the lock."""
    where = premises.look(data_dir)
    try:
        furnished = (where.data / "ready").read_text() == FURNISHED
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _probe(where) if furnished and cluster.exists(where) else None


def _probe(where: Premises) -> Server | None:
    """Return the server if its postmaster is the right one and answers as the one the pid file names."""
    found = postmaster.find(where.cluster)
    if found is None or not found.noted.socket:
        return None
    noted, kept = found.noted, cluster.passwords(where)
    try:
        with psycopg.connect(
            host=noted.socket,
            port=noted.port,
            dbname="postgres",
            user=cluster.SUPERUSER,
            password=kept[cluster.SUPERUSER],
            connect_timeout=5,
        ) as connection:
            row = connection.execute(
                "select current_setting('data_directory'), current_setting('server_version'),"
                " pg_postmaster_start_time()"
            ).fetchone()
    except psycopg.OperationalError:
        return None
    assert row is not None  # a select without from has one row
    directory, version, started = row
    # The server's own memory of its start must be what the file says; the system's may move with its clock.
    if not where.cluster.samefile(directory) or abs(started.timestamp() - noted.started) > 1.5:
        return None
    return Server(where.data, found.process.pid, Path(noted.socket), version, started, kept)


def _await(where: Premises, patience: float = 60.0) -> Server:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if server := _probe(where):
            return server
        time.sleep(0.02)
    raise Refused(
        "db.silent",
        Text(
            f"{where.data} 的数据库在运行，但无法连接。",
            f"The server of {where.data} runs but does not answer.",
        ),
        Text("请查看 server.log，或先 huji db stop。", "Read server.log, or run huji db stop first."),
    )


@contextlib.contextmanager
def _locked(data_dir: Path, *, make: bool, patience: float = 300.0) -> Iterator[None]:
    data = data_dir.expanduser().absolute()
    try:
        if make:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise premises.unusable(data, error) from error
    try:
        deadline = time.monotonic() + patience
        while not _take(descriptor):
            if time.monotonic() > deadline:
                raise Refused(
                    "db.locked",
                    Text(
                        "另一进程正在启动或停止数据库。",
                        "Another process is starting or stopping the server.",
                    ),
                    Text("请稍后再试。", "Try again shortly."),
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)  # the lock goes with it, as it does when the process is killed


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _furnish(server: Server) -> None:
    """Make roles and database; each step looks first, so that it may be repeated."""
    database = sql.Identifier(DATABASE)
    with psycopg.connect(server.url(cluster.SUPERUSER, "postgres"), autocommit=True) as connection:
        roles.ensure(connection, passwords=server.passwords)
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            owner = sql.Identifier(roles.OWNER)
            connection.execute(sql.SQL("create database {} owner {}").format(database, owner))
        connection.execute(sql.SQL("revoke all on database {} from public").format(database))
        for name in (roles.APP, roles.AUDITOR):
            grant = sql.SQL("grant connect on database {} to {}")
            connection.execute(grant.format(database, sql.Identifier(name)))
