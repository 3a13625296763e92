"""Who plays in the demonstration's cases: residents picked by what the parts ask for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from huji.cases.acts import Arrival
from huji.demo.loading import Placed
from huji.demo.namegiving import NameGiver
from huji.demo.people import City, Resident
from huji.standards import citizen_number, divisions
from huji.standards.code_tables import Sex
from huji.standards.periods import age_on

CITY_PROPER, COUNTRYSIDE = 4, 12
"""Keys of the stations the applications lead to and come from."""
_AGES = range(26, 56)


@dataclass(frozen=True, slots=True)
class Player:
    """A citizen number, the name that goes with it, and the household's key (0 outside the city)."""

    number: str
    name: str
    house: int = 0


@dataclass(frozen=True, slots=True)
class Cast:
    """The parts, each handed out once: heads of rural couples and families, families of the city proper
    (head, spouse, children), people who live alone there, people of other cities with what their certificate
    will say, and ids of vacant dwellings."""

    rural_families: Iterator[Player]
    town_families: Iterator[list[Resident]]
    leavers: Iterator[Player]
    outsiders: Iterator[tuple[Player, Arrival]]
    homes: Iterator[int]
    members: dict[int, list[Resident]]

    def companions_of(self, who: Player) -> list[tuple[Player, str]]:
        """Return the spouse and children of a head, with the vocabulary's relation."""
        return [
            (Player(one.number, one.name, one.house), relation)
            for one in self.members[who.house]
            if (relation := _along(one.relation)) is not None
        ]


def choose(city: City, placed: Placed, on: date, gone: frozenset[int]) -> Cast:
    """Choose the cast, the same one for the same city; `gone` are the keys of those
    who left already or came another way."""
    members: dict[int, list[Resident]] = defaultdict(list)
    for person in city.residents:
        members[person.house].append(person)
    taken = {house.dwelling for house in city.houses}
    rng = Random(city.seed)
    return Cast(
        rural_families=_rural_families(city, members, on),
        town_families=_town_families(city, members, on, gone),
        leavers=_living_alone(city, members, on, gone),
        outsiders=_outsiders(rng, on),
        homes=(
            placed.addresses[dwelling.key]
            for dwelling in city.dwellings
            if dwelling.station == CITY_PROPER
            and dwelling.accepts_registration
            and dwelling.key not in taken
            and divisions.area_of(dwelling.parts.division, on) == "city_proper"
        ),
        members=members,
    )


def _rural_families(city: City, members: dict[int, list[Resident]], on: date) -> Iterator[Player]:
    villages = {dwelling.key: dwelling.parts.division for dwelling in city.dwellings}
    for house in city.houses:
        people = members[house.key]
        rural = divisions.urban_rural(villages[house.dwelling], on) == "rural"
        if house.station != COUNTRYSIDE or house.sort or not rural or not 2 <= len(people) <= 4:
            continue
        head = next(one for one in people if one.relation == "02")
        others = [_along(one.relation) for one in people if one is not head]
        if others.count("spouse") == 1 and None not in others and age_on(head.born, on) in _AGES:
            yield Player(head.number, head.name, house.key)


def _town_families(
    city: City, members: dict[int, list[Resident]], on: date, gone: frozenset[int]
) -> Iterator[list[Resident]]:
    """Yield couples with a child or more, from the last house on: visitors try the first ones."""
    for house in reversed(city.houses):
        people = sorted(members[house.key], key=lambda one: (one.relation, one.born))
        along = [_along(one.relation) for one in people[1:]]
        if (
            house.station == CITY_PROPER
            and not house.sort
            and along.count("spouse") == 1
            and along.count("child") == len(along) - 1 >= 1
            and age_on(people[0].born, on) in _AGES
            and not gone & {one.key for one in people}
        ):
            yield people


def _living_alone(
    city: City, members: dict[int, list[Resident]], on: date, gone: frozenset[int]
) -> Iterator[Player]:
    alone = (
        members[house.key][0]
        for house in city.houses
        if house.station == CITY_PROPER and not house.sort and len(members[house.key]) == 1
    )
    return (
        Player(one.number, one.name, one.house)
        for one in alone
        if one.key not in gone and age_on(one.born, on) in range(20, 70)
    )


def _outsiders(rng: Random, on: date) -> Iterator[tuple[Player, Arrival]]:
    names = NameGiver(rng)
    while True:
        sex, born = rng.choice(list(Sex)[1:3]), date(on.year - rng.randint(27, 45), rng.randint(1, 12), 15)
        name = names.surname() + names.given(sex, born.year)
        prefix = citizen_number.prefix_for("210800", demonstration=True)
        first = f"{prefix}{born:%Y%m%d}9{rng.randrange(10)}{1 if sex is Sex.MALE else 2}"
        number = first + citizen_number.check_digit(first)
        arrival = Arrival(
            number, name, marital="10", education="31", birthplace="辽宁省营口市", native_place="辽宁省营口市"
        )
        yield Player(number, name), arrival


def _along(relation: str) -> str | None:
    """Return what a member of the head's household is to the head: spouse, child, or neither."""
    if relation in {"10", "11", "12"}:
        return "spouse"
    return "child" if relation[0] in "23" and relation not in {"28", "38"} else None
