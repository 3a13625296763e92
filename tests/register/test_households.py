"""Splitting and merging households, moving within the city, joining relatives."""

from dataclasses import replace
from datetime import date, timedelta

DAY = date(2026, 11, 1)


def test_a_son_of_age_splits_off_at_the_same_address(town, li, acts):
    son = town.people["李明明"]
    done = acts.split_household(
        acts.SplitHousehold(li, (acts.Mover(son, "02"),), acts.SplitGround.PROPERTY, DAY), town.acting()
    )
    assert town.where(son) == ("registered", done.household, "02", 1)
    assert town.where("李建国")[1] == li
    [(address,)] = town.sql(
        "select address from household_address where household = %s and upper_inf(known)", [done.household]
    )
    assert address == 1
    assert town.sql("select act from ledger_entry where entry = %s", [done.entry]) == [("split_household",)]
    town.assert_sound()
    town.assert_rebuilt()


def test_spouses_and_minors_do_not_split_off_singly_but_the_divorced_do(town, li, acts, refused):
    wife, daughter = town.people["王秀英"], town.people["李小红"]
    alone = acts.SplitHousehold(li, (acts.Mover(wife, "02"),), acts.SplitGround.PROPERTY, DAY)
    told = refused("register.parted", acts.split_household, alone, town.acting())
    assert "王秀英" in told.text.zh
    assert told.hint.en
    divorced = acts.SplitHousehold(
        li, (acts.Mover(wife, "02"), acts.Mover(daughter, "30")), acts.SplitGround.MARRIAGE, DAY
    )
    done = acts.split_household(divorced, town.acting())
    assert {town.where(who)[1] for who in (wife, daughter)} == {done.household}
    town.assert_sound()
    town.assert_rebuilt()


def test_what_is_no_split(town, li, zhang, acts, refused):
    son, stranger = town.people["李明明"], town.people["张丽华"]
    everybody = tuple(
        acts.Mover(town.people[name], relation)
        for name, relation in [("李建国", "02"), ("王秀英", "10"), ("李明明", "20"), ("李小红", "30")]
    )
    split = acts.SplitHousehold(li, (acts.Mover(son, "02"),), acts.SplitGround.AGREEMENT, DAY)

    def check(code, office=1, **changes):
        refused(code, acts.split_household, replace(split, **changes), town.acting(office))

    check("register.nobody_stays", members=everybody)
    check("register.not_of_household", members=(acts.Mover(stranger, "02"),))
    check("register.nobody", members=())
    check("register.no_head", members=(acts.Mover(son, "20"),))
    check("register.unknown_household", household=999)
    check("register.other_office", office=2)
    check("register.future", effective=town.on + timedelta(days=1))
    check("register.minor_head", members=(acts.Mover(town.people["李小红"], "02"),), apart_ground="判决")
    collective = town.family(2, ("单位一", "1", "1990-01-01", "99"), kind="collective")
    check(
        "register.split_collective", household=collective, members=(acts.Mover(town.people["单位一"], "02"),)
    )


def test_households_of_one_address_merge_and_kinship_tells_the_relations(town, li, acts):
    son = town.people["李明明"]
    split = acts.split_household(
        acts.SplitHousehold(li, (acts.Mover(son, "02"),), acts.SplitGround.PROPERTY, DAY), town.acting()
    )
    later = DAY + timedelta(days=3)
    done = acts.merge_households(acts.MergeHouseholds(li, (split.household,), later), town.acting())
    assert done.household == li
    assert town.where(son) == ("registered", li, "20", 1)
    assert town.where(son, DAY) == ("registered", split.household, "02", 1)
    town.assert_sound()
    town.assert_rebuilt()


def test_the_father_comes_into_his_sons_household(town, li, acts):
    son = town.people["李明明"]
    split = acts.split_household(
        acts.SplitHousehold(li, (acts.Mover(son, "02"),), acts.SplitGround.PROPERTY, DAY), town.acting()
    )
    acts.merge_households(
        acts.MergeHouseholds(split.household, (li,), DAY + timedelta(days=1), {town.people["李小红"]: "77"}),
        town.acting(),
    )
    assert town.where("李建国")[1:3] == (split.household, "51")
    assert town.where("王秀英")[2] == "52"
    assert town.where("李小红")[2] == "77"
    town.assert_sound()
    town.assert_rebuilt()


def test_what_cannot_be_merged(town, li, zhang, acts, refused):
    there = town.family(2, ("赵强", "1", "1985-01-01", "02"))
    collective = town.family(1, ("单位一", "1", "1990-01-01", "99"), kind="collective")
    merge = acts.MergeHouseholds(li, (there,), DAY)

    def check(code, **changes):
        refused(code, acts.merge_households, replace(merge, **changes), town.acting())

    check("register.merge_addresses")
    check("register.merge_collective", absorbed=(collective,))
    check("register.merged_twice", absorbed=(li,))
    check("register.merged_twice", absorbed=(there, there))
    check("register.nobody", absorbed=())
    check("register.other_office", absorbed=(zhang,))
    check("register.unknown_household", absorbed=(999,))
    twin = acts.found_household(
        acts.FoundHousehold(1, DAY, (acts.Mover(town.people["李明明"], "02"),)), town.acting()
    )
    stranger = {town.people["赵强"]: "99"}
    check("register.not_of_household", absorbed=(twin.household,), relations=stranger)


