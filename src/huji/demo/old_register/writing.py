"""The synthetic old register as a file: CSV (.csv, .csv.gz) or Parquet, written whole or not at all."""

import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from huji.demo.old_register import dwellings, faults, people
from huji.demo.old_register.plan import ON, Plan
from huji.demo.population.drawing import Array
from huji.quality.conversion.layout import COLUMNS

_LONG = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows, the truth beside it (row and fault), and the places the people live at."""

    rows: int
    faults: dict[str, int]
    truth: Path
    places: Path


def write(plan: Plan, path: Path, advance: Callable[[int], None] = lambda people: None) -> Written:
    """Write the register, `….faults.parquet` with the fault of each row that has one, and `….places.json`."""
    codes = dwellings.villages(plan.city.code, ON)
    supply = dwellings.Supply(codes)
    everybody = people.gather(plan, supply, _shares(plan, codes))
    rows, told, counted = 0, [], dict.fromkeys(faults.FAULTS, 0)
    with _opened(path, plan) as put:
        for number, frame in enumerate(people.frames(plan, everybody, codes)):
            spoilt = faults.spoil(frame, plan.faults, [plan.seed, number, 3])
            put(spoilt.rows, spoilt.fault)
            found = [(rows + at + 1, name) for at, name in enumerate(spoilt.fault) if name]
            told += found
            for _, name in found:
                counted[name] += 1
            rows += len(spoilt.rows)
            advance(len(frame))
    truth, places = beside(path, "faults.parquet"), beside(path, "places.json")
    pl.DataFrame(told, schema={"row": pl.Int64, "fault": pl.String}, orient="row").write_parquet(truth)
    villages = dict(supply.counts())
    places.write_text(
        json.dumps({"city": plan.city.code, "on": ON.isoformat(), "villages": villages}, indent=1), "utf-8"
    )
    return Written(rows + (plan.long_line > 0), {name: n for name, n in counted.items() if n}, truth, places)


def beside(path: Path, ending: str) -> Path:
    """Return the name of a file beside the register: old.csv has old.places.json."""
    return path.with_name(f"{path.name.split('.')[0]}.{ending}")


def _shares(plan: Plan, codes: list[str]) -> Array:
    """Return the share of the households that each village has: its county's, spread evenly."""
    counties: dict[str, int] = {}
    for code in codes:
        counties[code[:6]] = counties.get(code[:6], 0) + 1
    figures = plan.city.figures["counties"]
    return np.array([(figures.get(code[:6]) or 200_000) / counties[code[:6]] for code in codes], float)


@contextmanager
def _opened(path: Path, plan: Plan) -> Iterator[Callable[[pl.DataFrame, list[str]], None]]:
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.suffix == ".parquet":
            with _parquet(half) as put:
                yield put
        else:
            with gzip.open(half, "wb", 4) if path.suffix == ".gz" else half.open("wb") as file:
                yield csv_rows(file, plan.encoding)  # type: ignore[arg-type]
                _long_line(file, plan.long_line)  # type: ignore[arg-type]
        half.replace(path)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


@contextmanager
def _parquet(path: Path) -> Iterator[Callable[[pl.DataFrame, list[str]], None]]:
    schema = pa.schema([(column.name, pa.string()) for column in COLUMNS])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield lambda rows, fault: writer.write_table(rows.to_arrow().cast(schema))


def csv_rows(file: BinaryIO, encoding: str) -> Callable[[pl.DataFrame, list[str]], None]:
    """Write the header; what is returned writes rows, each with its fault, "" for none."""
    if encoding == "utf-8-sig":
        file.write(b"\xef\xbb\xbf")
    plain = "utf-8" if encoding == "utf-8-sig" else encoding
    file.write((",".join(column.zh for column in COLUMNS) + "\n").encode(plain))

    def put(rows: pl.DataFrame, fault: list[str]) -> None:
        written = rows.write_csv(include_header=False, quote_style="never").encode()
        if plain != "utf-8":
            written = written.decode().encode(plain)
        if spoilt := faults.of_lines(fault):
            lines = written.split(b"\n")
            for at in spoilt:
                lines[at] = faults.spoil_line(fault[at], lines[at], plain)
            written = b"\n".join(lines)
        file.write(written)

    return put


def _long_line(file: BinaryIO, size: int) -> None:
    """Write one line of so many bytes."""
    for start in range(0, size, _LONG):
        file.write(b"A" * min(_LONG, size - start))
    if size:
        file.write(b"\n")
