"""Where a conversion keeps its files: the frozen source, the plan, and what each step made of them."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

MEMORY = "900MB"
THREADS = 2


@dataclass(frozen=True, slots=True)
class Workspace:
    """A directory of one conversion; a file in it is whole or not there."""

    path: Path

    @property
    def source(self) -> Path:
        """The frozen source, as it was read."""
        return self.path / "source"

    @property
    def plan(self) -> Path:
        """The plan as it was when the conversion began."""
        return self.path / "plan.yaml"

    def file(self, name: str) -> Path:
        """Return the path of one of the Parquet files between the steps."""
        return self.path / f"{name}.parquet"

    def table(self, name: str) -> Path:
        """Return the path of the rows of one of the register's tables."""
        return self.path / "tables" / f"{name}.parquet"

    def made(self) -> "Workspace":
        """Make the directory, for the account alone."""
        for folder in (self.path.parent, self.path, self.path / "tables", self.path / "spill"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)  # one that an earlier version left open
        return self


@contextmanager
def engine(room: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a DuckDB in memory that spills into the workspace beyond its bound."""
    with duckdb.connect(":memory:") as db:
        db.execute(f"set memory_limit = '{MEMORY}'")
        db.execute(f"set threads = {THREADS}")
        db.execute(f"set temp_directory = {quoted(room.path / 'spill')}")
        db.execute("set preserve_insertion_order = false")
        db.execute("set enable_progress_bar = false")
        yield db


def quoted(value: object) -> str:
    """Return a text literal of SQL."""
    return "'" + str(value).replace("'", "''") + "'"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to, which takes its place when the block ends well."""
    half = path.with_name(f".{path.name}.half")
    try:
        yield half
        os.replace(half, path)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def keep(db: duckdb.DuckDBPyConnection, query: str, path: Path, values: list[Any] | None = None) -> int:
    """Write the rows of a query to a Parquet file, whole or not at all; return how many."""
    with whole(path) as half:
        row = db.execute(
            f"copy ({query}) to {quoted(half)} (format parquet, compression zstd, compression_level 1)",
            values or [],
        ).fetchone()
    return int(row[0]) if row else 0


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
