"""The policy of Panjin written by hand over NumPy arrays: who surely meets a condition, and who may."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from population import (
    BAN,
    BUSINESS,
    CITY,
    CODES,
    COLUMNS,
    FLAGS,
    HOME,
    NUMBERS,
    ROUTES,
    TALENT,
    VILLAGE,
    listed,
)

NAME = "NumPy, by hand"


class Truth(NamedTuple):
    """Who surely meets a condition, and who may."""

    sure: np.ndarray
    maybe: np.ndarray

    def __and__(self, other: "Truth") -> "Truth":
        return Truth(self.sure & other.sure, self.maybe & other.maybe)

    def __or__(self, other: "Truth") -> "Truth":
        return Truth(self.sure | other.sure, self.maybe | other.maybe)

    def __invert__(self) -> "Truth":
        return Truth(~self.maybe, ~self.sure)


def read(file: Path) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return each column as values and who is known; codes as their places in the vocabulary."""
    names = list(COLUMNS)
    words = listed(file)
    coded = [name for name in CODES if name not in words]
    table = pq.ParquetFile(file, read_dictionary=coded).read(columns=names)
    found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for name in names:
        column = table[name]
        known = pc.is_valid(column).to_numpy()
        if name in FLAGS:
            values = pc.fill_null(column, False).to_numpy()
        elif name in NUMBERS:
            values = pc.fill_null(column, 0.0).to_numpy()
        elif name in words:
            values = pc.fill_null(column, 0).to_numpy()
            if words[name] != list(CODES[name]):
                values = np.array([CODES[name].index(word) for word in words[name]], np.uint8)[values]
        else:
            values = np.concatenate([_places(chunk, CODES[name]) for chunk in column.chunks])
        found[name] = (values, known)
    return found


def _places(chunk: pa.DictionaryArray, codes: tuple[str, ...]) -> np.ndarray:
    places = np.array([codes.index(word) for word in chunk.dictionary.to_pylist()] or [0], np.int8)
    return places[pc.fill_null(chunk.indices, 0).to_numpy()]


def evaluate(table: dict[str, tuple[np.ndarray, np.ndarray]]) -> dict[str, Any]:
    def flag(name: str) -> Truth:
        value, known = table[name]
        return Truth(value & known, value | ~known)

    def among(name: str, *codes: str) -> Truth:
        value, known = table[name]
        wanted = np.zeros(len(CODES[name]), bool)
        wanted[[CODES[name].index(code) for code in codes]] = True
        met = wanted[value]
        return Truth(met & known, met | ~known)

    def at_least(name: str, least: float) -> Truth:
        value, known = table[name]
        met = value >= least
        return Truth(met & known, met | ~known)

    def missing(names: tuple[str, ...]) -> np.ndarray:
        whole = (~table[names[0]][1]).astype(np.int8)
        for name in names[1:]:
            whole += ~table[name][1]
        return whole

    city, village = among("destination__area", "city_proper"), among("destination__area", "rural")
    small = among("destination__area", "county_seat", "town")
    towns = city | small
    home = flag("dwelling__lawful") & among(
        "dwelling__tenure", "owned", "rented", "public_rental", "unit_provided", "self_built"
    )
    works, graduate = flag("employment__lawful_stable"), flag("education__graduate")
    qualified = graduate & (
        among("education__level", "technical_secondary", "junior_college", "bachelor", "master", "doctor")
        | (
            among("education__level", "skilled_worker_school", "vocational_high")
            & (~among("qualification__skill", "none") | ~among("qualification__title", "none"))
        )
    )
    hired = (
        ~among("employment__employer", "self_employed", "none")
        & flag("employment__employer_legal_person")
        & flag("employment__formally_hired")
        & flag("employment__contract_signed")
        & flag("employment__contract_filed")
    )
    invests = (
        flag("business__invests")
        & flag("business__legal_representative")
        & flag("business__fixed_premises")
        & flag("business__licence")
        & (at_least("business__tax_paid_years", 1) | flag("business__tax_relief"))
    )
    rural = among("hukou__area", "rural")
    reliance = (
        rural
        & among("sponsor__relation", "spouse", "child", "parent")
        & among("sponsor__hukou_area", "rural")
        & flag("sponsor__registered_at_destination")
    )
    returning = (
        graduate
        & flag("education__this_years_graduate")
        & flag("education__province_origin_student")
        & flag("education__regular_university")
        & (among("employment__employer", "none") | ~works)
        & flag("hukou__destination_is_origin")
    )
    nobody = np.zeros(len(rural.sure), bool)
    ways = (
        small & home,
        city & works & home & flag("insurance__urban_participant"),
        towns & qualified & hired,
        towns & invests,
        village & reliance,
        village & returning,
        village & rural & Truth(nobody, ~nobody),
    )
    ban = village & ~rural & ~(reliance | returning)
    some = ways[0]
    for way in ways[1:]:
        some = some | way
    admitted = ~ban & some
    covered = (towns | village).sure
    open_ = (ban.maybe & ~ban.sure) | (admitted.maybe & ~admitted.sure)
    outcome = admitted.sure.astype(np.int8) * 2 + open_
    outcome[~covered] = -1
    granted = np.full(len(outcome), -1, np.int8)
    for index in reversed(range(len(ways))):
        granted[admitted.sure & ways[index].sure] = index
    unknown = (
        towns.sure * (missing(HOME) + missing((*TALENT, *BUSINESS)))
        + city.sure * missing(CITY)
        + village.sure * missing(VILLAGE)
    ).astype(np.int16)
    return {"outcome": outcome, "granted": granted, "unknown": unknown, "ways": ways, "ban": ban}


def from_file(file: Path) -> dict[str, Any]:
    return evaluate(read(file))


def values(result: dict[str, Any]) -> dict[str, np.ndarray]:
    found = {name: result[name] for name in ("outcome", "granted", "unknown")}
    for id_, way in zip(ROUTES, result["ways"], strict=True):
        found[f"route__{id_}"] = three(way)
    found[f"prohibition__{BAN}"] = three(result["ban"])
    return found


def three(truth: Truth) -> np.ndarray:
    """Return a condition as 0 false, 1 true, 2 unknown."""
    return np.where(truth.sure, 1, np.where(truth.maybe, 2, 0)).astype(np.int8)
