"""Entering a synthetic city through the house's own doors: places first, then people.

Offices come first, since officers are appointed to offices and the register is opened by an officer:
`enter_places`, then appoint, then `enter_people`, then `enter_departures`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from huji.demo.people import City
from huji.places.acts import (
    AssignArea,
    Authority,
    EnterAddresses,
    NewAddress,
    OpenOffice,
    assign_area,
    enter_addresses,
    open_office,
)
from huji.register.acts import (
    Acting,
    ArriveElsewhere,
    CollectiveSort,
    Death,
    HouseholdKind,
    MoveOut,
    OpeningHousehold,
    OpeningPerson,
    OpeningTie,
    OpenRegister,
    Particulars,
    Tie,
    arrive_elsewhere,
    death,
    move_out,
    open_register,
)

BASIS = "演示数据"
PLACES_SINCE = date(2016, 3, 20)  # the divisions' present codes hold from here on
_TO = ("沈阳市", "大连市", "锦州市", "营口市")


@dataclass(frozen=True, slots=True)
class Placed:
    """Ids by the city's keys: of stations' offices and of dwellings' addresses; bureaus by name."""

    offices: dict[int, int]
    bureaus: dict[str, int]
    addresses: dict[int, int]


@dataclass(frozen=True, slots=True)
class Peopled:
    """Ids by the city's keys: of residents' persons and of houses' households."""

    persons: dict[int, int]
    households: dict[int, int]


def enter_places(city: City) -> Placed:
    """Open the bureaus and stations, give them their areas, and enter the addresses."""
    by = Authority(officer=None, office=0, on=city.on, basis=BASIS)
    bureaus = {
        name: open_office(OpenOffice(name, "bureau"), by)
        for name in sorted({s.bureau for s in city.stations})
    }
    offices = {}
    for station in city.stations:
        offices[station.key] = open_office(OpenOffice(station.name, parent=bureaus[station.bureau]), by)
        assign_area(AssignArea(offices[station.key], station.villages, PLACES_SINCE), by)
    entered = enter_addresses(
        EnterAddresses([NewAddress(d.parts, d.accepts_registration) for d in city.dwellings], PLACES_SINCE),
        by,
    )
    return Placed(offices, bureaus, dict(zip((d.key for d in city.dwellings), entered, strict=True)))


def enter_people(city: City, placed: Placed, officer: int, station: int | None = None) -> Peopled:
    """Open the register with the whole city in one act of the officer's station (by key; else the first)."""
    statement = OpenRegister(
        source=f"huji.demo seed {city.seed}, {city.on}",
        households=[
            OpeningHousehold(
                key=house.key,
                address=placed.addresses[house.dwelling],
                office=placed.offices[house.station],
                since=house.since,
                kind=HouseholdKind.COLLECTIVE if house.sort else HouseholdKind.FAMILY,
                sort=CollectiveSort(house.sort) if house.sort else None,
            )
            for house in city.houses
        ],
        persons=[
            OpeningPerson(
                key=person.key,
                number=person.number,
                born=person.born,
                particulars=Particulars(
                    name=person.name,
                    sex=person.sex,
                    ethnic=person.ethnic,
                    marital=person.marital,
                    education=person.education,
                    birthplace=person.birthplace,
                    native_place=person.native_place,
                    occupation=person.occupation,
                ),
                household=person.house,
                relation=person.relation,
                since=person.since,
                before=person.before,
            )
            for person in city.residents
        ],
        ties=[OpeningTie(tie.person, tie.relative, Tie(tie.kind), tie.since) for tie in city.ties],
    )
    office = placed.offices[city.stations[0].key if station is None else station]
    opened = open_register(statement, Acting(officer, office, city.on, BASIS))
    return Peopled(
        dict(zip((p.key for p in city.residents), opened.persons, strict=True)),
        dict(zip((h.key for h in city.houses), opened.households, strict=True)),
    )


def enter_departures(
    city: City, placed: Placed, peopled: Peopled, officer: int, each: int = 3
) -> frozenset[int]:
    """Let a few who live alone leave, spread over the stations: in transit, settled elsewhere, dead.

    Returns their keys.
    """
    sizes: dict[int, int] = {}
    for person in city.residents:
        sizes[person.house] = sizes.get(person.house, 0) + 1
    family = {house.key: house.station for house in city.houses if not house.sort}
    alone = [
        (p.key, placed.offices[family[p.house]])
        for p in city.residents
        if p.house in family and sizes[p.house] == 1 and p.since < city.on - timedelta(days=100)
    ]
    leavers = alone[:: max(1, len(alone) // (3 * each))][: 3 * each]
    for number, (key, office) in enumerate(leavers):
        leaver = peopled.persons[key]
        by = Acting(officer, office, city.on, BASIS)
        left = city.on - timedelta(days=20 - number)
        if number % 3 == 2:
            death(Death(leaver, left, "居民死亡医学证明书（演示）"), by)
            continue
        paper, goal = f"演示迁证{number + 1:04}", _TO[number % len(_TO)]
        move_out(MoveOut((leaver,), left, paper, goal), by)
        if number % 3 == 1:
            arrived = left + timedelta(days=5)
            arrive_elsewhere(ArriveElsewhere((leaver,), arrived, paper, f"{goal}入户回执（演示）"), by)
    return frozenset(key for key, _ in leavers)
