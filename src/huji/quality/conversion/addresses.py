"""Matching the text of an address to a standard address, by the names of divisions as they are and as
they were.

A text is a run of division names, any of them left out, and then the local parts as printed. The names
are those
that hold on the day of the conversion, and those held before: a county that became a district is found by
both.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huji.places.addresses import village_name
from huji.quality.conversion.statements import statements
from huji.quality.conversion.workspace import Workspace, engine, keep, quoted, whole
from huji.standards import divisions

_ALSO = (
    (re.compile(r"(\d)(?:栋|号楼|座|楼)"), r"\1幢"),
    (re.compile(r"门(?=\d)"), ""),
    (re.compile(r"(\d)门(?!\d)"), r"\1单元"),
    (re.compile(r"(单元|幢)(\d+)(?:号)?$"), r"\1\2室"),
)
_SPLITS = pa.schema([("text", pa.string()), ("code", pa.string()), ("former", pa.bool_()),
                     ("local", pa.string()),
                     ("written", pa.bool_()), ("length", pa.int32())])  # fmt: skip
_ON_FILE = {
    "id": "int", "division": "text", "local": "text", "accepts": "bool", "since": "date", "until": "date",
    "office": "int", "former": "bool",
}  # fmt: skip
_AT_ONCE = 50_000
_HEADS = 200_000
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Name:
    """What a run of division names may mean: the code of the last of them, and whether one was a former
    name."""

    code: str
    former: bool


def prefixes(villages: Iterable[str], on: date) -> dict[str, tuple[Name, ...]]:
    """Return every way to write the divisions above and around a village, and what it means."""
    found: dict[str, dict[str, bool]] = {"": {"": False}}
    runs: dict[str, list[tuple[str, bool]]] = {
        "": [("", False)]
    }  # of a division: all ways to write those down to it
    for village in villages:
        above = ""
        for code in (village[:2], village[:4], village[:6], village[:9], village):
            if code not in runs:
                named = [
                    (text + name, former or is_former)
                    for name, is_former in _names(code, on)
                    for text, former in runs[above]
                ]
                for text, former in named:
                    meant = found.setdefault(text, {})
                    meant[code] = meant.get(code, True) and former
                runs[code] = runs[above] + named if len(code) < len(village) else []
            above = code
    return {
        text: tuple(Name(code, former) for code, former in meant.items()) for text, meant in found.items()
    }


def _names(code: str, on: date) -> list[tuple[str, bool]]:
    """Return the names of a division on a day, then those it or its predecessor had; placeholders have
    none."""
    now = divisions.lookup(code, on)
    held = [one.name for one in divisions.history(code)]
    if now and now.valid_from and (before := divisions.predecessor(code, now.valid_from - timedelta(days=1))):
        held += [one.name for one in divisions.history(before.code)]
    names: dict[str, bool] = {}
    for name in ([now.name] if now else []) + held:
        if name in ("市辖区", "县") or name.startswith(("省直辖", "自治区直辖")):
            continue
        former = now is None or name != now.name
        for written in (name, village_name(name), _short(name)) if len(code) == 12 else (name,):
            names.setdefault(written, former)
    return list(names.items())


def _short(name: str) -> str:
    for ending in ("社区居民委员会", "居民委员会", "村民委员会"):
        if name.endswith(ending):
            return name.removesuffix(ending) + ("村" if ending == "村民委员会" else "社区")
    return name


class Splitter:
    """Splits texts into the divisions they name and the local parts."""

    def __init__(self, names: dict[str, tuple[Name, ...]]) -> None:
        self._names = names
        self._lengths = sorted({len(text) for text in names}, reverse=True)
        self._heads: dict[str, list[tuple[int, tuple[Name, ...]]]] = {}
        # Where no division has a digit in its name, texts that are alike up to their first digit name the
        # same.
        self._alike = not any(_DIGIT.search(text) for text in names)

    def splits(self, text: str) -> Iterator[tuple[str, str, bool, str, bool, int]]:
        """Yield, of the two longest runs of names: the text, a code, whether a name is former, the local
        parts,
        whether it is written otherwise than we print it, and the length of the run."""
        plain = "".join(text.split())
        if not plain.isascii() and not unicodedata.is_normalized("NFKC", plain):
            plain = unicodedata.normalize("NFKC", plain)
        digit = _DIGIT.search(plain) if self._alike else None
        head = plain[: digit.start()] if digit else plain
        if (runs := self._heads.get(head)) is None:
            runs = list(self._runs(head))
            if len(self._heads) < _HEADS:
                self._heads[head] = runs
        for length, meant in runs:
            local = _standard(plain[length:])
            written = plain != text or local != plain[length:]
            for one in meant:
                yield text, one.code, one.former, local, written, length

    def _runs(self, head: str) -> Iterator[tuple[int, tuple[Name, ...]]]:
        found = 0
        for length in self._lengths:
            if length <= len(head) and (meant := self._names.get(head[:length])) is not None:
                yield length, meant
                found += 1
                if found == 2:
                    return


def _standard(local: str) -> str:
    for pattern, instead in _ALSO:
        local = pattern.sub(instead, local)
    return local


def match(room: Workspace, villages: Iterable[str], on: date) -> None:
    """Write `matched.parquet`: of every distinct address text the address, or the reason why there is none.

    Reads `rows.parquet` and `addresses.parquet` (id, division, local, accepts, since, until, office, former).
    """
    sql, splitter = statements("addresses"), Splitter(prefixes(villages, on))
    with engine(room) as db, whole(room.file("splits")) as half, pq.ParquetWriter(half, _SPLITS) as out:
        db.execute(f"select distinct address from {quoted(room.file('rows'))} where address <> ''")
        while texts := db.fetchmany(_AT_ONCE):
            rows = [row for (text,) in texts for row in splitter.splits(text)]
            columns: list[Any] = list(zip(*rows, strict=True)) if rows else [[]] * len(_SPLITS)
            out.write_table(
                pa.Table.from_arrays(
                    [pa.array(c, f.type) for c, f in zip(columns, _SPLITS, strict=True)], schema=_SPLITS
                )
            )
    joined = " union all ".join(sql["join"].format(length=n) for n in (12, 9, 6, 4, 2, 0))
    with engine(room) as db:
        for table in ("splits", "addresses"):
            db.execute(f"create table {table} as select * from {quoted(room.file(table))}")
        query = sql["match"].format(joined=joined, rows=quoted(room.file("rows")), on=quoted(on))
        keep(db, query, room.file("matched"))


def dump(connection: Any, path: Path, on: date) -> None:
    """Write the standard addresses on file, and their former readings, to a Parquet file."""
    sql, csv = statements("addresses"), path.with_suffix(".csv")
    query = f"{sql['on_file']} union all {sql['as_before']}".format(on=on.isoformat())
    with csv.open("wb") as file, connection.cursor().copy(f"copy ({query}) to stdout (format csv)") as out:
        for block in out:
            file.write(block)
    with engine(Workspace(path.parent)) as db:
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in _ON_FILE.items())
        keep(db, f"select * from read_csv({quoted(csv)}, header = false, columns = {{{columns}}})", path)
    csv.unlink()
