"""The forces, the village of origin, and a household that moves as a whole."""

from dataclasses import replace
from datetime import date, timedelta

DAY = date(2026, 11, 1)


def military(town, name, day=DAY):
    [(state,)] = town.sql(
        "select military from particulars where person = %s and upper_inf(known) and valid @> %s::date",
        [town.people[name], day],
    )
    return state


def test_a_recruit_is_registered_with_the_forces_and_comes_back_after_service(town, li, acts, refused):
    son = town.people["李明明"]
    enlist = acts.Enlist(son, date(2024, 9, 1), "入伍通知书 1")
    acts.enlist(enlist, town.acting())
    assert town.where(son) == ("elsewhere", None, None, 1)
    assert town.sql("select cause from standing where person = %s and upper_inf(known) and upper_inf(valid)",
                    [son]) == [("military",)]  # fmt: skip
    assert military(town, "李明明") == "服现役"
    refused("register.not_registered", acts.enlist, replace(enlist, effective=DAY), town.acting())
    back = acts.Discharge(
        acts.Mover(son, "02"), acts.NewHousehold(25), acts.Discharged.RELEASED, "介绍信 1", DAY
    )
    refused("register.letter_needed", acts.discharge, replace(back, letter=""), town.acting(2))
    refused(
        "register.other_office", acts.discharge, replace(back, kind=acts.Discharged.DISMISSED), town.acting(2)
    )
    done = acts.discharge(back, town.acting(2))
    assert town.where(son) == ("registered", done.household, "02", 2)
    assert military(town, "李明明") == "退出现役"
    refused("register.registered_already", acts.discharge, back, town.acting(2))
    town.assert_sound()
    town.assert_rebuilt()


def test_one_elsewhere_for_another_reason_is_not_discharged(town, li, acts, refused):
    son = town.people["李明明"]
    acts.move_out(acts.MoveOut((son,), DAY, "迁1", "外市"), town.acting())
    acts.arrive_elsewhere(acts.ArriveElsewhere((son,), DAY, "迁1", "回执"), town.acting())
    statement = acts.Discharge(acts.Mover(son, "20"), li, acts.Discharged.RELEASED, "介绍信", DAY)
    refused("register.not_serving", acts.discharge, statement, town.acting())


def test_a_soldier_comes_back_by_discharge_and_not_by_a_migration_certificate(town, li, acts, refused):
    son = town.people["李明明"]
    acts.enlist(acts.Enlist(son, date(2024, 9, 1), "入伍通知书 1"), town.acting())
    paper = acts.Certificate("迁字001", "沈阳市公安局", date(2026, 10, 20), date(2026, 11, 18))
    items = acts.Particulars("李明明", "1")
    for member in (acts.Mover(son, "02"), acts.Newcomer(town.numbers["李明明"], items, "02")):
        moving = acts.MoveIn((member,), acts.NewHousehold(9), DAY, paper)
        told = refused("register.serving", acts.move_in, moving, town.acting())
        assert "退役落户" in told.hint.zh
    assert (town.where(son)[0], military(town, "李明明")) == ("elsewhere", "服现役")


def test_what_enlisting_refuses(town, li, acts, refused):
    statement = acts.Enlist(town.people["李建国"], DAY, "入伍通知书 1")
    refused("register.notice_needed", acts.enlist, replace(statement, notice=" "), town.acting())
    refused("register.successor_needed", acts.enlist, statement, town.acting())
    refused("register.other_office", acts.enlist, statement, town.acting(2))
    refused("register.unknown_person", acts.enlist, replace(statement, person=999), town.acting())
    refused(
        "register.future",
        acts.enlist,
        replace(statement, told_kin=town.on + timedelta(days=1)),
        town.acting(),
    )
    acts.enlist(replace(statement, successors={li: town.people["王秀英"]}), town.acting())
    town.assert_sound()
    town.assert_rebuilt()


