"""What a birth brings along: answers that follow from the parents, and the places of the other children."""

from typing import Any

import pytest
from tests.cases.city import TOWN_STATION
from tests.matters.test_procedure import birth
from tests.matters.town import Town

from huji.matters.kinds import kind
from huji.matters.scene import Scene
from huji.register import acts as register
from huji.register import queries
from huji.runtime.db import writing


def with_daughter(town: Town, relation: str = "31") -> int:
    """Give the Lis an only daughter."""
    city = town.city
    town.carried(
        "birth",
        birth(
            town, name="李小红", sex="2", relation=relation, born="2020-03-01", ground="late", evidence="证明"
        ),
        household=city.households["李"],
    )
    [(child,)] = city.sql("select person from particulars where name = '李小红'")
    city.people["李小红"] = child
    return int(child)


def asked(town: Town, **more: Any) -> dict[str, Any]:
    values = birth(town, **more)
    values.pop("relation", None)
    return values


def test_relation_and_native_place_follow_and_are_written_down(town: Town) -> None:
    register.correct_items(
        register.CorrectItems(town.city.people["李建国"], {"native_place": "辽宁省盘锦市"}, "试"),
        register.Acting(1, TOWN_STATION, town.on, "试"),
    )
    done = town.opened("birth", asked(town), household=town.city.households["李"])
    kept = town.row(done.matter, "asked")
    assert (kept["relation"], kept["native_place"]) == ("20", "辽宁省盘锦市")
    done = town.opened(
        "birth", {**asked(town), "native_place": "山东省"}, household=town.city.households["李"]
    )
    assert town.row(done.matter, "asked")["native_place"] == "山东省"


@pytest.mark.parametrize("ticked", [True, False])
def test_the_elder_only_child_becomes_the_eldest_when_the_officer_says_so(town: Town, ticked: bool) -> None:
    with_daughter(town)
    values = {**asked(town), **({"elders": True} if ticked else {})}
    seen = town.foreseen("birth", values, household=town.city.households["李"])
    assert seen.refusal is None
    assert seen.sentence is not None
    assert ("李小红改为长女" in seen.sentence.zh) is ticked
    town.carried("birth", values, household=town.city.households["李"])
    assert town.city.where("李小红")[2] == ("32" if ticked else "31")


def test_the_birth_undone_gives_the_only_child_back(town: Town) -> None:
    with_daughter(town)
    born = town.carried("birth", {**asked(town), "elders": True}, household=town.city.households["李"])
    town.decided(town.opened("undo", {"reason": "重复登记"}, undoes=born.matter))
    assert town.city.where("李小红")[2] == "31"


def test_nobody_else_is_changed_by_a_birth(town: Town) -> None:
    from datetime import date

    from huji.standards import Refused

    with_daughter(town)
    city = town.city
    for elders in ({city.people["王秀英"]: "32"}, {city.people["李小红"]: "22"}):
        with pytest.raises(Refused) as refused:
            register.birth(
                register.Birth(
                    register.Particulars(name="李小明", sex="1", marital="10"),
                    date(2026, 8, 20), city.households["李"], "20", date(2026, 9, 1), "211102",
                    city.people["王秀英"], city.people["李建国"], elders=elders,
                ),
                register.Acting(1, 2, date(2026, 9, 1), "试"),
            )  # fmt: skip
        assert refused.value.code == "register.elders"


def placed(town: Town, name: str, born: str, sex: str = "1", **more: Any) -> str:
    """Register a child of the Lis, late; return the relation."""
    values = asked(town, name=name, sex=sex, born=born, ground="late", evidence="证明")
    done = town.carried("birth", {**values, **more, "elders": True}, household=town.city.households["李"])
    [(town.city.people[name],)] = town.city.sql("select person from particulars where name = %s", [name])
    assert town.row(done.matter, "asked")["relation"] == town.city.where(name)[2]
    return str(town.city.where(name)[2])


def test_each_child_takes_its_place_by_order_of_birth(town: Town) -> None:
    """The first of all is son or daughter; whether an only or an eldest one, nobody knows yet."""
    assert placed(town, "李小大", "2013-03-01") == "20"
    assert placed(town, "李小二", "2015-03-01") == "23"
    assert placed(town, "李小红", "2017-03-01", "2") == "32"
    assert placed(town, "李小兰", "2019-03-01", "2") == "33"
    assert placed(town, "李小三", "2021-03-01") == "24"


def test_one_reported_late_comes_before_the_younger_who_move_down(town: Town) -> None:
    """A first son entered late makes the elder the second; who is no 长子, 次子 by name stays as entered."""
    assert placed(town, "李小明", "2015-03-01", relation="21") == "21"
    assert placed(town, "李小三", "2019-03-01") == "23"
    assert town.city.where("李小明")[2] == "22"
    assert placed(town, "李小四", "2013-03-01") == "22"
    assert [town.city.where(name)[2] for name in ("李小明", "李小三")] == ["23", "24"]
    values = {**asked(town, born="2011-03-01", ground="late", evidence="证明"), "relation": "22"}
    seen = town.foreseen("birth", values, household=town.city.households["李"])
    assert (seen.refusal and seen.refusal.code, seen.field) == ("register.place_taken", "relation")


def test_what_a_child_cannot_be_is_said_beside_its_field(town: Town) -> None:
    home = town.city.households["李"]

    def told(**more: Any) -> tuple[str | None, str | None]:
        seen = town.foreseen("birth", {**asked(town), **more}, household=home)
        return seen.refusal and seen.refusal.code.removeprefix("register."), seen.field

    assert told(relation="12") == ("relation_sex", "relation")
    assert told(relation="12", sex="2") == ("relation_age", "relation")
    assert told(certified="2026-01-01") == ("certificate_before_birth", "certified")
    assert told(born="1850-01-01", ground="late", evidence="证明") == ("too_old", "born")
    assert told() == (None, None)
    town.carried("birth", asked(town), household=home)
    soon = {"born": "2026-07-01", "name": "李早"}
    assert told(**soon) == ("births_too_close", "findings")
    assert told(**soon, findings="医院核实") == (None, None)


def test_the_question_is_asked_only_of_a_household_with_an_only_child(town: Town) -> None:
    question = next(one for one in kind("birth").fields if one.name == "elders")
    assert question.only is not None

    def scene() -> Scene:
        with writing():
            home = queries.household(town.city.households["李"], queries.within_act())
        return Scene(town.on, None, home)

    assert not question.only(scene())
    with_daughter(town)
    assert question.only(scene())
