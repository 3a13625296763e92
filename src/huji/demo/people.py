"""The synthetic city as plain values: what `huji.demo.city` makes and `huji.demo.loading` enters.

Keys count from 1 within the city and mean nothing outside it.
"""

from dataclasses import dataclass
from datetime import date

from huji.places.addresses import Parts
from huji.standards.code_tables import Sex


@dataclass(frozen=True, slots=True)
class Station:
    """A registration office, the bureau above it, the town (9 digits) it keeps and that town's villages."""

    key: int
    name: str
    bureau: str
    town: str
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A standard address in a station's area; some are empty, some take no registration."""

    key: int
    station: int
    parts: Parts
    accepts_registration: bool = True


@dataclass(frozen=True, slots=True)
class House:
    """A household at a dwelling: a family's (`sort` empty), or a collective one of a sort."""

    key: int
    dwelling: int
    station: int
    since: date
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Resident:
    """A person with the items of the registration form, in a household since a day.

    `before`: how the days between birth and `since` stand, elsewhere or unregistered.
    """

    key: int
    number: str
    born: date
    name: str
    sex: Sex
    ethnic: str
    marital: str
    education: str
    birthplace: str
    native_place: str
    occupation: str
    house: int
    relation: str
    since: date
    before: str = "elsewhere"


@dataclass(frozen=True, slots=True)
class Tie:
    """`relative` is the person's parent or spouse since a day; a marriage is given once."""

    person: int
    relative: int
    kind: str
    since: date


@dataclass(frozen=True, slots=True)
class City:
    """A whole synthetic city as it stands on a day; the same seed and day give the same city."""

    seed: int
    on: date
    stations: tuple[Station, ...]
    dwellings: tuple[Dwelling, ...]
    houses: tuple[House, ...]
    residents: tuple[Resident, ...]
    ties: tuple[Tie, ...]
