"""The mirror of what is published: `<home>/policies/`, from which `huji decide` reads without a database.

Written after a publication or withdrawal has been committed, and anew at every start, so that a mirror that
was lost or damaged mends itself. Readers see the old index or the new one, never a half of either.
"""

import fcntl
import json
import os
import secrets
from pathlib import Path

from django.conf import settings

from huji.policy import Faulty
from huji.policy.published import FOLDER, FORMAT, INDEX, Publication
from huji.rulebook import queries
from huji.standards import Refused, Text


def renew(home: Path | None = None) -> Path:
    """Write the mirror of the publications that stand, and return its folder."""
    folder = (home or settings.HUJI_HOME) / FOLDER
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        # Of two that write at once the later reads what both have committed.
        fcntl.flock(lock, fcntl.LOCK_EX)
        standing = [
            Publication(one.policy, one.digest, one.sha256, one.effective, one.entry)
            for one in reversed(queries.publications())
            if one.stands
        ]
        for one in standing:
            _write(folder / one.file, queries.content(one.sha256))
        index = {"format": FORMAT, "published": [one.as_dict() for one in standing]}
        _write(folder / INDEX, json.dumps(index, ensure_ascii=False, indent=1).encode())
        kept = {one.file for one in standing}
        for path in folder.glob("*.yaml"):
            if path.name not in kept:
                path.unlink()
    return folder


def at_start() -> None:
    """Write the mirror and see that this release reads what is published.

    Refuses `published_unreadable`: better not to start than to decide by what is left.
    """
    renew()
    try:
        queries.library()
    except Faulty as faulty:
        first = faulty.faults[0]
        raise Refused(
            "published_unreadable",
            Text(
                f"本版本软件读不懂已发布的政策：{first.file} 第 {first.line} 行，{first.text.zh}。",
                f"This release cannot read a published policy: {first.file}, line {first.line},"
                f" {first.text.en}.",
            ),
            Text(
                "请用原来的版本发布新的政策版本后再升级。",
                "Publish a new version with the release before, then upgrade.",
            ),
        ) from faulty


def _write(path: Path, content: bytes) -> None:
    """Put a file in place at once, on disk before it has its name."""
    if path.is_file() and path.read_bytes() == content:
        return
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
