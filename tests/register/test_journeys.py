"""A certificate is good for one journey: what comes after has a certificate of its own."""

from dataclasses import replace
from datetime import date

import pytest

OUT, AGAIN, NOW = date(2026, 10, 1), date(2026, 11, 10), date(2026, 11, 20)


@pytest.fixture
def undo(town, acts):
    def undo(done):
        return acts.undo(acts.Undo(done.entry, "申报人填错"), town.acting(1, NOW))

    return undo


@pytest.fixture
def out(town, acts, li):
    """Let people of the Li family leave on a day, with a certificate."""

    def out(number, day, *names):
        persons = tuple(town.people[name] for name in names or ("李明明",))
        return acts.move_out(acts.MoveOut(persons, day, number, "大连市"), town.acting(1, day))

    return out


@pytest.fixture
def back(town, acts):
    """Let people return on a certificate."""

    def back(number, day, *names, expired=False):
        reason = acts.ReturnReason.EXPIRED if expired else acts.ReturnReason.WITHDRAWN
        movers = tuple(acts.Mover(town.people[name], "97") for name in names or ("李明明",))
        statement = acts.ReturnToOrigin(movers, day, number, reason)
        return acts.return_to_origin(statement, town.acting(1, max(day, AGAIN)))

    return back


def good(town):
    return [
        number
        for (number,) in town.sql(
            "select number from migration_certificate where void_entry is null order by 1"
        )
    ]


def test_a_certificate_falls_void_when_the_last_on_it_returns(town, out, back, undo):
    out("迁1", OUT, "李明明", "李小红")
    first = back("迁1", date(2026, 10, 10))
    assert good(town) == ["迁1"]
    last = back("迁1", date(2026, 10, 12), "李小红")
    assert good(town) == []
    undo(last)
    assert good(town) == ["迁1"]
    undo(first)
    assert good(town) == ["迁1"]


def test_nobody_is_left_in_transit_without_a_certificate_by_undoing(town, out, back, undo, refused):
    out("迁1", OUT, "李明明", "李小红")
    first, last = back("迁1", date(2026, 10, 10)), back("迁1", date(2026, 10, 12), "李小红")
    assert str(last.entry) in refused("register.built_upon", undo, first).text.en
    undone = undo(last)
    other = undo(first)
    assert str(other.entry) in refused("register.built_upon", undo, undone).text.en
    undo(other)
    undo(undone)
    assert good(town) == []


def test_a_former_certificate_serves_no_later_journey(town, acts, out, back, undo, refused):
    son, girl = town.people["李明明"], town.people["李小红"]
    out("迁1", OUT, "李明明", "李小红")
    back("迁1", date(2026, 10, 10))
    out("迁2", AGAIN)
    by, former = town.acting(1, NOW), "register.certificate_of_former_journey"
    assert good(town) == ["迁1", "迁2"]

    def expired(number):
        return back(number, NOW, expired=True)

    refused(former, acts.replace_certificate, acts.ReplaceCertificate("迁1", "迁3", "遗失"), by)
    refused(former, expired, "迁1")
    refused(former, acts.arrive_elsewhere, acts.ArriveElsewhere((son,), NOW, "迁1", "回执"), by)
    died = acts.DeathInTransit(son, NOW, "证明", "迁1")
    refused(former, acts.death_in_transit, died, by)
    acts.arrive_elsewhere(acts.ArriveElsewhere((girl,), NOW, "迁1", "回执"), by)
    refused("register.certificate_still_good", expired, "迁2")
    acts.death_in_transit(replace(died, certificate="迁2"), by)


def test_a_certificate_entered_late_is_of_the_journey_that_it_was_issued_for(town, acts, li, back, refused):
    son, girl, by = town.people["李明明"], town.people["李小红"], town.acting(1, NOW)
    acts.move_out(acts.MoveOut((son, girl), OUT, "迁1", "大连市"), by)
    acts.return_to_origin(
        acts.ReturnToOrigin((acts.Mover(son, "20"),), OUT, "迁1", acts.ReturnReason.WITHDRAWN), by
    )
    acts.move_out(acts.MoveOut((son,), AGAIN, "迁2", "大连市"), by)
    refused("register.certificate_of_former_journey", back, "迁1", NOW)
    back("迁2", NOW)


def test_a_return_undone_leaves_the_certificate_good_to_return_on(town, acts, out, back, undo):
    out("迁1", OUT)
    done = back("迁1", date(2026, 10, 10))
    undo(undo(undo(done)))
    back("迁1", NOW)
    assert good(town) == []
    town.assert_sound()


