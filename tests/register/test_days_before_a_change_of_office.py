"""What happened before a change of places is entered after it, by the office that keeps the person now."""

from dataclasses import replace
from datetime import date

import pytest

OF_ONE = "211102002005"
SINCE = date(2020, 1, 1)
DAY, CHANGED, NOW = date(2026, 10, 5), date(2026, 10, 10), date(2026, 11, 20)


def life(town, who):
    return town.sql(
        "select kind::text, household, relation, office, lower(valid) from standing"
        " where person = %s and upper_inf(known) order by valid offset"
        " (select count(*) from standing where person = %s and upper_inf(known) and lower(valid) < %s)",
        [who, who, SINCE],
    )


def test_a_head_who_died_before_the_change(town, acts, li, moved, refused):
    head, wife, son = (town.people[name] for name in ("李建国", "王秀英", "李明明"))
    moved()
    died = acts.Death(head, DAY, "证明", {li: wife})
    refused("register.other_office", acts.death, died, town.acting(1))
    done = acts.death(died, town.acting(2))
    after = date(2026, 10, 6)
    assert life(town, head) == [("registered", li, "02", 1, SINCE), ("ended", None, None, 2, after)]
    assert life(town, wife)[1:] == [("registered", li, "02", 1, after), ("registered", li, "02", 2, CHANGED)]
    assert town.where(son) == ("registered", li, "20", 2)
    assert town.sql(
        "select marital, lower(valid) from particulars where person = %s and upper_inf(known)"
        " and upper_inf(valid)", [wife],
    ) == [("30", after)]  # fmt: skip
    town.assert_sound()
    town.assert_rebuilt()
    acts.undo(acts.Undo(done.entry, "误办"), town.acting(2))
    assert life(town, head) == [("registered", li, "02", 1, SINCE), ("registered", li, "02", 2, CHANGED)]


def test_one_who_died_before_the_household_had_come_there_is_refused(town, acts, li, moved, refused):
    """What differs in more than the office is a change of the registration: nothing is entered before it."""
    son = town.people["李明明"]
    settled = acts.Settle((acts.Mover(son, "02"),), acts.NewHousehold(5), date(2026, 10, 7))
    acts.settle(settled, town.acting(1))
    moved()
    told = refused("register.before_last_change", acts.death, acts.Death(son, DAY, "证"), town.acting(2))
    assert "2026-10-07" in told.text.en


def test_an_arrival_before_the_change(town, acts, li, moved):
    son = town.people["李明明"]
    acts.move_out(acts.MoveOut((son,), date(2026, 10, 1), "迁1", "大连"), town.acting(1, date(2026, 10, 1)))
    moved()
    acts.arrive_elsewhere(acts.ArriveElsewhere((son,), DAY, "迁1", "回执"), town.acting(2))
    assert life(town, son)[1:] == [
        ("in_transit", None, None, 1, date(2026, 10, 1)),
        ("elsewhere", None, None, 1, DAY),
        ("elsewhere", None, None, 2, CHANGED),
    ]
    town.assert_sound()
    town.assert_rebuilt()


def test_a_death_in_transit_and_a_lapsed_certificate_before_the_change(town, acts, li, moved):
    son, wife = town.people["李明明"], town.people["王秀英"]
    first = date(2026, 9, 1)
    acts.move_out(acts.MoveOut((son,), first, "迁1", "大连"), town.acting(1, first))
    acts.move_out(acts.MoveOut((wife,), first, "迁2", "大连"), town.acting(1, first))
    moved()
    acts.death_in_transit(acts.DeathInTransit(son, DAY, "证明", "迁1"), town.acting(2))
    assert life(town, son)[2:] == [
        ("registered", li, "20", 1, DAY), ("ended", None, None, 2, date(2026, 10, 6))
    ]  # fmt: skip
    acts.restore_lapsed(acts.RestoreLapsed("迁2", DAY, "未落户"), town.acting(2))
    assert life(town, wife)[2:] == [("registered", li, "10", 1, DAY), ("registered", li, "10", 2, CHANGED)]
    town.assert_sound()
    town.assert_rebuilt()


def test_a_birth_before_the_change_of_a_child_that_lives_and_of_one_that_died(town, acts, li, moved):
    moved()
    born = acts.Birth(
        acts.Particulars("李新", "2"), date(2026, 10, 1), li, "30", DAY, "211102",
        town.people["王秀英"], town.people["李建国"],
    )  # fmt: skip
    [lives] = acts.birth(born, town.acting(2)).persons
    assert life(town, lives)[1:] == [("registered", li, "30", 1, DAY), ("registered", li, "30", 2, CHANGED)]
    [died] = acts.birth(replace(born, child=acts.Particulars("李小", "2"), died=DAY), town.acting(2)).persons
    assert life(town, died)[1:] == [
        ("registered", li, "30", 1, DAY), ("ended", None, None, 2, date(2026, 10, 6))
    ]  # fmt: skip
    town.assert_sound()
    town.assert_rebuilt()


