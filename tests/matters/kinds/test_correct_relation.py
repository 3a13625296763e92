"""The relation to the head at the counter: who decides, what changes, which papers are issued anew."""

import json
from datetime import date
from typing import Any

import pytest
from tests.cases.city import ON, TOWN_STATION
from tests.matters.town import Town

from huji.ledger.access import Purpose
from huji.matters.asked import Asked, derived
from huji.matters.kinds import kind
from huji.matters.scene import on_person, suiting
from huji.officers.queries import officer
from huji.register import acts as register
from huji.register.queries import Reader
from huji.runtime import db

SON = "李明明"
CORRECTED = {"ground": "wrong", "relation": "22", "evidence": "原始档案"}


@pytest.fixture(autouse=True)
def son(town: Town) -> None:
    """A son of the Li family, entered as son."""
    city = town.city
    born = register.birth(
        register.Birth(
            register.Particulars(name=SON, sex="1", marital="10"), date(2000, 5, 1), city.households["李"],
            "20", date(2021, 1, 1), "211102", city.people["王秀英"], city.people["李建国"],
        ),
        register.Acting(1, TOWN_STATION, date(2021, 1, 1), "试"),
    )  # fmt: skip
    city.people[SON], city.numbers[SON] = born.persons[0], born.numbers[0]


def papers(town: Town, matter: str) -> dict[str, dict[str, Any]]:
    rows = town.city.sql("select kind, content from documents_paper where case_number = %s", [matter])
    return {kind_: json.loads(content) for kind_, content in rows}


@pytest.mark.parametrize(
    ("values", "level", "way"),
    [
        (CORRECTED, "station", "更正"),
        ({**CORRECTED, "ground": "changed", "since": "2026-08-01"}, "spot", "变更"),
    ],
)
def test_a_son_becomes_the_eldest_and_booklet_and_certificate_say_so(
    town: Town, values: dict[str, str], level: str, way: str
) -> None:
    done = town.carried("correct_relation", values, person=SON)
    assert town.city.where(SON)[2] == "22"
    assert town.row(done.matter, "level") == level
    issued = papers(town, done.matter)
    assert set(issued) >= {"change", "booklet"}
    certificate = json.dumps(issued["change"], ensure_ascii=False)
    assert "户主或与户主关系" in certificate
    assert "长子" in certificate
    assert way in certificate
    booklet = json.dumps(issued["booklet"], ensure_ascii=False)
    assert booklet.count("户主或与户主关系") == 1
    assert "长子" in booklet


def test_what_cannot_be_stands_beside_its_field(town: Town) -> None:
    for values, code, field in (
        ({**CORRECTED, "relation": "12"}, "relation_sex", "relation"),
        ({**CORRECTED, "relation": "30"}, "relation_sex", "relation"),
        ({**CORRECTED, "relation": "51"}, "relation_age", "relation"),
        ({**CORRECTED, "ground": "changed", "since": "2099-01-01"}, "future", "since"),
    ):
        seen = town.foreseen("correct_relation", values, person=SON)
        assert (seen.refusal and seen.refusal.code, seen.field) == (f"register.{code}", field)
    seen = town.foreseen("correct_relation", CORRECTED, person="李建国")
    assert (seen.refusal and seen.refusal.code, seen.field) == ("register.head_of_other_act", "relation")


def test_it_is_undone_and_the_papers_fall_void(town: Town) -> None:
    before = town.city.where(SON)[2]
    done = town.carried("correct_relation", {**CORRECTED, "ground": "changed"}, person=SON)
    assert town.city.where(SON)[2] == "22"
    town.carried("undo", {"reason": "误办"}, undoes=done.matter)
    assert town.city.where(SON)[2] == before
    status = "select distinct status from documents_paper where case_number = %s"
    assert town.city.sql(status, [done.matter]) == [("cancelled",)]
    again = town.carried("correct_relation", CORRECTED, person=SON)
    told = [one["after"] for one in papers(town, again.matter)["change"]["amendments"]]
    assert told == ["长子", "子", "长子"], "the certificate tells what was undone as well"


def test_what_kinship_shows_is_filled_in_where_the_register_says_less(town: Town) -> None:
    chosen, who = kind("correct_relation"), town.city.people[SON]
    asked = Asked(chosen, {"ground": "wrong"}, ON, TOWN_STATION, subject=who)
    with db.writing():
        assert "relation" not in derived(asked)
    town.carried("correct_relation", {**CORRECTED, "relation": "97"}, person=SON)
    with db.writing():
        assert derived(asked).text("relation") == "20"


def test_it_is_opened_on_a_member_of_a_family_who_does_not_head_it(town: Town) -> None:
    db.set_area([TOWN_STATION])
    counter = officer(town.city.officers["counter"])
    assert counter is not None

    class Looker:
        pk, office = counter.id, counter.office

    chosen = kind("correct_relation")
    for who, offered in ((SON, True), ("李建国", False)):
        scene = on_person(town.city.people[who], Reader(Looker(), Purpose.HANDLE_CASE), ON)
        assert (chosen in suiting([chosen], scene)) is offered
