from datetime import date

import pytest

from huji.standards import divisions

NOW = date(2024, 1, 1)
PILOTS = {"2111": (4, 50, 544), "2204": (4, 48, 580), "2302": (16, 209, 1599), "5309": (8, 84, 955)}


def below(codes: list[str], on: date) -> list[str]:
    return [child.code for code in codes for child in divisions.children(code, on)]


@pytest.mark.parametrize(("city", "counts"), PILOTS.items())
def test_a_pilot_city_has_the_counties_towns_and_villages_of_the_published_data(city, counts):
    counties = below([city], NOW)
    counties = [code for code in counties if divisions.lookup(code, NOW).name != "市辖区"]
    towns = below(counties, NOW)
    assert (len(counties), len(towns), len(below(towns, NOW))) == counts


def test_dawa_county_became_dawa_district_on_20_march_2016():
    before, after = date(2016, 3, 19), date(2016, 3, 20)
    assert divisions.lookup("211121", before).name == "大洼县"
    assert divisions.lookup("211104", before) is None
    assert divisions.lookup("211121", after) is None
    assert divisions.lookup("211104", after).name == "大洼区"
    assert divisions.successor("211121", after).code == "211104"
    assert divisions.successor("211121", before) is None


def test_a_community_of_dawa_was_in_a_county_seat_and_is_now_in_the_city_proper():
    old, new = "211121004001", "211104004001"
    assert divisions.area_of(old, date(2016, 3, 1)) == "county_seat"
    assert divisions.area_of(new, date(2016, 3, 1)) is None
    assert divisions.area_of(new, date(2016, 4, 1)) == "city_proper"
    assert divisions.successor(old, date(2016, 4, 1)).code == new
    assert divisions.lookup(old, date(2016, 3, 1)).derived
    assert not divisions.lookup(new, date(2016, 4, 1)).derived


def test_old_codes_lead_through_every_change_to_the_present_one():
    assert divisions.lookup("230222", date(1985, 1, 1)).name == "讷河县"
    assert divisions.successor("230222", NOW).name == "讷河市"
    assert divisions.successor("533521", NOW).name == "临翔区"
    assert divisions.successor("533500", NOW) is None
    assert divisions.successor("5335", NOW).name == "临沧市"


def test_a_later_code_leads_back_to_the_one_in_whose_place_it_came():
    before = date(2016, 3, 19)
    assert divisions.predecessor("211104", before).name == "大洼县"
    assert divisions.predecessor("211104004001", before).code == "211121004001"
    assert divisions.predecessor("211104", date(2016, 3, 20)) is None
    assert divisions.predecessor("211102", before) is None
    assert divisions.predecessor("530902", date(2001, 1, 1)).name == "临沧县"


def test_a_full_name_skips_rows_that_stand_for_no_place():
    assert divisions.full_name("110101", NOW) == "北京市东城区"
    assert divisions.full_name("211104004001", NOW) == "辽宁省盘锦市大洼区大洼街道四新居委会"
    assert divisions.full_name("211199", NOW) is None


@pytest.mark.parametrize(
    ("village", "area", "kind"),
    [
        ("211102002005", "city_proper", "urban"),
        ("211122001001", "county_seat", "urban"),
        ("230281001001", "county_level_city", "urban"),
        ("530902001001", "city_proper", "urban"),
        ("211104101001", "town", "urban"),
        ("211122101200", "rural", "rural"),
        ("211103400400", None, None),
        ("110101001001", None, None),
    ],
)
def test_the_policy_area_of_a_village_follows_from_its_code(village, area, kind):
    assert divisions.area_of(village, NOW) == area
    assert divisions.urban_rural(village, NOW) == kind


def test_every_village_of_a_pilot_city_has_an_area_unless_it_is_a_farm_or_zone():
    for city in PILOTS:
        for village in below(below(below([city], NOW), NOW), NOW):
            special = divisions.lookup(village, NOW).zone == "special"
            assert (divisions.area_of(village, NOW) is None) == special


@pytest.mark.parametrize("code", ["", "2", "211100", "21110", "abcdef", "２１１１０４", "2111040040010"])
def test_what_is_no_code_is_no_division(code):
    assert divisions.lookup(code, NOW) is None


def test_ancestry_runs_from_the_province_to_the_village():
    assert [d.level for d in divisions.ancestry("211104004001", NOW)] == [
        "province",
        "city",
        "county",
        "town",
        "village",
    ]
    assert divisions.ancestry("211121", NOW) == ()
