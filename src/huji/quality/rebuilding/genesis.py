"""What the register began with: the frozen source that a genesis entry names by its digest, as rows again."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from huji.quality.rebuilding.tables import Item, Table, fill
from huji.standards import Refused, Text

CHUNK = 20_000


def open_register(
    db: duckdb.DuckDBPyConnection,
    told: Mapping[str, Table],
    items: Sequence[Item],
    home: Path,
    entry: int,
    results: Mapping[str, Any],
) -> None:
    """Enter the rows of a register opened at once. Raises Refused when its source is gone or another's."""
    path = home / "genesis" / f"{results['digest']}.jsonl.gz"
    if not path.is_file() or "person_ids" not in results:
        raise Refused(
            "rebuild.source",
            Text(
                f"第 {entry} 条所用的原始数据没有保存（{path.name}）。",
                f"The source of entry {entry} was not kept ({path.name}).",
            ),
            Text(
                "用 --trust-genesis：该条目的行照户籍现有取用，不作独立核对。",
                "With --trust-genesis that entry's rows are taken as the register has them, unproved.",
            ),
        )
    lines = _lines(path, results["digest"])
    columns = json.loads(next(lines))
    houses = dict(zip(_ids(results["household_ids"]), range(results["households"]), strict=True))
    reader = _Opening(db, told, items, entry, columns)
    reader.households(lines, list(houses))
    reader.persons(lines, list(_ids(results["person_ids"])))
    reader.ties(lines, results["ties"])
    for _ in lines:  # to the end, where the digest is held against the entry's
        pass


class _Opening:
    """The lines of one opening, turned into rows."""

    def __init__(
        self,
        db: duckdb.DuckDBPyConnection,
        told: Mapping[str, Table],
        items: Sequence[Item],
        entry: int,
        columns: Any,
    ) -> None:
        self.db, self.told, self.items, self.entry, self.columns = db, told, items, entry, columns
        self.house: dict[int, tuple[int, int]] = {}
        self.person: dict[int, int] = {}

    def households(self, lines: Iterator[bytes], ids: list[int]) -> None:
        made, seats = [], []
        for number, line in zip(ids, lines):  # noqa: B905 - as many lines as ids
            row = dict(zip(self.columns["household"], json.loads(line), strict=True))
            self.house[row["key"]] = (number, row["office"])
            made.append((number, row["kind"], row["sort"], self.entry))
            seats.append((number, row["since"], None, self.entry, None, row["address"], row["office"]))
        fill(self.db, self.told["household"], "made", made)
        fill(self.db, self.told["household_address"], "made", seats)

    def persons(self, lines: Iterator[bytes], ids: list[int]) -> None:
        for start in range(0, len(ids), CHUNK):
            made: dict[str, list[Any]] = {
                name: [] for name in ("person", "citizen_number", "particulars", "standing")
            }
            for number, line in zip(ids[start : start + CHUNK], lines):  # noqa: B905
                row = dict(zip(self.columns["person"], json.loads(line), strict=True))
                self._person(made, number, row)
            for name, rows in made.items():
                fill(self.db, self.told[name], "made", rows)

    def _person(self, made: dict[str, list[Any]], number: int, row: Mapping[str, Any]) -> None:
        entry, born, since = self.entry, row["born"], max(row["since"], row["born"])
        household, office = self.house[row["household"]]
        said = dict(zip(self.columns["particulars"], row["particulars"], strict=True))
        values = [i.default if (v := said.get(i.name)) is None else str(v) for i in self.items]
        self.person[row["key"]] = number
        made["person"].append((number, born, entry, None))
        made["citizen_number"].append((number, born, None, entry, None, row["number"]))
        made["particulars"].append((number, born, None, entry, None, *values))
        if since > born:
            made["standing"].append(
                (number, born, since, entry, None, row["before"], None, None, office, None)
            )
        here = ("registered", household, row["relation"], office, None)
        made["standing"].append((number, since, None, entry, None, *here))

    def ties(self, lines: Iterator[bytes], count: int) -> None:
        rows = set()
        for _, line in zip(range(count), lines):  # noqa: B905
            row = dict(zip(self.columns["tie"], json.loads(line), strict=True))
            one, other = self.person[row["person"]], self.person[row["relative"]]
            rows.add((one, other, row["tie"], row["since"], None, self.entry, None))
            if row["tie"] == "spouse":
                rows.add((other, one, row["tie"], row["since"], None, self.entry, None))
        fill(self.db, self.told["kinship"], "made", list(rows))


def conversion(
    db: duckdb.DuckDBPyConnection,
    told: Mapping[str, Table],
    items: Sequence[Item],
    folder: Path,
    entry: int,
    digests: Mapping[str, str],
) -> None:
    """Enter the rows of a conversion from its frozen tables, each held against the digest of the entry."""
    for name, table in told.items():
        if name not in digests:
            continue
        path = folder / f"{name}.parquet"
        if not path.is_file() or _sha256(path) != digests[name]:
            raise Refused(
                "rebuild.source",
                Text(
                    f"第 {entry} 条转换的数据 {path} 缺失或已改动。",
                    f"The tables of the conversion of entry {entry} are gone or altered: {path}.",
                ),
            )
        held = {row[0] for row in db.execute(f"describe select * from '{path}'").fetchall()}
        default = {item.name: item.default for item in items} if name == "particulars" else {}
        said = []
        for column in table.names:
            if column in ("known_from", "created_entry"):
                said.append(str(entry))
            elif column in held:
                empty = default.get(column)
                said.append(f'"{column}"' if empty is None else f"coalesce(\"{column}\"::varchar, '')")
            else:
                said.append("''" if default.get(column) == "" else "null")
        db.execute(f"insert into made_{name} select {', '.join(said)} from '{path}'")


def trusted(db: duckdb.DuckDBPyConnection, told: Mapping[str, Table], entry: int) -> int:
    """Take the rows of an entry whose source is not kept from the register itself; return how many."""
    taken = 0
    for name, table in told.items():
        begins = "created_entry" if "created_entry" in table.names else "known_from"
        if begins not in table.names or name == "former_birth":
            continue
        said = []
        for column in table.names:
            said.append("null" if column in ("known_to", "born_entry") else f'"{column}"')
        row = db.execute(
            f"insert into made_{name} select {', '.join(said)} from held_{name} where {begins} = {entry}"
        ).fetchone()
        taken += row[0] if row else 0
    return taken


def _ids(runs: Sequence[Sequence[int]]) -> Iterator[int]:
    for first, count in runs:
        yield from range(first, first + count)


def _lines(path: Path, digest: str) -> Iterator[bytes]:
    """Give the head line, then the others; when all are read, refuse a file with another digest."""
    summed = hashlib.sha256()
    with gzip.open(path, "rb") as file:
        yield next(file)
        for line in file:
            summed.update(line)
            yield line
    if summed.hexdigest() != digest:
        raise Refused(
            "rebuild.source",
            Text(f"原始数据 {path} 已被改动。", f"The source {path} is not what the entry's digest says."),
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
