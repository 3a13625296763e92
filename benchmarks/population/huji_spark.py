"""Huji on Spark, in this machine; reading is part of it."""

from population import huji_polars
from population.huji_polars import values

NAME = "Huji, Spark"

__all__ = ["NAME", "from_file", "values"]


def from_file(file):
    huji_polars.ENGINE = "spark"
    return huji_polars.from_file(file)
