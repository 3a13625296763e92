"""A population as cells: how many people share a pattern of test values, a place, an age and a registration.

One pass over the people asks every test of some policies: true, false or unknown of each person. After it any
policy made of these tests is decided for everybody at once, by bits: a plane holds one bit a cell.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from huji.policy.faults import Fault, Faulty
from huji.policy.pack import Pack, Reach
from huji.policy.population import engines
from huji.policy.population.columns import AREA, DIVISION, column_of
from huji.policy.population.compile import Trees, as_column, negation
from huji.policy.population.cuts import Test, asked, test_of
from huji.policy.population.dimensions import KEY, Dimensions, apart
from huji.policy.population.plan import Destination
from huji.policy.population.table import Population, Refused, joined
from huji.policy.tree import Condition, Leaf, Total, facts_of
from huji.policy.vocabulary import Vocabulary
from huji.policy.words import Text

Plane: TypeAlias = npt.NDArray[np.uint8]
"""One bit a cell, eight cells a byte."""
Words: TypeAlias = list[npt.NDArray[np.uint64]]
Advance = Callable[[int], None]

METADATA = b"huji.cells"
_PER_WORD = 32
"""Tests in a word of 64 bits: one bit for true, one for known."""
_AT_ONCE = 1 << 23
"""People held before those alike are counted together."""


@dataclass(frozen=True)
class Groups:
    """The groups of the cells: a row each, every dimension a place in its list of names."""

    names: Mapping[str, tuple[str, ...]]
    of: Mapping[str, npt.NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.of["division"])

    def column(self, dimension: str) -> list[str]:
        """Return the name of each group in a dimension."""
        names = self.names[dimension]
        return [names[place] for place in self.of[dimension]]


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a population: tests, patterns (in words), groups and people, and where all would settle.

    `population` is the digest of the file, `packs` those whose tests were asked, by name and digest; `scope`
    the divisions whose registered people the urban share is of: the city most are registered in.
    """

    tests: tuple[Test, ...]
    words: Words
    group: npt.NDArray[np.int32]
    count: npt.NDArray[np.uint32]
    groups: Groups
    to: Destination
    scope: tuple[str, ...]
    population: str
    packs: Mapping[str, str]
    vocabulary: str
    _planes: dict[object, tuple[Plane, Plane]] = field(default_factory=dict, repr=False)
    _reaches: dict[object, Plane] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.group)

    @property
    def people(self) -> int:
        """How many people the cells hold."""
        return int(self.count.sum(dtype=np.int64))

    def lacks(self, pack: Pack, vocabulary: Vocabulary) -> dict[Test, Leaf | Total]:
        """Return the tests of a policy that nobody was asked; such a policy needs a new pass."""
        held = frozenset(self.tests)
        return {test: leaf for test, leaf in asked(pack, vocabulary).items() if test not in held}

    def planes(self, test: Test) -> tuple[Plane, Plane]:
        """Return where a test is true and where it is false."""
        found = self._planes.get(test)
        if found is None:
            place = self.tests.index(test)
            word, shift = self.words[place // _PER_WORD], np.uint64(2 * (place % _PER_WORD))
            bits = (word >> shift).astype(np.uint8)
            true, known = np.packbits(bits & 1), np.packbits((bits >> 1) & 1)
            found = self._planes[test] = (true, known & ~true)
        return found

    def reach(self, reach: Reach) -> Plane:
        """Return whose destination a clause is open at."""
        return self._where(reach, reach.covers)

    def covered(self, pack: Pack) -> Plane:
        """Return whose destination a policy covers."""
        return self._where((pack.applies_to, pack.areas), pack.covers)

    def _where(self, key: object, test: Callable[[str, str], bool]) -> Plane:
        found = self._reaches.get(key)
        if found is None:
            divisions, areas = self.groups.column("division"), self.groups.column("area")
            to = self.to
            inside = [
                test(to.division if to.division is not None else division, to.area or area)
                for division, area in zip(divisions, areas, strict=True)
            ]
            found = self._reaches[key] = np.packbits(np.array(inside, dtype=np.uint8)[self.group])
        return found

    # -- keeping -----------------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write the cells to a Parquet file that holds all that is needed to read them; raise OSError."""
        about = {
            "tests": [list(test) for test in self.tests],
            "groups": {name: list(names) for name, names in self.groups.names.items()},
            "of": {name: places.tolist() for name, places in self.groups.of.items()},
            "to": [self.to.area, self.to.division],
            "scope": list(self.scope),
            "population": self.population,
            "packs": dict(self.packs),
            "vocabulary": self.vocabulary,
        }
        columns: dict[str, Any] = {f"word_{place}": word for place, word in enumerate(self.words)}
        table = pa.table({**columns, "group": self.group, "people": self.count})
        table = table.replace_schema_metadata({METADATA: json.dumps(about, ensure_ascii=False).encode()})
        beside = path.with_name(f".{path.name}.{os.getpid()}.unfinished")  # two may look at once
        try:
            pq.write_table(table, beside, compression="zstd", compression_level=1)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path) -> "Cells":
        """Return the cells of a file; raise Faulty where it holds none."""
        try:
            table = pq.read_table(path)
            about = json.loads(table.schema.metadata[METADATA])
        except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
            text = Text("不是模拟用的单元格文件", "this is no file of cells")
            raise Faulty([Fault(str(path), 0, "not-cells", text)]) from None
        words = [table[name].to_numpy() for name in table.schema.names if name.startswith("word_")]
        names = {name: tuple(found) for name, found in about["groups"].items()}
        of = {name: np.array(places, dtype=np.int64) for name, places in about["of"].items()}
        return cls(
            tests=tuple(tuple(test) for test in about["tests"]),
            words=words,
            group=table["group"].to_numpy(),
            count=table["people"].to_numpy(),
            groups=Groups(names, of),
            to=Destination(*about["to"]),
            scope=tuple(about["scope"]),
            population=about["population"],
            packs=about["packs"],
            vocabulary=about["vocabulary"],
        )


