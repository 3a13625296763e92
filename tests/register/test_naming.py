"""Whom a refusal names: it leaves no line of a look, so only those whom the office keeps that acts."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

DAY = date(2026, 11, 1)
BEGAN = "2020-01-01"


@pytest.fixture
def told(town):
    """Ask an act that is refused; return both sentences and the hint, seeing that nobody was looked at."""
    from huji.standards import Refused

    def ask(act, statement, office=1):
        with pytest.raises(Refused) as caught:
            act(statement, town.acting(office))
        assert town.sql("select count(*) from access_line") == [(0,)]
        said = (caught.value.text, caught.value.hint)
        return "".join(f"{text.zh}{text.en}" for text in said if text is not None)

    return ask


def test_of_people_of_other_offices_no_act_tells_the_name(town, acts, li, zhang, told):
    """The same refusal names them to the office that keeps them; a number or an id alone is no leave to.

    Nor does it tell a day of theirs, or their id: it tells which office to ask.
    """
    town.family(22, ("周敏", "2", "1998-03-01", "02"), ("周小敏", "2", "2015-03-01", "30"))
    other, hers, son = town.people["周敏"], town.numbers["周敏"], town.people["李明明"]
    newcomer = acts.Newcomer(hers, acts.Particulars("无名", "2"), "99")
    certificate = acts.Certificate("迁9", "大连市某派出所", date(2026, 10, 20), date(2026, 11, 18))
    asked = [
        (acts.death, acts.Death(other, DAY, "证明")),
        (acts.change_number, acts.ChangeNumber(son, DAY, acts.NumberGround.WRONG, "证明", hers)),
        (acts.move_in, acts.MoveIn((newcomer,), li, DAY, certificate)),
        (acts.move_in, acts.MoveIn((acts.Mover(other, "99"),), li, DAY, certificate)),
        (acts.settle, acts.Settle((acts.Mover(other, "99"),), li, date(2019, 1, 1))),
        (acts.settle, acts.Settle((acts.Mover(other, "99"), acts.Mover(other, "99")), li, DAY)),
        (acts.marry, acts.Marry(son, other, date(1997, 1, 1), "结婚证")),
        (acts.recognise_parent, acts.RecogniseParent(other, son, next(iter(acts.ParentProof)), "鉴定")),
        (acts.cancel, acts.Cancel(son, acts.CancelGround.DUPLICATE, DAY, "核查", kept=son)),
        (acts.discharge, acts.Discharge(acts.Mover(other, "99"), li, acts.Discharged.RELEASED, "信", DAY)),
        (acts.join_relatives, acts.JoinRelatives((acts.Mover(other, "99"),), son, DAY)),
    ]
    for act, statement in asked:
        said = told(act, statement)
        assert "周敏" not in said, said
        assert "#" not in said, said
        assert not days(said) & {"1998-03-01", "2015-03-01", BEGAN}, said
    assert "周敏" in told(acts.death, acts.Death(other, date(2019, 1, 1), "证明", {}), office=2)


def test_of_its_own_people_an_office_is_told_the_name(town, acts, li, zhang, told):
    wife, twice = town.people["王秀英"], acts.Mover(town.people["王秀英"], "99")
    assert "王秀英" in told(acts.death, acts.Death(wife, date(2019, 1, 1), "证明"))
    assert "王秀英" in told(acts.settle, acts.Settle((twice, twice), li, DAY))
    settled = acts.Settle((acts.Mover(town.people["李明明"], "99"),), zhang, DAY)
    acts.settle(settled, town.acting(2))
    left = acts.Death(town.people["李明明"], DAY - timedelta(days=1), "证明")
    assert "李明明" not in told(acts.death, left), "who has left is another office's"
    assert "李明明" in told(acts.death, left, office=2)


def test_who_comes_from_another_register_is_told_by_the_name_of_the_certificate(town, acts, li, zhang, told):
    certificate = acts.Certificate("迁9", "大连市某派出所", date(2026, 10, 20), date(2026, 11, 18))
    member = acts.Newcomer(town.numbers["张丽华"], acts.Particulars("张丽华", "2"), "99")
    statement = acts.MoveIn((member,), li, DAY, certificate)
    assert "张丽华已在本市登记" in told(acts.move_in, statement)
    other = replace(member, particulars=acts.Particulars("章丽花", "2"))
    said = told(acts.move_in, replace(statement, members=(other,)))
    assert "章丽花已在本市登记" in said
    assert "张丽华" not in said


def test_an_only_child_s_brothers_and_sisters_of_other_offices_are_not_named(town, acts, li, zhang, told):
    settled = acts.Settle((acts.Mover(town.people["李明明"], "99"),), zhang, DAY)
    acts.settle(settled, town.acting(2))
    mother, father = town.people["王秀英"], town.people["李建国"]
    child = acts.Particulars("李新", "2")
    birth = acts.Birth(child, date(2026, 10, 1), li, "31", DAY, "211102", mother, father)
    said = told(acts.birth, birth)
    assert "李小红" in said
    assert "李明明" not in said


def test_of_people_of_other_offices_no_refusal_tells_a_day_but_whom_to_ask(town, acts, li, told):
    """When somebody died, was born, or goes on waiting is told by the office that keeps them."""
    town.family(22, ("周敏", "2", "1998-03-01", "02"), ("周小敏", "2", "2026-03-01", "30"))
    town.family(23, ("吴刚", "1", "1970-01-01", "02"), ("吴霞", "2", "1972-01-01", "10"))
    mother, waiting, husband = (town.people[name] for name in ("周敏", "吴霞", "吴刚"))
    left = date(2026, 10, 20)
    acts.move_out(acts.MoveOut((waiting,), left, "迁7", "大连市"), town.acting(2))
    born = acts.Birth(acts.Particulars("周小小", "1"), date(2026, 8, 1), li, "97", DAY, "211102", mother)
    why = next(iter(acts.WhyUnregistered))
    here = acts.RegisterUnregistered(waiting, "97", li, DAY, why, "调查")
    early = acts.Settle((acts.Mover(husband, "97"),), li, date(2019, 1, 1))
    for act, statement in ((acts.birth, born), (acts.register_unregistered, here), (acts.settle, early)):
        said = told(act, statement)
        assert days(said) <= {"2026-08-01", "2019-01-01"}, said
        assert "红旗派出所管辖的一名人员" in said
        assert "Ask 红旗派出所" in said
    acts.death(acts.Death(husband, DAY, "证明"), town.acting(2))
    said = told(acts.settle, acts.Settle((acts.Mover(husband, "97"),), li, DAY))
    assert not days(said)
    assert "已因死亡注销户口" in said


def days(said: str) -> set[str]:
    return set(re.findall(r"\d{4}-\d\d-\d\d", said))
