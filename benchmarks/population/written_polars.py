"""The policy of Panjin written by hand for Polars, each shared part computed once."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from population import BUSINESS, CITY, COLUMNS, HOME, TALENT, VILLAGE, listed
from population.huji_polars import arrays

NAME = "Polars, by hand"


def read(file: Path) -> pl.DataFrame:
    return people(file).collect()


def people(file: Path) -> pl.LazyFrame:
    """Return the file's columns, its numbers as the words they stand for."""
    words = {name: pl.Enum(of) for name, of in listed(file).items() if name in COLUMNS}
    found = pl.scan_parquet(file).select(COLUMNS)
    return found.with_columns(pl.col(name).cat.to(kind) for name, kind in words.items())


def evaluate(table: Any) -> pl.DataFrame:
    return query(table.lazy()).collect()


def from_file(file: Path) -> pl.DataFrame:
    return query(people(file)).collect()


def values(result: pl.DataFrame) -> dict[str, np.ndarray]:
    return arrays(result)


def query(table: pl.LazyFrame) -> pl.LazyFrame:
    c = pl.col
    area, employer, graduate = c("destination__area"), c("employment__employer"), c("education__graduate")
    level, rural = c("education__level"), c("hukou__area") == "rural"
    unknown = pl.lit(None, dtype=pl.Boolean)

    def missing(names: tuple[str, ...]) -> pl.Expr:
        whole = c(names[0]).is_null().cast(pl.Int8)
        for name in names[1:]:
            whole = whole + c(name).is_null().cast(pl.Int8)
        return whole

    parts = table.select(
        city=area == "city_proper",
        small=(area == "county_seat") | (area == "town"),
        village=area == "rural",
        home=c("dwelling__lawful")
        & c("dwelling__tenure").is_in(["owned", "rented", "public_rental", "unit_provided", "self_built"]),
        works=c("employment__lawful_stable"),
        insured=c("insurance__urban_participant"),
        qualified=graduate
        & (
            level.is_in(["technical_secondary", "junior_college", "bachelor", "master", "doctor"])
            | (
                level.is_in(["skilled_worker_school", "vocational_high"])
                & ((c("qualification__skill") != "none") | (c("qualification__title") != "none"))
            )
        ),
        hired=employer.is_in(
            [
                "state_organ",
                "enterprise",
                "public_institution",
                "social_organisation",
                "foundation",
                "private_non_enterprise",
            ]
        )
        & c("employment__employer_legal_person")
        & c("employment__formally_hired")
        & c("employment__contract_signed")
        & c("employment__contract_filed"),
        invests=c("business__invests")
        & c("business__legal_representative")
        & c("business__fixed_premises")
        & c("business__licence")
        & ((c("business__tax_paid_years") >= 1) | c("business__tax_relief")),
        rural=rural,
        urban=c("hukou__area") == "urban",
        reliance=rural
        & c("sponsor__relation").is_in(["spouse", "child", "parent"])
        & (c("sponsor__hukou_area") == "rural")
        & c("sponsor__registered_at_destination"),
        returning=graduate
        & c("education__this_years_graduate")
        & c("education__province_origin_student")
        & c("education__regular_university")
        & ((employer == "none") | ~c("employment__lawful_stable"))
        & c("hukou__destination_is_origin"),
        no_home=missing(HOME),
        no_city=missing(CITY),
        no_other=missing((*TALENT, *BUSINESS)),
        no_village=missing(VILLAGE),
    )
    towns = c("city") | c("small")
    clauses = parts.select(
        "city",
        "small",
        "village",
        "no_home",
        "no_city",
        "no_other",
        "no_village",
        **{
            "route__town-dwelling": c("small") & c("home"),
            "route__city-employment-and-dwelling": c("city") & c("works") & c("home") & c("insured"),
            "route__graduate-hired": towns & c("qualified") & c("hired"),
            "route__investor": towns & c("invests"),
            "route__rural-mutual-reliance": c("village") & c("reliance"),
            "route__unemployed-graduate-return": c("village") & c("returning"),
            "route__other-moves-of-rural-residents": c("village") & c("rural") & unknown,
            "prohibition__urban-to-rural": c("village") & c("urban") & ~(c("reliance") | c("returning")),
        },
    )
    names = [name for name in clauses.collect_schema().names() if name.startswith("route__")]
    ban = c("prohibition__urban-to-rural")
    some = c(names[0])
    for name in names[1:]:
        some = some | c(name)
    covered = c("city") | c("small") | c("village")
    settled = clauses.with_columns(some=some)
    eligible = (~ban & c("some")).fill_null(False)
    granted = pl.when(~eligible).then(None)
    for index, name in enumerate(names):
        granted = granted.when(c(name)).then(pl.lit(index, dtype=pl.Int8))
    open_ = ban.is_null() | (~ban & c("some")).is_null()
    return settled.select(
        pl.when(covered).then(eligible.cast(pl.Int8) * 2 + open_.cast(pl.Int8)).alias("outcome"),
        granted.otherwise(None).alias("granted_by"),
        (
            (c("city") | c("small")).cast(pl.Int8) * (c("no_home") + c("no_other"))
            + c("city").cast(pl.Int8) * c("no_city")
            + c("village").cast(pl.Int8) * c("no_village")
        ).alias("unknown"),
        *names,
        ban,
    )
