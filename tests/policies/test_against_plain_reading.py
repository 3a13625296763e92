"""Panjin and Lincang read a second time, plainly, by another hand, and held against packs and engine.

Nothing here is taken from the packs: each clause is written straight from 盘政发〔2015〕53号 and
临政发〔2015〕112号. Random people, known wholly or in part, must be judged the same: outcome, articles,
companions and households.
"""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from huji import policy
from huji.standards import divisions

Kleene = bool | None
Facts = dict[str, object]
Way = tuple[str, Kleene, str, list[str]]  # article, whether it admits, whom it takes along, households open

ALONE, FAMILY, LINEAL = "alone", "spouse, child, parent 等", "spouse and lineal kin"
COLLEGES = ("technical_secondary", "junior_college", "bachelor", "master", "doctor")
UNITS = (
    "state_organ",
    "enterprise",
    "public_institution",
    "social_organisation",
    "foundation",
    "private_non_enterprise",
)
KIN = ("spouse", "child", "parent", "grandparent", "grandchild", "great_grandparent", "great_grandchild")
HOSTS = (
    "own_dwelling",
    "relatives_or_friends_household",
    "unit_collective",
    "talent_centre_collective",
    "school_collective",
    "labour_service_centre",
    "community_collective",
)


def every(*parts: Kleene) -> Kleene:
    return False if False in parts else None if None in parts else True


def some(*parts: Kleene) -> Kleene:
    return True if True in parts else None if None in parts else False


def no(part: Kleene) -> Kleene:
    return None if part is None else not part


