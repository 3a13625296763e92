"""Rounds: who is selected, whatever the order in which entries come in."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huji.policy.points import (
    By,
    Entry,
    Key,
    Kind,
    Selection,
    Standing,
    Ties,
    Unranked,
    rank,
)
from huji.policy.tree import Citation

CITES = Citation("某政发〔2015〕1号", "三")
POINTS = Key(By.TOTAL, "settlement")
YEARS = Key(By.FACT, "insurance.years")
APPLIED = Key(By.APPLIED, "", descending=False)


def selection(kind=Kind.QUOTA, *, rank=(POINTS, YEARS), ties=Ties.ALL_IN, at_least=None, quota=None):
    return Selection(kind, CITES, "settlement", at_least, quota, rank, ties)


def entry(id_, points, years=0, applied=0, lot=None):
    return Entry(id_, {"settlement": points}, {"insurance.years": years}, applied, lot)


ENTRIES = st.lists(
    st.tuples(st.sampled_from([10, 10.5, 20, Fraction(41, 4)]), st.integers(0, 2), st.integers(0, 1)),
    max_size=9,
).map(lambda rows: [entry(f"p{i}", *row) for i, row in enumerate(rows)])
SELECTIONS = st.builds(
    lambda kind, keys, ties, line: selection(kind, rank=keys, ties=ties, at_least=line),
    st.sampled_from(list(Kind)),
    st.sampled_from([(POINTS,), (YEARS, POINTS), (POINTS, YEARS, APPLIED), (APPLIED, POINTS)]),
    st.sampled_from([None, *Ties]),
    st.sampled_from([None, Fraction(10), Fraction(21, 2)]),
)


def key_of(one, keys):
    found = []
    for key in keys:
        value = {
            By.TOTAL: one.totals.get(key.name),
            By.FACT: one.facts.get(key.name),
            By.APPLIED: one.applied,
        }[key.by]
        found.append(-value if key.descending else value)
    return tuple(found)


@settings(deadline=None, max_examples=300)
@given(ENTRIES, SELECTIONS, st.none() | st.integers(0, 9), st.randoms(use_true_random=False))
def test_a_round_is_the_same_in_whatever_order_entries_come_in(entries, chosen, quota, shuffle):
    mixed = list(entries)
    shuffle.shuffle(mixed)
    assert rank(mixed, chosen, quota=quota, seed="2015") == rank(entries, chosen, quota=quota, seed="2015")


@settings(deadline=None, max_examples=300)
@given(ENTRIES, SELECTIONS, st.none() | st.integers(0, 9))
def test_nobody_above_an_admitted_entry_is_left_out_and_equals_are_treated_alike(entries, chosen, quota):
    ranking = rank(entries, chosen, quota=quota, seed="2015")
    assert sorted(one.entry.id for one in ranking.placed) == sorted(one.id for one in entries)
    above = [one for one in ranking.placed if one.place is not None]
    for one in above:
        better = [
            other for other in above if key_of(other.entry, chosen.rank) < key_of(one.entry, chosen.rank)
        ]
        equal = [
            other for other in above if key_of(other.entry, chosen.rank) == key_of(one.entry, chosen.rank)
        ]
        assert one.place == len(better) + 1
        if one.admitted:
            assert all(other.admitted for other in better)
        if chosen.ties is not Ties.DRAWN:
            assert {other.standing for other in equal} == {one.standing}


@settings(deadline=None, max_examples=300)
@given(ENTRIES, SELECTIONS, st.integers(0, 9))
def test_a_quota_is_passed_by_equals_alone_and_left_open_by_equals_alone(entries, chosen, quota):
    ranking = rank(entries, chosen, quota=quota, seed="2015")
    if chosen.kind is not Kind.QUOTA:
        return
    able = sum(one.standing is not Standing.BELOW_LINE for one in ranking.placed)
    count = len(ranking.admitted)
    if chosen.ties is Ties.DRAWN:
        assert count == min(quota, able)
    elif chosen.ties is Ties.ALL_IN:
        assert count >= min(quota, able)
        last = [one for one in ranking.placed if one.standing is Standing.TIED_IN]
        assert count - len(last) < quota or count == min(quota, able)
    else:
        assert count <= min(quota, able)
        if count < min(quota, able):
            assert any(one.standing in (Standing.TIED_OUT, Standing.OPEN) for one in ranking.placed)


def test_equal_points_are_parted_by_the_next_key_and_then_by_the_moment_of_application():
    chosen = selection(rank=(POINTS, YEARS, APPLIED))
    entries = [entry("a", 60, 5, 3), entry("b", 60, 7, 9), entry("c", 60, 5, 2), entry("d", 61, 0, 9)]
    ranking = rank(entries, chosen, quota=3)
    assert [one.entry.id for one in ranking.placed] == ["d", "b", "c", "a"]
    assert [one.admitted for one in ranking.placed] == [True, True, True, False]


def test_equals_at_the_last_place_all_come_in_where_the_document_says_so():
    entries = [entry("a", 70), entry("b", 60), entry("c", 60), entry("d", 50)]
    ranking = rank(entries, selection(), quota=2)
    assert [one.standing for one in ranking.placed] == ["within_quota", "tied_in", "tied_in", "beyond_quota"]
    assert [one.place for one in ranking.placed] == [1, 2, 2, 4]


def test_equals_at_the_last_place_stay_open_where_the_document_says_nothing():
    ranking = rank([entry("a", 60), entry("b", 60)], selection(ties=None), quota=1)
    assert [one.admitted for one in ranking.placed] == [None, None]
    assert not ranking.settled


def test_a_draw_follows_the_lots_and_else_the_seed_which_anybody_can_draw_again():
    drawn = selection(ties=Ties.DRAWN)
    lots = [entry("a", 60, lot=3), entry("b", 60, lot=1), entry("c", 60, lot=2)]
    assert {one.id for one in rank(lots, drawn, quota=2).admitted} == {"b", "c"}
    people = [entry(f"p{i}", 60) for i in range(20)]
    once = rank(people, drawn, quota=7, seed="round 1").admitted
    assert len(once) == 7
    assert once == rank(reversed(people), drawn, quota=7, seed="round 1").admitted
    assert once != rank(people, drawn, quota=7, seed="round 2").admitted
    with pytest.raises(Unranked):
        rank(people, drawn, quota=7)


def test_points_are_compared_exactly_as_decimals():
    entries = [entry("a", 0.1 + 0.2), entry("b", 0.3), entry("c", Fraction(3, 10))]
    ranking = rank(entries, selection(rank=(POINTS,)), quota=1)
    assert [one.place for one in ranking.placed] == [1, 2, 2]


def test_an_announced_score_admits_all_who_reach_it_and_decides_nothing_before():
    chosen = selection(Kind.ANNOUNCED, rank=())
    entries = [entry("a", 90.75), entry("b", 90.74)]
    assert [one.admitted for one in rank(entries, chosen).placed] == [None, None]
    assert [one.id for one in rank(entries, chosen, at_least=90.75).admitted] == ["a"]


def test_a_quota_counts_only_those_who_reach_the_score_to_apply():
    chosen = selection(rank=(YEARS,), at_least=Fraction(60))
    entries = [entry("a", 59.5, 30), entry("b", 60, 4), entry("c", 100, 3)]
    ranking = rank(entries, chosen, quota=1)
    assert [(one.entry.id, one.place, one.standing.value) for one in ranking.placed] == [
        ("b", 1, "within_quota"),
        ("c", 2, "beyond_quota"),
        ("a", None, "below_line"),
    ]


def test_an_entry_without_what_the_rank_compares_is_refused_by_name():
    with pytest.raises(Unranked, match="a"):
        rank([Entry("a", {"settlement": 60})], selection())
    with pytest.raises(Unranked, match="twice"):
        rank([entry("a", 1), entry("a", 2)], selection())


def test_shuffling_a_large_round_changes_nothing():
    people = [entry(f"p{i:04}", i % 37, i % 5, i % 3) for i in range(2000)]
    mixed = list(people)
    random.Random(7).shuffle(mixed)
    assert rank(mixed, selection(), quota=900) == rank(people, selection(), quota=900)
