"""Marriages and divorces: kinship and marital state, both axes, and no change of registration."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

DAY = date(2026, 11, 1)
CERTIFICATE = "结婚证 2026-1"


@pytest.fixture
def zhou(town):
    return town.family(2, ("周敏", "2", "1998-03-01", "02"))


def marital(town, name, day=DAY):
    [(state,)] = town.sql(
        "select marital from particulars where person = %s and upper_inf(known) and valid @> %s::date",
        [town.people[name], day],
    )
    return state


def spouses(town, name):
    return town.sql(
        "select relative, lower(valid), upper(valid) from kinship where person = %s and kind = 'spouse'"
        " and upper_inf(known) order by 2, 1",
        [town.people[name]],
    )


def test_two_people_marry_and_stay_where_they_are_registered(town, li, zhou, acts):
    one, other = town.people["李明明"], town.people["周敏"]
    done = acts.marry(acts.Marry(one, other, DAY, CERTIFICATE), town.acting())
    assert done.persons == (one, other)
    assert spouses(town, "李明明") == [(other, DAY, None)]
    assert spouses(town, "周敏") == [(one, DAY, None)]
    assert (marital(town, "李明明"), marital(town, "周敏")) == ("20", "20")
    assert marital(town, "李明明", DAY - timedelta(days=1)) == "90"
    assert town.where("李明明") == ("registered", li, "20", 1)
    assert town.where("周敏") == ("registered", zhou, "02", 1)
    town.assert_sound()
    town.assert_rebuilt()


def test_the_marital_state_counts_first_later_and_resumed_marriages(town, li, zhou, acts):
    one, other = town.people["李明明"], town.people["周敏"]
    town.hold_item("李明明", "marital", "10")
    town.hold_item("周敏", "marital", "40")
    acts.marry(acts.Marry(one, other, DAY, CERTIFICATE), town.acting())
    assert (marital(town, "李明明"), marital(town, "周敏")) == ("21", "22")
    apart, again = DAY + timedelta(days=3), DAY + timedelta(days=6)
    acts.divorce(acts.Divorce(one, other, apart, "离婚证 1"), town.acting())
    assert (marital(town, "李明明", apart), marital(town, "周敏", apart)) == ("40", "40")
    acts.marry(acts.Marry(other, one, again, "结婚证 2"), town.acting())
    assert (marital(town, "李明明", again), marital(town, "周敏", again)) == ("23", "23")
    assert spouses(town, "周敏") == [(one, DAY, apart), (one, again, None)]
    town.assert_sound()
    town.assert_rebuilt()


def test_a_marriage_learned_of_late_changes_the_state_until_the_divorce_known_already(town, li, zhou, acts):
    one, other = town.people["李明明"], town.people["周敏"]
    earlier, ended = date(2024, 1, 1), date(2025, 1, 1)
    outside = acts.Marry(one, None, earlier, "结婚证 外1")
    acts.marry(outside, town.acting())
    acts.divorce(acts.Divorce(one, None, ended, "离婚证 外1"), town.acting())
    assert [marital(town, "李明明", day) for day in (earlier, ended, DAY)] == ["20", "40", "40"]
    acts.marry(acts.Marry(one, other, DAY, CERTIFICATE), town.acting())
    assert marital(town, "李明明", DAY) == "22"
    assert marital(town, "李明明", ended) == "40"


def test_a_former_spouse_of_the_head_is_no_longer_called_one(town, li, acts):
    wife = town.people["王秀英"]
    acts.divorce(acts.Divorce(town.people["李建国"], wife, DAY, "判决书"), town.acting())
    assert town.where(wife) == ("registered", li, "99", 1)
    assert town.where(wife, DAY - timedelta(days=1)) == ("registered", li, "10", 1)
    acts.marry(acts.Marry(town.people["李建国"], wife, DAY + timedelta(days=1), "复婚"), town.acting())
    assert town.where(wife) == ("registered", li, "12", 1)
    town.assert_sound()
    town.assert_rebuilt()


def test_the_one_left_is_widowed_from_the_day_after(town, li, acts):
    town.hold_item("王秀英", "marital", "21")
    head, wife = town.people["李建国"], town.people["王秀英"]
    acts.death(acts.Death(head, DAY, "死亡证明", {li: wife}), town.acting())
    assert (marital(town, "王秀英", DAY), marital(town, "王秀英", DAY + timedelta(days=1))) == ("21", "30")
    assert marital(town, "李建国", DAY + timedelta(days=1)) == "90", "nothing is said of the dead"
    town.assert_rebuilt()


def test_one_is_widowed_by_a_death_elsewhere_and_may_marry_again(town, li, zhang, acts, refused):
    """The office whose register she left enters it, by the papers that the one left shows."""
    head, wife, gone = town.people["李建国"], town.people["王秀英"], date(2026, 10, 5)
    acts.move_out(acts.MoveOut((wife,), gone, "迁1", "大连"), town.acting(on=gone))
    acts.arrive_elsewhere(acts.ArriveElsewhere((wife,), gone, "迁1", "回执"), town.acting())
    death, after = acts.Death(wife, DAY, "大连市死亡医学证明"), DAY + timedelta(days=1)
    refused("register.other_office", acts.death, death, town.acting(2))
    early = replace(death, died=gone - timedelta(days=1))
    refused("register.before_last_change", acts.death, early, town.acting())
    acts.death(death, town.acting())
    assert (town.where(wife, DAY)[0], town.where(wife)[0]) == ("elsewhere", "ended")
    assert (marital(town, "李建国", DAY), marital(town, "李建国", after)) == ("90", "30")
    assert spouses(town, "李建国") == [(wife, date(2020, 1, 1), after)]
    refused("register.dead", acts.death, death, town.acting())
    again = acts.Marry(head, town.people["张丽华"], DAY + timedelta(days=9), CERTIFICATE)
    acts.marry(again, town.acting())
    assert marital(town, "李建国", town.on) == "22"
    town.assert_sound()


def test_one_whose_declared_dead_spouse_comes_back_is_married_as_before(town, li, acts):
    town.hold_item("王秀英", "marital", "22")
    head, wife = town.people["李建国"], town.people["王秀英"]
    declared = acts.DeclareMissingOrDead(head, acts.Finding.DEAD, "判决书1", DAY, {li: wife})
    acts.declare_missing_or_dead(declared, town.acting())
    assert marital(town, "王秀英", DAY) == "30"
    back = DAY + timedelta(days=10)
    ground = acts.RestoreGround.RETURNED_DEAD
    acts.restore(
        acts.Restore(acts.Mover(head, "10"), li, back, ground, "撤销判决书", spouse=wife), town.acting()
    )
    assert marital(town, "王秀英", back) == "22"
    assert spouses(town, "李建国")[-1] == (wife, back, None)
    town.assert_sound()
    town.assert_rebuilt()


def test_who_may_not_marry(town, li, zhang, zhou, acts, refused):
    son, wife = town.people["李明明"], town.people["王秀英"]
    statement = acts.Marry(son, town.people["周敏"], DAY, CERTIFICATE)

    def check(code, office=1, **changes):
        return refused(code, acts.marry, replace(statement, **changes), town.acting(office))

    check("register.married_already", other=wife)
    check("register.close_kin", one=son, other=daughter_of_age(town))
    check("register.same_sex", one=town.people["张丽华"], office=2)
    check("register.too_young_to_marry", other=town.people["李小红"])
    check("register.certificate_needed", certificate="")
    check("register.named_twice", other=son)
    check("register.unknown_person", other=999)
    check("register.other_office", office=2)
    check("register.future", married=town.on + timedelta(days=1))
    acts.death(acts.Death(town.people["周敏"], DAY - timedelta(days=9), "证明", {}), town.acting())
    check("register.dead")


def test_what_is_no_divorce(town, li, zhou, acts, refused):
    head, wife = town.people["李建国"], town.people["王秀英"]
    statement = acts.Divorce(head, wife, DAY, "离婚证")

    def check(code, **changes):
        return refused(code, acts.divorce, replace(statement, **changes), town.acting())

    check("register.not_married", other=town.people["周敏"])
    check("register.not_married", other=None)
    check("register.not_married", divorced=date(2019, 1, 1))
    check("register.document_needed", document=" ")
    acts.divorce(statement, town.acting())
    check("register.not_married")


def test_one_marries_only_once_when_two_offices_act_at_once(town, li, zhang, zhou, race):
    son = town.people["李明明"]
    asked = [
        ("marry", f"acts.Marry({town.people[name]}, {son}, date(2026, 11, 1), '结婚证')", office)
        for name, office in (("张丽华", 2), ("周敏", 1))
    ]
    told = race(*asked * 4)
    assert sum("done" in one for one in told) == 1
    assert {one.get("refused") for one in told} == {None, "register.married_already"}


def test_marrying_and_dying_at_once(town, li, zhou, race):
    son, other = town.people["李明明"], town.people["周敏"]
    told = race(
        *[
            ("marry", f"acts.Marry({son}, {other}, date(2026, 11, 5), '结婚证')", 1),
            ("death", f"acts.Death({other}, date(2026, 11, 3), '证明')", 1),
        ]
        * 3
    )
    done = [one for one in told if "done" in one]
    assert len(done) >= 1
    living = town.sql(
        "select 1 from kinship k join standing s on s.person in (k.person, k.relative) and s.kind = 'ended'"
        " and upper_inf(s.known) where k.kind = 'spouse' and upper_inf(k.known) and k.valid && s.valid"
        " and lower(s.valid) > lower(k.valid)"
    )
    assert living == [], "married beyond death"


def daughter_of_age(town):
    """Open a grown daughter of Li Jianguo in a household of her own."""
    town.family(3, ("李大红", "2", "1995-01-01", "02"))
    town.tie("李大红", "李建国")
    return town.people["李大红"]
