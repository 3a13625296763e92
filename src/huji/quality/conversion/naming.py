"""The names in a source: each distinct one once, as it is stored, with its sort key, or that it is none."""

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huji.quality.conversion.workspace import Workspace, engine, quoted, whole
from huji.standards import Refused, names

_NAMES = pa.schema([("written", pa.string()), ("name", pa.string()), ("sort_key", pa.string())])
_AT_ONCE = 50_000


def name(room: Workspace) -> None:
    """Write `names.parquet` from the names and former names of `rows.parquet`; `name` is null for one
    that is none."""
    rows = quoted(room.file("rows"))
    with engine(room) as db, whole(room.file("names")) as half, pq.ParquetWriter(half, _NAMES) as out:
        # By the given name: its reading, which takes longest, is kept from one to the next.
        db.execute(
            "select distinct n from (select trim(name) as n"
            f" from {rows} union all select trim(former_name) from {rows})"
            " where n <> '' order by substr(n, 2), n"
        )
        while found := db.fetchmany(_AT_ONCE):
            read = [_read(written) for (written,) in found]
            columns: list[Any] = list(zip(*read, strict=True))
            out.write_table(pa.Table.from_arrays([pa.array(c, pa.string()) for c in columns], schema=_NAMES))


def _read(written: str) -> tuple[str, str | None, str | None]:
    try:
        accepted = names.accept(written)
    except Refused:
        return written, None, None
    return written, accepted, names.sort_key(accepted)
