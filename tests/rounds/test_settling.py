"""Each part's quota and the second round of what was left over, worked by hand."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huji.policy import packs
from huji.policy.points import Entry, Selection
from huji.rounds.settling import Result, Tied, settle

MORNING = datetime(2016, 1, 4, 9, tzinfo=UTC)


def selection(policy: str) -> Selection:
    found = packs().get(policy)
    assert found is not None
    assert found.points is not None
    assert found.points.selection is not None
    return found.points.selection


def tianjin(*points: float) -> dict[str, list[Entry]]:
    """Ranked by the total alone; the document does not say what becomes of equals."""
    return {"": [Entry(f"{place:03}", {"settlement": each}) for place, each in enumerate(points, 1)]}


def settled(entries: dict[str, list[Entry]], quotas: dict[str, int], **said: Any) -> Result:
    rest = {"at_least": None, "ties": None, "seed": "sha256:ab", **said}
    return settle(entries, selection("tianjin-2013"), quotas=quotas, **rest)


def admitted(result: Result) -> set[int]:
    return {int(place) for place, one in result.places.items() if one.admitted}


def test_the_best_are_admitted_and_equals_share_a_rank() -> None:
    result = settled(tianjin(70, 90, 70, 60), {"": 3})
    assert admitted(result) == {1, 2, 3}
    assert [result.places[f"00{place}"].rank for place in (1, 2, 3, 4)] == [2, 1, 2, 4]


@pytest.mark.parametrize(("ties", "in_"), [("all_in", {1, 2, 3}), ("none_in", {2})])
def test_equals_at_the_last_place_go_by_the_rule(ties: str, in_: set[int]) -> None:
    assert admitted(settled(tianjin(70, 90, 70, 60), {"": 2}, ties=ties)) == in_


def test_without_a_rule_equals_at_the_last_place_are_a_question() -> None:
    with pytest.raises(Tied):
        settled(tianjin(70, 90, 70, 60), {"": 2})
    assert admitted(settled(tianjin(70, 90, 70, 60), {"": 4})) == {1, 2, 3, 4}


def test_lots_can_be_drawn_again_by_anybody() -> None:
    many = tianjin(*([50] * 40))
    first, again = (admitted(settled(many, {"": 10}, ties="drawn")) for _ in range(2))
    assert len(first) == 10
    assert first == again != admitted(settled(many, {"": 10}, ties="drawn", seed="sha256:cd"))


def test_no_place_and_nobody_are_settled_too() -> None:
    assert admitted(settled(tianjin(70, 60), {"": 0})) == set()
    assert settled({"": []}, {"": 5}).last == {"": None}


def zhongshan(place: int, total: float, quality: float = 0, seconds: int = 0) -> Entry:
    points = {"settlement": total, "quality": quality, "insured": 0, "residence": 0}
    return Entry(f"{place:03}", points, {}, MORNING.replace(second=seconds))


def test_in_zhongshan_equals_are_told_apart_by_quality_and_then_by_the_time_of_application() -> None:
    entries = {
        "": [
            zhongshan(1, 130.5, 80, 1),
            zhongshan(2, 130.5, 80, 0),
            zhongshan(3, 130.5, 90, 9),
            zhongshan(4, 60),
        ]
    }
    rule = {"at_least": None, "ties": None, "seed": ""}
    result = settle(entries, selection("zhongshan-2014"), quotas={"": 2}, **rule)  # type: ignore[arg-type]
    assert [result.places[f"00{place}"].rank for place in (1, 2, 3, 4)] == [3, 2, 1, 4]
    assert admitted(result) == {2, 3}


def test_each_town_has_its_quota_and_what_is_left_goes_to_a_second_round_within_ten_per_cent() -> None:
    # North has 20 places and 15 applicants; south 30 places and 40 applicants; east 10 places and 12.
    entries = {
        "north": [zhongshan(place, 200 - place) for place in range(1, 16)],
        "south": [zhongshan(place, 300 - place) for place in range(101, 141)],
        "east": [zhongshan(place, 900 - place) for place in range(201, 213)],
    }
    quotas = {"north": 20, "south": 30, "east": 10}
    rule: dict[str, Any] = {"quotas": quotas, "at_least": None, "ties": None, "seed": ""}
    once = settle(entries, selection("zhongshan-2014"), **rule)
    assert len(admitted(once)) == 15 + 30 + 10
    twice = settle(entries, selection("zhongshan-2014"), second_share=Fraction(1, 10), **rule)
    # Five places are left over; east ranks first and may have 10 % of ten, one; south 10 % of thirty, three.
    assert sorted(place for place, one in twice.places.items() if one.second) == ["131", "132", "133", "211"]
    assert admitted(once) < admitted(twice)


def test_a_second_round_never_gives_more_than_is_left() -> None:
    part = [Entry(f"{place:03}", {"settlement": 1000 - place}) for place in range(1, 101)]
    result = settled(
        {"a": part, "b": [Entry("900", {"settlement": 1})]}, {"a": 50, "b": 3}, second_share=Fraction(1, 2)
    )
    assert sum(one.second for one in result.places.values()) == 2


@pytest.mark.parametrize(("ties", "number"), [("all_in", 3), ("none_in", 0), ("drawn", 2)])
def test_equals_in_the_second_round_go_by_the_same_rule(ties: str, number: int) -> None:
    equal = [Entry(f"{place:03}", {"settlement": 50}) for place in range(20, 23)]
    first = [Entry(f"{place:03}", {"settlement": 90}) for place in range(1, 5)]
    quotas = {"a": 4, "b": 2}
    result = settled({"a": [*first, *equal], "b": []}, quotas, ties=ties, second_share=Fraction(1, 2))
    assert sum(one.second for one in result.places.values()) == number


def test_a_score_to_reach_admits_whoever_reaches_it() -> None:
    entries = {"": [Entry(str(points), {"settlement": points}) for points in (90, 91, 89)]}
    result = settle(
        entries, selection("beijing-2017"), quotas=None, at_least=Fraction(90), ties="all_in", seed=""
    )
    assert admitted(result) == {90, 91}
    assert result.last == {"": "90"}


@given(
    points=st.lists(st.integers(0, 6), max_size=30),
    quota=st.integers(0, 12),
    ties=st.sampled_from(["all_in", "none_in", "drawn"]),
)
def test_nobody_is_admitted_before_a_better_one(points: list[int], quota: int, ties: str) -> None:
    got = admitted(settled(tianjin(*points), {"": quota}, ties=ties))
    for one, each in enumerate(points, 1):
        for other, more in enumerate(points, 1):
            assert not (one in got and other not in got and more > each)
    if ties != "all_in":
        assert len(got) <= quota
    if ties == "drawn":
        assert len(got) == min(quota, len(points))