def test_a_move_into_a_household_and_out_of_it_before_the_change(town, acts, li, zhang, moved):
    son, her = town.people["李明明"], town.people["张丽华"]
    other = town.family(22, ("周乙", "2", "1952-03-01", "02"))
    moved()
    acts.settle(acts.Settle((acts.Mover(her, "99"),), li, DAY), town.acting(2))
    assert life(town, her) == [
        ("registered", zhang, "02", 2, SINCE),
        ("registered", li, "99", 1, DAY),
        ("registered", li, "99", 2, CHANGED),
    ]
    acts.settle(acts.Settle((acts.Mover(son, "99"),), other, DAY), town.acting(2))
    assert life(town, son) == [("registered", li, "20", 1, SINCE), ("registered", other, "99", 2, DAY)]
    town.assert_sound()
    town.assert_rebuilt()


VERBS = ("enlist", "cancel", "declare_missing_or_dead", "move_out", "change_head", "split_household")


def befalls(acts, verb, house, head, wife, son):
    return {
        "enlist": lambda: acts.Enlist(head, DAY, "书", {house: wife}),
        "cancel": lambda: acts.Cancel(son, acts.CancelGround.SETTLED_ABROAD, DAY, "护照"),
        "declare_missing_or_dead": lambda: acts.DeclareMissingOrDead(son, acts.Finding.MISSING, "判", DAY),
        "move_out": lambda: acts.MoveOut((head,), DAY, f"迁{house}", "大连", successors={house: wife}),
        "change_head": lambda: acts.ChangeHead(house, acts.Succession(wife), DAY, "协商"),
        "split_household": lambda: acts.SplitHousehold(
            house, (acts.Mover(son, "02"),), acts.SplitGround.PROPERTY, DAY
        ),
    }[verb]()


@pytest.mark.parametrize("verb", VERBS)
def test_it_is_of_no_account_which_is_entered_first_the_change_or_an_earlier_act(town, acts, li, moved, verb):
    """Of two families alike, what befell one is entered before the change, what befell the other after it."""
    other = town.family(
        3,
        ("周建国", "1", "1970-05-01", "02"),
        ("吴秀英", "2", "1972-06-01", "10"),
        ("周明明", "1", "1996-07-01", "20"),
        ("周小红", "2", "2012-08-01", "30"),
    )
    one = [town.people[name] for name in ("李建国", "王秀英", "李明明", "李小红")]
    two = [town.people[name] for name in ("周建国", "吴秀英", "周明明", "周小红")]
    getattr(acts, verb)(befalls(acts, verb, li, *one[:3]), town.acting(1))
    moved()
    getattr(acts, verb)(befalls(acts, verb, other, *two[:3]), town.acting(2))
    for first, second in zip(one, two, strict=True):
        lives = [
            [(kind, at == house, code, office, since) for kind, at, code, office, since in life(town, who)]
            for who, house in ((first, li), (second, other))
        ]
        if (
            verb == "split_household"
        ):  # the seat founded is that of the office that founds it, from its first day
            lives = [[row for row in found if row[1]] for found in lives]
        assert lives[0] == lives[1]
    town.assert_sound()
    town.assert_rebuilt()


def test_a_marriage_before_the_change_is_told_of_its_day(town, acts, moved):
    house = town.family(5, ("钱一", "1", "1980-05-01", "02"), ("赵二", "2", "1982-06-01", "99"))
    moved()
    acts.marry(acts.Marry(town.people["钱一"], town.people["赵二"], DAY, "证"), town.acting(2))
    assert life(town, town.people["赵二"]) == [
        ("registered", house, "99", 1, SINCE),
        ("registered", house, "12", 1, DAY),
        ("registered", house, "12", 2, CHANGED),
    ]
    town.assert_sound()
    town.assert_rebuilt()


def test_a_household_that_moved_before_the_change(town, acts, li, moved):
    wife = town.people["王秀英"]
    moved()
    acts.move_household(acts.MoveHousehold(li, 22, "房产证", DAY), town.acting(2))
    assert life(town, wife) == [("registered", li, "10", 1, SINCE), ("registered", li, "10", 2, DAY)]
    assert town.sql(
        "select address, office, lower(valid) from household_address"
        " where household = %s and upper_inf(known) order by valid", [li],
    ) == [(1, 1, SINCE), (22, 2, DAY)]  # fmt: skip
    town.assert_sound()
    town.assert_rebuilt()
