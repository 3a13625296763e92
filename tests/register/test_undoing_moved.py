"""Undoing brings people and households back under the office that keeps the place by now."""

from datetime import date

import pytest

from huji.standards import Refused

OF_ONE = "211102002005"
SINCE = date(2020, 1, 1)
LEFT, MOVED, NOW = date(2026, 10, 1), date(2026, 10, 10), date(2026, 11, 20)


def undo(town, acts, entry, office=2):
    acts.undo(acts.Undo(entry, "办错了"), town.acting(office))


def lives(town, who):
    return town.sql(
        "select kind::text, household, office, lower(valid) from standing"
        " where person = %s and upper_inf(known) and lower(valid) >= %s order by valid",
        [who, SINCE],
    )


def test_one_who_comes_back_is_kept_by_the_office_of_the_household(town, acts, li, zhang, moved):
    son = town.people["李明明"]
    done = acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, LEFT), town.acting(2))
    moved()
    undo(town, acts, done.entry)
    assert lives(town, son) == [("registered", li, 1, SINCE), ("registered", li, 2, MOVED)]
    town.assert_sound()


def test_a_household_that_comes_back_is_kept_by_the_office_of_the_address(town, acts, li, moved):
    who = town.people["王秀英"]
    done = acts.move_household(acts.MoveHousehold(li, 22, "自有住房", LEFT), town.acting(2))
    moved()
    undo(town, acts, done.entry)
    assert town.sql(
        "select address, office, lower(valid) from household_address"
        " where household = %s and upper_inf(known) order by valid", [li],
    ) == [(1, 1, SINCE), (1, 2, MOVED)]  # fmt: skip
    assert lives(town, who) == [("registered", li, 1, SINCE), ("registered", li, 2, MOVED)]
    town.assert_sound()


def test_a_move_under_one_office_undone_after_the_former_place_came_under_another(town, acts, li, moved):
    """Nobody's life was stated by the move, whose office was the same; all the same everybody comes along."""
    town.sql("update places_address set division = '211102002006' where id = 2")
    who = town.people["王秀英"]
    town.sql(
        "insert into places_office_area (division, office, valid, known)"
        " values ('211102002006', 1, '[1990-01-01,)', '[0,)')"
    )
    done = acts.move_household(acts.MoveHousehold(li, 2, "自有住房", LEFT), town.acting(1))
    moved()
    undo(town, acts, done.entry, 1)
    assert lives(town, who) == [("registered", li, 1, SINCE), ("registered", li, 2, MOVED)]
    town.assert_sound()


def test_an_end_undone_leaves_one_with_the_present_office(town, acts, li, moved):
    son = town.people["李明明"]
    done = acts.death(acts.Death(son, LEFT, "证明"), town.acting(1))
    moved()
    undo(town, acts, done.entry, 1)
    assert lives(town, son) == [("registered", li, 1, SINCE), ("registered", li, 2, MOVED)]
    town.assert_sound()


def test_one_away_again_is_waited_for_by_the_office_of_the_household_left(town, acts, li, zhang, moved):
    son = town.people["李明明"]
    acts.enlist(acts.Enlist(son, LEFT, "入伍通知书 1"), town.acting(1))
    back = acts.Discharge(acts.Mover(son, "97"), zhang, acts.Discharged.RELEASED, "介绍信", date(2026, 10, 5))
    done = acts.discharge(back, town.acting(2))
    moved()
    undo(town, acts, done.entry)
    assert lives(town, son) == [
        ("registered", li, 1, SINCE),
        ("elsewhere", None, 1, LEFT),
        ("elsewhere", None, 2, MOVED),
    ]
    town.assert_sound()


def test_an_entry_is_undone_whose_rows_followed_a_change_of_places(town, acts, li, moved):
    son = town.people["李明明"]
    done = acts.enlist(acts.Enlist(son, LEFT, "入伍通知书 1"), town.acting(1))
    moved()
    assert lives(town, son)[1:] == [("elsewhere", None, 1, LEFT), ("elsewhere", None, 2, MOVED)]
    undo(town, acts, done.entry)
    assert lives(town, son) == [("registered", li, 1, SINCE), ("registered", li, 2, MOVED)]
    town.assert_sound()


def test_a_household_founded_is_undone_after_its_address_came_under_another_office(town, acts, li, moved):
    son = town.people["李明明"]
    found = acts.FoundHousehold(2, LEFT, (acts.Mover(son, "02"),))
    done = acts.found_household(found, town.acting(1))
    moved(date(2026, 9, 1))
    undo(town, acts, done.entry)
    assert lives(town, son) == [("registered", li, 1, SINCE), ("registered", li, 2, date(2026, 9, 1))]
    assert town.sql(
        "select count(*) from household_address where household = %s and upper_inf(known)", [done.household]
    ) == [(0,)]
    town.assert_sound()


def test_a_move_is_undone_after_the_new_address_came_under_another_office(town, acts, zhang, moved):
    [(before,)] = town.sql("select address from household_address where household = %s", [zhang])
    done = acts.move_household(acts.MoveHousehold(zhang, 2, "自有住房", LEFT), town.acting(1))
    moved()
    assert town.sql(
        "select address, office from household_address where household = %s and upper_inf(known)"
        " order by valid", [zhang],
    ) == [(before, 2), (2, 1), (2, 2)]  # fmt: skip
    undo(town, acts, done.entry)
    assert town.sql(
        "select address, office from household_address where household = %s and upper_inf(known)", [zhang]
    ) == [(before, 2)]
    town.assert_sound()


def test_what_was_built_upon_besides_a_change_of_places_is_told(town, acts, li, zhang, moved):
    son = town.people["李明明"]
    done = acts.enlist(acts.Enlist(son, LEFT, "入伍通知书 1"), town.acting(1))
    moved()
    back = acts.Discharge(acts.Mover(son, "97"), zhang, acts.Discharged.RELEASED, "介绍信", date(2026, 11, 5))
    later = acts.discharge(back, town.acting(2))
    with pytest.raises(Refused) as refused:
        undo(town, acts, done.entry)
    assert refused.value.code == "register.built_upon"
    assert f"{later.entry} 号" in refused.value.text.zh
    undo(town, acts, later.entry)
    undo(town, acts, done.entry)
    assert lives(town, son) == [("registered", li, 1, SINCE), ("registered", li, 2, MOVED)]
    town.assert_sound()
