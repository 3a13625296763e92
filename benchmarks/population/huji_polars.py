"""Huji on Polars: the pack compiled, the file checked."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from huji import policy
from huji.policy import population
from population import BAN, ROUTES

NAME = "Huji, Polars"
ENGINE = "polars"


def plan() -> population.Plan:
    """Return the plan of Panjin's policy, the kind of area read from each person."""
    pack = policy.packs().get("panjin-2015")
    assert pack is not None
    return population.Plan(pack, population.Destination(None, "2111"), bits=ENGINE == "polars")


def pieces(file: Path, of: population.Plan) -> Any:
    """Return the file's people, checked."""
    return population.Population(file, policy.vocabulary()).pieces(of.columns, required=["destination__area"])


def read(file: Path) -> Any:
    of = plan()
    return of, file, list(pieces(file, of))


def evaluate(table: Any) -> list[pl.DataFrame]:
    of, file, people = table
    return [found for _, found in population.outcomes(of, file, people, ENGINE) if found is not None]


def from_file(file: Path) -> list[pl.DataFrame]:
    of = plan()
    return evaluate((of, file, pieces(file, of)))


def values(result: list[pl.DataFrame]) -> dict[str, np.ndarray]:
    return arrays(pl.concat(result))


def arrays(frame: pl.DataFrame) -> dict[str, np.ndarray]:
    """Return results whose columns are named as Huji names them."""
    found = {
        "outcome": frame["outcome"].cast(pl.Int8).fill_null(-1).to_numpy(),
        "granted": frame["granted_by"].cast(pl.Int8).fill_null(-1).to_numpy(),
        "unknown": frame["unknown"].cast(pl.Int16).to_numpy(),
    }
    for column in [*(f"route__{id_}" for id_ in ROUTES), f"prohibition__{BAN}"]:
        found[column] = frame[column].cast(pl.Int8).fill_null(2).to_numpy()
    return found