def test_a_family_moves_to_its_own_dwelling_under_another_office(town, li, acts):
    movers = tuple(
        acts.Mover(town.people[name], relation)
        for name, relation in [("李建国", "02"), ("王秀英", "10"), ("李小红", "30")]
    )
    statement = acts.MoveWithin(movers, acts.NewHousehold(25), "不动产权证", DAY, {li: town.people["李明明"]})
    done = acts.move_within(statement, town.acting(2))
    assert town.where("李小红") == ("registered", done.household, "30", 2)
    assert town.where("李明明") == ("registered", li, "02", 1)
    town.assert_sound()
    town.assert_rebuilt()


def test_who_may_not_move_within(town, li, acts, refused):
    head = town.people["李建国"]
    collective = town.family(22, ("单位一", "1", "1990-01-01", "99"), kind="collective")
    statement = acts.MoveWithin(
        (acts.Mover(head, "02"),), acts.NewHousehold(25), "不动产权证", DAY, {li: town.people["李明明"]}
    )
    refused("register.parted", acts.move_within, statement, town.acting(2))
    reason = replace(statement, apart_ground="法院判决")
    refused("register.dwelling_needed", acts.move_within, replace(reason, dwelling=" "), town.acting(2))
    refused("register.into_collective", acts.move_within, replace(reason, into=collective), town.acting(2))
    acts.move_within(reason, town.acting(2))
    town.assert_sound()
    town.assert_rebuilt()


def test_a_mother_joins_her_son_and_is_told_what_she_is_to_him(town, acts):
    son_home = town.family(21, ("孙强", "1", "1990-01-01", "02"))
    town.family(1, ("孙母", "2", "1965-01-01", "02"))
    town.tie("孙强", "孙母")
    done = acts.join_relatives(
        acts.JoinRelatives((acts.Mover(town.people["孙母"], ""),), town.people["孙强"], DAY), town.acting(2)
    )
    assert done.household == son_home
    assert town.where("孙母") == ("registered", son_home, "52", 2)
    town.assert_sound()
    town.assert_rebuilt()


def test_a_stepchild_comes_along_but_a_stranger_does_not(town, acts, refused):
    home = town.family(21, ("孙强", "1", "1990-01-01", "02"))
    town.family(
        1,
        ("钱芳", "2", "1991-01-01", "02"),
        ("钱小宝", "1", "2018-01-01", "20"),
        ("房客", "1", "1980-01-01", "99"),
    )
    town.tie("孙强", "钱芳", "spouse")
    wife, child, lodger = (town.people[name] for name in ("钱芳", "钱小宝", "房客"))
    statement = acts.JoinRelatives(
        (acts.Mover(wife, ""), acts.Mover(child, "27"), acts.Mover(lodger, "99")), town.people["孙强"], DAY
    )
    told = refused("register.not_related", acts.join_relatives, statement, town.acting(2))
    assert "胜利派出所管辖的一名人员" in told.text.zh, "the office joined keeps none of the three"
    [old] = {town.where(wife)[1]}
    statement = replace(statement, members=statement.members[:2], successors={old: lodger})
    acts.join_relatives(statement, town.acting(2))
    assert town.where(wife)[1:3] == (home, "12")
    assert town.where(child)[1:3] == (home, "27")
    town.assert_sound()
    town.assert_rebuilt()


def test_nobody_joins_one_who_has_no_family_household(town, li, acts, refused):
    member = town.family(22, ("单位一", "1", "1990-01-01", "99"), kind="collective")
    assert member
    statement = acts.JoinRelatives((acts.Mover(town.people["李明明"], ""),), town.people["单位一"], DAY)
    refused("register.relative_in_collective", acts.join_relatives, statement, town.acting(2))
    refused("register.named_twice", acts.join_relatives,
            replace(statement, relative=town.people["李明明"]), town.acting(1))  # fmt: skip
    refused("register.unknown_person", acts.join_relatives, replace(statement, relative=999), town.acting(1))


def test_a_change_of_head_gives_its_reason_and_restates_the_relations(town, li, acts, refused):
    change = acts.ChangeHead(li, acts.Succession(town.people["李明明"]), DAY, "协商一致")
    refused("register.reason_needed", acts.change_head, replace(change, reason=" "), town.acting())
    done = acts.change_head(change, town.acting())
    assert done.household == li
    assert [town.where(name)[2] for name in ("李明明", "李建国", "王秀英", "李小红")] == [
        "02",
        "51",
        "52",
        "70",
    ]
    refused("register.head_already", acts.change_head, change, town.acting())
    minor = replace(
        change, succession=acts.Succession(town.people["李小红"]), effective=DAY + timedelta(days=1)
    )
    refused("register.minor_head", acts.change_head, minor, town.acting())
    town.assert_sound()
    town.assert_rebuilt()


def test_a_child_of_both_keeps_its_place_among_the_children(town, li, acts):
    son, daughter = town.people["李明明"], town.people["李小红"]
    to_mother = acts.Succession(town.people["王秀英"], {son: "22", daughter: "31"})
    acts.change_head(acts.ChangeHead(li, to_mother, DAY, "协商一致"), town.acting())
    back = acts.ChangeHead(li, acts.Succession(town.people["李建国"]), DAY, "协商一致")
    acts.change_head(back, town.acting())
    assert [town.where(name)[2] for name in ("李建国", "李明明", "李小红")] == ["02", "22", "31"]
    to_son = acts.ChangeHead(li, acts.Succession(son), DAY, "协商一致")
    acts.change_head(to_son, town.acting())
    assert [town.where(name)[2] for name in ("李建国", "李明明", "李小红")] == ["51", "02", "70"]
