"""The points packs against the published tables, written out here a second time in plain Python.

Nothing below reads a pack: each function is the table of one city as its document prints it, over the facts
of the vocabulary. A pack that says another number, or the engine that adds it up another way, is found by
people drawn around every line of the table.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from huji import policy
from huji.policy.scoring import score_by
from huji.policy.vocabulary import Type

Person = Mapping[str, Any]
HIGH_SCHOOLS = ("senior_middle", "vocational_high", "skilled_worker_school", "technical_secondary")
UNIVERSITY = ("bachelor", "master", "doctor")
DEGREES = ("none", "bachelor", "master", "doctor")
FIVE_KINDS = ("pension", "medical", "unemployment", "injury", "maternity")


def full(number: float, unit: int = 1) -> int:
    """How many whole units there are in a number."""
    return int(Decimal(str(number)) // unit)


def has_degree(person: Person, least: str) -> bool:
    return DEGREES.index(person["education.degree"]) >= DEGREES.index(least)


def graduated(person: Person, *levels: str) -> bool:
    return person["education.level"] in levels


# -- 北京市积分落户管理办法（试行） -------------------------------------------------------------------------


def beijing(person: Person) -> dict[str, Any]:
    insured = full(person["insurance.continuous_years"])
    owned = max(0, person["residence.owned_years"] - person["residence.owned_years_in_study"])
    rented = max(0, person["residence.rented_years"] - person["residence.rented_years_in_study"])
    home = min(owned, insured)
    hired = min(rented, max(0, insured - owned))
    education = 0.0
    if graduated(person, "junior_college", *UNIVERSITY):
        education = 10.5
    if graduated(person, *UNIVERSITY) and has_degree(person, "bachelor"):
        education = 15
    if graduated(person, "master", "doctor") and has_degree(person, "master"):
        education = 26
    if graduated(person, "doctor") and has_degree(person, "doctor"):
        education = 37
    moved, both = person["residence.moved_out_years"], person["employment.moved_out_years"]
    firms = max(
        min(6, 2 * person["innovation.high_tech_years"]),
        min(6, 2 * person["innovation.startup_years"]),
        min(3, person["innovation.service_years"]),
    )
    award = {"none": 0, "city": 6, "national": 12}[person["innovation.award"]]
    taxed = (
        person["tax.income_tax_three_years"] >= 3 * 100_000
        or person["tax.enterprise_tax_three_years"] >= 3 * 200_000
    )
    sure = (
        Decimal(3 * max(0, insured - person["insurance.years_in_study"]))
        + home
        + Decimal("0.5") * hired
        + Decimal(str(education))
        + max(min(6, 2 * moved), min(12, 4 * min(moved, both)))
        + (6 if taxed else 0)
        - 12 * person["tax.violations"]
        + (20 if person["person.age"] <= 45 else 0)
        + (20 if person["award.listed_honour"] else 0)
        - 30 * person["conduct.detentions"]
    )
    # The table prints the most an award gives, not what its classes give.
    return {"settlement": (sure + firms, sure + max(firms, award))}


# -- 天津市居住证积分指标及分值表 -------------------------------------------------------------------------

TIANJIN_OUTER = ("120116", "120114", "120115", "120117", "120118", "120119", "120221", "120223", "120225")
TIANJIN_RING = ("120110", "120111", "120112", "120113")


def tianjin(person: Person) -> dict[str, Any]:
    age = person["person.age"]
    education = {"junior_college": 30, **dict.fromkeys(HIGH_SCHOOLS, 20), **dict.fromkeys(UNIVERSITY, 40)}
    titles = {"junior": 20, "intermediate": 40, "deputy_senior": 50, "senior": 50}
    skills = {"junior": 5, "intermediate": 15, "senior": 30, "technician": 40, "senior_technician": 50}
    yearly = {"pension": 4, "medical": 2, "unemployment": 2, "injury": 2, "maternity": 2}
    place = person["destination.division"]
    own = person["dwelling.lawful"] and person["dwelling.tenure"] in ("owned", "self_built")
    invests = person["business.tax_last_year"] >= 100_000 and person["business.invested"] >= 5_000_000
    pays = person["tax.income_tax_three_years"] >= 100_000
    points = [
        20 if age <= 35 else 10 if age <= 45 else 0,
        education.get(person["education.level"], 0),
        max(
            titles.get(person["qualification.title"], 0),
            skills.get(person["qualification.skill"], 0),
        ),
        sum(worth * full(person[f"insurance.{kind}_years"]) for kind, worth in yearly.items()),
        40 if own else 0,
        {"very_scarce": 30, "scarce": 20, "general": 10}.get(person["employment.shortage"], 0),
        10 if place.startswith(TIANJIN_OUTER) else 5 if place.startswith(TIANJIN_RING) else 0,
        30 if invests else 20 if pays else 0,
        10 if person["marriage.both_work_here"] else 0,
        {"national": 30, "province": 20}.get(person["award.level"], 0),
        20
        if person["employment.years_same_unit"] >= 10
        else 10
        if person["employment.years_here"] >= 6
        else 0,
        -30 * person["conduct.violations"],
    ]
    return {"settlement": sum(points)}


# -- 2015年广州市积分制入户申办指南 -----------------------------------------------------------------------


def guangzhou(person: Person) -> dict[str, Any]:
    education = {"junior_college": 40, **dict.fromkeys(HIGH_SCHOOLS, 20), **dict.fromkeys(UNIVERSITY, 60)}
    skills = {"intermediate": 20, "senior": 40, "technician": 40, "senior_technician": 40}
    titled = person["qualification.title"] in ("intermediate", "deputy_senior", "senior")
    points = [
        education.get(person["education.level"], 0),
        60 if titled else skills.get(person["qualification.skill"], 0),
        20 if person["qualification.on_city_list"] else 0,
        min(10, 2 * person["giving.blood_years"]),
        min(10, 2 * person["giving.volunteer_years"]),
        20 if person["tax.income_tax_three_years"] >= 100_000 else 0,
    ]
    return {"settlement": sum(points)}


# -- 中山市流动人员积分制管理规定 -------------------------------------------------------------------------


def zhongshan(person: Person) -> dict[str, Any]:
    education = {"junior_middle": 20, "junior_college": 60}
    education |= {**dict.fromkeys(HIGH_SCHOOLS, 30), **dict.fromkeys(UNIVERSITY, 80)}
    skills = {"junior": 20, "intermediate": 40, "senior": 70, "technician": 90, "senior_technician": 110}
    titles = {"junior": 70, "intermediate": 90, "deputy_senior": 110, "senior": 110}
    kinds = sum(full(person[f"insurance.{kind}_years"]) for kind in FIVE_KINDS)
    province = Decimal("1.5") * full(person["insurance.province_kind_years"])
    own = person["dwelling.lawful"] and person["dwelling.tenure"] in ("owned", "self_built")
    wide = person["dwelling.area_per_person"] >= person["place.hardship_area_per_person"]
    learned = education.get(person["education.level"], 0)
    skilled = max(skills.get(person["qualification.skill"], 0), titles.get(person["qualification.title"], 0))
    insured = min(Decimal(75), province) + min(Decimal(25), Decimal("0.5") * kinds)
    home = 100 if own and wide and not person["dwelling.counted_before"] else 0
    permit = min(50, 5 * full(person["permit.years"]))
    sanitation = full(person["employment.sanitation_years"])
    extra = [
        5 if 18 <= person["person.age"] <= 35 else 0,
        15 if person["person.marital"] == "single" else 0,
        {"city": 50, "town": 20}.get(person["qualification.talent_list"], 0),
        30 * person["innovation.invention_patents"] + 10 * person["innovation.other_patents"],
        min(60, 30 * person["award.county_count"]) + min(20, 10 * person["award.county_count_here"]),
        min(120, 60 * person["award.prefecture_count"]) + min(40, 20 * person["award.prefecture_count_here"]),
        _with_bonus(person, "giving.volunteer_hours", 50, (2, 10), (2, 10)),
        _with_bonus(person, "giving.donated", 1000, (2, 10), (1, 5)),
        _with_bonus(person, "giving.blood", 200, (2, 10), (1, 5)),
        full(person["business.invested"], 100_000),
        full(person["tax.income_tax_five_years"], 1000),
        full(person["tax.other_tax_five_years"], 10_000),
        3 if person["housing_fund.account"] else 0,
        min(Decimal(12), Decimal("0.1") * full(person["housing_fund.months"])),
        min(30, 15 + 5 * (sanitation - 3)) if sanitation >= 3 else 0,
        min(20, 4 * person["study.social_courses"]),
    ]
    deducted = (
        60 * person["conduct.birth_policy_breaches"]
        + (100 if person["conduct.crime"] != "none" else 0)
        + 10 * person["conduct.detentions"]
    )
    base = learned + skilled + insured + home + permit
    factor = Decimal("1.3") if person["destination.outer_town"] else Decimal(1)
    return {
        "school": factor * (base + sum(extra)),
        "public_rental": factor * (base + sum(extra) - deducted),
        "settlement": factor * (base + sum(extra) - deducted),
        "quality": learned + skilled,
        "insured": insured,
        "residence": home + permit,
    }


def _with_bonus(person: Person, fact: str, unit: int, own: tuple[int, int], here: tuple[int, int]) -> int:
    (worth, most), (more, most_more) = own, here
    everywhere, in_city = full(person[fact], unit), full(person[f"{fact}_here"], unit)
    return min(most, worth * everywhere) + min(most_more, more * in_city)


# -- 上海市居住证积分管理办法 -----------------------------------------------------------------------------


def shanghai(person: Person) -> dict[str, Any]:
    age = person["person.age"]
    young = 0 if age > 60 else 5 if age >= 56 else min(30, 5 + 2 * (56 - age))
    education = 50 if graduated(person, "junior_college", *UNIVERSITY) else 0
    if graduated(person, *UNIVERSITY):
        education = 90 if has_degree(person, "bachelor") else 60
    if graduated(person, "master", "doctor") and has_degree(person, "master"):
        education = 100
    if graduated(person, "doctor") and has_degree(person, "doctor"):
        education = 110
    skills = {"junior": 15, "intermediate": 30, "senior": 60, "technician": 100, "senior_technician": 140}
    titles = {"intermediate": 100, "deputy_senior": 140, "senior": 140}
    ratio = person["insurance.base_ratio"]
    served, suburb = full(person["employment.public_service_years"]), full(person["residence.suburb_years"])
    points = [
        young,
        max(
            education,
            skills.get(person["qualification.skill"], 0),
            titles.get(person["qualification.title"], 0),
        ),
        3 * full(person["insurance.urban_years"]),
        120 if person["business.founder"] else 0,
        120 if person["business.innovation_agent"] else 0,
        30 if person["education.shortage_major"] else 0,
        min(
            120,
            10
            * max(
                full(person["tax.enterprise_tax_three_years"], 3 * 100_000),
                full(person["business.local_staff"], 10),
            ),
        ),
        120 if ratio >= 3 else 100 if ratio >= 2 else 50 if ratio >= 1 else 25 if ratio >= 0.8 else 0,
        4 * served if served >= 5 else 0,
        min(20, 2 * suburb) if suburb >= 5 else 0,
        10 if person["education.this_years_graduate"] else 0,
        {"bureau_special": 30, "bureau": 60, "province": 110, "national": 110}.get(person["award.level"], 0),
        min(40, 4 * full(person["marriage.years_with_resident"])),
        -150 if person["conduct.false_papers"] else 0,
        -50 if person["conduct.detentions"] else 0,
        -150 if person["conduct.crime"] == "minor" else 0,
    ]
    barred = person["conduct.birth_policy_breaches"] >= 1 or person["conduct.crime"] == "serious"
    return {"permit": 0 if barred else max(0, sum(points))}


# -- people around every line ----------------------------------------------------------------------------

TABLES: dict[str, Callable[[Person], dict[str, Any]]] = {
    "beijing-2017": beijing,
    "tianjin-2013": tianjin,
    "guangzhou-2015": guangzhou,
    "zhongshan-2014": zhongshan,
    "shanghai-2015": shanghai,
}
AGES = (17, 18, 20, 35, 36, 43, 44, 45, 46, 50, 55, 56, 60, 61)
YEARS = (0, 0.5, 1, 2, 2.99, 3, 4, 4.9, 5, 6, 7, 9, 10, 11, 20)
SUMS = (0, 999, 1000, 9_999.5, 10_000, 99_999, 100_000, 299_999, 300_000, 600_000, 4_999_999, 5_000_000)
COUNTS = (0, 0, 1, 2, 3, 5, 6, 7)
PLACES = ("120116", "120118", "120223", "120110", "120113", "120101", "110105")
UNITS: Mapping[str | None, tuple[float, ...]] = {
    "years": YEARS,
    "CNY": SUMS,
    "ratio": (0, 0.79, 0.8, 0.99, 1, 1.5, 2, 2.99, 3),
    "hours": (0, 49, 49.5, 50, 120, 249, 250, 400),
    "ml": (0, 199, 200, 400, 1000, 1400),
    "m2": (5, 12, 13, 14, 30),
    "months": (0, 1, 6, 7, 119, 120, 130),
    "persons": (0, 9, 10, 11, 29, 119, 120, 200),
}


def drawn(facts: Iterable[str], luck: random.Random) -> dict[str, Any]:
    person: dict[str, Any] = {}
    for name in facts:
        fact = policy.vocabulary()[name]
        if fact.type is Type.BOOLEAN:
            person[name] = luck.random() < 0.5
        elif fact.type is Type.CODE:
            person[name] = luck.choice(list(fact.values))
        elif fact.type is Type.DIVISION:
            person[name] = luck.choice(PLACES)
        else:
            options = AGES if name == "person.age" else UNITS.get(fact.unit, COUNTS)
            most = float("inf") if fact.maximum is None else fact.maximum
            fitting = [one for one in options if fact.minimum <= one <= most]
            whole = [one for one in fitting if one == int(one)]
            person[name] = int(luck.choice(whole)) if fact.type is Type.INTEGER else luck.choice(fitting)
    return person


def ends(expected: Any) -> tuple[Decimal, Decimal]:
    low, high = expected if isinstance(expected, tuple) else (expected, expected)
    return Decimal(low), Decimal(high)


@pytest.mark.parametrize("name", TABLES)
def test_a_pack_gives_everybody_the_points_of_the_published_table(name: str) -> None:
    pack, table, luck = policy.packs().get(name), TABLES[name], random.Random(name)
    assert pack is not None
    facts = sorted({fact for tally in pack.totals.values() for fact in tally.facts(pack.conditions)})
    for _ in range(400):
        person = drawn(facts, luck)
        expected = {total: ends(points) for total, points in table(person).items()}
        answer = score_by(pack, person, dt.date(2015, 8, 10))
        found = {
            total.id: (
                Decimal(total.low.numerator) / total.low.denominator,
                Decimal(total.high.numerator) / total.high.denominator,
            )
            for total in answer.totals
            if total.low is not None and total.high is not None
        }
        assert found == expected, person


@pytest.mark.parametrize("name", TABLES)
def test_a_table_asks_of_a_person_what_the_pack_asks(name: str) -> None:
    """A fact that only one of the two reads might never show in the numbers."""
    pack = policy.packs().get(name)
    assert pack is not None
    read: set[str] = set()

    class Reading(dict[str, Any]):
        def __getitem__(self, key: str) -> Any:
            read.add(key)
            return super().__getitem__(key)

    facts = {fact for tally in pack.totals.values() for fact in tally.facts(pack.conditions)}
    for seed in range(40):
        TABLES[name](Reading(drawn(sorted(facts), random.Random(seed))))
    assert read == facts


def test_every_published_scheme_has_its_table_here() -> None:
    unknown = {"liaoning-2015"}  # four named indicators without weights
    schemes = {pack.policy for pack in policy.packs() if pack.points is not None}
    assert schemes == TABLES.keys() | unknown


def test_without_published_weights_nobody_is_told_a_number() -> None:
    pack = policy.packs().get("liaoning-2015")
    assert pack is not None
    for total in score_by(pack, {}, dt.date(2016, 3, 1)).totals:
        assert (total.low, total.high) == (None, None)
