"""Nobody stays between two registers: lapsed certificates and deaths in transit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

OUT = date(2026, 9, 1)
ON = date(2026, 11, 20)


@pytest.fixture
def lapsed(town, acts):
    """Move somebody out on a certificate that has expired by today."""

    def move(number, *names, heads=None, on=OUT):
        persons = tuple(town.people[name] for name in names)
        acts.move_out(acts.MoveOut(persons, on, number, "外市", successors=heads or {}), town.acting(on=on))
        return number

    return move


def restoring(acts, number, on=ON):
    return acts.RestoreLapsed(number, on, "已函查迁入地，未登记")


def test_a_lapsed_mover_is_restored_with_the_old_relation_under_the_same_head(town, li, lapsed, acts):
    number = lapsed("迁1", "李明明")
    done = acts.restore_lapsed(restoring(acts, number), town.acting())
    assert done.household == li
    assert town.where("李明明") == ("registered", li, "20", 1)
    assert town.where("李明明", ON - timedelta(days=1))[0] == "in_transit"
    town.assert_sound()
    town.assert_rebuilt()


def test_a_former_head_returns_as_what_kinship_shows_to_the_head_of_now(town, li, lapsed, acts):
    number = lapsed("迁1", "李建国", heads={li: town.people["李明明"]})
    acts.restore_lapsed(restoring(acts, number), town.acting())
    assert town.where("李建国") == ("registered", li, "51", 1)
    assert town.where("李明明")[2] == "02"
    town.assert_sound()
    town.assert_rebuilt()


def test_a_family_that_left_an_empty_household_returns_under_its_head(town, li, lapsed, acts):
    number = lapsed("迁1", "李建国", "王秀英", "李明明", "李小红")
    acts.restore_lapsed(restoring(acts, number), town.acting())
    assert [town.where(name)[2] for name in ("李建国", "王秀英", "李明明", "李小红")] == [
        "02",
        "10",
        "20",
        "30",
    ]
    town.assert_sound()
    town.assert_rebuilt()


def test_a_child_that_returns_alone_to_an_empty_household_heads_it(town, li, lapsed, acts):
    whole = lapsed("迁1", "李建国", "王秀英", "李明明", "李小红")
    arrived = tuple(town.people[name] for name in ("李建国", "王秀英", "李明明"))
    acts.arrive_elsewhere(acts.ArriveElsewhere(arrived, date(2026, 9, 20), whole, "回执"), town.acting())
    done = acts.restore_lapsed(restoring(acts, whole), town.acting())
    assert done.persons == (town.people["李小红"],)
    assert town.where("李小红")[2] == "02"
    town.assert_sound()
    town.assert_rebuilt()


def test_what_is_not_restored(town, li, zhang, lapsed, acts, refused):
    number = lapsed("迁1", "李明明")
    fresh = lapsed("迁2", "李小红", on=date(2026, 11, 10))

    def check(code, statement, office=1):
        return refused(code, acts.restore_lapsed, statement, town.acting(office))

    check("register.inquiry_needed", replace(restoring(acts, number), inquiry=""))
    check("register.certificate_unknown", restoring(acts, "没有"))
    check("register.certificate_still_good", restoring(acts, fresh))
    check("register.other_office", restoring(acts, number), office=2)
    check("register.future", restoring(acts, number, ON + timedelta(days=1)))
    acts.restore_lapsed(restoring(acts, number), town.acting())
    check("register.nobody_in_transit", restoring(acts, number))


def test_one_round_restores_all_who_can_be_and_tells_who_cannot(town, li, zhang, lapsed, acts):
    from huji.register import lapsed as rounds

    lapsed("迁1", "李明明")
    lapsed("迁2", "王秀英", "李小红")
    by_two = town.acting(2, on=OUT)
    acts.move_out(acts.MoveOut((town.people["张丽华"],), OUT, "迁3", "外市"), by_two)
    after = ON + timedelta(days=1)
    acts.move_household(acts.MoveHousehold(li, 2, "不动产权证", after), town.acting(on=after))
    assert [(one.certificate, one.office) for one in rounds.overdue(ON)] == [
        ("迁1", 1),
        ("迁2", 1),
        ("迁3", 2),
    ]
    assert rounds.overdue(date(2026, 10, 1)) == ()
    assert [one.certificate for one in rounds.overdue(ON, office=2)] == ["迁3"]
    told = rounds.restore_overdue(ON, 7, "已函查")
    assert [done.persons for done in told.done] == [(town.people["张丽华"],)]
    assert {one.certificate for one, _ in told.left} == {"迁1", "迁2"}
    assert {refusal.code for _, refusal in told.left} == {"register.before_last_change"}
    assert town.where("张丽华") == ("registered", 2, "02", 2)
    town.assert_sound()
    town.assert_rebuilt()


def test_a_death_in_transit_is_entered_at_the_origin_in_one_entry(town, li, lapsed, acts, refused):
    number = lapsed("迁1", "李建国", heads={li: town.people["王秀英"]})
    died = date(2026, 9, 10)
    statement = acts.DeathInTransit(town.people["李建国"], died, "死亡证明", number)
    refused("register.evidence_needed", acts.death_in_transit, replace(statement, evidence=""), town.acting())
    refused("register.before_last_change", acts.death_in_transit,
            replace(statement, died=OUT - timedelta(days=1)), town.acting())  # fmt: skip
    refused("register.other_office", acts.death_in_transit, statement, town.acting(2))
    refused("register.certificate_unknown", acts.death_in_transit,
            replace(statement, certificate="没有"), town.acting())  # fmt: skip
    refused("register.registered_already", acts.death_in_transit,
            replace(statement, person=town.people["李明明"]), town.acting())  # fmt: skip
    before = town.entries()
    acts.death_in_transit(statement, town.acting())
    assert town.entries() == before + 1
    assert town.where("李建国", died - timedelta(days=1))[0] == "in_transit"
    assert town.where("李建国", died) == ("registered", li, "11", 1)
    assert town.where("李建国")[0] == "ended"
    widowed = "select marital from particulars where person = %s and upper_inf(known) and upper_inf(valid)"
    assert town.sql(widowed, [town.people["王秀英"]]) == [("30",)]
    refused("register.dead", acts.death_in_transit, statement, town.acting())
    town.assert_sound()
    town.assert_rebuilt()


def test_a_death_before_arrival_here_is_an_arrival_on_the_day_of_death_and_a_death(town, zhang, acts):
    died = date(2026, 11, 3)
    number = town.number(date(1960, 1, 1), "1")
    shown = acts.Certificate("外1", "外市某所", date(2026, 10, 20), date(2026, 11, 18))
    items = acts.Particulars("赵远", "1")
    done = acts.move_in(
        acts.MoveIn((acts.Newcomer(number, items, "99"),), zhang, died, shown), town.acting(2)
    )
    [person] = done.persons
    acts.death(acts.Death(person, died, "死亡证明"), town.acting(2))
    assert town.where(person, died) == ("registered", zhang, "99", 2)
    assert town.where(person)[0] == "ended"
    town.assert_sound()
    town.assert_rebuilt()


def test_restoring_and_arriving_at_once_register_a_person_once(town, li, lapsed, race):
    son = town.people["李明明"]
    lapsed("迁1", "李明明")
    told = race(
        *[
            ("restore_lapsed", "acts.RestoreLapsed('迁1', date(2026, 11, 20), '已函查')", 1),
            ("arrive_elsewhere", f"acts.ArriveElsewhere(({son},), date(2026, 11, 20), '迁1', '回执')", 1),
        ]
        * 3
    )
    assert sum("done" in one for one in told) == 1


@pytest.fixture
def parted(town, li, lapsed):
    """Two of two households on one certificate; one of the addresses comes under another office since."""
    from huji.places.acts import Authority, ChangePlaces, Rule
    from huji.register import acts

    town.family(2, ("周一", "1", "1970-01-01", "02"), ("周二", "1", "1996-01-01", "20"))
    lapsed("迁1", "李明明", "周二", on=date(2026, 8, 1))
    rule = Rule(2, "211102002005", {"number": "2"}, to_division="211102002007")
    authority = Authority(None, 0, town.on, "盘政发〔2026〕1号")
    acts.change_places(ChangePlaces(date(2026, 10, 1), [rule]), authority)
    return town.people["李明明"], town.people["周二"]


def test_those_on_one_certificate_whom_two_offices_keep_by_now_are_restored_by_each(town, li, parted, acts):
    from huji.register import lapsed as rounds

    told = [(one.certificate, one.office, one.persons) for one in rounds.overdue(ON)]
    assert told == [("迁1", 1, (parted[0],)), ("迁1", 2, (parted[1],))]
    assert [one.persons for one in rounds.overdue(ON, office=2)] == [(parted[1],)]
    round_ = rounds.restore_overdue(ON, 7, "已函查")
    assert (sorted(done.persons for done in round_.done), round_.left) == ([(who,) for who in parted], ())
    assert [town.where(who)[::3] for who in parted] == [("registered", 1), ("registered", 2)]
    assert rounds.overdue(ON) == ()
    town.assert_sound()
    town.assert_rebuilt()


def test_a_certificate_waits_for_the_other_office_until_all_on_it_are_back(town, parted, acts, refused):
    first = acts.restore_lapsed(restoring(acts, "迁1"), town.acting(2))
    assert first.persons == (parted[1],)
    refused("register.other_office", acts.restore_lapsed, restoring(acts, "迁1"), town.acting(2))
    acts.undo(acts.Undo(first.entry, "误办"), town.acting(2))
    assert [town.where(who)[0] for who in parted] == ["in_transit"] * 2
    assert acts.restore_lapsed(restoring(acts, "迁1"), town.acting(2)).persons == (parted[1],)
    assert acts.restore_lapsed(restoring(acts, "迁1"), town.acting()).persons == (parted[0],)
    refused("register.nobody_in_transit", acts.restore_lapsed, restoring(acts, "迁1"), town.acting())
    town.assert_sound()
    town.assert_rebuilt()
