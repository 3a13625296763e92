"""Where people are registered and where they live: those who stayed, moved inside the city, left or came."""

from dataclasses import dataclass

import numpy as np

from huji.demo.population.city import INFLOW_URBAN, RURAL_TO_RURAL, STAYS_BEHIND, URBAN_TO_RURAL, City
from huji.demo.population.drawing import Array, Draw
from huji.demo.population.households import Crowd

STAYED, MOVED, AWAY, CAME = range(4)
AREAS = ("city_proper", "county_level_city", "county_seat", "town", "rural")
RURAL = AREAS.index("rural")
_UNREGISTERED = 0.002
_CITY_PROPER_PULLS = 3.0
_RURAL_ORIGIN = 0.6


@dataclass(frozen=True, slots=True)
class Living:
    """Places in `divisions` and in AREAS: of registration (origin), of living (here), and the move between.

    `registered` is false for the few who are registered nowhere; they have no origin.
    """

    divisions: tuple[str, ...]
    origin: Array
    origin_urban: Array
    here: Array
    area: Array
    move: Array
    registered: Array

    @property
    def migrant(self) -> Array:
        """Whether the person lives elsewhere than registered."""
        return self.move != STAYED

    @property
    def urban_here(self) -> Array:
        """Whether the person lives at an urban address."""
        return self.area != RURAL


def living(city: City, people: Crowd, draw: Draw) -> Living:
    """Return where everyone is registered and lives; families move together, some members stay behind."""
    cells, homes = city.cells, draw.over(people.households)
    came_from, gone_to = city.figures["inflow_from"], city.figures["outflow_to"]
    counties = tuple(dict.fromkeys(cells.counties))
    listed = tuple(dict.fromkeys([*counties, *came_from, *gone_to]))
    place = np.array([listed.index(code) for code in cells.counties], dtype=np.int16)
    kind = np.array([AREAS.index(area) for area in cells.areas], dtype=np.int8)

    came = homes.chance(city.figures["inflow"] / (1 + city.figures["inflow"]))
    parts = (people.families, people.households - people.families)
    home = homes.among(cells.share, np.concatenate([draw.over(size).spread() for size in parts]))
    urban = cells.urban[home]
    away = ~came & homes.chance(city.leaving)
    moves, even = city.moves, homes.even()
    to_urban = np.where(urban, moves.urban_to_urban, moves.rural_to_urban)
    to_rural = np.where(urban, URBAN_TO_RURAL, RURAL_TO_RURAL)
    to_urban, to_rural = np.where(came, INFLOW_URBAN, to_urban), np.where(came, 1 - INFLOW_URBAN, to_rural)

    pull = np.where(kind == AREAS.index("city_proper"), _CITY_PROPER_PULLS, 1.0)
    to_town = homes.among(np.where(cells.urban, cells.share * pull, 0))
    to_village = homes.among(np.where(cells.urban, 0, cells.share))
    into_town, into_village = even < to_urban, (even >= to_urban) & (even < to_urban + to_rural)
    cell = np.where(into_town, to_town, np.where(into_village, to_village, home))
    inside = (into_town | into_village) & (cell != home)

    outside = np.array([listed.index(code) for code in gone_to], dtype=np.int16)
    before = np.array([listed.index(code) for code in came_from], dtype=np.int16)
    gone = outside[homes.among(list(gone_to.values()))]
    gone_area = homes.by_group(np.zeros(homes.size, np.int8), [[85, 5, 5, 5]])
    origin = np.where(came, before[homes.among(list(came_from.values()))], place[home])
    origin_urban = np.where(came, ~homes.chance(_RURAL_ORIGIN), urban)

    rows, age = people.household, people.age
    leaves = away[rows] & ~draw.chance(np.select([age < 15, age >= 65], STAYS_BEHIND, 0.0))
    move = np.where(leaves, AWAY, np.where(came[rows], CAME, np.where(inside[rows], MOVED, STAYED)))
    # Who stays behind when the family leaves stays at home.
    behind = away[rows] & ~leaves
    move[behind] = STAYED
    at = np.where(behind, home[rows], cell[rows])
    here = np.where(leaves, gone[rows], place[at]).astype(np.int16)
    area = np.where(leaves, gone_area[rows], kind[at]).astype(np.int8)
    registered = ~(draw.chance(_UNREGISTERED) & ((move == STAYED) | (move == MOVED)))
    return Living(listed, origin[rows], origin_urban[rows], here, area, move.astype(np.int8), registered)
