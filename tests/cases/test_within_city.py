"""A move within the city, from the counter to the booklet."""

import pytest
from tests.cases.city import TOWN_STATION, City

from huji.cases import acts
from huji.cases.values import State
from huji.standards import Refused


def test_a_family_settles_in_the_city_with_a_booklet(city: City) -> None:
    done = city.accepted(city.companion("孙桂兰", "spouse"), city.companion("赵小宝", "child"))
    assert done.state is State.ACCEPTED
    assert len(done.papers) == 1
    done = city.approved(done)
    assert done.state is State.APPROVED
    assert city.where("赵铁柱")[0:2] == ("registered", city.households["赵"])
    done = acts.execute(
        acts.Execute(done.case, done.version, {city.households["赵"]: city.people["赵大山"]}), city.by()
    )
    assert done.state is State.SETTLED
    assert len(done.papers) == 1
    kind, home, relation, office = city.where("赵铁柱")
    assert (kind, relation, office) == ("registered", "02", TOWN_STATION)
    assert city.where("孙桂兰") == ("registered", home, "12", TOWN_STATION)
    assert city.where("赵小宝") == ("registered", home, "20", TOWN_STATION)
    assert city.where("赵大山")[1:3] == (city.households["赵"], "02")


def test_a_missing_successor_leaves_the_case_approved_and_nobody_moved(city: City) -> None:
    done = city.approved(city.accepted())
    before = city.sql("select count(*) from ledger_entry")
    with pytest.raises(Refused):
        acts.execute(acts.Execute(done.case, done.version), city.by())
    assert city.state(done.case) == "approved"
    assert city.sql("select count(*) from ledger_entry") == before
    assert city.where("赵铁柱")[1] == city.households["赵"]
