"""As whom a server runs: PostgreSQL refuses root, so root lends it an unprivileged account."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Account:
    """A system account other than root."""

    uid: int
    gid: int
    name: str

    def popen(self) -> dict[str, Any]:
        """Return the arguments that make `subprocess` drop root, groups included."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def enters(self, directory: Path) -> bool:
        """Return whether the account can enter `directory`: tried, since mode bits do not tell all."""
        return self._succeeds(["/bin/sh", "-c", 'cd -- "$0"', directory])

    def runs(self, tree: Path) -> bool:
        """Return whether the account can run PostgreSQL's programs in `tree`."""
        # initdb leans on the wheel's own libraries, which postgres does not.
        programs = all(self._succeeds([tree / "bin" / name, "--version"]) for name in ("postgres", "initdb"))
        return programs and self.enters(tree / "share")

    def _succeeds(self, command: list[str | Path]) -> bool:
        try:
            return not subprocess.run(
                command, cwd="/", capture_output=True, check=False, **self.popen()
            ).returncode
        except OSError:
            return False


def choose(cluster: Path) -> Account:
    """Return the account for root to run `cluster` as: its owner, HUJI_DB_USER, `huji`, or `nobody`."""
    owner = cluster.stat().st_uid if cluster.exists() else 0
    if owner:
        try:
            return _known(pwd.getpwuid(owner))
        except KeyError:
            return Account(owner, cluster.stat().st_gid, str(owner))
    wished = os.environ.get("HUJI_DB_USER")
    for name in [wished] if wished else ["huji", "nobody"]:
        try:
            known = _known(pwd.getpwnam(name))
        except KeyError:
            continue
        if known.uid:
            return known
    raise Refused(
        "db.account",
        Text(
            "PostgreSQL 不能以 root 运行，也没有可用的普通账户。",
            "PostgreSQL does not run as root, and there is no account to run it as.",
        ),
        Text("请用 HUJI_DB_USER 指定一个普通账户。", "Name an unprivileged account in HUJI_DB_USER."),
    )


def _known(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
