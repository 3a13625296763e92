"""Collective households: who enters which, who must leave."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

DAY = date(2026, 11, 1)


@pytest.fixture
def school(town, acts):
    return acts.found_household(
        acts.FoundHousehold(30, date(2026, 1, 1), kind="collective", sort=acts.CollectiveSort.SCHOOL),
        town.acting(2),
    ).household


@pytest.fixture
def community(town, acts):
    return acts.found_household(
        acts.FoundHousehold(31, date(2026, 1, 1), kind="collective", sort=acts.CollectiveSort.COMMUNITY),
        town.acting(2),
    ).household


def entering(town, acts, name, household, ground="admitted"):
    return acts.EnterCollective(
        (town.people[name],), household, acts.CollectiveGround(ground), "录取通知书", DAY
    )


def test_a_student_enters_the_schools_household_and_leaves_it_after_graduation(
    town, li, school, acts, refused
):
    acts.enter_collective(entering(town, acts, "李明明", school), town.acting(2))
    assert town.where("李明明") == ("registered", school, "99", 2)
    home = acts.LeaveCollective(
        (acts.Mover(town.people["李明明"], ""),), li, acts.LeavingGround.RELATIVES, "户口簿",
        DAY + timedelta(days=5),
    )  # fmt: skip
    refused("register.still_studying", acts.leave_collective, home, town.acting())
    acts.leave_collective(replace(home, ground=acts.LeavingGround.STUDIES_ENDED), town.acting())
    assert town.where("李明明") == ("registered", li, "20", 1)
    town.assert_sound()
    town.assert_rebuilt()


def test_a_ground_opens_its_own_sort_of_collective_household(town, li, school, community, acts, refused):
    def check(code, statement):
        refused(code, acts.enter_collective, statement, town.acting(2))

    student = entering(town, acts, "李明明", school)
    check("register.collective_sort", replace(student, household=community))
    check("register.collective_sort", replace(student, ground=acts.CollectiveGround.EMPLOYED))
    check("register.evidence_needed", replace(student, evidence=""))
    check("register.nobody", replace(student, persons=()))
    check("register.unknown_household", replace(student, household=999))


def test_one_of_a_family_household_goes_to_the_community_only_when_the_home_is_lost(
    town, li, zhang, community, acts, refused
):
    statement = entering(town, acts, "张丽华", community, "nowhere")
    refused("register.has_family_household", acts.enter_collective, statement, town.acting(2))
    acts.enter_collective(replace(statement, home_lost="房屋拆迁"), town.acting(2))
    assert town.where("张丽华")[1] == community
    town.assert_sound()
    town.assert_rebuilt()


def test_one_who_has_kin_to_join_does_not_go_to_the_community(town, li, community, acts, refused):
    son = town.people["李明明"]
    acts.found_household(acts.FoundHousehold(22, DAY, (acts.Mover(son, "02"),)), town.acting(2))
    statement = replace(
        entering(town, acts, "李明明", community, "nowhere"),
        effective=DAY + timedelta(days=1),
        home_lost="房屋出售",
    )
    told = refused("register.has_kin_to_join", acts.enter_collective, statement, town.acting(2))
    assert "李明明" in told.text.zh
    acts.enter_collective(replace(statement, kin_ground="父母不同意"), town.acting(2))
    assert town.where(son)[1] == community
    town.assert_sound()
    town.assert_rebuilt()


def test_a_worker_leaves_the_units_household_for_a_home_or_another_unit(town, zhang, school, acts, refused):
    town.family(2, ("工人", "1", "1990-01-01", "99"), kind="collective")
    other = acts.found_household(
        acts.FoundHousehold(32, date(2026, 1, 1), kind="collective", sort=acts.CollectiveSort.UNIT),
        town.acting(2),
    ).household
    leaving = acts.LeaveCollective(
        (acts.Mover(town.people["工人"], "02"),),
        acts.NewHousehold(25),
        acts.LeavingGround.HOME,
        "不动产权证",
        DAY,
    )

    def check(code, **changes):
        refused(code, acts.leave_collective, replace(leaving, **changes), town.acting(2))

    check("register.ground_and_household", into=other)
    check("register.ground_and_household", ground=acts.LeavingGround.OTHER_UNIT)
    check("register.ground_and_household", ground=acts.LeavingGround.UNIT_GONE, into=school)
    check("register.not_in_collective", members=(acts.Mover(town.people["张丽华"], "02"),))
    check("register.evidence_needed", evidence="")
    acts.leave_collective(
        replace(
            leaving, into=other, ground=acts.LeavingGround.OTHER_UNIT,
            members=(acts.Mover(town.people["工人"], ""),),
        ),
        town.acting(2),
    )  # fmt: skip
    assert town.where("工人") == ("registered", other, "99", 2)
    done = acts.leave_collective(replace(leaving, effective=DAY + timedelta(days=1)), town.acting(2))
    assert town.where("工人") == ("registered", done.household, "02", 2)
    town.assert_sound()
    town.assert_rebuilt()


def unit_of(town, acts):
    founded = acts.FoundHousehold(
        32, date(2026, 1, 1), kind="collective", sort=acts.CollectiveSort.UNIT
    )  # fmt: skip
    return acts.found_household(founded, town.acting(2)).household


@pytest.mark.parametrize(
    "act",
    [
        "settle", "found_household", "move_within", "join_relatives", "return_to_village", "enter_collective",
        "leave_collective",
    ],
)  # fmt: skip
def test_no_act_but_the_end_of_the_studies_takes_a_student_out_of_the_schools_household(
    town, li, school, village, acts, refused, act
):
    son, after = town.people["李明明"], DAY + timedelta(days=1)
    acts.enter_collective(entering(town, acts, "李明明", school), town.acting(2))
    mover, new = (acts.Mover(son, "02"),), acts.NewHousehold(3)
    paper = acts.CollectiveGround.EMPLOYED, "劳动合同", after
    land = acts.VillageRight.CONTRACTED_LAND, son, "承包合同", after
    statement, office = {
        "settle": (acts.Settle(mover, new, after), 1),
        "found_household": (acts.FoundHousehold(3, after, mover), 1),
        "move_within": (acts.MoveWithin(mover, new, "房产证", after), 1),
        "join_relatives": (acts.JoinRelatives((acts.Mover(son, ""),), town.people["李建国"], after), 1),
        "return_to_village": (acts.ReturnToVillage(mover, acts.NewHousehold(village), *land), 2),
        "enter_collective": (acts.EnterCollective((son,), unit_of(town, acts), *paper), 2),
        "leave_collective": (
            acts.LeaveCollective(mover, new, acts.LeavingGround.HOME, "房产证", after), 1
        ),
    }[act]  # fmt: skip
    told = refused("register.still_studying", getattr(acts, act), statement, town.acting(office))
    assert "迁出集体户" in told.hint.zh
    ended = acts.LeaveCollective(mover, new, acts.LeavingGround.STUDIES_ENDED, "毕业证书", after)
    acts.leave_collective(ended, town.acting())
    assert town.where("李明明")[2:] == ("02", 1)
    town.assert_sound()


def test_a_graduate_whom_a_case_settles_comes_from_the_schools_household_at_once(town, li, school, acts):
    acts.enter_collective(entering(town, acts, "李明明", school), town.acting(2))
    mover = (acts.Mover(town.people["李明明"], "02"),)
    by = replace(town.acting(1), case="2026-001-00007")
    acts.settle(acts.Settle(mover, acts.NewHousehold(3), DAY + timedelta(days=1)), by)
    assert town.where("李明明")[2:] == ("02", 1)
    town.assert_sound()


def test_whom_another_school_admits_goes_there_at_once(town, li, school, acts):
    other = acts.FoundHousehold(33, date(2026, 1, 1), kind="collective", sort=acts.CollectiveSort.SCHOOL)
    second = acts.found_household(other, town.acting(2)).household
    acts.enter_collective(entering(town, acts, "李明明", school), town.acting(2))
    on = replace(entering(town, acts, "李明明", second), effective=DAY + timedelta(days=1))
    acts.enter_collective(on, town.acting(2))
    assert town.where("李明明") == ("registered", second, "99", 2)


def test_a_member_of_a_units_household_moves_out_as_anybody_does(town, li, acts):
    unit = unit_of(town, acts)
    son, after = town.people["李明明"], DAY + timedelta(days=1)
    lost = replace(entering(town, acts, "李明明", unit, "employed"), home_lost="房屋拆迁")
    acts.enter_collective(lost, town.acting(2))
    acts.move_within(
        acts.MoveWithin((acts.Mover(son, "02"),), acts.NewHousehold(3), "房产证", after), town.acting()
    )
    assert town.where("李明明")[2:] == ("02", 1)
