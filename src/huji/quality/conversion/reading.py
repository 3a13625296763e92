"""Reading a source: every line becomes a row of text columns, or is kept as it stands with the reason.

The rows go to `rows.parquet` (row, where its bytes are, the columns), what cannot be read to
`unread.parquet`.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv as pc
import pyarrow.parquet as pq

from huji.quality.conversion.heading import header
from huji.quality.conversion.layout import NAMES
from huji.quality.conversion.lines import LONGEST, Array, Block, Long, blocks
from huji.quality.conversion.source import is_parquet
from huji.quality.conversion.workspace import whole
from huji.standards import Refused, Text

ROWS = pa.schema(
    [
        ("row", pa.int64()),
        ("at", pa.int64()),
        ("length", pa.int64()),
        *((name, pa.string()) for name in NAMES),
    ]
)
UNREAD = pa.schema(
    [("row", pa.int64()), ("reason", pa.string()), ("original", pa.binary()), ("length", pa.int64()),
     ("digest", pa.string())]
)  # fmt: skip
ENCODINGS = ("utf-8", "gb18030")
_CONTROLS = frozenset([*range(32), 127]) - {10}


@dataclass(frozen=True, slots=True)
class Read:
    """How many rows were read, and how many of them could not be."""

    rows: int
    unread: int


@dataclass(slots=True)
class _Unread:
    rows: list[tuple[int, str, bytes, int, str]] = field(default_factory=list)

    def add(self, row: int, reason: str, line: bytes) -> None:
        self.rows.append((row, reason, line[:LONGEST], len(line), hashlib.sha256(line).hexdigest()))

    def table(self) -> pa.Table:
        columns: list[Any] = list(zip(*self.rows, strict=True)) if self.rows else [[]] * len(UNREAD)
        return pa.Table.from_arrays(
            [pa.array(c, f.type) for c, f in zip(columns, UNREAD, strict=True)], schema=UNREAD
        )


def read(
    source: Path, encoding: str, columns: dict[str, str], rows: Path, unread: Path,
    advance: Callable[[int], None] = lambda more: None,
) -> Read:  # fmt: skip
    """Read a frozen source; `columns` gives for its column names ours. Both files are written whole."""
    faulty = _Unread()
    count = 0
    with whole(rows) as half, pq.ParquetWriter(half, ROWS, compression="zstd", compression_level=1) as out:
        tables = (
            _parquet(source, columns, faulty)
            if is_parquet(source)
            else _csv(source, encoding, columns, faulty)
        )
        for table, seen in tables:
            if len(table):
                out.write_table(table)
            count += seen
            advance(seen)
    with whole(unread) as half:
        pq.write_table(faulty.table(), half)
    return Read(count, len(faulty.rows))


def guess_encoding(source: Path) -> str:
    """Return the encoding of most lines of the first block."""
    if is_parquet(source):
        return "utf-8"
    votes = dict.fromkeys(ENCODINGS, 0)
    with source.open("rb") as file:
        for block in blocks(file):
            for line in (block.line(n) for n in range(len(block.starts))) if isinstance(block, Block) else ():
                if not line.isascii():
                    votes["utf-8" if _decoded(line, "utf-8") is not None else "gb18030"] += 1
            break
    return max(ENCODINGS, key=lambda name: votes[name])


def _csv(
    source: Path, encoding: str, columns: dict[str, str], faulty: _Unread
) -> Iterator[tuple[pa.Table, int]]:
    names = header(source, encoding)
    row = -1  # the header
    with source.open("rb") as file:
        for block in blocks(file):
            if isinstance(block, Long):
                row += 1
                if row:
                    faulty.rows.append((row, "line_too_long", block.begin, block.length, block.digest))
                    yield ROWS.empty_table(), 1
                continue
            if row < 0:
                block = Block(block.data, block.at, block.starts[1:], block.lengths[1:])
                row = 0
            size = len(block.starts)
            if size:
                yield _block(block, row, names, columns, encoding, faulty), size
            row += size


def _block(
    block: Block, before: int, names: list[str], columns: dict[str, str], encoding: str, faulty: _Unread
) -> pa.Table:
    """Return the rows of a block: most lines are plain and go together, the others one by one."""
    plain = _plain(block, len(names))
    good: list[bytes] = []
    kept: list[int] = []
    odd: list[tuple[int, list[str]]] = []
    text = _all_decoded(block, encoding)
    if text is not None and plain.all():
        kept = list(range(len(block.starts)))
    else:
        for which in range(len(block.starts)):
            line = block.line(which)
            if plain[which] and (text is not None or line.isascii()):
                good.append(line)
                kept.append(which)
                continue
            decoded, reason = _line(line, encoding)
            if decoded is not None and plain[which]:
                good.append(decoded.encode())
                kept.append(which)
                continue
            values, reason = _values(decoded, len(names)) if decoded is not None else (None, reason)
            if values is None:
                faulty.add(before + which + 1, reason, line)
            else:
                odd.append((which, values))
        text = b"\n".join([*good, b""])
    tables = [_parsed(text, names)] if kept and text is not None else []
    if odd:
        tables.append(
            pa.table([pa.array(c, pa.string()) for c in zip(*(v for _, v in odd), strict=True)], names)
        )
    if not tables:
        return ROWS.empty_table()
    taken = np.array(kept + [at for at, _ in odd])
    table = _arranged(
        pa.concat_tables(tables),
        columns,
        before + taken + 1,
        block.at + block.starts[taken],
        block.lengths[taken],
    )
    return table.sort_by("row") if odd else table


def _plain(block: Block, width: int) -> Array:
    """Return which lines have as many commas as the header, and neither quotes nor control characters."""
    raw = np.frombuffer(block.data, np.uint8)
    ends = block.starts + block.lengths
    commas = np.concatenate([[0], np.cumsum(raw == 44)])
    strange = np.concatenate([[0], np.cumsum((raw == 34) | ((raw < 32) & (raw != 10)) | (raw == 127))])
    plain = (commas[ends] - commas[block.starts] == width - 1) & (strange[ends] == strange[block.starts])
    return np.asarray(plain & (block.lengths > 0))


def _all_decoded(block: Block, encoding: str) -> bytes | None:
    """Return a block in UTF-8 where all of it is in its encoding; GB18030 is looked at line by line."""
    if encoding != "utf-8":
        return None
    start, end = int(block.starts[0]), int(block.starts[-1] + block.lengths[-1])
    try:
        block.data.decode()
    except UnicodeDecodeError:
        return None
    return block.data[start:end] + b"\n"


def _line(line: bytes, encoding: str) -> tuple[str | None, str]:
    """Return a line as text, or why it is none."""
    if not line:
        return None, "empty_line"
    if encoding == "gb18030" and not line.isascii() and _decoded(line, "utf-8") is not None:
        return None, "encoding" if _decoded(line, "gb18030") is None else "encoding_doubtful"
    decoded = _decoded(line, encoding)
    return decoded, "" if decoded is not None else "encoding"


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _values(line: str, width: int) -> tuple[list[str] | None, str]:
    """Return the values of a line that is not plain, or why it has none."""
    if any(ord(c) in _CONTROLS for c in line):
        return None, "control_character"
    try:
        values = next(csv.reader([line], strict=True))
    except (csv.Error, StopIteration):
        return None, "quotes"
    return (values, "") if len(values) == width else (None, "columns")


def _parsed(text: bytes, names: list[str]) -> pa.Table:
    return pc.read_csv(
        pa.BufferReader(text),
        pc.ReadOptions(column_names=names, block_size=max(len(text), 1)),
        pc.ParseOptions(quote_char=False, newlines_in_values=False, ignore_empty_lines=False),
        pc.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )


def _arranged(table: pa.Table, columns: dict[str, str], row: Array, at: Array, length: Array) -> pa.Table:
    """Return a table in the layout's columns; those that the source lacks are empty."""
    empty = pa.array([""], pa.string()).take(pa.array(np.zeros(len(table), np.int64)))
    ours = {name: table[theirs] for theirs, name in columns.items()}
    return pa.Table.from_arrays(
        [pa.array(row, pa.int64()), pa.array(at, pa.int64()), pa.array(length, pa.int64()),
         *(ours.get(name, empty) for name in NAMES)],
        schema=ROWS,
    )  # fmt: skip


