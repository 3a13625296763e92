"""The engines that run an Ibis table over a population: Polars and DuckDB in the process, Spark beside it.

Polars and DuckDB take the population a piece at a time, so that what is held is a piece and its outcomes, not
the table. Spark reads the file itself, on the machines it runs on, and gives rows back in the file's order.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import ibis
import ibis.expr.types as ir
import polars as pl
import pyarrow.parquet as pq
from ibis.backends.duckdb import Backend as DuckBackend
from ibis.backends.polars import Backend as PolarsBackend
from polars.io.plugins import register_io_source

from huji.policy.faults import Fault, Faulty
from huji.policy.population import numbered
from huji.policy.population.columns import ROW
from huji.policy.words import Text

NAMES = ("polars", "duckdb", "spark")
FASTEST = "polars"
"""What `auto` means: benchmarks/policy.py compares them."""

Query = Callable[[ir.Table], ir.Table]
_TABLE = "population"
_KEPT = 8
"""Queries kept planned in a process: some 60 ms each."""
T = TypeVar("T")


class Engine(Protocol):
    """What runs a query over one piece of a population."""

    def run(self, frame: pl.DataFrame, query: Query) -> pl.DataFrame:
        """Return the rows of the query over a piece, in its order."""


class _Asked(Generic[T]):
    """The last query as it was put together, for the next piece of the same columns."""

    def __init__(self) -> None:
        self._last: tuple[Query, pl.Schema, T] | None = None

    def of(self, query: Query, frame: pl.DataFrame, make: Callable[[], T]) -> T:
        """Return what `make` makes of a query, made once."""
        if self._last is None or self._last[0] != query or self._last[1] != frame.schema:
            self._last = (query, frame.schema, make())
        return self._last[2]


@dataclass
class _Planned:
    """A query put together for Polars, over a source that gives whichever piece it holds."""

    held: pl.DataFrame
    query: pl.LazyFrame

    @classmethod
    def of(cls, schema: pl.Schema, query: Query) -> "_Planned":
        """Return a query over a table of a schema, put together."""
        planned = cls(pl.DataFrame(), pl.LazyFrame())
        connection = PolarsBackend()
        connection.do_connect()
        source = register_io_source(planned._give, schema=schema)
        table = connection.create_table(_TABLE, source, overwrite=True)
        planned.query = connection.compile(query(table))
        return planned

    def over(self, piece: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of the query over a piece."""
        self.held = piece
        try:
            return self.query.collect(engine="in-memory")
        finally:
            self.held = pl.DataFrame()

    def _give(
        self, columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        yield self.held if columns is None else self.held.select(columns)


class Polars:
    """Polars in this process. A query is planned once for all pieces; a plan's, once in the process."""

    kept: ClassVar[dict[Any, _Planned]] = {}
    """Queries of plans that nobody is running, the latest last."""

    def __init__(self, plan: Hashable | None = None) -> None:
        self._plan = plan
        self._asked: _Asked[_Planned] = _Asked()

    def run(self, frame: pl.DataFrame, query: Query) -> pl.DataFrame:
        """Return the rows of the query over a piece, in its order."""
        if self._plan is None:
            asked = self._asked.of(query, frame, lambda: _Planned.of(frame.schema, query))
            return _in_order(asked.over(frame))
        key = (self._plan, tuple(frame.schema.items()))
        planned = self.kept.pop(key, None) or _Planned.of(frame.schema, query)  # nobody else's meanwhile
        found = _in_order(planned.over(frame))
        self.kept[key] = planned
        for old in list(self.kept)[:-_KEPT]:
            self.kept.pop(old, None)
        return found


class DuckDB:
    """DuckDB in this process; it reads the piece where it lies, with two threads in whatever order."""

    def __init__(self) -> None:
        self._connection: DuckBackend = ibis.duckdb.connect()
        self._asked: _Asked[str] = _Asked()

    def run(self, frame: pl.DataFrame, query: Query) -> pl.DataFrame:
        """Return the rows of the query over a piece, in its order."""
        connection = self._connection.con
        if ROW not in frame.columns:
            frame = frame.with_row_index(ROW)
        connection.register(_TABLE, frame.to_arrow(compat_level=pl.CompatLevel.oldest()))
        try:
            asked = self._asked.of(
                query, frame, lambda: sql_of(query(self._connection.table(_TABLE)), "duckdb")
            )
            found = pl.from_arrow(connection.sql(asked).to_arrow_table())
        finally:
            connection.unregister(_TABLE)
        assert isinstance(found, pl.DataFrame)
        return _in_order(found)


def embedded(name: str, plan: Hashable | None = None) -> Engine:
    """Return the engine of a name that runs in this process; `auto` is the fastest.

    `plan` stands for the one query that is going to be asked of it, where equal ones ask the same.
    """
    return DuckDB() if name == "duckdb" else Polars(plan)


@contextmanager
def spark(session: Any = None) -> Iterator[Any]:
    """Give an Ibis connection to Spark: over a session, or over a local one that is stopped again.

    Raise Faulty where PySpark is not installed (`huji[spark]`) or finds no Java.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise _absent(
            "没有安装 PySpark：pip install 'huji[spark]'，并需要 Java 17",
            "PySpark is not installed: pip install 'huji[spark]'; Java 17 is needed too",
        ) from None
    own = None
    if session is None:
        try:
            own = session = (
                SparkSession.builder.appName("huji")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "Asia/Shanghai")
                .getOrCreate()
            )
        except Exception as error:
            raise _absent(f"Spark 无法启动：{error}", f"Spark does not start: {error}") from None
    try:
        yield ibis.pyspark.connect(session)
    finally:
        if own is not None:
            own.stop()


def run_on_spark(path: Path, query: Query, connection: Any) -> pl.DataFrame:
    """Return the rows of a query over a Parquet file, in the file's order."""
    session = connection._session
    about = pq.read_metadata(path)
    listed = numbered.listed(about.metadata, about.schema.to_arrow_schema())
    rows = session.read.parquet(str(path)).selectExpr("*", f"_metadata.row_index AS {ROW}")
    rows = rows.selectExpr(*(_worded(name, listed) for name in rows.columns))
    rows.createOrReplaceTempView(_TABLE)
    table = query(connection.table(_TABLE))
    frame = pl.from_arrow(session.sql(sql_of(table, "pyspark")).toArrow())
    assert isinstance(frame, pl.DataFrame)
    return _in_order(frame)


def _worded(name: str, listed: numbered.Listed) -> str:
    """Return a column in Spark's SQL, as words where the file holds places in a list of them."""
    if name not in listed:
        return f"`{name}`"
    words = ", ".join("'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'" for word in listed[name])
    return f"try_element_at(array({words}), CAST(`{name}` AS INT) + 1) AS `{name}`"


def _in_order(found: pl.DataFrame) -> pl.DataFrame:
    """Return rows in the order of the table they were made from; Polars alone keeps it by itself."""
    if ROW not in found.columns:
        return found
    if not found[ROW].is_sorted():
        found = found.sort(ROW)
    return found.drop(ROW)


def sql_of(table: ir.Table, dialect: str) -> str:
    """Return a query as SQL, each of its steps a subquery.

    Put into one another, as Ibis would have it, steps repeat whatever they share.
    """
    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return str(ibis.to_sql(table, dialect=dialect))
    finally:
        ibis.options.sql.fuse_selects = before


def _absent(zh: str, en: str) -> Faulty:
    return Faulty([Fault("spark", 0, "engine-absent", Text(zh, en))])
