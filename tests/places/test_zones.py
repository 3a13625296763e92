from dataclasses import replace
from datetime import date

import psycopg
import pytest

from huji.places import queries
from huji.places.acts import OverrideZone, override_zone
from huji.standards import Refused
from huji.standards.periods import Period

FRINGE, SPECIAL = "211122101200", "211103400400"
DAY = date(2020, 6, 1)


def test_the_area_of_a_village_is_derived_until_an_act_sets_it(by):
    assert queries.area_of(FRINGE, DAY) == "rural"
    entry = override_zone(
        OverrideZone([FRINGE], "town", Period(date(2020, 1, 1))), replace(by, basis="统计城乡分类 2020")
    )
    zone = queries.zone(FRINGE, DAY)
    assert (zone.area, zone.urban_rural, zone.source) == ("town", "urban", "act")
    assert (zone.basis, zone.entry) == ("统计城乡分类 2020", entry)
    assert queries.area_of(FRINGE, date(2019, 12, 31)) == "rural"


def test_a_development_zone_gets_its_area_only_by_an_act(by):
    assert queries.area_of(SPECIAL, DAY) is None
    assert queries.urban_rural(SPECIAL, DAY) is None
    override_zone(OverrideZone([SPECIAL], "city_proper", Period(date(2017, 1, 1))), by)
    assert queries.area_of(SPECIAL, DAY) == "city_proper"


def test_a_later_act_replaces_the_days_it_names_and_leaves_the_others(by):
    override_zone(OverrideZone([FRINGE], "town", Period(date(2020, 1, 1))), by)
    second = override_zone(
        OverrideZone([FRINGE], "city_proper", Period(date(2021, 1, 1), date(2022, 1, 1))), by
    )
    areas = [queries.area_of(FRINGE, date(year, 6, 1)) for year in (2019, 2020, 2021, 2022)]
    assert areas == ["rural", "town", "city_proper", "town"]
    assert queries.zone(FRINGE, date(2021, 6, 1), known_at=second - 1).area == "town"


def test_an_act_can_return_a_village_to_its_derived_area(by):
    override_zone(OverrideZone([FRINGE], "town", Period(date(2020, 1, 1))), by)
    override_zone(OverrideZone([FRINGE], None, Period(date(2020, 1, 1))), by)
    assert queries.zone(FRINGE, DAY).source == "derived"
    assert queries.area_of(FRINGE, DAY) == "rural"


@pytest.mark.parametrize(
    ("divisions", "area", "basis", "fault"),
    [
        ([FRINGE], "suburb", "x", "zone.area"),
        ([FRINGE], "town", " ", "zone.basis"),
        (["211122101"], "town", "x", "division.unknown"),
    ],
)
def test_an_act_without_ground_or_place_is_refused(by, divisions, area, basis, fault):
    with pytest.raises(Refused) as refused:
        override_zone(OverrideZone(divisions, area, Period(DAY)), replace(by, basis=basis))
    assert refused.value.code == fault


def test_the_database_keeps_one_area_for_a_day(by, database):
    override_zone(OverrideZone([FRINGE], "town", Period(DAY)), by)
    with psycopg.connect(database.owner_url) as owner, pytest.raises(psycopg.errors.ExclusionViolation):
        owner.execute("insert into places_zone select division, 'rural', valid, known, 'x' from places_zone")
