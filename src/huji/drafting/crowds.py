"""The populations of an installation, `<home>/populations/*.parquet`, and one look at their people."""

import hashlib
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from huji.drafting.apart import apart
from huji.policy import Pack
from huji.standards import Refused, Text

FOLDER = "populations"
COLUMNS, AREA = "columns", "destination__area"
"""Where each one lives, as the place to settle in, and the column that tells it."""
SECONDS = 50
"""How long a pass may take; the pages' server gives a request a minute."""
_MOST = 8
"""Cells kept on disk: of so many populations and policies the people need not be looked at again."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A population at hand: its file, how many people it tells of, and whether of where each one lives."""

    path: Path
    people: int
    lives: bool

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def count(self) -> str:
        """The number of people in writing."""
        return f"{self.people:,}"

    @property
    def mark(self) -> str:
        """What changes when the file does."""
        about = self.path.stat()
        return hashlib.sha256(f"{self.name} {about.st_size} {about.st_mtime_ns}".encode()).hexdigest()[:16]


def folder() -> Path:
    """Return where the populations of this installation lie."""
    return Path(settings.HUJI_HOME) / FOLDER


def crowds() -> list[Crowd]:
    """Return the populations at hand by name; what is no Parquet file is passed over."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = []
    for path in sorted(folder().glob("*.parquet")):
        with suppress(OSError, pa.ArrowException):
            if not path.name.startswith("."):
                about = pq.read_metadata(path)
                found.append(Crowd(path, about.num_rows, AREA in about.schema.to_arrow_schema().names))
    return found


def look(crowd: Crowd, base: Pack, base_text: str, text: str, to: str) -> None:
    """Look at the people once for a policy and a draft of it, and keep the cells.

    `to` is a kind of area they would all settle in, or `COLUMNS`: where each one lives.

    Raises `Refused`: `no_pass` with what is wrong with the population, `too_long`, or `busy`.
    """
    kept = cells_of(crowd, base, to)
    folder().chmod(0o700)  # whoever laid it out: one row there is one person
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    for old in sorted(kept.parent.glob("*.parquet"), key=lambda path: -path.stat().st_mtime)[_MOST - 1 :]:
        old.unlink(missing_ok=True)
    for left in kept.parent.glob(".*.unfinished"):  # by a look that was ended
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > 2 * SECONDS:
                left.unlink()
    task = {"people": str(crowd.path), "cells": str(kept), "text": text, "base": base_text, "to": to}
    told = apart(
        "passing",
        task,
        SECONDS,
        Refused(
            "too_long",
            Text("没有在限定的时间内看完人口。", "The people were not all looked at in time."),
            Text("请换一个较小的人口文件。", "Choose a smaller population."),
        ),
    )
    faults = told.get("faults")
    if faults:
        text_ = Text(faults[0]["zh"], faults[0]["en"])
        raise Refused(
            "no_pass", Text(f"人口文件不能用：{text_.zh}", f"The population cannot be used: {text_.en}")
        )


def cells_of(crowd: Crowd, base: Pack, to: str) -> Path:
    """Return where the cells of a population for a policy are kept."""
    return folder() / ".cells" / f"{crowd.mark}-{base.digest.rpartition(':')[2][:16]}-{to}.parquet"
