"""The vocabulary names every fact of the contract in both languages and says nothing untrue of a person."""

import pytest

from huji.policy import packs, vocabulary
from huji.policy.interpret import Interpreter
from huji.policy.tree import Condition, facts_of
from huji.policy.vocabulary import Fact, Type

FACTS = """
person.age person.marital person.chinese_national
hukou.area hukou.division hukou.registered hukou.same_county hukou.destination_is_origin
hukou.settled_in_town_from_rural
dwelling.lawful dwelling.tenure dwelling.lease_filed dwelling.owner_consents dwelling.lives_there
dwelling.accepts_registration dwelling.area_per_person dwelling.lease_years_same_address
dwelling.owner_is_serviceperson_kin
place.hardship_area_per_person place.dibao_yearly place.urban_population
employment.lawful_stable employment.employer employment.employer_legal_person employment.formally_hired
employment.contract_signed employment.contract_years employment.contract_filed employment.labour_recognised
employment.business_licence employment.rural_migrant_worker employment.long_term_same_unit
insurance.urban_participant insurance.urban_years
business.invests business.legal_representative business.fixed_premises business.licence business.tax_relief
business.tax_paid_years
income.stable_source income.per_capita_yearly
education.level education.graduate education.this_years_graduate education.province_origin_student
education.regular_university education.returned_overseas education.enrolled_at_destination
education.grassroots_project
qualification.skill qualification.title qualification.certificate award.comprehensive
land.contract_right land.homestead_right land.collective_income_right land.family_holds_right_at_origin
land.gave_up_rights
sponsor.relation sponsor.hukou_area sponsor.lives_together sponsor.registered_at_destination
marriage.urban_rural_couple marriage.couple_lives_at_destination
service.family_of_serviceperson service.accompanies_army service.joins
residence.months permit.held permit.years study.continuous
birth.parent_chinese birth.in_china birth.medical_certificate birth.parents_marriage_certificate
birth.investigated_by_police
companion.lives_together companion.married companion.age
"""

ORDERS = {
    "education.level": [
        "none", "primary", "junior_middle", "senior_middle", "vocational_high", "skilled_worker_school",
        "technical_secondary", "junior_college", "bachelor", "master", "doctor",
    ],
    "qualification.skill": ["none", "junior", "intermediate", "senior", "technician", "senior_technician"],
    "qualification.title": ["none", "junior", "intermediate", "deputy_senior", "senior"],
}  # fmt: skip

PERSONS = [
    # Real lives that a careless implication would forbid.
    {"insurance.urban_years": 12, "insurance.urban_participant": False},
    {"insurance.urban_years": 0, "insurance.urban_participant": True, "person.age": 16},
    {"person.age": 0, "insurance.urban_years": 0.5},
    {"dwelling.tenure": "owned", "dwelling.lawful": False},
    {"dwelling.tenure": "owned", "dwelling.lawful": True, "dwelling.lease_filed": True},
    {"dwelling.tenure": "unit_provided", "dwelling.lease_filed": True},
    {"dwelling.tenure": "none", "dwelling.lawful": False, "dwelling.lives_there": True},
    {"employment.employer": "none", "employment.lawful_stable": True},
    {"employment.employer": "self_employed", "employment.employer_legal_person": False},
    {"employment.employer": "enterprise", "employment.contract_signed": False},
    {"person.age": 15, "person.marital": "married"},
    {"companion.age": 19, "companion.married": True},
    {"education.level": "senior_middle", "education.graduate": True, "education.this_years_graduate": True},
    {"education.level": "bachelor", "education.graduate": False},
    {"sponsor.relation": "parent", "sponsor.lives_together": False, "person.marital": "single"},
    {"sponsor.relation": "other_relative", "person.marital": "widowed"},
    {"hukou.registered": False, "hukou.area": "rural", "person.age": 60},
    {"birth.in_china": False, "birth.medical_certificate": True},
    {"land.gave_up_rights": True, "land.contract_right": True},
]

