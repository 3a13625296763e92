"""Whoever comes back is asked little: household, relation and ground are as the register has them."""

from datetime import date

import pytest
from tests.cases.city import ON, TOWN_STATION
from tests.matters.town import Town

from huji.ledger.access import Purpose
from huji.matters import queries
from huji.matters.kinds import kind
from huji.matters.scene import on_person
from huji.officers.queries import officer
from huji.register import acts as register
from huji.register.queries import Reader
from huji.runtime import db

SON = "李小明"


@pytest.fixture
def son(town: Town) -> int:
    """A grown only son of the Lis."""
    city = town.city
    born = register.birth(
        register.Birth(
            register.Particulars(name=SON, sex="1", marital="10"), date(2000, 5, 1), city.households["李"],
            "21", date(2021, 1, 1), "211102", city.people["王秀英"], city.people["李建国"],
        ),
        register.Acting(1, TOWN_STATION, date(2021, 1, 1), "试"),
    )  # fmt: skip
    city.people[SON], city.numbers[SON] = born.persons[0], born.numbers[0]
    return born.persons[0]


def first(town: Town, name: str, person: int) -> dict[str, object]:
    """Return what the form of a kind begins with."""
    db.set_area([TOWN_STATION])
    counter = officer(town.city.officers["counter"])
    assert counter is not None

    class Looker:
        pk, office = counter.id, counter.office

    scene = on_person(person, Reader(Looker(), Purpose.HANDLE_CASE), ON)
    chosen = kind(name)
    return {**(chosen.prefill(scene) if chosen.prefill else {}), **queries.first_answers(chosen, scene)}


def test_one_declared_missing_comes_back_to_the_own_household(town: Town, son: int) -> None:
    town.carried(
        "declare_missing_or_dead",
        {"finding": "missing", "judgment": "（2026）辽11民特1号", "effective": "2026-08-01"},
        person=SON,
    )
    values = first(town, "restore", son)
    assert values == {
        "into": "existing", "ground": "returned_missing", "household": town.city.households["李"],
        "relation": "21",
    }  # fmt: skip
    town.carried("restore", {**values, "evidence": "撤销宣告的判决"}, person=SON)
    assert town.city.where(SON)[:3] == ("registered", town.city.households["李"], "21")


def test_one_who_obtained_a_registration_by_fraud_is_put_back_without_a_certificate(
    town: Town, son: int
) -> None:
    city = town.city
    register.settle(
        register.Settle((register.Mover(son, "99"),), city.households["张"], date(2026, 8, 1)),
        register.Acting(1, TOWN_STATION, date(2026, 8, 1), "试"),
    )
    values = {"ground": "fraud", "reported": "family", "afterwards": "here", "evidence": "调查报告"}
    seen = town.foreseen("cancel", values, person=SON)
    assert (seen.refusal, seen.values["household"], seen.values["relation"]) == (
        None, city.households["李"], "21",
    )  # fmt: skip
    done = town.carried("cancel", values, person=SON)
    assert city.where(SON)[:3] == ("registered", city.households["李"], "21")
    kinds = city.sql("select kind from documents_paper where case_number = %s", [done.matter])
    assert ("booklet",) in kinds
    assert ("cancellation",) not in kinds
    other = {"ground": "settled_abroad", "reported": "family", "evidence": "定居证明"}
    done = town.opened("cancel", other, person=SON)
    assert not {"household", "relation"} & town.row(done.matter, "asked").keys()


def test_a_veteran_is_again_what_he_was_to_the_same_head(town: Town, son: int) -> None:
    town.carried("enlist", {"reported": "family", "notice": "征字1号", "effective": "2024-09-01"}, person=SON)
    values = {
        "mover": town.city.numbers[SON], "how": "released", "letter": "退役字1号", "into": "existing",
        "household": town.city.households["李"],
    }  # fmt: skip
    done = town.carried("discharge", values)
    assert town.city.where(SON)[2] == "21"
    assert town.row(done.matter, "asked")["relation"] == "21"
    with_another = {**values, "household": town.city.households["张"]}
    seen = town.foreseen("discharge", with_another)
    assert seen.values["relation"] == "97"
