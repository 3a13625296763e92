"""What schemes of points ask besides: years of every kind, merits, gifts, offences; most people have few."""

from collections.abc import Mapping

import numpy as np

from huji.demo.population.drawing import Array, Column, Draw, coded, flags
from huji.demo.population.households import Crowd
from huji.demo.population.living import Living
from huji.demo.population.schooling import COLLEGE, School

OUTER = ("town", "rural")
_RETIRES_AT = (55, 60)
_KINDS = ("pension", "medical", "unemployment", "injury", "maternity")
_OWNED, _RENTED = ("owned", "self_built"), ("rented", "public_rental", "unit_provided")


def merits(
    people: Crowd, living: Living, school: School, known: Mapping[str, Column], draw: Draw
) -> dict[str, Column]:
    """Return the facts of work and insurance here, tax, merit and conduct; `known` are those drawn so far."""
    grown = people.age >= 18
    lived = known["residence.months"].values / 12.0
    return {
        **_work(people, school, known, lived, draw),
        **_insured(known, lived, draw),
        **_enterprise(known, draw),
        **_housed(known, lived, draw),
        **_honours(grown, school, draw),
        **_gifts(grown, draw),
        **_conduct(people, grown, draw),
    }


def _few(draw: Draw, who: Array, share: float, mean: float = 1.0, most: int = 99) -> Column:
    """Return whole numbers that are nought for all but a share of some, and small for these."""
    has = who & draw.chance(share)
    number = np.zeros(draw.size, np.int16)
    some = np.flatnonzero(has)
    number[some] = np.minimum(1 + draw.rng.exponential(mean, len(some)).astype(np.int16), most)
    return Column(number)


def _sums(draw: Draw, who: Array, share: float, mean: float, step: float = 100.0) -> Column:
    """Return sums of money that are nought for all but a share of some."""
    has = who & draw.chance(share)
    sums = np.zeros(draw.size)
    some = np.flatnonzero(has)
    sums[some] = np.ceil(draw.rng.exponential(mean, len(some)) / step) * step
    return Column(sums)


def _part(draw: Draw, whole: Column, share: float) -> Column:
    """Return that part of each number that lies in the destination city: all of it, or none."""
    return Column(np.where(draw.chance(share), whole.values, 0).astype(whole.values.dtype))


def _studied(years: Array, studies: Array) -> Column:
    """Return how many of the years were spent studying: at most two, for those who did."""
    return Column(np.where(studies, np.minimum(years, 2), 0).astype(np.int16))


def _work(
    people: Crowd, school: School, known: Mapping[str, Column], lived: Array, draw: Draw
) -> dict[str, Column]:
    employer = known["employment.employer"]
    assert employer.codes is not None
    works = employer.values != employer.codes.index("none")
    career = np.clip(people.age - 20, 0, 40)
    here = np.where(works, np.minimum(np.minimum(draw.years(9.0, 0.5), career), lived), 0.0)
    unit = np.minimum(here, draw.years(5.0, 0.5))
    married = people.married
    both = married & works & works[people.partner] & (people.household == people.household[people.partner])
    couple = np.where(married, np.clip(np.minimum(people.age, people.age[people.partner]) - 26, 0, 60), 0)
    resident_spouse = draw.chance(0.7)[np.minimum(people.partner, np.arange(draw.size))]
    degree = np.clip(school.level - COLLEGE, 0, 3) * (school.level > COLLEGE)
    return {
        "employment.years_here": Column(here),
        "employment.years_same_unit": Column(unit),
        "employment.moved_out_years": _few(draw, works, 0.01, 2.0),
        "employment.public_service_years": _few(draw, works, 0.02, 3.0),
        "employment.sanitation_years": _few(draw, works, 0.01, 4.0),
        "employment.shortage": coded(
            np.where(works, draw.among((93, 4, 2, 1)), 0), ("none", "general", "scarce", "very_scarce")
        ),
        "education.degree": coded(degree, ("none", "bachelor", "master", "doctor")),
        "marriage.years_with_resident": Column(np.where(resident_spouse, couple, 0).astype(np.int16)),
        "study.social_courses": _few(draw, people.age >= 18, 0.02),
        **flags(
            {
                "employment.within_retirement_age": people.age
                < np.array(_RETIRES_AT)[people.male.astype(int)],
                "education.shortage_major": (school.level >= COLLEGE) & draw.chance(0.08),
                "marriage.both_work_here": both,
            }
        ),
    }


def _insured(known: Mapping[str, Column], lived: Array, draw: Draw) -> dict[str, Column]:
    years = known["insurance.urban_years"].values
    here = np.minimum(years, lived)
    now = known["insurance.urban_participant"].values
    facts = {
        f"insurance.{kind}_years": Column(np.where(draw.chance(0.9 - 0.08 * place), here, 0.0))
        for place, kind in enumerate(_KINDS)
    }
    total = sum(np.floor(column.values) for column in facts.values())
    unbroken = np.where(now, np.floor(here * np.sqrt(draw.even())), 0)
    fund = now & draw.chance(0.42)
    wage = 0.7 * np.exp(draw.normal(0.45).astype(np.float64))
    return {
        **facts,
        "insurance.province_kind_years": Column(np.asarray(total).astype(np.int16)),
        "insurance.continuous_years": Column(unbroken.astype(np.int16)),
        "insurance.years_in_study": _studied(unbroken, draw.chance(0.03)),
        "insurance.base_ratio": Column(np.where(now, np.round(np.clip(wage, 0.6, 3.0), 1), 0.0)),
        "housing_fund.account": Column(fund),
        "housing_fund.months": Column(np.where(fund, np.floor(here * 12), 0).astype(np.int16)),
    }


