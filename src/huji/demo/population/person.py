"""What a person is in the register: age, marriage, present registration, land, births across the border."""

import numpy as np

from huji.demo.population.drawing import Array, Column, Draw, coded, flags
from huji.demo.population.households import CHILD, Crowd
from huji.demo.population.living import CAME, MOVED, STAYED, Living

MARITAL = ("single", "married", "divorced", "widowed")
_SINGLE_BY_AGE = ((22, 0.99), (27, 0.85), (32, 0.6), (40, 0.4), (60, 0.25), (75, 0.12), (200, 0.07))
"""Share never married of those who do not live in a couple, below an age."""


def registration(people: Crowd, living: Living, draw: Draw) -> dict[str, Column]:
    """Return the facts of the person and of the present registration."""
    unregistered = ~living.registered
    grown, urban = people.age >= 18, living.origin_urban
    stayed, moved = living.move == STAYED, living.move == MOVED
    at_origin = draw.chance(np.select([stayed, moved, living.move == CAME], [0.93, 0.04, 0.03], 0.02))
    return {
        "person.age": Column(people.age.astype(np.int16)),
        "person.marital": coded(_marital(people, draw), MARITAL),
        "hukou.area": coded(np.where(urban, 0, 1), ("urban", "rural"), unregistered),
        "hukou.division": coded(living.origin, living.divisions, unregistered),
        **flags(
            {
                "person.chinese_national": draw.chance(0.9996),
                "hukou.registered": living.registered,
                "hukou.same_county": living.registered & (living.origin == living.here),
                "hukou.destination_is_origin": at_origin,
                "hukou.settled_in_town_from_rural": urban & grown & living.registered & draw.chance(0.22),
            }
        ),
    }


def _marital(people: Crowd, draw: Draw) -> Array:
    age = people.age
    never = np.select([age < bound for bound, _ in _SINGLE_BY_AGE], [p for _, p in _SINGLE_BY_AGE])
    even = draw.even()
    widowed = draw.even() < np.clip((age - 45) / 35, 0.02, 0.92)
    # Some are married to somebody who is registered elsewhere.
    apart = draw.chance(np.clip((age - 24) / 14, 0, 0.62))
    alone = np.where((age < 20) | (even < never), 0, np.where(widowed, 3, np.where(apart, 1, 2)))
    return np.where(people.married, 1, alone)


def land(people: Crowd, living: Living, draw: Draw) -> dict[str, Column]:
    """Return the rights in land: rural families hold them together, some keep them after moving to town."""
    homes = draw.over(people.households)
    family = homes.chance(0.86)[people.household]
    of_village = ~living.origin_urban & living.registered
    holds = np.where(of_village, family, family & draw.chance(0.05))
    grown = people.age >= 18
    contract = holds & grown & draw.chance(0.82)
    homestead = holds & grown & draw.chance(0.7)
    return flags(
        {
            "land.contract_right": contract,
            "land.homestead_right": homestead,
            "land.collective_income_right": of_village & draw.chance(0.28),
            "land.family_holds_right_at_origin": contract | homestead | (holds & draw.chance(0.9)),
            "land.gave_up_rights": of_village & grown & ~contract & ~homestead & draw.chance(0.1),
        }
    )


def birth(people: Crowd, draw: Draw) -> dict[str, Column]:
    """Return the facts asked where a child of a marriage across the border is registered."""
    age, cross = people.age, draw.chance(0.002)
    paper = draw.chance(np.where(age < 28, np.where(cross, 0.7, 0.985), 0.08))
    return flags(
        {
            "birth.parent_chinese": cross,
            "birth.in_china": ~draw.chance(np.where(cross, 0.25, 0.0005)),
            "birth.medical_certificate": paper,
            "birth.parents_marriage_certificate": draw.chance(np.where(cross, 0.55, 0.94)),
            "birth.investigated_by_police": draw.chance(np.where(cross & (age < 18), 0.35, 0.004)),
        }
    )


def kin(people: Crowd, living: Living, married: Array, draw: Draw) -> dict[str, Column]:
    """Return whom a person would join, the couple, and ties to a serviceperson."""
    migrant, age = living.migrant, people.age
    relations = (
        "none", "spouse", "child", "parent", "grandparent", "grandchild", "great_grandparent",
        "great_grandchild", "sibling", "other_relative", "friend",
    )  # fmt: skip
    group = np.select([people.role == CHILD, married, age >= 60], [0, 1, 2], 3)
    found = draw.by_group(
        (group * 2 + migrant).astype(np.int8),
        (
            (70, 0, 0, 22, 6, 0, 1, 0, 0.5, 0.5, 0), (42, 0, 0, 42, 10, 0, 1, 0, 2, 2, 1),
            (87, 7, 1, 3, 0.2, 0.1, 0, 0, 0.7, 0.5, 0.5), (66, 20, 2, 5, 0.5, 0.2, 0, 0, 2.3, 2, 2),
            (84, 0, 12, 0.2, 0, 1.6, 0, 0.2, 1, 0.5, 0.5), (48, 0, 40, 0.5, 0, 5, 0, 0.5, 2, 2, 2),
            (88, 0, 1, 6, 0.5, 0, 0, 0, 2, 1, 1.5), (74, 0, 1, 9, 1, 0, 0, 0, 6, 4, 5),
        ),
    )  # fmt: skip
    joins = found > 0
    urban_sponsor = draw.chance(np.where(living.urban_here, 0.86, 0.12))
    # One couple has one answer: that of its first row.
    first = np.minimum(people.partner, np.arange(draw.size))
    other = draw.chance(0.1)[first] | (living.origin_urban != living.origin_urban[people.partner])
    both_here = living.here == living.here[people.partner]
    mixed = married & other & living.registered & living.registered[people.partner]
    service = draw.by_group(
        np.select([married & (age < 55), people.role == CHILD], [0, 1], 2).astype(np.int8),
        ((99.2, 0.8, 0), (99.4, 0, 0.6), (100, 0, 0)),
    )
    of_soldier = service > 0
    accompanies = np.where(of_soldier, draw.among((25, 50, 25)), 1)
    return {
        "sponsor.relation": coded(found, relations),
        "sponsor.hukou_area": coded(np.where(urban_sponsor, 0, 1), ("urban", "rural"), ~joins),
        "service.family_of_serviceperson": coded(service, ("none", "spouse", "child")),
        "service.accompanies_army": coded(accompanies, ("eligible_and_willing", "not_eligible", "unwilling")),
        "service.joins": coded(
            np.where(of_soldier, draw.among((45, 45, 10)), 0),
            ("none", "serviceperson_parents", "serviceperson_grandparents"),
        ),
        **flags(
            {
                "sponsor.lives_together": joins & draw.chance(np.where(migrant, 0.6, 0.75)),
                "sponsor.registered_at_destination": joins & draw.chance(np.where(migrant, 0.55, 0.9)),
                "marriage.urban_rural_couple": mixed,
                "marriage.couple_lives_at_destination": married & both_here & draw.chance(0.9),
            }
        ),
    }
