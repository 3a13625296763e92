from collections import Counter
from datetime import date
from itertools import groupby

import pytest

from huji.demo.city import generate
from huji.demo.people import City
from huji.demo.quarters import TOWNS
from huji.standards import citizen_number, code_tables, divisions, names
from huji.standards.periods import age_on

TODAY = date(2026, 9, 1)


@pytest.fixture(scope="module")
def city() -> City:
    return generate(2016, TODAY)


@pytest.fixture(scope="module")
def members(city) -> dict:
    by_house = sorted(city.residents, key=lambda r: r.house)
    return {house: list(people) for house, people in groupby(by_house, key=lambda r: r.house)}


def test_the_same_seed_and_day_give_the_same_city():
    assert generate(7, TODAY, 500) == generate(7, TODAY, 500)
    assert generate(7, TODAY, 500) != generate(8, TODAY, 500)


def test_twenty_thousand_people_live_in_the_city(city, members):
    families = [house.key for house in city.houses if not house.sort]
    assert len(city.residents) >= 20_000
    assert 2.6 <= sum(len(members[key]) for key in families) / len(families) <= 3.0


def test_ages_are_about_those_published(city):
    ages = [age_on(person.born, TODAY) for person in city.residents]
    share = [
        sum(low <= age < high for age in ages) / len(ages)
        for low, high in ((0, 18), (18, 35), (35, 60), (60, 120))
    ]
    assert all(abs(found - told) < 0.06 for found, told in zip(share, (0.13, 0.18, 0.41, 0.28), strict=True))


def test_town_and_country_both_have_their_share(city):
    village = {d.key: d.parts.division for d in city.dwellings}
    home = {h.key: divisions.urban_rural(village[h.dwelling], TODAY) for h in city.houses}
    urban = sum(home[r.house] == "urban" for r in city.residents) / len(city.residents)
    assert 0.55 < urban < 0.8
    assert "rural" in home.values()
    assert set(home.values()) == {"urban", "rural"}


def test_every_number_is_synthetic_unique_and_says_what_the_items_say(city):
    assert len({r.number for r in city.residents}) == len(city.residents)
    for person in city.residents:
        number = citizen_number.parse(person.number, on=TODAY, demonstration=True)
        assert number.synthetic
        assert (number.born, number.sex) == (person.born, person.sex)


def test_every_name_and_code_is_one_the_register_takes(city):
    for person in city.residents:
        assert names.accept(person.name) == person.name
        assert person.ethnic in code_tables.ETHNIC
        assert person.marital in code_tables.MARITAL
        assert person.education in code_tables.EDUCATION
        sex = code_tables.sex_of_relation(person.relation)
        assert sex in (None, person.sex)


def test_a_family_has_one_grown_up_head_who_was_there_first(city, members):
    since = {house.key: house.since for house in city.houses if not house.sort}
    for key, day in since.items():
        [head] = [person for person in members[key] if person.relation == "02"]
        assert head.since == day == min(person.since for person in members[key])
        assert age_on(head.born, day) >= 18
        assert all(person.born <= person.since <= TODAY for person in members[key])


def test_each_household_is_at_its_own_address_of_its_station(city):
    dwellings = {dwelling.key: dwelling for dwelling in city.dwellings}
    assert len({d.parts for d in city.dwellings}) == len(city.dwellings)
    assert len({h.dwelling for h in city.houses}) == len(city.houses)
    for house in city.houses:
        assert dwellings[house.dwelling].station == house.station
        assert dwellings[house.dwelling].accepts_registration
    assert len(city.dwellings) > len(city.houses)
    assert any(not d.accepts_registration for d in city.dwellings)


def test_parents_are_older_and_nobody_is_married_twice(city):
    people = {r.key: r for r in city.residents}
    married = Counter()
    for tie in city.ties:
        one, other = people[tie.person], people[tie.relative]
        if tie.kind == "parent":
            assert 18 <= (one.born - other.born).days / 365.25 <= 60
        else:
            married.update((tie.person, tie.relative))
            assert one.sex != other.sex
            assert one.marital == other.marital == "20"
            assert age_on(one.born, tie.since) >= 20
    assert set(married.values()) == {1}
    assert {key for key, r in people.items() if r.marital == "20"} == set(married)


def test_some_kin_live_in_different_households(city):
    people = {r.key: r for r in city.residents}
    apart = [t for t in city.ties if people[t.person].house != people[t.relative].house]
    assert len(apart) > 200


def test_there_is_a_collective_household_of_every_sort(city, members):
    sorts = {}
    for house in city.houses:
        sorts.setdefault(house.sort, []).append(len(members.get(house.key, ())))
    assert set(sorts) == {"", "unit", "school", "talent_centre", "community"}
    assert min(sorts["unit"]) >= 10
    assert 0 in sorts["community"]


def test_a_dozen_stations_keep_a_town_each(city):
    assert [station.town for station in city.stations] == list(TOWNS)
    assert sum(TOWNS.values()) == 100
    assert all(station.villages for station in city.stations)


@pytest.mark.parametrize("seed", [2, 3])
def test_a_small_city_too_has_homes_for_everybody_of_the_demonstration(seed):
    from huji.demo.cast import CITY_PROPER

    city = generate(seed, date(2026, 11, 22), 8_000)
    taken = {house.dwelling for house in city.houses}
    free = [
        dwelling
        for dwelling in city.dwellings
        if dwelling.station == CITY_PROPER and dwelling.accepts_registration and dwelling.key not in taken
    ]
    assert len(free) >= 20
