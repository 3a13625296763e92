"""The demonstration's old register: one community comes over by conversion, before the rest is opened.

Its file has faults such as old registers have; what they reject waits in the quarantine of the station.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from django.db import connections

from huji.demo.loading import Placed
from huji.demo.old_register import dwellings, faults
from huji.demo.old_register.writing import csv_rows
from huji.demo.people import City, Resident
from huji.quality.conversion import planning, running
from huji.quality.conversion.layout import NAMES
from huji.quality.conversion.plan import dumped
from huji.quality.conversion.workspace import Workspace
from huji.runtime.db import set_area
from huji.standards import code_tables

FILE = "old-register.csv"
FAULTS = (
    "check_digit", "address_unknown", "born_differs", "name_faulty", "fifteen", "number_missing",
    "unknown_ethnic", "address_written", "birth_date", "two_households", "unknown_kind", "address_missing",
    "repeated", "encoding", "blank",
)  # fmt: skip
_RATE = 0.09  # of the rows
_FARMERS = 4  # every so many households were agricultural


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The city without those who came over, the keys of these, and how many rows wait in quarantine."""

    rest: City
    keys: frozenset[int]
    registered: int
    held: int


def take_over(city: City, placed: Placed, station: int, home: Path) -> TakenOver:
    """Convert the families of one community of the station, as `huji convert` does; nobody is registered yet.

    The file and its plan are kept under `home`. Django's connections are closed: a conversion is alone.
    """
    came = _families(city, station)
    rest = _without(city, came)
    path = home / FILE
    spoilt = faults.spoil(_rows(city, came), _RATE, [city.seed, station], FAULTS)
    with path.open("wb") as file:
        csv_rows(file, "utf-8")(spoilt.rows, spoilt.fault)
    connections.close_all()
    plan = planning.propose(path, city.on, placed.offices[station], demonstration=True).plan
    room = Workspace(home / "conversions" / plan.digest[:16]).made()
    planning.frozen_as_planned(room, plan)
    room.plan.write_text(dumped(plan), "utf-8")
    tally = running.run(room, plan).tally
    set_area("*")
    return TakenOver(rest, frozenset(came), tally.loaded + tally.flagged, tally.rejected)


def _families(city: City, station: int) -> dict[int, Resident]:
    """Return the residents, by key, of the families of the station's community that has most of them."""
    at = {dwelling.key: dwelling.parts.division for dwelling in city.dwellings}
    houses = {h.key: at[h.dwelling] for h in city.houses if h.station == station and not h.sort}
    late = {person.house for person in city.residents if person.before != "elsewhere"}
    people = [person for person in city.residents if person.house in houses and person.house not in late]
    counts: dict[str, int] = {}
    for person in people:
        counts[houses[person.house]] = counts.get(houses[person.house], 0) + 1
    chosen = max(sorted(counts), key=counts.__getitem__)
    return {person.key: person for person in people if houses[person.house] == chosen}


def _without(city: City, came: dict[int, Resident]) -> City:
    houses = {person.house for person in came.values()}
    return replace(
        city,
        houses=tuple(house for house in city.houses if house.key not in houses),
        residents=tuple(person for person in city.residents if person.key not in came),
        ties=tuple(tie for tie in city.ties if tie.person not in came and tie.relative not in came),
    )


def _rows(city: City, came: dict[int, Resident]) -> pl.DataFrame:
    """Return the people as the old register had them: in the documented layout, as text."""
    places = {dwelling.key: dwelling.parts for dwelling in city.dwellings}
    homes = {house.key: places[house.dwelling] for house in city.houses}
    kin: dict[tuple[int, str], str] = {}
    for tie in city.ties:
        if tie.person in came and tie.relative in came:
            one, other = came[tie.person], came[tie.relative]
            if tie.kind == "spouse":
                kin[one.key, "spouse"], kin[other.key, "spouse"] = other.number, one.number
            else:
                kin[one.key, "father" if other.sex == "1" else "mother"] = other.number
    rows = []
    for person in came.values():
        home = homes[person.house]
        [above] = dwellings.prefixes([home.division], city.on)
        said = {
            "household": str(100_000_000 + person.house),
            "old_kind": "12" if person.house % _FARMERS == 0 else "11",
            "household_type": "家庭户",
            "relation": code_tables.RELATION.label(person.relation).zh,
            "name": person.name,
            "sex": code_tables.SEX.label(person.sex).zh,
            "ethnic": code_tables.ETHNIC.label(person.ethnic).zh,
            "born": f"{person.born:%Y%m%d}",
            "number": person.number,
            "address": above + home.local,
            "arrived": "久居" if person.since == person.born else f"{person.since:%Y%m%d}",
            "marital": person.marital,
            "education": person.education,
            "occupation": person.occupation,
            "birthplace": person.birthplace,
            "native_place": person.native_place,
        }
        rows.append([said.get(name) or kin.get((person.key, name), "") for name in NAMES])
    return pl.DataFrame(rows, schema=dict.fromkeys(NAMES, pl.String), orient="row")
