"""Papers on disk, stored under the digest of their content. Nothing is ever overwritten or executed."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from huji.standards import Refused, Text


def keep(content: bytes, digest: str) -> None:
    """Write the content under its digest, whole and flushed to disk; keeping it again is harmless."""
    path = _path(digest)
    if path.is_file():
        return
    for directory in (path.parent.parent, path.parent):  # `parents` would make the upper one open to all
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".keeping-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def fetch(digest: str) -> bytes:
    """Return the content; refuses `paper_lost` and `paper_altered`."""
    try:
        content = _path(digest).read_bytes()
    except FileNotFoundError as error:
        raise Refused(
            "paper_lost",
            Text(f"材料文件 {digest[:12]}… 已丢失。", f"The paper {digest[:12]}… is missing on disk."),
            Text("请运维人员从备份恢复。", "Ask the operator to restore it from the backup."),
        ) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise Refused(
            "paper_altered",
            Text(f"材料文件 {digest[:12]}… 已被改动。", f"The paper {digest[:12]}… was altered on disk."),
            Text("请运维人员从备份恢复。", "Ask the operator to restore it from the backup."),
        )
    return content


def _path(digest: str) -> Path:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError(f"not a SHA-256: {digest!r}")
    return Path(settings.EVIDENCE_ROOT) / digest[:2] / digest
