"""The self-check knows the places that acts of this city have made."""

from datetime import date
from typing import Any

from tests.cases.city import City

from huji.counter import wording
from huji.places.acts import Authority, ChangePlaces, Rule
from huji.portal.check import where
from huji.register.acts import change_places

MADE = "211102299"


def test_a_town_that_an_act_made_is_offered_found_and_named(city: City, monkeypatch: Any) -> None:
    day = date(2026, 9, 1)
    order = Authority(None, 0, day, "盘政发〔2026〕7号")
    change_places(ChangePlaces(day, [Rule(2, to_division=MADE, name="新设街道")]), order)
    assert where.name(MADE, day) == "辽宁省盘锦市双台子区新设街道"
    assert MADE in {spot.code for spot in where.below("211102", day)}
    assert [spot.code for spot in where.found("新设街道", day)] == [MADE]
    monkeypatch.setattr(wording, "today", lambda: day)
    division = next(n for n, one in wording.vocabulary().facts.items() if one.type == "division")
    assert wording.value(division, MADE) == "辽宁省盘锦市双台子区新设街道"
    assert not where.exists(MADE, date(2026, 8, 31))
