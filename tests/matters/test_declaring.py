"""Who may declare a matter: not the dead, not a child, and "本人" only whom the matter is about."""

from datetime import date
from typing import Any

import pytest
from tests.cases.city import TOWN_STATION
from tests.matters.town import Town

from huji.matters import acts, declaring, queries
from huji.matters.asked import Asked
from huji.matters.kinds import kinds
from huji.matters.values import About, Reporter, Subject
from huji.register import acts as register
from huji.runtime.db import set_area, writing
from huji.standards import Refused

DEATH = {"reported": "family", "died": "2026-08-30", "proof": "medical"}
HEIGHT = {"item": "height_cm", "height_cm": "170", "evidence": "本人陈述", "effective": "2026-09-01"}
BY = register.Acting(7, 2, date(2026, 8, 1), "测试")


def told(town: Town, name: str, values: dict[str, Any], reporter: Reporter, **about: Any) -> tuple[str, str]:
    """Return code and field of what the preview refuses; empty where it does not."""
    seen = town.foreseen(name, values, reporter=reporter, **about)
    return (seen.refusal.code, seen.field or "") if seen.refusal else ("", "")


def of(town: Town, name: str, relation: str, **more: Any) -> Reporter:
    return Reporter(name, town.city.numbers[name], relation, **more)


@pytest.mark.parametrize(
    ("name", "number", "relation", "field"),
    [
        ("王秀英", "王秀英", "本人", "reporter_number"),
        ("王秀英", "王秀英", "妻子", "reporter_number"),
        ("王秀英", "", "本人", "reporter_relation"),
        ("王秀英", "", "", "reporter_relation"),
        ("", "", "self", "reporter_relation"),
        ("李建国", "李建国", "本人", "reporter_number"),
    ],
)
def test_the_dead_do_not_report_their_own_death(
    town: Town, name: str, number: str, relation: str, field: str
) -> None:
    said = Reporter(name, town.city.numbers.get(number, ""), relation)
    assert told(town, "death", DEATH, said, person="王秀英") == ("matter.reporter_gone", field)
    with pytest.raises(Refused) as refused:
        town.opened("death", DEATH, person="王秀英", reporter=said)
    assert refused.value.code == "matter.reporter_gone"
    assert town.city.sql("select count(*) from matter") == [(0,)]
    widower = of(town, "李建国", "丈夫")
    assert told(town, "death", DEATH, widower, person="王秀英") == ("", "")


def test_the_dead_of_an_old_number_are_known_by_it(town: Town) -> None:
    wife, old = town.city.people["王秀英"], town.city.numbers["王秀英"]
    ground = next(iter(register.NumberGround))
    register.change_number(register.ChangeNumber(wife, BY.on, ground, "测试"), BY)
    said = Reporter("王秀英", old, "邻居")
    assert told(town, "death", DEATH, said, person="王秀英")[0] == "matter.reporter_gone"


def test_who_is_dead_declares_nothing(town: Town) -> None:
    town.carried("death", DEATH, person="王秀英")
    dead = of(town, "王秀英", "妻子")
    assert told(town, "change_items", HEIGHT, dead, person="李建国") == (
        "matter.reporter_ended",
        "reporter_number",
    )


def test_who_dies_before_the_matter_is_carried_out_declares_it_no_more(town: Town) -> None:
    draft = town.opened("change_items", HEIGHT, person="李建国", reporter=of(town, "王秀英", "妻子"))
    town.carried("death", DEATH, person="王秀英")
    with pytest.raises(Refused) as refused:
        town.step("carry_out", draft)
    assert refused.value.code == "matter.reporter_ended"
    set_area({TOWN_STATION})
    seen = queries.foresee_matter(town.city.officers["counter"], draft.matter, town.on)
    set_area(None)
    assert seen.refusal is not None
    assert town.city.people["王秀英"] in seen.persons  # so the look is logged


def test_one_declared_dead_by_error_comes_back_and_declares_it(town: Town) -> None:
    done = town.carried("death", DEATH, person="王秀英")
    himself = of(town, "王秀英", "本人")
    assert town.opened("undo", {"reason": "误报死亡"}, undoes=done.matter, reporter=himself).matter
    back = {"ground": "cancelled_wrongly", "into": "existing", "evidence": "核查", "relation": "10"}
    back["household"] = town.city.households["李"]
    assert told(town, "restore", back, himself, person="王秀英")[0] != "matter.reporter_ended"
    assert town.city.where("王秀英")[0] == "ended"
    assert told(town, "restore", back, of(town, "王秀英", "亲属"), person="王秀英")[0] == ""


