"""People counted in groups by where, how old; what is small among the counts is not told."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from huji.policy.faults import Fault, Faulty
from huji.policy.population.columns import AREA, BANDS, DIVISION, band_names, column_of
from huji.policy.population.plan import OUTCOMES, Destination
from huji.policy.population.simulate import LEAST
from huji.policy.population.small_groups import withheld
from huji.policy.population.table import Population
from huji.policy.words import Text

GROUPS = ("division", "area", "age")


def told(groups: pl.DataFrame, by: Sequence[str], least: int = LEAST) -> list[dict[str, Any]]:
    """Return the rows of groups, None for each count withheld and for a key that is not known."""
    counted = [name for name in groups.columns if name not in by]
    hidden = withheld(groups.select(counted).to_numpy().astype("int64"), least)
    rows = groups.to_dicts()
    for row, line in zip(rows, hidden.tolist(), strict=True):
        row.update({name: None for name, hide in zip(counted, line, strict=True) if hide})
    return rows


def summed(counts: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    numbers = ("people", *reversed(OUTCOMES), "not_covered")
    return (
        counts.group_by(by, maintain_order=False)
        .agg(pl.col(name).cast(pl.Int64).sum() for name in numbers)
        .sort(by, nulls_last=True)
    )


def key_column(name: str, population: Population, to: Destination) -> str:
    """Return the column a group is made from: of the destination where each has one, else the hukou's."""
    wanted = {
        "division": DIVISION
        if to.division is None and DIVISION in population
        else column_of("hukou.division"),
        "area": AREA if to.area is None else column_of("hukou.area"),
        "age": column_of("person.age"),
    }[name]
    if wanted not in population:
        raise _fault(
            "--by",
            "no-column",
            f"按 {name} 分组需要列“{wanted}”，文件中没有",
            f'grouping by {name} needs the column "{wanted}", which the file does not have',
        )
    return wanted


def keys_of(frame: pl.DataFrame, keys: Mapping[str, str]) -> pl.DataFrame:
    made: list[pl.Expr] = []
    for name, column in keys.items():
        if name == "division":
            made.append(pl.col(column).str.slice(0, 6).alias(name))
        elif name == "age":
            bands = pl.Enum(band_names())
            made.append(
                pl.col(column)
                .cut(list(BANDS), labels=list(band_names()), left_closed=True)
                .cast(bands)
                .alias(name)
            )
        else:
            made.append(pl.col(column).alias(name))
    return frame.select(made)


def _fault(where: str, code: str, zh: str, en: str) -> Faulty:
    return Faulty([Fault(where, 0, code, Text(zh, en))])
