"""A seal on a Parquet file: the checksum of all its bytes, by which damage to any of them is found.

Parquet's own page checksums are optional, do not cover the footer, and few readers look at them. The seal
stands in the footer, under `huji.crc32`: CRC-32 of the whole file with the seal itself as zeros, and the size
of the file, which tells a file that another program wrote, with the seal carried along, from a damaged one.
"""

import mmap
import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq

KEY = b"huji.crc32"
_NONE = b"0" * 8 + b":" + b"0" * 16
_CHUNK = 1 << 24
_AT_ONCE = 1 << 24
"""Bytes of a file that is looked over before anything else: some milliseconds."""
_BESIDE = ThreadPoolExecutor(1, "seal")
_WHOLE: dict[tuple[Path, int, int, int, bytes], None] = {}
"""Files found whole by this process, by path, size, time of change, inode and seal: the latest of them."""
_KEPT = 64


def prepare(writer: pq.ParquetWriter) -> None:
    """Leave room for the seal in the footer of a file, before it is closed."""
    writer.add_key_value_metadata({KEY: _NONE})


def put_on(path: Path) -> None:
    """Seal a file that is closed and had room left; raise OSError."""
    size = path.stat().st_size
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as content:
        place = content.rfind(_NONE)
        if place < 0:
            return
        content[place + 9 : place + len(_NONE)] = b"%016d" % size
        content[place : place + 8] = b"%08x" % _checksum(content, place)


def is_broken(path: Path, told: bytes | None) -> bool:
    """Return whether a file is not what was sealed, `told` being the seal in its footer, if any."""
    if told is None or len(told) != len(_NONE) or told[9:] != b"%016d" % path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        place = content.rfind(told)
        return place < 0 or b"%08x" % _checksum(content, place) != told[:8]


def watched(path: Path, told: bytes | None) -> Future[bool]:
    """Return whether a file is broken as it will be known: at once of a small one or one found whole before.

    A large file is looked over by a thread of its own, beside whatever else is done with it.
    """
    about = path.stat()
    key = (path.resolve(), about.st_size, about.st_mtime_ns, about.st_ino, told or b"")
    if about.st_size > _AT_ONCE and told is not None and key not in _WHOLE:
        return _BESIDE.submit(_looked_over, path, told, key)
    found: Future[bool] = Future()
    found.set_result(key not in _WHOLE and is_broken(path, told))
    return found


def _looked_over(path: Path, told: bytes, key: tuple[Path, int, int, int, bytes]) -> bool:
    broken = is_broken(path, told)
    if not broken:
        _WHOLE[key] = None
        for old in list(_WHOLE)[:-_KEPT]:
            _WHOLE.pop(old, None)
    return broken


def _checksum(content: mmap.mmap, place: int) -> int:
    """Return the checksum of a file whose seal's own checksum, eight bytes at a place, counts as zeros."""
    found = 0
    with memoryview(content) as view:
        for start, end in ((0, place), (place + 8, len(view))):
            if start:
                found = zlib.crc32(b"0" * 8, found)
            for at in range(start, end, _CHUNK):
                found = zlib.crc32(view[at : min(at + _CHUNK, end)], found)
    return found
