"""The home a person has where he lives, how long he has been there, and the figures of the place."""

import numpy as np

from huji.demo.population.city import City
from huji.demo.population.drawing import Column, Draw, coded, flags, shares
from huji.demo.population.households import COLLECTIVE, Crowd
from huji.demo.population.living import AWAY, CAME, MOVED, STAYED, Living

TENURES = ("owned", "rented", "public_rental", "unit_provided", "self_built", "with_relatives", "none")
_RENTED, _PUBLIC = TENURES.index("rented"), TENURES.index("public_rental")
_BY_KIND = (  # stayed in town · in the country · moved to town · to the country · left the city · collective
    (76, 7, 4, 2, 5, 5, 1),
    (7, 0.6, 0.4, 0.3, 87, 4, 0.7),
    (36, 41, 3, 5, 2, 11, 2),
    (6, 20, 1, 8, 45, 18, 2),
    (20, 55, 3, 10, 1, 9, 2),
    (1, 4, 1, 92, 0, 1, 1),
)
# By tenure, in the order above.
_LAWFUL = (0.985, 0.84, 0.99, 0.92, 0.9, 0.5, 0.0)
_FILED = (0.02, 0.34, 0.95, 0.05, 0.01, 0.02, 0.0)
_CONSENTS = (1.0, 0.52, 0.85, 0.6, 1.0, 0.78, 0.0)
_ACCEPTS = (0.985, 0.55, 0.72, 0.4, 0.97, 0.88, 0.02)
_FLOOR = (82.0, 54.0, 48.0, 40.0, 96.0, 80.0, 0.0)


def home(city: City, people: Crowd, living: Living, draw: Draw) -> dict[str, Column]:
    """Return the facts of dwelling, of the place, of residence and permit; a family shares one dwelling."""
    homes, rows, size = draw.over(people.households), people.household, draw.size
    rural = (~living.urban_here).astype(np.int8)
    where = [people.role == COLLECTIVE, living.move == AWAY, living.move == STAYED]
    kind = np.select(where, [5, 4, rural], 2 + rural).astype(np.int8)
    # Members who live at one place have drawn the same dwelling; who left has one of his own.
    even = homes.even()
    own = draw.even()
    table = np.cumsum(np.array(_BY_KIND), axis=1) / np.sum(_BY_KIND, axis=1)[:, None]
    mark = np.where((living.move == AWAY) | (kind == 5), own, even[rows])
    tenure = np.zeros(size, np.int8)
    for place in range(len(TENURES) - 1):
        tenure += mark >= table[:, place].astype(np.float32)[kind]
    lawful = homes.even()[rows] < shares(tenure, _LAWFUL)
    consents = homes.even()[rows] < shares(tenure, _CONSENTS)
    filed = homes.even()[rows] < shares(tenure, _FILED)
    accepts = homes.even()[rows] < shares(tenure, _ACCEPTS)
    members = np.bincount(rows, minlength=people.households)
    number = np.where(kind == 5, 1, members[rows])
    floor = shares(tenure, _FLOOR) * np.exp(homes.normal(0.35))[rows]
    floor = np.where(kind == 5, 9 * np.exp(draw.normal(0.3)), floor * (0.7 + 0.12 * number) / number)
    rents = (tenure == _RENTED) | (tenure == _PUBLIC)
    stayed = living.move == STAYED
    lived = np.where(stayed, people.age, np.minimum(draw.years(5.0, 0.5), people.age))
    leased = np.minimum(homes.years(2.4)[rows], lived)
    needs_permit = (living.move == CAME) | (living.move == AWAY) | (
        (living.move == MOVED) & (living.origin != living.here)
    )  # fmt: skip
    permit = needs_permit & draw.chance(0.46) & (lived >= 0.5)
    return {
        "dwelling.tenure": coded(tenure, TENURES),
        "dwelling.area_per_person": Column(np.round(floor.astype(np.float64) * 2) / 2),
        "dwelling.lease_years_same_address": Column(np.where(rents, leased, 0.0)),
        "residence.months": Column(np.floor(lived * 12.0)),
        "permit.years": Column(np.where(permit, np.minimum(draw.years(2.6, 0.5), lived), 0.0)),
        **flags(
            {
                "dwelling.lawful": lawful,
                "dwelling.lease_filed": filed,
                "dwelling.owner_consents": consents,
                "dwelling.lives_there": draw.chance(0.975),
                "dwelling.accepts_registration": accepts,
                "dwelling.owner_is_serviceperson_kin": (tenure == 0) & draw.chance(0.003),
                "permit.held": permit,
            }
        ),
        **_place(city, living),
    }


def _place(city: City, living: Living) -> dict[str, Column]:
    """Return the figures of the place lived in; those of other cities are not known."""
    figures, elsewhere = city.figures["place"], living.move == AWAY
    proper = round(city.city_proper * city.figures["registered"], -3)
    size = len(elsewhere)
    return {
        "place.hardship_area_per_person": Column(
            np.full(size, float(figures["hardship_area_per_person"])), absent=elsewhere
        ),
        "place.dibao_yearly": Column(np.full(size, float(figures["dibao_yearly"])), absent=elsewhere),
        "place.urban_population": Column(np.full(size, int(proper), np.int32), absent=elsewhere),
    }
