"""The lines of a CSV source, a block at a time: their places in the file, and lines of any length in
bounded memory."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np

LONGEST = 64 * 1024
"""Bytes of a line at most; of a longer one these are kept in quarantine, with the digest of all."""
BLOCK = 8 * 1024**2
_BOM = b"\xef\xbb\xbf"
Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines that follow one another: the bytes, where the block begins, and where each line does
    within it.

    `lengths` are without the line's end.
    """

    data: bytes
    at: int
    starts: Array
    lengths: Array

    def line(self, which: int) -> bytes:
        """Return the bytes of a line, without its end."""
        start = int(self.starts[which])
        return self.data[start : start + int(self.lengths[which])]


@dataclass(frozen=True, slots=True)
class Long:
    """A line longer than `LONGEST`: where it begins, its first bytes, its length and the digest of all of
    it."""

    at: int
    begin: bytes
    length: int
    digest: str


def blocks(file: IO[bytes], size: int = BLOCK) -> Iterator[Block | Long]:
    """Yield the lines of a file in their order; a byte order mark before the first is left out."""
    at, rest = 0, b""
    first = file.read(len(_BOM))
    if first == _BOM:
        at = len(_BOM)
    else:
        rest = first
    while True:
        more = file.read(size)
        data = rest + more
        if not data:
            return
        end = data.rfind(b"\n") + 1 if more else len(data)
        if end:
            yield from _split(data[:end], at)
            at, rest = at + end, data[end:]
        else:
            rest = data
        if more and len(rest) > LONGEST:
            long, rest = _long(file, at, rest, size)
            yield long
            at += long.length + (1 if long.length != 0 else 0)
        if not more:
            return


def _long(file: IO[bytes], at: int, begun: bytes, size: int) -> tuple[Long, bytes]:
    """Read a line to its end, keeping only its beginning."""
    taken, length, more = hashlib.sha256(), 0, begun
    while more:
        end = more.find(b"\n")
        part = more if end < 0 else more[:end]
        taken.update(part)
        length += len(part)
        if end >= 0:
            return Long(at, begun[:LONGEST], length, taken.hexdigest()), more[end + 1 :]
        more = file.read(size)
    return Long(at, begun[:LONGEST], length, taken.hexdigest()), b""


def _split(data: bytes, at: int) -> Iterator[Block | Long]:
    """Yield a block, with lines that are too long apart."""
    raw = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(raw == 10)
    if not len(ends) or ends[-1] != len(data) - 1:
        ends = np.append(ends, len(data))
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts
    has_return = (lengths > 0) & (raw[np.maximum(ends - 1, 0)] == 13)
    lengths = lengths - has_return
    too_long = np.flatnonzero(lengths > LONGEST)
    before = 0
    for which in [*too_long.tolist(), len(starts)]:
        if which > before:
            yield _part(data, at, starts[before:which], lengths[before:which], int(ends[which - 1]))
        if which < len(starts):
            line = data[int(starts[which]) : int(starts[which] + lengths[which])]
            yield Long(at + int(starts[which]), line[:LONGEST], len(line), hashlib.sha256(line).hexdigest())
        before = which + 1


def _part(data: bytes, at: int, starts: Array, lengths: Array, end: int) -> Block:
    begin = int(starts[0])
    return Block(data[begin : end + 1], at + begin, starts - begin, lengths)