def test_a_couple_returns_to_the_village_where_the_father_holds_land(town, li, village, acts, refused):
    son, father = town.people["李明明"], town.people["李建国"]
    statement = acts.ReturnToVillage(
        (acts.Mover(son, "02"),), acts.NewHousehold(village), acts.VillageRight.CONTRACTED_LAND, father,
        "承包经营权证", DAY,
    )  # fmt: skip

    def check(code, **changes):
        return refused(code, acts.return_to_village, replace(statement, **changes), town.acting(2))

    town.family(3, ("赵强", "1", "1985-01-01", "02"))
    stranger = town.people["赵强"]
    check("register.holder_not_family", holder=stranger)
    check("register.holder_not_spouse", right=acts.VillageRight.COUPLE)
    check("register.companion_not_family", members=(*statement.members, acts.Mover(stranger, "99")))
    check("register.evidence_needed", evidence="")
    check("register.not_a_village", into=acts.NewHousehold(25))
    check("register.village_family_household",
          into=acts.NewHousehold(village, "collective", acts.CollectiveSort.COMMUNITY))  # fmt: skip
    done = acts.return_to_village(statement, town.acting(2))
    assert town.where(son) == ("registered", done.household, "02", 2)
    town.assert_sound()
    town.assert_rebuilt()


def address_of(town, household, day=DAY):
    return town.sql(
        "select address, office from household_address where household = %s and upper_inf(known)"
        " and valid @> %s::date",
        [household, day],
    )


def test_a_household_moves_whole_and_keeps_number_head_and_relations(town, li, acts, refused):
    statement = acts.MoveHousehold(li, 25, "不动产权证", DAY)
    done = acts.move_household(statement, town.acting(2))
    assert done.household == li
    assert address_of(town, li) == [(25, 2)]
    assert address_of(town, li, DAY - timedelta(days=1)) == [(1, 1)]
    assert town.where("李建国") == ("registered", li, "02", 2)
    assert town.where("李小红") == ("registered", li, "30", 2)
    assert town.where("李小红", DAY - timedelta(days=1)) == ("registered", li, "30", 1)
    [(offices,)] = town.sql("select offices from ledger_entry where entry = %s", [done.entry])
    assert offices == [1, 2]
    within = acts.move_household(
        replace(statement, address=26, effective=DAY + timedelta(days=2)), town.acting(2)
    )
    assert address_of(town, li, town.on) == [(26, 2)]
    assert town.sql("select count(*) from standing where lower(known) = %s", [within.entry]) == [(0,)]
    town.assert_sound()
    town.assert_rebuilt()


def test_what_moving_a_household_refuses(town, li, zhang, acts, refused):
    statement = acts.MoveHousehold(li, 25, "不动产权证", DAY)

    def check(code, office=2, **changes):
        return refused(code, acts.move_household, replace(statement, **changes), town.acting(office))

    check("register.unknown_household", household=999)
    check("register.same_address", address=1, office=1)
    check("register.dwelling_needed", dwelling="")
    check("register.address_of_other_office", office=1)
    check("register.future", effective=town.on + timedelta(days=1))
    acts.settle(
        acts.Settle((acts.Mover(town.people["李明明"], "99"),), zhang, DAY + timedelta(days=3)),
        town.acting(2),
    )
    check("register.before_last_change")
    empty = acts.found_household(
        acts.FoundHousehold(30, DAY, kind="collective", sort=acts.CollectiveSort.SCHOOL), town.acting(2)
    )
    check("register.nobody", household=empty.household)


def test_a_household_that_moves_while_somebody_comes_is_of_one_office(town, li, zhang, race):
    join = f"acts.Settle((acts.Mover({town.people['张丽华']}, '99'),), {li}, date(2026, 11, 2))"
    move = f"acts.MoveHousehold({li}, 25, '不动产权证', date(2026, 11, 1))"
    told = race(*[("settle", join, 1), ("move_household", move, 2)] * 4)
    assert sum("done" in one for one in told) >= 1
    strangers = town.sql(
        "select s.person from standing s join household_address a on a.household = s.household"
        " and upper_inf(a.known) and a.valid && s.valid where upper_inf(s.known) and s.office <> a.office"
    )
    assert strangers == []
