"""Huji on DuckDB."""

from population import huji_polars
from population.huji_polars import values

NAME = "Huji, DuckDB"

__all__ = ["NAME", "evaluate", "from_file", "read", "values"]


def read(file):
    huji_polars.ENGINE = "duckdb"
    return huji_polars.read(file)


def evaluate(table):
    return huji_polars.evaluate(table)


def from_file(file):
    huji_polars.ENGINE = "duckdb"
    return huji_polars.from_file(file)
