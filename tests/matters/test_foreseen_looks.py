"""Whoever a preview names, in a refusal or among the changes, was looked at: the look has its line."""

from tests.cases.city import TOWN_STATION
from tests.matters.town import Town

from huji.matters import queries
from huji.runtime.db import set_area


def looked_at(town: Town) -> set[int]:
    lines = town.city.sql("select persons from access_line where what like '业务预览%'")
    return {who for (persons,) in lines for who in persons}


def test_one_whom_a_refusal_names(town: Town) -> None:
    values = {
        "where": "here", "other": town.city.numbers["赵小宝"], "married": "2026-08-01", "certificate": "证1"
    }  # fmt: skip
    seen = town.foreseen("marry", values, person="李建国")
    assert seen.refusal is not None
    assert town.city.people["赵小宝"] in looked_at(town)


def test_one_of_another_office_is_told_by_the_number_typed(town: Town) -> None:
    """The office may not know who that is: neither the name nor the register's id is told."""
    values = {
        "where": "here", "other": town.city.numbers["赵小宝"], "married": "2026-08-01", "certificate": "证1"
    }  # fmt: skip
    refusal = town.foreseen("marry", values, person="张丽华").refusal
    assert refusal is not None
    for text in (refusal.text.zh, refusal.text.en):
        assert town.city.numbers["赵小宝"] in text
        assert "赵小宝" not in text
        assert "#" not in text


def test_the_members_of_a_household_that_somebody_comes_to(town: Town) -> None:
    values = {
        "mover": town.city.numbers["赵大山"], "along": "alone", "into": "existing",
        "household": town.city.households["李"], "relation": "97", "dwelling": "owned", "title": "产权证1",
    }  # fmt: skip
    seen = town.foreseen("move_within", values)
    assert seen.refusal is None
    shown = "".join(change.after.zh for change in seen.changes)
    assert "王秀英" in shown
    assert {town.city.people["王秀英"], town.city.people["李建国"]} <= looked_at(town)


def test_whoever_a_list_names_by_the_household_they_head(town: Town) -> None:
    which = town.city.households["李"]
    town.opened(
        "change_head",
        {"head": town.city.people["王秀英"], "reason": "other", "other": "协商"},
        household=which,
    )
    set_area([TOWN_STATION])
    queries.queue(town.city.officers[town.counter], town.on)
    lines = town.city.sql("select persons from access_line where what like '业务列表%'")
    assert town.city.people["李建国"] in {who for (persons,) in lines for who in persons}