def take(
    population: Population,
    packs: Sequence[Pack],
    to: Destination,
    *,
    also: Mapping[Pack, Iterable[Leaf | Total]] | None = None,
    advance: Advance = lambda people: None,
) -> Cells:
    """Return the cells of a population for some policies: one pass over the people.

    `also` are further leaves of each policy, such as its thresholds moved to the stops of a slider; `advance`
    is told the people done. Raise Faulty where the table holds what no person can be.
    """
    if not population.rows:
        text = Text("文件中没有人", "there is nobody in the file")
        raise Faulty([Fault(str(population.path), 0, "empty", text)])
    asking = _Asking(population.vocabulary, packs, also or {})
    reading = Dimensions(population, to, packs[0])
    columns = [name for name in (*asking.columns, *reading.columns) if name in population]
    required = [name for name, told in ((AREA, to.area), (DIVISION, to.division)) if told is None]
    engine = engines.embedded("auto")
    refused: list[Refused] = []
    parts: list[pl.DataFrame] = []
    for piece in population.pieces(columns, required=[name for name in required if name in population]):
        refused.extend(piece.refused)
        if piece.frame is not None and not refused:
            words = asking.words(piece.frame, engine)
            parts.append(words.with_columns(reading.keys(piece.frame), pl.lit(1, pl.UInt32).alias("people")))
            if sum(part.height for part in parts) > _AT_ONCE:
                parts = [_counted(parts)]
        advance(piece.rows)
    if refused:
        raise Faulty([one.fault(str(population.path)) for one in joined(refused)])
    whole = _counted(parts).sort(KEY)
    keys, group = np.unique(whole[KEY].to_numpy(), return_inverse=True)
    return Cells(
        tests=tuple(asking.tests),
        words=[whole[f"word_{place}"].to_numpy() for place in range(asking.width)],
        group=group.astype(np.int32),
        count=whole["people"].to_numpy(),
        groups=Groups(reading.names(), apart(keys)),
        to=to,
        scope=reading.scope,
        population=digest_of(population.path),
        packs={pack.policy: pack.digest for pack in packs},
        vocabulary=population.vocabulary.digest,
    )


def fitting(
    kept: Path, people: Path, packs: Sequence[Pack], to: Destination, vocabulary: Vocabulary
) -> Cells | None:
    """Return kept cells of these people and this destination that lack no test of the packs, else None."""
    if not kept.is_file():
        return None
    cells = Cells.load(kept)
    same = cells.vocabulary == vocabulary.digest and cells.to == to and cells.population == digest_of(people)
    return cells if same and not any(cells.lacks(pack, vocabulary) for pack in packs) else None


def digest_of(path: Path) -> str:
    """Return `sha256:` and the digest of a file's bytes."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _counted(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return how many people share every value."""
    rows = pl.concat(parts)
    return rows.group_by([name for name in rows.columns if name != "people"]).agg(pl.col("people").sum())


class _Asking:
    """The tests of some policies, and their values as words of bits."""

    def __init__(
        self, vocabulary: Vocabulary, packs: Sequence[Pack], also: Mapping[Pack, Iterable[Leaf | Total]]
    ) -> None:
        self.tests: dict[Test, int] = {}
        self._of: list[tuple[Mapping[str, Condition], list[tuple[Leaf | Total, bool]]]] = []
        facts: dict[str, None] = {}
        for pack in packs:
            mine: list[tuple[Leaf | Total, bool]] = []
            for leaf in (*asked(pack, vocabulary).values(), *also.get(pack, ())):
                test, straight = test_of(leaf, pack.conditions, vocabulary)
                if test not in self.tests:
                    self.tests[test] = len(self.tests)
                    mine.append((leaf, straight))
                    facts.update(dict.fromkeys(facts_of(leaf, pack.conditions)))
            if mine:
                self._of.append((pack.conditions, mine))
        self.columns = tuple(column_of(name) for name in facts)
        self.width = max(1, -(-len(self.tests) // _PER_WORD))

    def words(self, frame: pl.DataFrame, engine: engines.Engine) -> pl.DataFrame:
        """Return the words of each person: a bit for true and one for known of every test, in their order."""
        planes = np.zeros((self.width * 8, frame.height), dtype=np.uint8)
        place = 0
        for criteria, leaves in self._of:
            found = engine.run(frame, lambda table, c=criteria, of=leaves: _values(table, c, of))  # type: ignore[misc]
            for name in found.columns:
                value = found[name]
                row, shift = divmod(2 * place, 8)
                true = value.fill_null(False).to_numpy().view(np.uint8)
                known = value.is_not_null().to_numpy().view(np.uint8)
                planes[row] |= (true << shift) | (known << (shift + 1))
                place += 1
        words = np.ascontiguousarray(planes.T).view(np.uint64)
        return pl.DataFrame({f"word_{place}": words[:, place] for place in range(self.width)})


def _values(
    table: ir.Table, criteria: Mapping[str, Condition], leaves: Sequence[tuple[Leaf | Total, bool]]
) -> ir.Table:
    trees = Trees(table, criteria)
    trees.share([leaf for leaf, _ in leaves])
    values = [trees.value(leaf) if straight else negation(trees.value(leaf)) for leaf, straight in leaves]
    return trees.table.select(**{f"test_{place}": as_column(value) for place, value in enumerate(values)})
