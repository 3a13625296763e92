"""Marriage, divorce, adoption, parents and guardians, taken at the counter."""

from typing import Any

import pytest
from tests.cases.city import TOWN_STATION
from tests.matters.town import Town

from huji.matters.values import State


@pytest.fixture
def wang(town: Town) -> int:
    """A single man and a girl in one household of the town."""
    return town.city.family(
        "王",
        12,
        TOWN_STATION,
        ("王磊", "1", "1985-01-01", "02", "10"),
        ("小雨", "2", "2018-01-01", "99", "10"),
    )


def items(town: Town, name: str) -> tuple[Any, ...]:
    return town.city.sql(
        "select marital, guardian, guardianship from particulars where person = %s and upper_inf(known)"
        " and upper_inf(valid)",
        [town.city.people[name]],
    )[0]


def relatives(town: Town, name: str, kind: str) -> set[int]:
    rows = town.city.sql(
        "select relative from kinship where person = %s and kind = %s and upper_inf(known)"
        " and upper_inf(valid)",
        [town.city.people[name], kind],
    )
    return {row[0] for row in rows}


def test_a_marriage_and_a_divorce_are_entered_on_the_spot(town: Town, wang: int) -> None:
    values = {
        "where": "here", "other": town.city.numbers["张丽华"], "married": "2026-08-01", "certificate": "证1"
    }  # fmt: skip
    done = town.carried("marry", values, person="王磊")
    assert town.state(done) is State.DONE
    assert relatives(town, "张丽华", "spouse") == {town.city.people["王磊"]}
    assert items(town, "王磊")[0] == "21"
    again = town.foreseen("marry", values | {"other": town.city.numbers["小雨"]}, person="王磊")
    assert again.field == "other"
    parted = {
        "where": "here", "other": town.city.numbers["王磊"], "divorced": "2026-08-20", "document": "离1"
    }  # fmt: skip
    town.carried("divorce", parted, person="张丽华")
    assert relatives(town, "张丽华", "spouse") == set()
    assert items(town, "王磊")[0] == "40"


def test_an_adoption_takes_the_bureau_and_brings_the_child_into_the_household(town: Town, wang: int) -> None:
    values = {
        "how": "couple", "other": town.city.numbers["王秀英"], "child": town.city.numbers["小雨"],
        "adopted": "2026-08-01", "certificate": "收1", "into": True,
    }  # fmt: skip
    done = town.carried("adopt", values, person="李建国")
    assert town.state(done) is State.DONE
    both = {town.city.people["李建国"], town.city.people["王秀英"]}
    assert relatives(town, "小雨", "parent") == both
    [(home, relation)] = town.city.sql(
        "select household, relation from standing where person = %s and upper_inf(known)"
        " and upper_inf(valid)",
        [town.city.people["小雨"]],
    )
    assert (home, relation) == (town.city.households["李"], "37")
    ended = {
        "adopter": town.city.numbers["李建国"], "second": town.city.numbers["王秀英"],
        "ended": "2026-08-20", "document": "解1",
    }  # fmt: skip
    town.carried("end_adoption", ended, person="小雨")
    assert relatives(town, "小雨", "parent") == set()


def test_who_adopts_is_what_the_register_knows_of_the_marriage(town: Town, wang: int) -> None:
    values = {
        "how": "single", "child": town.city.numbers["小雨"], "adopted": "2026-08-01", "certificate": "收1",
        "into": True,
    }  # fmt: skip
    alone = town.foreseen("adopt", values, person="李建国")
    assert alone.refusal is not None
    assert (alone.refusal.code, alone.field) == ("register.couple_adopts", "how")
    step = town.foreseen("adopt", values | {"how": "step"}, person="李建国")
    assert step.refusal is not None
    assert (step.refusal.code, step.field) == ("register.no_stepchild", "how")
    done = town.carried("adopt", values, person="王磊")
    assert town.state(done) is State.DONE
    [(relation,)] = town.city.sql(
        "select relation from standing where person = %s and upper_inf(known) and upper_inf(valid)",
        [town.city.people["小雨"]],
    )
    assert relation == "37"  # she lived with him already, as one not related


def test_one_adopted_in_fact_has_adoptive_parents(town: Town, wang: int) -> None:
    values = {
        "why": "adopted_in_fact", "name": "李小朵", "sex": "2", "ethnic": "01", "born": "2016-03-01",
        "mother": town.city.numbers["王秀英"], "father": town.city.numbers["李建国"], "adopted": "2016-05-01",
        "into": "existing", "household": f"{town.city.households['李']:09}", "relation": "37",
    }  # fmt: skip
    done = town.carried("register_unregistered", values)
    assert town.state(done) is State.DONE
    since = town.city.sql(
        "select distinct lower(k.valid)::text from kinship k join particulars i on i.person = k.person"
        " where i.name = '李小朵' and k.kind = 'parent'"
    )
    assert since == [("2016-05-01",)]


def test_a_father_is_recognised_and_becomes_guardian(town: Town, wang: int) -> None:
    values = {"parent": town.city.numbers["王磊"], "proof": "test", "document": "鉴1"}
    town.carried("recognise_parent", values, person="小雨")
    assert relatives(town, "小雨", "parent") == {town.city.people["王磊"]}
    guardian = {
        "what": "appointed", "ground": "minor", "guardian": town.city.numbers["王磊"], "relation": "父亲",
        "document": "鉴1",
    }  # fmt: skip
    town.carried("appoint_guardian", guardian, person="小雨")
    assert items(town, "小雨")[1:] == ("王磊", "父亲")
    town.carried("appoint_guardian", {"what": "none", "document": "成年"}, person="小雨")
    assert items(town, "小雨")[1:] == ("", "")
