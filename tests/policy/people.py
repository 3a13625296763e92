"""People with every fact, brought to a place by a story, and how many questions they are asked."""

import random
import time
from datetime import date
from typing import Any

from huji import policy

ON = date(2026, 11, 22)
PLACES = [
    ("national-2014", "420102", ("city_proper", "county_level_city", "county_seat", "town")),
    ("liaoning-2015", "210602", ("city_proper", "county_level_city", "county_seat", "town", "rural")),
    ("liaoning-2015", "210102", ("city_proper",)),
    ("panjin-2015", "211103", ("city_proper", "county_seat", "town", "rural")),
    ("liaoyuan-2015", "220402", ("city_proper", "county_seat", "town")),
    ("lincang-2015", "530902", ("city_proper", "county_seat", "town", "rural")),
    ("qiqihar-2008", "230202", ("city_proper", "county_level_city", "county_seat", "town")),
    ("heilongjiang-2014", "230302", ("city_proper",)),
]
STORIES = {
    "work": 34, "home": 14, "graduate": 12, "family": 14, "business": 6, "student": 4, "return": 7,
    "army": 3, "birth": 2, "nothing": 4,
}  # fmt: skip
UNITS = ["enterprise", "public_institution", "state_organ", "social_organisation", "private_non_enterprise"]
HIGHER = ["technical_secondary", "junior_college", "bachelor", "master"]
LOWER = ["primary", "junior_middle", "senior_middle", "vocational_high", "skilled_worker_school"]


