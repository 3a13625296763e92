from datetime import date

import pytest

from huji.places.acts import (
    AssignArea,
    Authority,
    EnterAddresses,
    NewAddress,
    OpenOffice,
    assign_area,
    enter_addresses,
    open_office,
)
from huji.places.addresses import Parts

OPENED = date(2017, 1, 1)
COMMUNITY = "211102002005"  # 旌旗社区, of a sub-district
VILLAGE = "211122101200"  # 三河村, of 沙岭镇


@pytest.fixture
def by(database) -> Authority:
    """An authority of the city itself."""
    return Authority(officer=None, office=0, on=OPENED, basis="建库")


@pytest.fixture
def station(by) -> int:
    """A station that keeps a community and a village."""
    bureau = open_office(OpenOffice("双台子分局", "bureau"), by)
    station = open_office(OpenOffice("胜利派出所", parent=bureau), by)
    assign_area(AssignArea(station, [COMMUNITY, VILLAGE], OPENED), by)
    return station


@pytest.fixture
def flats(by, station) -> tuple[int, ...]:
    """Two buildings of four flats at one compound, and a farm house."""
    flats = [
        Parts(
            COMMUNITY, road="向阳路", number="12", compound="丽景花园", building=building, unit="1", room=room
        )
        for building in ("1", "2")
        for room in ("101", "102", "201", "202")
    ]
    farm = Parts(VILLAGE, group="3", number="15")
    return enter_addresses(EnterAddresses([NewAddress(p) for p in (*flats, farm)], OPENED), by)
