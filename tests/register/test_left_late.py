"""A head's leaving entered late: until the others left as well, somebody else headed the household."""

from dataclasses import replace
from datetime import date

import pytest

LEFT, GONE, DAY = date(2026, 10, 1), date(2026, 10, 20), date(2026, 11, 1)


@pytest.fixture
def sun(town):
    """The Sun couple and their son at address 2."""
    return town.family(
        2,
        ("孙甲", "1", "1950-03-01", "02"),
        ("周乙", "2", "1952-03-01", "10"),
        ("孙丙", "1", "1980-03-01", "20"),
    )


@pytest.fixture
def alone(town, acts, sun, zhang):
    """Let all but the head move to the household of Zhang, the wife last; return the household."""
    for name, day in (("孙丙", date(2026, 10, 10)), ("周乙", GONE)):
        settle = acts.Settle((acts.Mover(town.people[name], "99"),), zhang, day)
        acts.settle(settle, town.acting(2))
    return sun


def held(town, name, *days):
    return [town.where(name, date(2026, 10, day))[1:3] for day in days]


def ways(acts, head, zhang):
    """Return every act by which a head leaves, as of a day before the others did, with the office."""
    at, court = acts.NewHousehold(3), acts.Finding
    return {
        "move_out": (acts.MoveOut((head,), LEFT, "迁1", "沈阳市"), 1),
        "settle": (acts.Settle((acts.Mover(head, "99"),), zhang, LEFT), 2),
        "move_within": (acts.MoveWithin((acts.Mover(head, "02"),), at, "房产证", LEFT), 1),
        "found_household": (acts.FoundHousehold(3, LEFT, (acts.Mover(head, "02"),)), 1),
        "cancel": (acts.Cancel(head, acts.CancelGround.SETTLED_ABROAD, LEFT, "证明"), 1),
        "declare_missing_or_dead": (acts.DeclareMissingOrDead(head, court.MISSING, "判决", LEFT), 1),
        "enlist": (acts.Enlist(head, LEFT, "通知书"), 1),
    }


@pytest.mark.parametrize(
    "act",
    ["move_out", "settle", "move_within", "found_household", "cancel", "declare_missing_or_dead", "enlist"],
)
def test_who_stayed_longest_headed_the_household_that_its_head_left_before_them(
    town, zhang, alone, acts, act
):
    statement, office = ways(acts, town.people["孙甲"], zhang)[act]
    done = getattr(acts, act)(statement, town.acting(office))
    assert held(town, "周乙", 1, 19) == [(alone, "02"), (alone, "02")]
    assert held(town, "孙丙", 1, 9) == [(alone, "20"), (alone, "20")]
    assert [town.where(name)[1:3] for name in ("周乙", "孙丙")] == [(zhang, "99")] * 2
    assert town.where("周乙", date(2026, 9, 30))[2] == "10"
    assert set(town.sql("select unnest(offices) from ledger_entry where entry = %s", [done.entry])) == {
        (1,), (2,),
    }  # fmt: skip
    town.assert_sound()


def test_the_one_named_headed_it_while_there(town, zhang, alone, acts, refused):
    head, son = town.people["孙甲"], town.people["孙丙"]
    out = acts.MoveOut((head,), LEFT, "迁1", "沈阳市", successors={alone: son})
    stranger = replace(out, successors={alone: town.people["张丽华"]})
    refused("register.successor_not_member", acts.move_out, stranger, town.acting())
    acts.move_out(out, town.acting())
    assert held(town, "孙丙", 1, 9) == [(alone, "02"), (alone, "02")]
    assert [code for _, code in held(town, "周乙", 1, 10, 19)] == ["52", "02", "02"]
    town.assert_sound()


def test_one_who_came_later_heads_it_from_then_on(town, li, zhang, alone, acts, refused):
    head, late = town.people["孙甲"], town.people["李明明"]
    acts.settle(acts.Settle((acts.Mover(late, "99"),), alone, DAY), town.acting())
    out = acts.MoveOut((head,), LEFT, "迁1", "沈阳市")
    refused("register.successor_needed", acts.move_out, out, town.acting())
    acts.move_out(replace(out, successors={alone: late}), town.acting())
    assert held(town, "周乙", 1, 19) == [(alone, "02"), (alone, "02")]
    assert town.where(late) == ("registered", alone, "02", 1)
    town.assert_sound()


def test_households_are_merged_from_the_day_on_which_the_last_left_them(town, zhang, acts, refused):
    one = town.family(2, ("孙甲", "1", "1950-03-01", "02"), ("周乙", "2", "1952-03-01", "10"))
    other = town.family(2, ("吴丁", "1", "1960-03-01", "02"))
    wife = town.people["周乙"]
    acts.settle(acts.Settle((acts.Mover(wife, "99"),), zhang, GONE), town.acting(2))
    merge = acts.MergeHouseholds(other, (one,), LEFT)
    told = refused("register.before_last_change", acts.merge_households, merge, town.acting())
    assert f"{one:09}" in told.text.zh
    assert str(GONE) in told.text.zh
    acts.merge_households(replace(merge, effective=GONE), town.acting())
    assert town.where("孙甲") == ("registered", other, "97", 1)
    assert town.where("周乙")[1] == zhang
    town.assert_sound()


def test_leaving_entered_late_while_others_leave_at_once(town, li, race):
    head, wife, son, girl = (town.people[name] for name in ("李建国", "王秀英", "李明明", "李小红"))
    out = f"acts.MoveOut(({head},), date(2026, 10, 1), '迁1', '沈阳', successors={{{li}: {wife}}})"
    rest = f"acts.MoveOut(({wife}, {son}, {girl}), date(2026, 10, 20), '迁2', '沈阳')"
    results = race(*[("move_out", out, 1), ("move_out", rest, 1)] * 3)
    assert sum("done" in one for one in results) >= 1


def test_another_office_meanwhile_is_no_leaving_and_no_other_head(town, zhang, alone, acts, moved):
    wife = town.people["周乙"]
    moved(date(2026, 10, 15))
    acts.move_out(acts.MoveOut((town.people["孙甲"],), LEFT, "迁1", "沈阳市"), town.acting(2))
    life = town.sql(
        "select lower(valid), relation, office from standing where person = %s and upper_inf(known)"
        " and household = %s order by valid",
        [wife, alone],
    )
    assert life[1:] == [(LEFT, "02", 1), (date(2026, 10, 15), "02", 2)]
    town.assert_sound()