def _parquet(source: Path, columns: dict[str, str], faulty: _Unread) -> Iterator[tuple[pa.Table, int]]:
    """Yield the rows of a Parquet file as text; the bytes of a row are its values as JSON (`original`)."""
    row = 0
    try:
        file = pq.ParquetFile(source)
        for batch in file.iter_batches(batch_size=65_536, columns=list(columns)):
            table = pa.table(
                [_text(batch.column(name)) for name in batch.schema.names], names=list(batch.schema.names)
            )
            numbers = np.arange(row + 1, row + len(batch) + 1)
            arranged = _arranged(table, columns, numbers, numbers, np.zeros(len(batch), np.int64))
            yield _controlled(arranged, faulty), len(batch)
            row += len(batch)
    except (OSError, pa.ArrowException) as error:
        raise Refused(
            "source.broken", Text(f"Parquet 文件损坏：{error}", f"Broken Parquet: {error}")
        ) from error


def _controlled(table: pa.Table, faulty: _Unread) -> pa.Table:
    """Return the rows without control characters; the others are faulty as they are in a CSV."""
    strange = np.zeros(len(table), bool)
    for name in NAMES:
        strange |= compute.match_substring_regex(table[name], r"[\x00-\x1f\x7f]").to_numpy()
    if not strange.any():
        return table
    for values in table.filter(pa.array(strange)).to_pylist():
        faulty.add(values["row"], "control_character", original({name: values[name] for name in NAMES}))
    return table.filter(pa.array(~strange))


def _text(column: pa.Array) -> pa.Array:
    """Return a column as text; raise `ArrowInvalid` for bytes that are none."""
    text = column.cast(pa.string()) if not pa.types.is_string(column.type) else column
    text.validate(full=True)
    return text.fill_null("")


def original(row: dict[str, Any]) -> bytes:
    """Return the bytes that stand for a row of a Parquet source: its values as JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
