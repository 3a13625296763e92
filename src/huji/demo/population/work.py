"""What a person lives on: work, contract, insurance, enterprise, income."""

import numpy as np

from huji.demo.population.drawing import Array, Column, Draw, coded, flags, shares
from huji.demo.population.households import Crowd
from huji.demo.population.living import Living
from huji.demo.population.schooling import COLLEGE, VOCATIONAL, School

EMPLOYERS = (
    "state_organ", "enterprise", "public_institution", "social_organisation", "foundation",
    "private_non_enterprise", "self_employed", "none",
)  # fmt: skip
SELF, NONE = EMPLOYERS.index("self_employed"), EMPLOYERS.index("none")
_KINDS = (  # no work in town · in the country · schooled below college · from college on
    (0, 0, 0, 0, 0, 0, 0, 100),
    (0, 5, 0.5, 0.1, 0, 0.2, 9, 85.2),
    (1.5, 57, 4, 0.6, 0.1, 1.8, 30, 5),
    (11, 50, 22, 1.2, 0.1, 3.7, 10, 2),
)
_YEARS = np.array([0.5, 1, 2, 3, 5, 10])


def work(people: Crowd, living: Living, school: School, draw: Draw) -> dict[str, Column]:
    """Return the facts of employment, insurance, business and income."""
    age, in_town = people.age, living.urban_here
    men = people.male
    retires = np.where(men, 60, 55)
    likely = np.where(men, 0.8, 0.66) * np.clip((age - 15) / 8, 0, 1) + 0.03 * (school.level >= COLLEGE)
    likely = np.where(living.migrant, np.minimum(likely + 0.1, 0.95), likely)
    likely = np.where(age < 16, 0, np.where(age >= retires, 0.12 * (age < 72), likely))
    works = draw.chance(likely)
    group = np.where(~works, 0, np.where(~in_town, 1, np.where(school.level >= COLLEGE, 3, 2)))
    employer = draw.by_group(group.astype(np.int8), _KINDS)
    hired = (employer != NONE) & (employer != SELF)
    formal = hired & draw.chance(np.where(school.level >= VOCATIONAL, 0.82, 0.55))
    contract = hired & draw.chance(np.where(formal, 0.93, 0.42))
    term = _YEARS[draw.among((6, 34, 16, 30, 10, 4))]
    licence = (employer == SELF) & draw.chance(np.where(in_town, 0.72, 0.3))
    stable = draw.chance(
        np.select([contract, hired, licence, employer == SELF], [0.95, 0.4, 0.85, 0.3], 0.01)
    )
    migrant_worker = ~living.origin_urban & living.migrant & (age >= 16) & works
    facts = flags(
        {
            "employment.lawful_stable": stable,
            "employment.employer_legal_person": hired & draw.chance(0.9),
            "employment.formally_hired": formal,
            "employment.contract_signed": contract,
            "employment.contract_filed": contract & draw.chance(np.where(formal, 0.68, 0.35)),
            "employment.labour_recognised": (contract | licence) & draw.chance(0.6),
            "employment.business_licence": licence,
            "employment.rural_migrant_worker": migrant_worker,
            "employment.long_term_same_unit": hired & (age >= 25) & draw.chance(0.38),
        }
    )
    facts["employment.employer"] = coded(employer, EMPLOYERS)
    facts["employment.contract_years"] = Column(np.where(contract, term, 0.0))
    facts |= _insurance(age, contract, licence, hired, draw)
    facts |= _business(age, in_town, employer == SELF, draw)
    return facts | _income(people, living, works, draw)


def _insurance(age: Array, contract: Array, licence: Array, hired: Array, draw: Draw) -> dict[str, Column]:
    insured = draw.chance(np.select([contract, hired, licence, age >= 18], [0.86, 0.3, 0.42, 0.05], 0.0))
    once = insured | ((age >= 24) & draw.chance(np.where(hired, 0.3, 0.06)))
    worked = np.clip(age - 19, 0, 41)
    years = np.minimum(draw.years(np.where(contract, 7.0, 4.0)), worked)
    return {
        "insurance.urban_participant": Column(insured),
        "insurance.urban_years": Column(np.where(once, years, 0.0)),
    }


def _business(age: Array, in_town: Array, own_trade: Array, draw: Draw) -> dict[str, Column]:
    grown = (age >= 20) & (age < 70)
    invests = grown & draw.chance(np.where(own_trade, 0.12, np.where(in_town, 0.012, 0.003)))
    leads = invests & draw.chance(0.62)
    licence = invests & draw.chance(0.93)
    years = np.minimum(draw.years(3.0, 0.5), np.maximum(age - 20, 0))
    return {
        **flags(
            {
                "business.invests": invests,
                "business.legal_representative": leads | (grown & draw.chance(0.001)),
                "business.fixed_premises": invests & draw.chance(0.85),
                "business.licence": licence,
                "business.tax_relief": licence & draw.chance(0.3),
            }
        ),
        "business.tax_paid_years": Column(np.where(licence, years, 0.0)),
    }


def _income(people: Crowd, living: Living, works: Array, draw: Draw) -> dict[str, Column]:
    homes = draw.over(people.households)
    level = homes.normal(0.6)
    earners = np.bincount(people.household, works, people.households)
    members = np.bincount(people.household, minlength=people.households)
    share = (0.45 + earners / members)[people.household]
    middle = np.where(living.urban_here, 26_000.0, 14_500.0)
    income = np.maximum(middle * share * np.exp(level[people.household]), 600)
    source = works | draw.chance(shares((people.age >= 55).astype(np.int8), (0.32, 0.83)))
    return {
        "income.stable_source": Column(source),
        "income.per_capita_yearly": Column(np.round(income / 100) * 100),
    }