def test_self_is_one_of_whom_the_matter_is_about(town: Town) -> None:
    another = of(town, "张丽华", "本人")
    assert told(town, "change_items", HEIGHT, another, person="王秀英") == (
        "matter.reporter_another",
        "reporter_relation",
    )
    for said in (of(town, "王秀英", "本人"), Reporter("王秀英", "", "本人"), of(town, "张丽华", "邻居")):
        assert told(town, "change_items", HEIGHT, said, person="王秀英") == ("", "")
    assert told(town, "change_items", HEIGHT, Reporter("某人", "", "本人"), person="王秀英") == (
        "matter.reporter_another",
        "reporter_relation",
    )


def test_everybody_of_a_household_is_concerned_by_what_is_opened_on_it(town: Town) -> None:
    head = {"head": town.city.people["王秀英"], "reason": "agreed"}
    home = town.city.households["李"]
    for name in ("李建国", "王秀英"):
        assert told(town, "change_head", head, of(town, name, "本人"), household=home) == ("", "")
    assert told(town, "change_head", head, of(town, "张丽华", "本人"), household=home)[0] == (
        "matter.reporter_another"
    )


def test_whoever_is_named_in_the_answers_is_concerned(town: Town) -> None:
    wed = {"where": "here", "other": town.city.numbers["张丽华"], "married": "2026-08-30"}
    wed |= {"certificate": "J1", "document": "J1", "number": "J1"}
    assert (
        told(town, "marry", wed, of(town, "张丽华", "本人"), person="李建国")[0] != "matter.reporter_another"
    )
    assert (
        told(town, "marry", wed, of(town, "王秀英", "本人"), person="李建国")[0] == "matter.reporter_another"
    )


def birth(town: Town, born: str = "2026-08-20", ground: str = "ordinary") -> dict[str, Any]:
    return {
        "ground": ground, "name": "李一禾", "sex": "2", "ethnic": "01", "born": born, "relation": "29",
        "mother": town.city.numbers["王秀英"], "father": town.city.numbers["李建国"], "evidence": "记录",
        "certified": born,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "matter.reporter_minor"), ("王秀英", "matter.reporter_another")],
)
def test_the_child_born_declares_nothing_and_a_parent_says_so(town: Town, name: str, code: str) -> None:
    home = town.city.households["李"]
    said = Reporter(name, town.city.numbers.get(name, ""), "本人")
    assert told(town, "birth", birth(town), said, household=home) == (code, "reporter_relation")


def test_who_is_of_age_and_never_registered_declares_it_himself(town: Town) -> None:
    home = town.city.households["李"]
    grown = birth(town, "1999-08-20", "without")
    said = Reporter("李一禾", "", "本人")
    assert told(town, "birth", grown, said, household=home)[0] not in (
        "matter.reporter_minor",
        "matter.reporter_another",
    )


def test_a_child_is_spoken_for_and_one_of_sixteen_by_own_earnings(town: Town) -> None:
    town.counter = "village"
    child = of(town, "赵小宝", "本人")
    assert told(town, "change_items", HEIGHT, child, person="赵小宝") == (
        "matter.reporter_minor",
        "reporter_number",
    )
    assert told(town, "change_items", HEIGHT, of(town, "赵铁柱", "父亲"), person="赵小宝") == ("", "")
    town.on = date(2030, 6, 1)  # sixteen by now
    assert told(town, "change_items", HEIGHT, child, person="赵小宝") == (
        "matter.reporter_minor",
        "reporter_earning",
    )
    earns = of(town, "赵小宝", "本人", earning=True)
    assert told(town, "change_items", HEIGHT, earns, person="赵小宝") == ("", "")


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_stranger_is_nowhere_the_person_herself(town: Town, name: str) -> None:
    """Every kind refuses, beside the relation or number, one who says 本人 and is nobody it is about."""
    kind = kinds()[name]
    person = town.city.people["王秀英"] if kind.about is About.PERSON else None
    home = town.city.households["李"] if kind.about is About.HOUSEHOLD else None
    asked = Asked(kind, {}, town.on, 2, person, home, reporter=of(town, "赵大山", "本人"))
    with pytest.raises(declaring.Undeclared) as refused, writing():
        declaring.check(asked)
    gone = kind.subject is Subject.GONE
    assert refused.value.code == ("matter.reporter_gone" if gone else "matter.reporter_another")


def test_an_amended_declarant_is_judged_too(town: Town) -> None:
    draft = town.opened("death", DEATH, person="王秀英")
    with pytest.raises(Refused) as refused:
        acts.amend(
            acts.Amend(
                matter=draft.matter, version=draft.version, values=DEATH,
                reporter=of(town, "王秀英", "本人"), evidence=town.shown("death"),
            ),
            town.by(),
        )  # fmt: skip
    assert refused.value.code == "matter.reporter_gone"
