"""Opening a source: CSV, plain or compressed, or Parquet; bounded in whatever a file may claim or hide."""

import gzip
import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from huji.standards import Refused, Text

LARGEST = 64 * 1024**3
"""Bytes of a source at most, unpacked."""
RATIO = 100
"""How many times larger a compressed source may become: text packs to a tenth; a bomb of zeros is a
thousandfold."""
_GRACE = 16 * 1024**2
_BLOCK = 4 * 1024**2


@dataclass(frozen=True, slots=True)
class Frozen:
    """The copy of a source: its bytes unpacked, their digest, and the digest of the file as it was given."""

    size: int
    digest: str
    given: str


def freeze(source: Path, copy: Path) -> Frozen:
    """Copy a source, unpacked, and take its digests; raise `Refused` before it fills the disk or the
    bound."""
    if not source.is_file():
        raise Refused("source.none", Text(f"没有文件 {source}。", f"There is no file {source}."))
    given = hashlib.sha256()
    with source.open("rb") as file:
        while block := file.read(_BLOCK):
            given.update(block)
    packed, size, taken = source.stat().st_size, 0, hashlib.sha256()
    half = copy.with_name(f".{copy.name}.half")
    try:
        with opened(source) as file, half.open("wb") as out:
            while block := _read(file, source):
                size += len(block)
                _bound(size, packed, source)
                if shutil.disk_usage(copy.parent).free < 64 * 1024**2:
                    raise Refused("source.no_room", Text("磁盘空间不够。", "There is no room on the disk."))
                taken.update(block)
                out.write(block)
        half.replace(copy)
        copy.chmod(0o400)
    finally:
        half.unlink(missing_ok=True)
    return Frozen(size, taken.hexdigest(), given.hexdigest())


def _bound(size: int, packed: int, source: Path) -> None:
    if size > LARGEST or (compressed(source) and size > _GRACE and size > packed * RATIO):
        raise Refused(
            "source.too_large",
            Text(
                f"{source.name} 解压后超过 {size:,} 字节，是压缩文件的 {size // max(packed, 1)} 倍，不读。",
                f"{source.name} unpacks to more than {size:,} bytes, {size // max(packed, 1)} times its size:"
                " it is not read.",
            ),
            Text(
                "请核对文件；确实无误的，请解压后再交。", "Check the file; if it is right, give it unpacked."
            ),
        )


def _read(file: IO[bytes], source: Path) -> bytes:
    try:
        return file.read(_BLOCK)
    except (OSError, EOFError, zipfile.BadZipFile, ValueError) as error:
        raise Refused(
            "source.broken",
            Text(f"{source.name} 读不完整：{error}", f"{source.name} cannot be read to its end: {error}"),
        ) from error


def compressed(source: Path) -> bool:
    """Return whether a source is unpacked as it is read."""
    return source.suffix in (".gz", ".zip")


def is_parquet(path: Path) -> bool:
    """Return whether a file begins as Parquet does."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


@contextmanager
def opened(source: Path) -> Iterator[IO[bytes]]:
    """Open a source for its unpacked bytes."""
    if source.suffix == ".gz":
        with gzip.open(source, "rb") as file:
            yield cast("IO[bytes]", file)
    elif source.suffix == ".zip":
        with zipfile.ZipFile(source) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) != 1:
                raise Refused(
                    "source.members",
                    Text("压缩包里应只有一个文件。", "The archive must hold exactly one file."),
                )
            with archive.open(members[0]) as file:
                yield file
    else:
        with source.open("rb") as plain:
            yield plain
