"""The frozen copy of what a register was opened with: from it and the ledger the register can be built anew.

`genesis/<digest>.jsonl.gz` in the installation's directory: a head line that names the columns, then the very
lines that the entry's digest was taken over. It holds the whole register: 0600, and part of every backup.
"""

import gzip
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from django.conf import settings

FOLDER = "genesis"


def keep(columns: dict[str, list[str]], lines: Iterable[bytes]) -> str:
    """Write the lines, whole and on the disk, and return their digest (SHA-256) in hex."""
    folder = Path(settings.HUJI_HOME) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".half")
    half = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with gzip.GzipFile("", "wb", 1, raw, mtime=0) as file:
                file.write((json.dumps({"format": "huji-genesis-1", **columns}) + "\n").encode())
                for line in lines:
                    digest.update(line)
                    file.write(line)
            raw.flush()
            os.fsync(raw.fileno())
        half.rename(folder / f"{digest.hexdigest()}.jsonl.gz")
        _settle(folder)
    finally:
        with suppress(OSError):
            half.unlink()
    return digest.hexdigest()


def runs(ids: Iterable[int]) -> list[list[int]]:
    """Return ids as runs [first, how many], in their order: mostly one."""
    return [[run[0], len(run)] for run in _runs(ids)]


def _runs(ids: Iterable[int]) -> Iterator[list[int]]:
    for _, group in groupby(enumerate(ids), lambda pair: pair[1] - pair[0]):
        yield [number for _, number in group]


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