def _enterprise(known: Mapping[str, Column], draw: Draw) -> dict[str, Column]:
    invests = known["business.invests"].values
    employed = known["employment.contract_signed"].values
    staff = _few(draw, invests, 0.5, 6.0, 500)
    five = _sums(draw, employed, 0.35, 4_000)
    return {
        "business.invested": _sums(draw, invests, 1.0, 400_000, 10_000),
        "business.tax_last_year": _sums(draw, invests, 0.7, 30_000),
        "business.local_staff": staff,
        "business.founder": Column(invests & draw.chance(0.01)),
        "business.innovation_agent": Column(employed & draw.chance(0.0005)),
        "tax.income_tax_five_years": five,
        "tax.income_tax_three_years": Column(np.floor(five.values * 0.6 / 100) * 100),
        "tax.enterprise_tax_three_years": _sums(draw, invests, 0.7, 60_000),
        "tax.other_tax_five_years": _sums(draw, invests, 0.5, 20_000),
        "tax.violations": _few(draw, invests, 0.02),
        "innovation.high_tech_years": _few(draw, employed, 0.003, 2.0),
        "innovation.startup_years": _few(draw, employed | invests, 0.003, 2.0),
        "innovation.service_years": _few(draw, employed, 0.001, 2.0),
    }


def _housed(known: Mapping[str, Column], lived: Array, draw: Draw) -> dict[str, Column]:
    tenure = known["dwelling.tenure"]
    assert tenure.codes is not None
    owned = np.isin(tenure.values, [tenure.codes.index(code) for code in _OWNED])
    rented = np.isin(tenure.values, [tenure.codes.index(code) for code in _RENTED])
    lawful = known["dwelling.lawful"].values
    whole = np.floor(lived).astype(np.int16)
    studying = draw.chance(0.03)
    owner, tenant = np.where(owned & lawful, whole, 0), np.where(rented & lawful, whole, 0)
    return {
        "residence.owned_years": Column(owner),
        "residence.owned_years_in_study": _studied(owner, studying),
        "residence.rented_years": Column(tenant),
        "residence.rented_years_in_study": _studied(tenant, studying),
        "residence.moved_out_years": _few(draw, np.ones(draw.size, bool), 0.01, 2.0),
        "residence.suburb_years": _few(draw, np.ones(draw.size, bool), 0.04, 4.0),
        "dwelling.counted_before": Column((owned | rented) & draw.chance(0.002)),
    }


def _honours(grown: Array, school: School, draw: Draw) -> dict[str, Column]:
    county, prefecture = _few(draw, grown, 0.01), _few(draw, grown, 0.003)
    skilled = (school.skill > 0) | (school.title > 0)
    return {
        "award.county_count": county,
        "award.county_count_here": _part(draw, county, 0.6),
        "award.prefecture_count": prefecture,
        "award.prefecture_count_here": _part(draw, prefecture, 0.6),
        "award.level": coded(
            np.where(grown, draw.among((992, 4, 3, 0.8, 0.2)), 0),
            ("none", "bureau_special", "bureau", "province", "national"),
        ),
        "innovation.award": coded(np.where(grown, draw.among((9990, 8, 2)), 0), ("none", "city", "national")),
        "innovation.invention_patents": _few(draw, skilled, 0.004),
        "innovation.other_patents": _few(draw, skilled, 0.01),
        "qualification.talent_list": coded(
            np.where(skilled, draw.among((97, 2, 1)), 0), ("none", "town", "city")
        ),
        "qualification.on_city_list": Column(skilled & draw.chance(0.12)),
        "award.listed_honour": Column(grown & draw.chance(0.003)),
    }


def _gifts(grown: Array, draw: Draw) -> dict[str, Column]:
    hours, blood = _sums(draw, grown, 0.08, 45, 1), _sums(draw, grown, 0.06, 500, 200)
    donated = _sums(draw, grown, 0.2, 400, 50)
    return {
        "giving.volunteer_hours": hours,
        "giving.volunteer_hours_here": _part(draw, hours, 0.8),
        "giving.volunteer_years": Column(np.minimum(hours.values // 50, 5).astype(np.int16)),
        "giving.blood": blood,
        "giving.blood_here": _part(draw, blood, 0.7),
        "giving.blood_years": Column(np.minimum(blood.values // 400, 5).astype(np.int16)),
        "giving.donated": donated,
        "giving.donated_here": _part(draw, donated, 0.6),
    }


def _conduct(people: Crowd, grown: Array, draw: Draw) -> dict[str, Column]:
    crime = np.where(grown, draw.among((9960, 30, 10)), 0)
    detained = _few(draw, grown, 0.004)
    other = _few(draw, grown, 0.01)
    return {
        "conduct.crime": coded(crime, ("none", "minor", "serious")),
        "conduct.criminal_record": Column((crime > 0) | (grown & draw.chance(0.008))),
        "conduct.detentions": detained,
        "conduct.violations": Column(detained.values + other.values),
        "conduct.false_papers": Column(grown & draw.chance(0.0008)),
        "conduct.birth_policy_breaches": _few(draw, grown & (people.age >= 28), 0.02, 0.4),
    }
