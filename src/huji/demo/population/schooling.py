"""What a person has learnt: schools by age and by town or country, skills, titles, honours."""

from dataclasses import dataclass

import numpy as np

from huji.demo.population.drawing import Array, Column, Draw, coded, flags, shares
from huji.demo.population.households import COLLECTIVE, Crowd
from huji.demo.population.living import Living

LEVELS = (
    "none", "primary", "junior_middle", "senior_middle", "vocational_high", "skilled_worker_school",
    "technical_secondary", "junior_college", "bachelor", "master", "doctor",
)  # fmt: skip
VOCATIONAL = LEVELS.index("vocational_high")
COLLEGE = LEVELS.index("junior_college")
SKILLS = ("none", "junior", "intermediate", "senior", "technician", "senior_technician")
TITLES = ("none", "junior", "intermediate", "deputy_senior", "senior")
_BOUNDS = (12, 15, 18, 22, 35, 50, 65, 200)
_LEVELS_BY_AGE = (
    # in town, then in the country, for each span of ages
    (100,), (100,),
    (3, 97), (4, 96),
    (0, 4, 96), (0, 8, 92),
    (0, 1, 18, 48, 12, 5, 9, 5, 2), (1, 4, 48, 28, 9, 4, 4, 1.5, 0.5),
    (0, 1, 20, 12, 6, 3, 8, 22, 24, 3.7, 0.3), (1, 6, 50, 10, 7, 3, 6, 10, 6.5, 0.5, 0),
    (0.5, 4, 36, 15, 4, 3, 10, 15, 11, 1.3, 0.2), (1, 20, 62, 7, 2, 1, 2, 3, 2, 0, 0),
    (1, 12, 42, 20, 1, 3, 9, 8, 4, 0, 0), (4, 36, 51, 7, 0, 0, 1, 0.6, 0.4, 0, 0),
    (9, 38, 33, 9, 0, 1, 5, 3, 2, 0, 0), (27, 51, 19, 2.5, 0, 0, 0.3, 0.2, 0, 0, 0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class School:
    """Places in LEVELS, SKILLS and TITLES."""

    level: Array
    skill: Array
    title: Array


def schooling(people: Crowd, living: Living, draw: Draw) -> tuple[School, dict[str, Column]]:
    """Return what people have learnt, and the facts of education, qualification, honours and study."""
    age = people.age
    span = np.searchsorted(_BOUNDS, age, side="right").astype(np.int8)
    table = [tuple(row) + (0,) * (len(LEVELS) - len(row)) for row in _LEVELS_BY_AGE]
    level = draw.by_group(span * 2 + ~living.origin_urban, table)
    trained = level >= VOCATIONAL
    of_age = (age >= 18) & (age < 65)
    skill = draw.by_group(
        np.where(of_age, np.where(trained, 2, 1), 0).astype(np.int8),
        ((1, 0, 0, 0, 0, 0), (88, 6, 4, 1.5, 0.4, 0.1), (72, 11, 9, 5.5, 2, 0.5)),
    )
    title = draw.by_group(
        np.where(of_age & (age >= 23), np.clip(level - VOCATIONAL + 1, 0, 4), 0).astype(np.int8),
        ((1, 0, 0, 0, 0), (95, 4, 1, 0, 0), (92, 6, 2, 0, 0), (84, 9, 6, 0.9, 0.1), (70, 14, 12, 3, 1)),
    )
    held = level > 0
    graduate = held & draw.chance(0.985)
    high = level >= COLLEGE
    young = graduate & (age >= 18) & (age <= 26) & trained
    enrolled = ((age >= 6) & (age <= 17)) | ((age <= 23) & (age >= 18) & draw.chance(0.42))
    student = enrolled & draw.chance(np.where(age <= 15, 0.99, 0.9))
    at_college = student & (age >= 16) & ((people.role == COLLECTIVE) | draw.chance(0.25))
    serving = draw.by_group((high & (age >= 21) & (age <= 35)).astype(np.int8), ((1, 0, 0), (96.5, 1.5, 2)))
    facts = {
        "education.level": coded(level, LEVELS),
        "education.grassroots_project": coded(serving, ("none", "serving", "completed")),
        "qualification.skill": coded(skill, SKILLS),
        "qualification.title": coded(title, TITLES),
        **flags(
            {
                "education.graduate": graduate,
                "education.this_years_graduate": young & draw.chance(0.22),
                "education.province_origin_student": draw.chance(
                    shares(living.move, (0.97, 0.95, 0.96, 0.4))
                ),
                "education.regular_university": high & draw.chance(np.where(age < 40, 0.8, 0.55)),
                "education.returned_overseas": high & (age >= 22) & draw.chance(0.006),
                "education.enrolled_at_destination": at_college,
                "qualification.certificate": ((skill > 0) | (title > 0)) & draw.chance(0.9),
                "award.comprehensive": of_age & draw.chance(0.004),
                "study.continuous": student,
            }
        ),
    }
    return School(level, skill, title), facts
