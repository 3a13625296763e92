"""The city's offices and dwellings: real communities and villages, invented roads and compounds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from random import Random

from huji.demo.people import Dwelling, Station
from huji.places.addresses import Parts
from huji.standards import divisions

# Twelve towns of the four counties and how many of the people live in each, in parts of a hundred.
TOWNS = {
    "211102002": 9, "211102003": 8, "211102100": 8, "211103001": 11, "211103002": 9, "211103004": 8,
    "211103019": 7, "211104004": 10, "211104101": 6, "211104112": 8, "211122001": 7, "211122101": 9,
}  # fmt: skip
ROADS = (
    "向阳",
    "和平",
    "友谊",
    "建设",
    "团结",
    "幸福",
    "胜利",
    "文化",
    "新华",
    "光明",
    "民主",
    "前进",
    "红旗",
    "兴业",
)
COMPOUNDS = (
    "阳光",
    "丽景",
    "和谐",
    "春晖",
    "绿苑",
    "金穗",
    "锦绣",
    "福泽",
    "新苑",
    "康居",
    "祥和",
    "清河",
    "芦海",
    "馨园",
)
_ENDINGS = ("小区", "花园", "家园", "新村")
_FLOORS, _ROOMS, _UNITS = 6, 2, 3
_VACANT = 0.07
_NO_REGISTRATION = 0.25  # of the vacant ones


def stations(on: date) -> tuple[Station, ...]:
    """Return one station for each of the towns, with its communities and villages on a day."""
    made = []
    for key, town in enumerate(TOWNS, 1):
        place, county = divisions.lookup(town, on), divisions.lookup(town[:6], on)
        if place is None or county is None:
            raise ValueError(f"{town} is no town on {on}")
        villages = tuple(village.code for village in divisions.children(town, on))
        short = place.name.removesuffix("街道").removesuffix("镇")
        made.append(Station(key, f"{short}派出所", f"{county.name}公安分局", town, villages))
    return tuple(made)


class Quarters:
    """Hands out dwellings, community by community."""

    def __init__(self, rng: Random, stations: tuple[Station, ...], on: date) -> None:
        self._rng = rng
        self._keys = count(1)
        self._station = {village: s.key for s in stations for village in s.villages}
        self._on = on
        self._supply: dict[str, Iterator[Parts]] = {}
        self.dwellings: list[Dwelling] = []

    def home(self, village: str) -> Dwelling:
        """Return the next dwelling of a village; now and then one beside it stays empty."""
        supply = self._supply.setdefault(village, self._parts(village))
        while self._rng.random() < _VACANT:
            self._keep(village, next(supply), accepts=self._rng.random() >= _NO_REGISTRATION)
        return self._keep(village, next(supply))

    def vacant(self, village: str) -> Dwelling:
        """Return a dwelling of a village that stays empty and takes registrations."""
        return self._keep(village, next(self._supply.setdefault(village, self._parts(village))))

    def hall(self, village: str, number: int) -> Dwelling:
        """Return the seat of a collective household: a house by road and number."""
        road = f"{ROADS[number % len(ROADS)]}路"
        return self._keep(village, Parts(village, road=road, number=str(500 + number)))

    def _keep(self, village: str, parts: Parts, *, accepts: bool = True) -> Dwelling:
        dwelling = Dwelling(next(self._keys), self._station[village], parts, accepts)
        self.dwellings.append(dwelling)
        return dwelling

    def _parts(self, village: str) -> Iterator[Parts]:
        if divisions.urban_rural(village, self._on) == "urban":
            return self._flats(village)
        return self._farms(village)

    def _flats(self, village: str) -> Iterator[Parts]:
        for block in count():
            road = f"{self._rng.choice(ROADS)}{'街' if block % 2 else '路'}"
            compound = f"{self._rng.choice(COMPOUNDS)}{self._rng.choice(_ENDINGS)}"
            gate = Parts(
                village, road=road, number=str(self._rng.randint(1, 40) * 10 + block), compound=compound
            )
            for building in range(1, 5):
                for unit in range(1, _UNITS + 1):
                    for room in range(_FLOORS * _ROOMS):
                        floor, side = divmod(room, _ROOMS)
                        yield replace(
                            gate, building=str(building), unit=str(unit), room=f"{floor + 1}0{side + 1}"
                        )

    def _farms(self, village: str) -> Iterator[Parts]:
        for number in count(1):
            for group in range(1, 5):
                yield Parts(village, group=str(group), number=str(number))
