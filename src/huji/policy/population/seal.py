"""A seal on a Parquet file: the checksum of all its bytes, by which damage to any of them is found.

Parquet's own page checksums are optional, do not cover the footer, and few readers look at them. The seal
stands in the footer, under `huji.crc32`: CRC-32 of the whole file with the seal itself as zeros, and the size
of the file, which tells a file that another program wrote, with the seal carried along, from a damaged one.
"""

import mmap
import zlib
from pathlib import Path

import pyarrow.parquet as pq

KEY = b"huji.crc32"
_NONE = b"0" * 8 + b":" + b"0" * 16
_CHUNK = 1 << 24


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
