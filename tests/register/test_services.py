"""Kinship and dwellings as the policy engine's facts ask for them."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

DAY = date(2026, 11, 1)


@pytest.fixture
def services(town):
    from huji.register import services

    return services


@pytest.fixture
def reader(town):
    from huji.ledger.access import Purpose
    from huji.register import queries
    from huji.runtime.db import set_area

    set_area("*")
    return queries.Reader(SimpleNamespace(pk=7, office=None), Purpose.HANDLE_CASE)


@pytest.fixture
def generations(town):
    """Four generations: each the parent of the next."""
    names = ["曾祖", "祖父", "父亲", "本人", "儿子"]
    for place, (name, born) in enumerate(zip(names, (1925, 1948, 1970, 1993, 2018), strict=True)):
        town.family(2 + place, (name, "1", f"{born}-01-01", "02"))
    for child, parent in zip(names[1:], names, strict=False):
        town.tie(child, parent)
    return names


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, []), (2, ["父亲", "儿子"]), (3, ["父亲", "儿子", "祖父"]), (4, ["父亲", "儿子", "祖父", "曾祖"])],
)
def test_lineal_kin_count_oneself_as_a_generation(town, generations, services, reader, count, told):
    found = services.lineal(town.people["本人"], reader, count)
    assert [one.name for one in found] == told


def test_kinship_is_not_followed_further_than_it_is_kept(town, generations, services, reader):
    with pytest.raises(ValueError, match="four generations"):
        services.lineal(town.people["本人"], reader, 5)


def test_two_households_of_one_dwelling_live_together_and_a_collective_one_does_not(
    town, li, acts, services, reader
):
    son = town.people["李明明"]
    split = acts.split_household(
        acts.SplitHousehold(li, (acts.Mover(son, "02"),), acts.SplitGround.PROPERTY, DAY), town.acting()
    ).household
    town.family(
        1, ("单位甲", "1", "1990-01-01", "99"), ("单位乙", "1", "1990-01-01", "99"), kind="collective"
    )
    found = services.lives_with(son, reader)
    assert {(one.person, one.household, one.same_household) for one in found} == {
        (town.people[name], li, False) for name in ("李建国", "王秀英", "李小红")
    }
    before = services.lives_with(son, reader, date(2026, 10, 1))
    assert {one.same_household for one in before} == {True}
    mother = services.lives_with(town.people["王秀英"], reader)
    assert [one.same_household for one in mother] == [True, True, False]
    assert mother[-1].household == split
    assert services.lives_with(town.people["单位甲"], reader) == ()


def test_everyone_found_to_live_with_somebody_is_in_the_access_log(town, li, services, reader):
    services.lives_with(town.people["李小红"], reader)
    looked = town.sql("select persons from access_line where what like '同住人员%' order by 1")
    assert {person for (persons,) in looked for person in persons} == set(town.people.values())


def test_members_of_a_collective_household_with_kin_to_join_are_due_to_leave(
    town, li, zhang, acts, services, reader
):
    unit = town.family(
        3, ("单位甲", "1", "1990-01-01", "99"), ("单位乙", "2", "1990-01-01", "99"), kind="collective"
    )
    town.tie("单位甲", "李建国")
    town.tie("单位甲", "张丽华", "spouse")
    found = services.due_to_leave(unit, reader)
    assert [(one.person, one.relative, one.relation, one.household) for one in found] == [
        (town.people["单位甲"], town.people["张丽华"], "spouse", zhang)
    ]
    assert services.due_to_leave(li, reader) == ()


def test_floor_area_is_shared_by_those_registered_and_those_who_come(town, li, zhang, services):
    from huji.places.acts import Authority, RecordDwelling, record_dwelling
    from huji.runtime.db import writing

    record_dwelling(
        RecordDwelling(1, Decimal("90.50"), date(2024, 1, 1)), Authority(7, 1, town.on, "不动产权证")
    )
    with writing():
        assert services.floor_area_per_person(2) is None
        there = services.floor_area_per_person(1)
        more = services.floor_area_per_person(
            1, coming=[town.people["李小红"], town.people["张丽华"]], newcomers=1
        )
        earlier = services.floor_area_per_person(1, date(2023, 1, 1))
    assert (there.people, there.each) == (4, Decimal("22.62"))
    assert (more.people, more.each) == (6, Decimal("15.08"))
    assert earlier is None


def test_a_dwelling_is_counted_within_an_act_only(town, services):
    with pytest.raises(RuntimeError):
        services.floor_area_per_person(1)