def person(rng: random.Random, story: str | None = None) -> dict[str, Any]:
    """Return one complete person, with every fact of the vocabulary, brought here by a story."""
    story = story or rng.choices(tuple(STORIES), tuple(STORIES.values()))[0]

    def yes(share: float) -> bool:
        return rng.random() < share

    child = story == "birth"
    age = rng.randint(0, 6) if child else rng.randint(18, 24) if story == "student" else rng.randint(19, 68)
    works = not child and yes({"work": 0.97, "home": 0.7, "graduate": 0.8, "business": 0.9}.get(story, 0.35))
    employer = rng.choice([*UNITS, "enterprise", "enterprise", "self_employed"]) if works else "none"
    unit = works and employer != "self_employed"
    level = rng.choice(HIGHER if story == "graduate" or yes(0.2) else LOWER) if not child else "none"
    invests = story == "business" or yes(0.03)
    tenure = rng.choices(
        ["owned", "rented", "public_rental", "unit_provided", "self_built", "with_relatives", "none"],
        [50, 15, 6, 5, 12, 8, 4] if story == "home" else [18, 38, 7, 12, 4, 14, 7],
    )[0]
    dwells = tenure not in ("none", "with_relatives")
    relation = rng.choice(["spouse", "parent", "child", "grandparent"]) if story == "family" else "none"
    if child or story == "army":
        relation = "parent" if child else "grandparent"
    married = relation == "spouse" or (age > 24 and yes(0.7))
    marital = "married" if married else "single"
    skill = rng.choices(["none", "junior", "intermediate", "senior", "technician"], [70, 12, 10, 6, 2])[0]
    title = rng.choices(["none", "junior", "intermediate", "deputy_senior"], [78, 11, 8, 3])[0]
    joins = relation != "none"
    contract = unit and yes(0.8)
    tenant = tenure in ("rented", "public_rental")
    return {
        "person.age": age, "person.marital": marital, "person.chinese_national": True,
        "hukou.area": rng.choice(["rural", "rural", "urban"]), "hukou.division": "230281",
        "hukou.registered": not child, "hukou.same_county": yes(0.3) and not child,
        "hukou.destination_is_origin": yes(0.9 if story == "return" else 0.08),
        "hukou.settled_in_town_from_rural": yes(0.8 if story == "return" else 0.1),
        "dwelling.lawful": dwells and yes(0.85), "dwelling.tenure": tenure,
        "dwelling.lease_filed": tenant and yes(0.4), "dwelling.owner_consents": tenant and yes(0.6),
        "dwelling.lives_there": tenure != "none" and yes(0.9), "dwelling.accepts_registration": yes(0.85),
        "dwelling.area_per_person": rng.randint(8, 60),
        "dwelling.lease_years_same_address": rng.randint(0, 8) if tenant else 0,
        "dwelling.owner_is_serviceperson_kin": story == "army" and yes(0.4),
        "place.hardship_area_per_person": 15, "place.dibao_yearly": 7200, "place.urban_population": 1_500_000,
        "employment.lawful_stable": works and yes(0.85), "employment.employer": employer,
        "employment.employer_legal_person": unit and yes(0.85),
        "employment.formally_hired": unit and yes(0.75),
        "employment.contract_signed": contract,
        "employment.contract_years": rng.randint(1, 6) if contract else 0,
        "employment.contract_filed": contract and yes(0.6),
        "employment.labour_recognised": works and yes(0.4),
        "employment.business_licence": employer == "self_employed" and yes(0.8),
        "employment.rural_migrant_worker": works and yes(0.4),
        "employment.long_term_same_unit": unit and yes(0.5),
        "insurance.urban_participant": works and yes(0.75), "insurance.urban_years": rng.randint(0, 15),
        "business.invests": invests, "business.legal_representative": invests and yes(0.8),
        "business.fixed_premises": invests and yes(0.8), "business.licence": invests and yes(0.9),
        "business.tax_paid_years": rng.randint(0, 6) if invests else 0,
        "business.tax_relief": invests and yes(0.2),
        "income.stable_source": works, "income.per_capita_yearly": rng.randint(6000, 60000),
        "education.level": level, "education.graduate": level != "none" and yes(0.95),
        "education.this_years_graduate": story == "graduate" and yes(0.3),
        "education.province_origin_student": yes(0.6),
        "education.regular_university": level in HIGHER and yes(0.8),
        "education.returned_overseas": story == "graduate" and yes(0.05),
        "education.enrolled_at_destination": story == "student",
        "education.grassroots_project": rng.choice(["serving", "completed"]) if yes(0.02) else "none",
        "qualification.skill": skill, "qualification.title": title,
        "qualification.certificate": skill != "none" or title != "none" or yes(0.1),
        "award.comprehensive": yes(0.02),
        "land.contract_right": yes(0.4), "land.homestead_right": yes(0.4),
        "land.collective_income_right": yes(0.3),
        "land.family_holds_right_at_origin": yes(0.7), "land.gave_up_rights": False,
        "sponsor.relation": relation, "sponsor.hukou_area": rng.choice(["urban", "rural"]),
        "sponsor.lives_together": joins and yes(0.85),
        "sponsor.registered_at_destination": joins and yes(0.9),
        "marriage.urban_rural_couple": married and not child and yes(0.15),
        "marriage.couple_lives_at_destination": married and yes(0.6),
        "service.family_of_serviceperson": rng.choice(["spouse", "child"]) if story == "army" else "none",
        "service.accompanies_army": rng.choice(["eligible_and_willing", "not_eligible", "unwilling"]),
        "service.joins": "serviceperson_parents" if story == "army" and yes(0.6) else "none",
        "residence.months": rng.randint(0, 120), "permit.held": yes(0.4), "permit.years": rng.randint(0, 8),
        "study.continuous": story == "student",
        "birth.parent_chinese": child, "birth.in_china": child and yes(0.7),
        "birth.medical_certificate": child and yes(0.8),
        "birth.parents_marriage_certificate": child and yes(0.7),
        "birth.investigated_by_police": child and yes(0.6),
    }  # fmt: skip


def asked(
    talk: Any, who: dict[str, Any], words: Any, rng: random.Random, unsure: float
) -> tuple[int, list[float]]:
    """Return how many pages a person answers, and how long each question took to choose, in ms."""
    answers: dict[str, Any] = {}
    cannot: set[str] = set()
    pages, times = 0, []
    known: dict[str, Any] = {}
    if boxes := talk.boxes(known):
        pages += 1
        for box in boxes:
            if who.get(box.fact) != box.empty:
                if box.ticked is not None:
                    answers[box.fact] = box.ticked
            else:
                answers[box.fact] = box.empty
    bound = None
    while True:
        known = answers | {name: one.value for name, one in policy.implied(answers, words).items()}
        start = time.perf_counter()
        step = talk.step(known, cannot)
        times.append((time.perf_counter() - start) * 1000)
        if step.fact is None:
            return pages, times
        assert bound is None or step.most <= bound, "the promised number was exceeded"
        bound = step.most - 1
        pages += 1
        if step.fact not in who or rng.random() < unsure:
            cannot.add(step.fact)
        else:
            answers[step.fact] = who[step.fact]