class Someone:
    """A person by the facts known; what is not known is neither true nor false. Notes what is asked of it."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.asked: set[str] = set()

    def fact(self, name: str) -> Any:
        self.asked.add(name)
        return self.facts.get(name)

    def yes(self, *names: str) -> Kleene:
        return every(*(self.fact(name) for name in names))

    def one_of(self, name: str, *codes: str) -> Kleene:
        code = self.fact(name)
        return None if code is None else code in codes

    def reaches(self, name: str, line: float | None) -> Kleene:
        number = self.fact(name)
        return None if number is None or line is None else number >= line

    def dwells(self, *tenures: str) -> Kleene:
        return every(self.yes("dwelling.lawful"), self.one_of("dwelling.tenure", *tenures))

    def has_graduated(self, *levels: str) -> Kleene:
        return every(self.yes("education.graduate"), self.one_of("education.level", *levels))


# -- 盘锦 --------------------------------------------------------------------------------


def panjin(who: Someone, area: str) -> tuple[Kleene, list[Way]]:
    """Return whether the move is forbidden, and the ways open, in the order of the document."""
    if area == "rural":
        return panjin_countryside(who)
    dwelling = who.dwells("owned", "rented", "public_rental", "unit_provided", "self_built")
    tenant_without_address = every(
        who.one_of("dwelling.tenure", "rented", "public_rental"),
        who.yes("dwelling.lives_there"),
        no(who.yes("dwelling.accepts_registration")),
    )
    community = ["community_collective"] if tenant_without_address is True else []
    home = ["own_dwelling", *community]
    if area == "city_proper":
        works_and_insured = who.yes("employment.lawful_stable", "insurance.urban_participant")
        first = ("五", every(works_and_insured, dwelling), FAMILY, home)
    else:
        first = ("四", dwelling, FAMILY, home)
    junior = some(
        no(who.one_of("qualification.skill", "none")), no(who.one_of("qualification.title", "none"))
    )
    graduate = some(
        who.has_graduated(*COLLEGES),
        every(who.has_graduated("skilled_worker_school", "vocational_high"), junior),
    )
    hired = every(
        who.one_of("employment.employer", *UNITS),
        who.yes("employment.employer_legal_person", "employment.formally_hired"),
        who.yes("employment.contract_signed", "employment.contract_filed"),
    )
    collective = ["talent_centre_collective", "unit_collective", "relatives_or_friends_household"]
    invests = every(
        who.yes("business.invests", "business.legal_representative"),
        who.yes("business.fixed_premises", "business.licence"),
        some(who.reaches("business.tax_paid_years", 1), who.yes("business.tax_relief")),
    )
    investors_home = [*(["own_dwelling"] if dwelling is True else []), *community]
    return False, [
        first,
        ("六", every(graduate, hired), ALONE, collective),
        ("七", invests, FAMILY, investors_home),
    ]


def panjin_countryside(who: Someone) -> tuple[Kleene, list[Way]]:
    rural = who.one_of("hukou.area", "rural")
    reliance = every(
        rural,
        who.one_of("sponsor.relation", "spouse", "child", "parent"),
        who.one_of("sponsor.hukou_area", "rural"),
        who.yes("sponsor.registered_at_destination"),
    )
    jobless = some(who.one_of("employment.employer", "none"), no(who.yes("employment.lawful_stable")))
    returning = every(
        who.yes("education.graduate", "education.this_years_graduate", "education.province_origin_student"),
        who.yes("education.regular_university", "hukou.destination_is_origin"),
        jobless,
    )
    forbidden = every(who.one_of("hukou.area", "urban"), no(some(reliance, returning)))
    earlier_rule = every(rural, None)  # kept alive by the article, but not in the document
    return forbidden, [
        ("八", reliance, ALONE, ["relatives_or_friends_household"]),
        ("八", returning, ALONE, []),
        ("八", earlier_rule, ALONE, []),
    ]


# -- 临沧 --------------------------------------------------------------------------------


def lincang(who: Someone, area: str) -> tuple[Kleene, list[Way]]:
    """Return the ways open, in the order of the document; it forbids nothing."""
    return False, list(lincang_ways(who, area))


def lincang_ways(who: Someone, area: str) -> Iterator[Way]:
    urban = area != "rural"
    own = who.dwells("owned", "public_rental", "unit_provided", "self_built")
    rented = every(
        who.dwells("rented"),
        who.yes("dwelling.lease_filed", "dwelling.lives_there", "dwelling.owner_consents"),
    )
    somebodys = ["own_dwelling", "relatives_or_friends_household"]
    kin = ["relatives_or_friends_household"]
    if area in ("county_seat", "city_proper"):
        yield "2", own, LINEAL, ["own_dwelling"]
    if urban:
        yield "3", rented, LINEAL, ["own_dwelling"]
    if not urban:
        back = who.yes(
            "hukou.settled_in_town_from_rural",
            "hukou.destination_is_origin",
            "land.family_holds_right_at_origin",
            "dwelling.lives_there",
        )
        yield "4", back, ALONE, somebodys
    couple = who.yes("marriage.urban_rural_couple", "marriage.couple_lives_at_destination")
    yield "4", couple, ALONE, somebodys
    if urban:
        room = who.reaches("dwelling.area_per_person", who.fact("place.hardship_area_per_person"))
        minor = no(who.reaches("person.age", 18))
        joined = some(
            who.one_of("sponsor.relation", "spouse", "child"),
            every(who.one_of("sponsor.relation", "parent"), some(minor, room)),
            every(who.one_of("sponsor.relation", "grandparent", "grandchild"), room),
        )
        there = who.yes("sponsor.registered_at_destination", "sponsor.lives_together")
        yield "5", every(there, joined), ALONE, kin
    yield from lincang_students(who, some(own, rented), somebodys)
    family = every(
        who.one_of("service.family_of_serviceperson", "spouse", "child"),
        who.one_of("service.accompanies_army", "not_eligible", "unwilling"),
        who.one_of("service.joins", "serviceperson_parents", "serviceperson_grandparents"),
        who.yes("sponsor.lives_together"),
    )
    yield "7", family, ALONE, kin
    if urban:
        bought = who.yes("dwelling.owner_is_serviceperson_kin", "dwelling.lives_there")
        yield "7", bought, ALONE, ["own_dwelling"]
    inside, papers = (
        who.yes("birth.in_china"),
        ("birth.medical_certificate", "birth.parents_marriage_certificate"),
    )
    child = every(
        who.yes("birth.parent_chinese", "person.chinese_national", "sponsor.registered_at_destination"),
        who.one_of("sponsor.relation", "parent"),
    )
    yield "13", every(child, inside, who.yes(*papers)), ALONE, kin
    yield "13", every(child, no(inside), who.yes("birth.investigated_by_police")), ALONE, kin


def lincang_students(who: Someone, dwelling: Kleene, somebodys: list[str]) -> Iterator[Way]:
    graduate = who.has_graduated("skilled_worker_school", *COLLEGES)
    employed = every(who.one_of("employment.employer", *UNITS), who.yes("employment.formally_hired"))
    origin = who.yes("hukou.destination_is_origin")
    serving = who.one_of("education.grassroots_project", "serving")
    completed = who.one_of("education.grassroots_project", "completed")
    yield "6", who.yes("education.enrolled_at_destination"), ALONE, ["school_collective"]
    yield "6", every(graduate, employed), ALONE, ["unit_collective"]
    yield "6", every(graduate, dwelling), ALONE, ["own_dwelling"]
    yield "6", every(graduate, origin), ALONE, []
    yield "6", every(serving, origin), ALONE, []
    yield "6", serving, ALONE, ["labour_service_centre"]
    yield "6", every(completed, who.yes("dwelling.lives_there")), ALONE, somebodys


Reading = Callable[[Someone, str], tuple[Kleene, list[Way]]]


# -- what follows from the clauses --------------------------------------------------------


def outcome_of(forbidden: Kleene, ways: list[Way]) -> str:
    admitted = some(*(value for _, value, _, _ in ways))
    if forbidden is True:
        return "ineligible"
    if forbidden is None or admitted is None:
        return "undetermined"
    return "eligible" if admitted else "ineligible"


def companion_of(outcome: str, ways: list[Way], relation: str, together: Kleene) -> str:
    best = 0
    for _, value, circle, _ in ways:
        if value is True or (outcome == "undetermined" and value is None):
            named = relation in (("spouse", "child", "parent") if circle == FAMILY else KIN)
            if circle != ALONE and (named or circle == FAMILY):
                best = max(best, {True: 3 if named else 2, None: 1, False: 0}[together])
    if outcome == "ineligible":
        best = 0
    if outcome == "undetermined":
        best = min(best, 1)
    return ("ineligible", "undetermined", "discretionary", "eligible")[best]


NUMBERS = {
    "person.age": [0, 17, 18, 40],
    "business.tax_paid_years": [0, 0.99, 1, 3.5],
    "dwelling.area_per_person": [0, 12.99, 13, 20],
    "place.hardship_area_per_person": [13, 13.01],
}


def people(reading: Reading, area: str, random: Random) -> Facts:
    """Return someone who meets all conditions but a few, or half of them; all is known, or only some."""
    nobody = Someone({})
    reading(nobody, area)
    amiss, known = random.choice([0.05, 0.15, 0.5]), random.choice([1, 1, 0.95, 0.7])
    facts: Facts = {}
    for name in sorted(nobody.asked):
        values = policy.vocabulary().facts[name].values
        if name in NUMBERS:
            value: object = random.choice(NUMBERS[name])
        else:
            value = random.choice(list(values)) if values else random.random() >= amiss
        if random.random() < known:
            facts[name] = value
    return facts


@pytest.mark.parametrize(
    ("reading", "pack", "places"),
    [
        (panjin, "panjin-2015", {"211103": "city_proper", "211122": "county_seat town rural rural"}),
        (lincang, "lincang-2015", {"530902": "city_proper", "530921": "county_seat town rural"}),
    ],
)
@settings(max_examples=1500, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    relation=st.sampled_from([*KIN, "sibling", "friend"]),
    together=st.sampled_from([True, True, False, None]),
)
def test_the_engine_judges_as_the_plain_reading_does(
    reading: Reading, pack: str, places: dict[str, str], seed: int, relation: str, together: Kleene
) -> None:
    random = Random(seed)
    division, area = random.choice([(code, area) for code, areas in places.items() for area in areas.split()])
    facts = people(reading, area, random)
    note(f"{division} {area} {facts}")
    own = {} if together is None else {"companion.lives_together": together}
    companion = policy.Companion(relation, own)
    case = policy.Case(date(2016, 3, 1), division, area, facts, (companion,))
    answer = policy.decide(case, places=divisions, packs=policy.packs())

    forbidden, ways = reading(Someone(facts), area)
    outcome = outcome_of(forbidden, ways)
    words = {True: "eligible", False: "ineligible", None: "undetermined"}
    assert answer.policy == pack
    assert answer.outcome == outcome
    assert [ban.holds for ban in answer.prohibitions] == (
        [forbidden] if area == "rural" and pack[0] == "p" else []
    )
    assert sorted((route.basis[0].article, route.outcome) for route in answer.routes) == sorted(
        (article, words[value]) for article, value, _, _ in ways
    )
    if outcome == "eligible":
        granted = next(route for route in answer.routes if route.id == answer.granted_by)
        assert granted.basis[0].article == next(article for article, value, _, _ in ways if value is True)
        open_to = {host for _, value, _, hosts in ways if value is True for host in hosts}
        assert answer.hosts == tuple(host for host in HOSTS if host in open_to)
    assert answer.companions[0].outcome == companion_of(outcome, ways, relation, together)