NOBODY = [
    {"employment.employer": "none", "employment.contract_signed": True},
    {"employment.employer": "none", "employment.formally_hired": True},
    {"dwelling.tenure": "none", "dwelling.lawful": True},
    {"sponsor.relation": "none", "sponsor.lives_together": True},
    {"sponsor.relation": "spouse", "person.marital": "single"},
    {"marriage.urban_rural_couple": True, "person.marital": "divorced"},
    {"hukou.registered": False, "hukou.same_county": True},
    {"education.level": "none", "education.graduate": True},
    {"person.age": 13, "person.marital": "married"},
    {"companion.age": 6, "companion.married": True},
]


def test_it_names_every_fact_of_the_contract() -> None:
    assert set(FACTS.split()) <= set(vocabulary().facts)


@pytest.mark.parametrize("name", ORDERS)
def test_ordered_codes_stand_in_order(name: str) -> None:
    fact = vocabulary()[name]
    assert fact.ordered
    assert list(fact.values) == ORDERS[name]


@pytest.mark.parametrize("fact", vocabulary().facts.values(), ids=lambda fact: fact.name)
def test_a_fact_is_labelled_and_asked_in_both_languages(fact: Fact) -> None:
    texts = [fact.title, fact.ask, *fact.values.values()]
    assert all(text.zh.strip() and text.en.strip() for text in texts)
    assert all(not text.zh.isascii() and text.en.isascii() for text in texts)
    assert "？" in fact.ask.zh
    assert "?" in fact.ask.en
    if fact.type is Type.BOOLEAN:
        assert any(word in fact.ask.zh for word in ("吗？", "有没有", "是不是"))


@pytest.mark.parametrize("fact", vocabulary().facts.values(), ids=lambda fact: fact.name)
def test_every_fact_but_the_forbidden_one_can_be_proved(fact: Fact) -> None:
    assert bool(fact.evidence) is (fact.name != "land.gave_up_rights")


def test_every_paper_is_named_in_both_languages_issued_by_a_role_and_used() -> None:
    papers = vocabulary().evidence
    used = {paper for fact in vocabulary().facts.values() for paper in fact.evidence}
    for pack in packs():
        for one in (*pack.criteria.values(), *pack.routes):
            used.update(paper for group in one.evidence for paper in group)
    assert used == set(papers)
    for paper in papers.values():
        assert not paper.title.zh.isascii()
        assert paper.title.en.isascii()
        assert paper.issued_by


def test_only_quantities_are_declared_monotone() -> None:
    for fact in vocabulary().facts.values():
        if fact.monotone:
            assert fact.ordered or fact.type in (Type.NUMBER, Type.INTEGER), fact.name


def test_the_lists_of_words_are_those_of_the_contract() -> None:
    words = vocabulary()
    assert list(words.hosts) == [
        "own_dwelling", "relatives_or_friends_household", "unit_collective", "talent_centre_collective",
        "school_collective", "labour_service_centre", "community_collective",
    ]  # fmt: skip
    assert list(words.areas) == ["city_proper", "county_level_city", "county_seat", "town", "rural"]
    assert list(words.relations) == [code for code in words["sponsor.relation"].values if code != "none"]
    assert set(words.outcomes) == {"eligible", "discretionary", "undetermined", "ineligible"}
    for labels in (words.hosts, words.areas, words.relations, words.outcomes):
        assert all(text.en.isascii() and not text.zh.isascii() for text in labels.values())


def _contradicted(person: dict[str, object]) -> list[str]:
    def value(condition: Condition) -> bool | None:
        return Interpreter({}).explain(condition)(person, {})[0]  # type: ignore[arg-type]

    rules = vocabulary().implications
    return [one.why.zh for one in rules if value(one.condition) is True and value(one.then) is False]


@pytest.mark.parametrize("person", PERSONS, ids=str)
def test_no_real_person_contradicts_the_implications(person: dict[str, object]) -> None:
    assert set(person) <= set(vocabulary().facts)
    assert _contradicted(person) == []


@pytest.mark.parametrize("person", NOBODY, ids=str)
def test_absurd_people_are_excluded(person: dict[str, object]) -> None:
    assert set(person) <= set(vocabulary().facts)
    assert _contradicted(person)


def test_no_implication_rests_on_giving_up_land() -> None:
    for one in vocabulary().implications:
        assert "land.gave_up_rights" not in {*facts_of(one.condition, {}), *facts_of(one.then, {})}
