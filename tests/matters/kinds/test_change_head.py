from tests.cases.city import ON
from tests.matters.town import Town

from huji.matters.asked import Asked
from huji.matters.kinds import kind


def test_the_wife_becomes_head_and_the_husband_her_husband(town: Town) -> None:
    values = {"head": town.city.people["王秀英"], "reason": "agreed"}
    town.carried("change_head", values, household=town.city.households["李"])
    assert town.city.where("王秀英")[2] == "02"
    assert town.city.where("李建国")[2] == "11"


def test_a_former_head_who_moved_away_is_proved_and_a_veteran_shows_the_cancellation() -> None:
    head, veteran = kind("change_head"), kind("discharge")
    moved = {one.key for one in head.wanted(Asked(head, {"reason": "moved"}, ON, 2))}
    assert moved == {"booklet", "former"}
    agreed = {one.key for one in head.wanted(Asked(head, {"reason": "agreed"}, ON, 2))}
    assert agreed == {"booklet", "agreement"}
    assert "cancelled" in {one.key for one in veteran.wanted(Asked(veteran, {"how": "released"}, ON, 2))}
