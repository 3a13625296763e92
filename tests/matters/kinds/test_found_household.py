from tests.matters.town import Town

from huji.matters.values import State


def test_a_wife_founds_a_household_of_her_own(town: Town) -> None:
    done = town.carried("found_household", {"address": 12}, person="王秀英")
    assert done.state is State.DONE
    kind, household, relation, office = town.city.where("王秀英")
    assert (kind, relation, office) == ("registered", "02", 2)
    assert household != town.city.households["李"]
    assert len(done.papers) == 2  # both households get a booklet
