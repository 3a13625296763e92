"""A population evaluated: every person's outcome, written to a file if wanted, and counted in groups."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from huji.policy.faults import Fault, Faulty
from huji.policy.pack import Pack
from huji.policy.population import engines, seal
from huji.policy.population.columns import AREA, DIVISION, GRANTED, OUTCOME, PERSON, UNKNOWN, column_of
from huji.policy.population.grouping import key_column, keys_of, summed, told
from huji.policy.population.plan import OUTCOMES, Destination, Plan
from huji.policy.population.simulate import LEAST
from huji.policy.population.table import Piece, Population, Refused, joined
from huji.policy.population.whereto import COLUMNS
from huji.policy.words import Text

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Evaluation:
    """What became of a population.

    `outcomes`, `granted` and `clauses` count people, `clauses` by route (or prohibition) and value; `groups`
    has a row for each group with its people and outcomes. `not_covered` counts those whose destination the
    pack does not cover (their outcome is NULL); `unknown` sums the facts not known of each. `groups` is
    exact, `told()` and `as_dict()` withhold small counts. `grouped_by` tells the column a key is from.
    """

    policy: str
    digest: str
    to: str
    people: int
    outcomes: dict[str, int]
    granted: dict[str, int]
    clauses: dict[str, dict[str, int]]
    not_covered: int
    unknown: int
    missing_columns: tuple[str, ...]
    strays: dict[str, str | None]
    groups: pl.DataFrame | None
    grouped_by: Mapping[str, str]
    out: str | None = None
    engine: str = engines.FASTEST

    def told(self) -> list[dict[str, Any]]:
        """Return the rows of the groups, None for each count withheld and for a key that is not known."""
        return [] if self.groups is None else told(self.groups, tuple(self.grouped_by))

    def as_dict(self) -> dict[str, Any]:
        """Return the evaluation as JSON-ready data."""
        return {
            "policy": self.policy,
            "policy_digest": self.digest,
            "to": self.to,
            "engine": self.engine,
            "people": self.people,
            "outcomes": self.outcomes,
            "granted_by": self.granted,
            "clauses": self.clauses,
            "not_covered": self.not_covered,
            "unknown_facts": self.unknown,
            "missing_columns": list(self.missing_columns),
            "stray_columns": self.strays,
            "grouped_by": dict(self.grouped_by),
            "least": LEAST,
            "groups": self.told(),
            "out": self.out,
        }


def evaluate(
    pack: Pack,
    population: Population,
    to: Destination,
    *,
    engine: str = "auto",
    by: Sequence[str] = (),
    out: Path | None = None,
    check_all: bool = True,
    advance: Advance = lambda people: None,
    session: Any = None,
) -> Evaluation:
    """Evaluate a pack over a population; raise Faulty where the table holds what no person can be.

    `by` groups the counts by `division`, `area` and `age`; `out` is written whole or not at all. `check_all`
    also looks at the facts the pack does not read. `advance` is told the people done; `session` is Spark's.
    """
    if not population.rows:
        raise _fault(str(population.path), "empty", "文件中没有人", "there is nobody in the file")
    known = [fact.name for column, fact in population.facts.items() if population.known_of_all(column)]
    plan = Plan(pack, to, known, bits=engine in ("auto", "polars"))
    keys = {name: key_column(name, population, to) for name in by}
    carried = [PERSON] if PERSON in population else []
    tally = _Tally(plan, tuple(by))
    read = [name for name in plan.columns if name in population]
    read += [key for key in keys.values() if key not in read]
    required = [name for name in (AREA, DIVISION) if name in plan.columns]
    also = [name for name in (*population.facts, AREA, DIVISION) if name in population] if check_all else []
    refused: list[Refused] = []
    if engine == "spark":  # which reads the file itself, before the pieces are through
        population.confirm()
    writer: AbstractContextManager[Any] = _Writer(out, plan, carried) if out else nullcontext(None)
    with writer as write:
        pieces = population.pieces([*read, *(carried if out else [])], also, required)
        for piece, found in outcomes(plan, population.path, pieces, engine, session):
            refused.extend(piece.refused)
            if found is not None and not refused:
                assert piece.frame is not None
                tally.add(found, keys_of(piece.frame, keys))
                if write is not None:
                    write.add(pl.DataFrame([*piece.frame.select(carried), *found]))
            advance(piece.rows)
        if refused:
            raise Faulty([one.fault(str(population.path)) for one in joined(refused)])
    missing = tuple(name for name in (column_of(fact) for fact in plan.reads) if name not in population)
    return tally.evaluation(
        pack=pack,
        to=f"{to.area or COLUMNS} {to.division or ''}".strip(),
        missing=missing,
        strays=dict(population.strays),
        grouped_by=keys,
        out=str(out) if out else None,
        engine=engines.FASTEST if engine == "auto" else engine,
    )


def outcomes(
    plan: Plan, path: Path, pieces: Iterable[Piece], engine: str = "auto", session: Any = None
) -> Iterator[tuple[Piece, pl.DataFrame | None]]:
    """Yield each piece with everybody's outcome (`Plan.results`); None where the piece is refused.

    `path` is the file the pieces come from, which Spark reads itself.
    """
    if engine == "spark":
        with engines.spark(session) as connection:
            whole = engines.run_on_spark(path, plan.outcomes, connection)
        for piece in pieces:
            yield piece, whole.slice(piece.start, piece.rows)
        return
    one = engines.embedded(engine, plan.asks)
    for piece in pieces:
        yield piece, None if piece.frame is None else one.run(piece.frame, plan.outcomes)


class _Tally:
    """The counts of a population, piece by piece."""

    def __init__(self, plan: Plan, by: tuple[str, ...]) -> None:
        self._plan = plan
        self._by = by
        self._people = self._unknown = 0
        self._outcomes = dict.fromkeys((*reversed(OUTCOMES), None), 0)
        self._granted = {route.id: 0 for route in plan.routes}
        self._clauses: dict[str, dict[str, int]] = {}
        self._groups: list[pl.DataFrame] = []

    def add(self, found: pl.DataFrame, keys: pl.DataFrame) -> None:
        """Count the outcomes of one piece."""
        self._people += found.height
        outcome, granted = found[OUTCOME], found[GRANTED]
        for value, name in enumerate(OUTCOMES):
            self._outcomes[name] += int((outcome == value).sum())
        self._outcomes[None] += outcome.null_count()
        for index, id_ in enumerate(self._granted):
            self._granted[id_] += int((granted == index).sum())
        self._unknown += int(found[UNKNOWN].sum())
        for name in self._plan.results[3:]:
            values = found[name]
            true, unknown = int(values.sum() or 0), values.null_count()
            entry = self._clauses.setdefault(name, {"true": 0, "unknown": 0, "false": 0})
            entry["true"] += true
            entry["unknown"] += unknown
            entry["false"] += found.height - true - unknown
        if self._by:
            counted = [(outcome == value).fill_null(False).alias(name) for value, name in enumerate(OUTCOMES)]
            counted.append(outcome.is_null().alias("not_covered"))
            self._groups.append(summed(keys.with_columns(pl.lit(1).alias("people"), *counted), self._by))

    def evaluation(
        self,
        *,
        pack: Pack,
        to: str,
        missing: tuple[str, ...],
        strays: dict[str, str | None],
        grouped_by: Mapping[str, str],
        out: str | None,
        engine: str,
    ) -> Evaluation:
        """Return what was counted."""
        groups = None
        if self._by:
            groups = summed(pl.concat(self._groups), self._by)
            if not self._outcomes[None]:
                groups = groups.drop("not_covered")
        return Evaluation(
            policy=pack.policy,
            digest=pack.digest,
            to=to,
            people=self._people,
            outcomes={name: count for name, count in self._outcomes.items() if name is not None},
            granted=self._granted,
            clauses=self._clauses,
            not_covered=self._outcomes[None],
            unknown=self._unknown,
            missing_columns=missing,
            strays=strays,
            groups=groups,
            grouped_by=grouped_by,
            out=out,
            engine=engine,
        )


class _Writer:
    """A result file that appears whole or not at all."""

    def __init__(self, out: Path, plan: Plan, carried: list[str]) -> None:
        self._out = out
        self._beside = out.with_name(f".{out.name}.{os.getpid()}")
        self._routes = pl.Enum([route.id for route in plan.routes])
        self._file: pq.ParquetWriter | None = None

    def __enter__(self) -> "_Writer":
        if not self._out.parent.is_dir():
            raise _fault(str(self._out), "no-folder", "没有这个文件夹", "there is no such folder")
        return self

    def add(self, rows: pl.DataFrame) -> None:
        """Write the rows of one piece."""
        named = rows.with_columns(
            pl.col(OUTCOME).cast(pl.UInt8).cat.to(pl.Enum(OUTCOMES)),
            pl.col(GRANTED).cast(pl.UInt8).cat.to(self._routes),
        )
        table: pa.Table = named.to_arrow(compat_level=pl.CompatLevel.oldest())
        try:
            if self._file is None:
                self._file = pq.ParquetWriter(
                    self._beside,
                    table.schema,
                    compression="zstd",
                    compression_level=1,
                    write_page_checksum=True,
                )
            self._file.write_table(table)
        except OSError as error:
            raise self._unwritten(error) from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._file is not None:
                seal.prepare(self._file)
                self._file.close()
            if kind is None and self._file is not None:
                seal.put_on(self._beside)
                self._beside.replace(self._out)
        except OSError as fault:
            raise self._unwritten(fault) from None
        finally:
            with suppress(OSError):
                self._beside.unlink(missing_ok=True)

    def _unwritten(self, error: OSError) -> Faulty:
        reason = error.strerror or str(error)
        return _fault(str(self._out), "unwritten", f"无法写入：{reason}", f"it cannot be written: {reason}")


def _fault(where: str, code: str, zh: str, en: str) -> Faulty:
    return Faulty([Fault(where, 0, code, Text(zh, en))])