# -- who came and left on one day --------------------------------------------------------------------------


@pytest.fixture
def through(town, acts, li, zhang):
    """Let the son come to the household of Zhang, under another office, and leave it the same day."""
    son, by = town.people["李明明"], town.acting(2, OUT)
    acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, OUT), by)
    acts.move_out(acts.MoveOut((son,), OUT, "迁1", "大连市"), by)
    return son


def test_one_who_came_and_left_on_one_day_returns_to_the_household_left(town, acts, zhang, through, refused):
    back = acts.ReturnToOrigin((acts.Mover(through, "99"),), NOW, "迁1", acts.ReturnReason.EXPIRED)
    refused("register.other_office", acts.return_to_origin, back, town.acting(1, NOW))
    assert acts.return_to_origin(back, town.acting(2, NOW)).household == zhang
    assert town.where(through) == ("registered", zhang, "99", 2)
    town.assert_sound()


def test_a_lapsed_mover_who_came_and_left_on_one_day_is_restored_where_they_left(town, acts, zhang, through):
    done = acts.restore_lapsed(acts.RestoreLapsed("迁1", NOW, "未登记"), town.acting(2, NOW))
    assert done.household == zhang
    assert town.where(through) == ("registered", zhang, "99", 2)
    town.assert_sound()


def test_one_who_came_and_left_on_one_day_dies_of_the_household_left(town, acts, zhang, through):
    acts.death_in_transit(acts.DeathInTransit(through, AGAIN, "证明", "迁1"), town.acting(2, NOW))
    assert town.where(through, AGAIN) == ("registered", zhang, "99", 2)
    assert town.where(through)[0] == "ended"
    town.assert_sound()


def test_a_leaving_undone_that_day_is_not_the_one_that_counts(town, acts, li, zhang, undo, out, back):
    undo(out("迁0", OUT))
    son = town.people["李明明"]
    acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, OUT), town.acting(2, OUT))
    left = acts.move_out(acts.MoveOut((son,), OUT, "迁1", "大连市"), town.acting(2, NOW))
    statement = acts.ReturnToOrigin((acts.Mover(son, "99"),), NOW, "迁1", acts.ReturnReason.WITHDRAWN)
    returned = acts.return_to_origin(statement, town.acting(2, NOW))
    assert returned.household == zhang
    for done in (returned, left):
        acts.undo(acts.Undo(done.entry, "误办"), town.acting(2, NOW))
    assert town.where(son) == ("registered", zhang, "99", 2)
    out_again = acts.MoveOut((son,), NOW, "迁2", "大连市")
    acts.move_out(out_again, town.acting(2, NOW))
    town.assert_sound()


def test_a_newborn_that_left_on_its_day_returns_with_the_family(town, acts, li):
    child, by = acts.Particulars("李新", "2"), town.acting(1, AGAIN)
    mother, father = town.people["王秀英"], town.people["李建国"]
    [baby] = acts.birth(acts.Birth(child, OUT, li, "30", OUT, "211102", mother, father), by).persons
    acts.move_out(acts.MoveOut((baby,), OUT, "迁1", "大连市"), by)
    statement = acts.ReturnToOrigin((acts.Mover(baby, "30"),), AGAIN, "迁1", acts.ReturnReason.WITHDRAWN)
    assert acts.return_to_origin(statement, by).household == li
    town.assert_sound()


def test_whoever_keeps_the_household_left_by_now_restores_who_came_and_left_on_one_day(
    town, acts, zhang, through, refused
):
    acts.move_household(acts.MoveHousehold(zhang, 5, "房产证", AGAIN), town.acting(1, AGAIN))
    assert town.where(through)[3] == 2
    restore = acts.RestoreLapsed("迁1", NOW, "未登记")
    refused("register.other_office", acts.restore_lapsed, restore, town.acting(2, NOW))
    back = acts.ReturnToOrigin((acts.Mover(through, "99"),), NOW, "迁1", acts.ReturnReason.EXPIRED)
    refused("register.other_office", acts.return_to_origin, back, town.acting(2, NOW))
    done = acts.return_to_origin(back, town.acting(1, NOW))
    assert town.where(through) == ("registered", zhang, "99", 1)
    assert town.sql("select offices from ledger_entry where entry = %s", [done.entry]) == [([1, 2],)]
    acts.undo(acts.Undo(done.entry, "误办"), town.acting(1, NOW))
    assert acts.restore_lapsed(restore, town.acting(1, NOW)).household == zhang
    town.assert_sound()
