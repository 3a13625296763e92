"""The engines that run an Ibis table over a population: Polars and DuckDB in the process, Spark beside it.

Polars and DuckDB take the population a piece at a time, so that what is held is a piece and its outcomes, not
the table. Spark reads the file itself, on the machines it runs on, and gives rows back in the file's order.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import ibis
import ibis.expr.types as ir
import polars as pl
from ibis.backends.duckdb import Backend as DuckBackend
from ibis.backends.polars import Backend as PolarsBackend
from polars.io.plugins import register_io_source

from huji.policy.faults import Fault, Faulty
from huji.policy.population.columns import ROW
from huji.policy.words import Text

NAMES = ("polars", "duckdb", "spark")
FASTEST = "polars"
"""What `auto` means: benchmarks/policy.py compares them."""

Query = Callable[[ir.Table], ir.Table]
_TABLE = "population"
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


class Polars:
    """Polars in this process. A query is planned once, over a source that gives whichever piece is next."""

    def __init__(self) -> None:
        self._connection = PolarsBackend()
        self._connection.do_connect()
        self._asked: _Asked[pl.LazyFrame] = _Asked()
        self._next = pl.DataFrame()

    def run(self, frame: pl.DataFrame, query: Query) -> pl.DataFrame:
        """Return the rows of the query over a piece, in its order."""
        self._next = frame
        asked = self._asked.of(query, frame, lambda: self._planned(frame.schema, query))
        return _in_order(asked.collect(engine="in-memory"))

    def _planned(self, schema: pl.Schema, query: Query) -> pl.LazyFrame:
        source = register_io_source(self._give, schema=schema)
        table = self._connection.create_table(_TABLE, source, overwrite=True)
        planned: pl.LazyFrame = self._connection.compile(query(table))
        return planned

    def _give(
        self, columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
    ) -> Iterator[pl.DataFrame]:
        yield self._next if columns is None else self._next.select(columns)


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


def embedded(name: str) -> Engine:
    """Return the engine of a name that runs in this process; `auto` is the fastest."""
    return DuckDB() if name == "duckdb" else Polars()


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
    rows = session.read.parquet(str(path)).selectExpr("*", f"_metadata.row_index AS {ROW}")
    rows.createOrReplaceTempView(_TABLE)
    table = query(connection.table(_TABLE))
    frame = pl.from_arrow(session.sql(sql_of(table, "pyspark")).toArrow())
    assert isinstance(frame, pl.DataFrame)
    return _in_order(frame)


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
