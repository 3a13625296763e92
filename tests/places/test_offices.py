from datetime import date

import pytest

from huji.places import queries
from huji.places.acts import AssignArea, OpenOffice, assign_area, open_office
from huji.standards import Refused

OPENED = date(2017, 1, 1)
COMMUNITY, VILLAGE = "211102002005", "211122101200"


def test_a_community_belongs_to_the_office_that_keeps_it(station):
    assert queries.office_of(COMMUNITY, OPENED).id == station
    assert queries.office_of(COMMUNITY, date(2016, 12, 31)) is None
    assert queries.office_of("211102002007", OPENED) is None
    assert queries.area_of_office(station, OPENED) == (COMMUNITY, VILLAGE)


def test_a_community_given_to_another_office_leaves_the_first_from_that_day(station, by):
    other = open_office(OpenOffice("建设派出所"), by)
    assign_area(AssignArea(other, [COMMUNITY], date(2020, 7, 1)), by)
    assert queries.office_of(COMMUNITY, date(2020, 6, 30)).id == station
    assert queries.office_of(COMMUNITY, date(2020, 7, 1)).id == other
    assert queries.area_of_office(station, date(2021, 1, 1)) == (VILLAGE,)


def test_a_town_given_to_an_office_brings_all_its_villages(station, by):
    assign_area(AssignArea(station, ["211122101"], OPENED), by)
    assert len(queries.area_of_office(station, OPENED)) == 1 + 21


def test_an_office_stands_over_those_below_it_and_itself(station):
    bureau = queries.office(station).parent
    assert queries.offices_under(bureau) == {bureau, station}
    assert queries.offices_under(station) == {station}
    assert [o.kind for o in queries.offices()] == ["bureau", "station"]


def test_a_name_is_used_once(station, by):
    with pytest.raises(Refused, match="already an office"):
        open_office(OpenOffice("胜利派出所"), by)


def test_a_place_of_another_time_is_refused_with_its_successor(station, by):
    with pytest.raises(Refused) as refused:
        assign_area(AssignArea(station, ["211121004001"], OPENED), by)
    assert "211104004001" in refused.value.hint.zh


def test_an_office_that_does_not_exist_gets_nothing(station, by):
    with pytest.raises(Refused, match="no office 99"):
        assign_area(AssignArea(99, [COMMUNITY], OPENED), by)
    with pytest.raises(Refused, match="no office 99"):
        queries.office(99)
