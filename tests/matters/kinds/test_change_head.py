from tests.matters.town import Town


def test_the_wife_becomes_head_and_the_husband_her_husband(town: Town) -> None:
    values = {"head": town.city.people["王秀英"], "reason": "agreed"}
    town.carried("change_head", values, household=town.city.households["李"])
    assert town.city.where("王秀英")[2] == "02"
    assert town.city.where("李建国")[2] == "11"
