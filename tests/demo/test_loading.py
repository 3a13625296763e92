from datetime import date

import psycopg
import pytest

from huji.demo.city import generate
from huji.demo.loading import enter_departures, enter_people, enter_places
from huji.places import queries as places

TODAY = date(2026, 9, 1)


@pytest.fixture
def loaded(database):
    city = generate(2016, TODAY, 1_200)
    placed = enter_places(city)
    return city, placed, enter_people(city, placed, officer=1)


def count(database, query: str) -> dict:
    with psycopg.connect(database.owner_url) as owner:
        return dict(owner.execute(query).fetchall())


def test_the_whole_city_enters_through_the_registers_own_door(loaded, database):
    city, _, peopled = loaded
    assert len(peopled.persons) == len(city.residents)
    kinds = count(
        database, f"select kind::text, count(*) from standing where valid @> date '{TODAY}' group by 1"
    )
    assert kinds == {"registered": len(city.residents)}
    sizes = count(
        database, "select 1, count(*) from household union all select 2, count(*) from places_address"
    )
    assert sizes == {1: len(city.houses), 2: len(city.dwellings)}


def test_each_station_keeps_its_town_under_its_bureau(loaded):
    city, placed, _ = loaded
    for station in city.stations:
        office = places.office_of(station.villages[0], TODAY)
        assert office.id == placed.offices[station.key]
        assert office.id in places.offices_under(placed.bureaus[station.bureau])


def test_some_have_left_and_some_have_died(loaded, database):
    city, placed, peopled = loaded
    enter_departures(city, placed, peopled, officer=1, each=2)
    kinds = count(
        database,
        "select kind::text, count(*) from standing where upper_inf(known) and upper_inf(valid) group by 1",
    )
    assert kinds == {"registered": len(city.residents) - 6, "in_transit": 2, "elsewhere": 2, "ended": 2}
