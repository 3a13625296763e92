"""Moving within the city, splitting, merging, joining, collectives and service, taken at the counter."""

from typing import Any

import pytest
from tests.matters.town import Town

from huji.matters import queries
from huji.matters.asked import Asked
from huji.matters.kinds import kind
from huji.matters.values import Level, State
from huji.register.acts import CollectiveSort


def standing(town: Town, name: str) -> tuple[Any, ...]:
    return town.city.sql(
        "select kind::text, household, relation, office from standing where person = %s and upper_inf(known)"
        " and upper_inf(valid)",
        [town.city.people[name]],
    )[0]


def moving(town: Town, name: str, **more: Any) -> dict[str, Any]:
    return {
        "mover": town.city.numbers[name], "along": "alone", "into": "new", "address": 20,
        "dwelling": "owned", "title": "产权证1", **more,
    }  # fmt: skip


def test_a_village_family_moves_to_town_at_the_towns_office(town: Town) -> None:
    values = moving(town, "赵铁柱", along="family", successor=town.city.numbers["赵大山"])
    done = town.carried("move_within", values)
    assert town.state(done) is State.DONE
    new = standing(town, "赵铁柱")
    assert new[2:] == ("02", 2)
    assert standing(town, "孙桂兰") == ("registered", new[1], "12", 2)
    assert standing(town, "赵小宝") == ("registered", new[1], "20", 2)
    assert standing(town, "赵大山") == ("registered", town.city.households["赵"], "02", 3)


def test_a_household_that_a_trial_founds_has_no_number_yet_in_the_sentence(town: Town) -> None:
    values = moving(town, "李建国", successor=town.city.numbers["王秀英"], apart_ground="另有住处")
    del values["title"]
    seen = town.foreseen("move_within", values | {"along": "family", "successor": ""})
    assert seen.sentence is not None
    assert "新立的一户（户号办结时编定）" in seen.sentence.zh
    assert "moved to a new household (numbered when it is done), founded at" in seen.sentence.en
    assert "by right of a home of one's own" in seen.sentence.en


def test_the_form_says_beside_the_question_who_may_not_be_parted(town: Town) -> None:
    seen = town.foreseen("move_within", moving(town, "李建国", successor=town.city.numbers["王秀英"]))
    assert seen.refusal is not None
    assert (seen.refusal.code, seen.field) == ("register.parted", "along")


def test_a_whole_household_moves_to_another_address_of_another_office(town: Town) -> None:
    values = {"moving": town.city.households["赵"], "address": 21, "dwelling": "产权证2"}
    done = town.carried("move_household", values)
    assert town.state(done) is State.DONE
    assert standing(town, "赵大山") == ("registered", town.city.households["赵"], "51", 2)


def test_a_household_splits_by_two_officers_and_merges_again(town: Town) -> None:
    home = town.city.households["李"]
    wife = town.city.people["王秀英"]
    split = town.carried(
        "split_household",
        {"head": wife, "ground": "marriage"},
        household=home,
    )
    assert town.state(split) is State.DONE
    new = standing(town, "王秀英")[1]
    assert new != home
    asked = Asked(kind("merge_households"), {}, town.on, 2, None, home)
    assert queries.following(asked) == {"absorbed": new}
    merged = town.carried("merge_households", {"absorbed": new}, household=home)
    assert town.state(merged) is State.DONE
    assert standing(town, "王秀英") == ("registered", home, "12", 2)


def test_a_woman_joins_her_son_in_his_household(town: Town) -> None:
    town.city.kin("赵铁柱", "张丽华", "parent", "1985-03-02")
    town.counter = "village"
    home = town.city.households["赵"]
    values = {
        "relative": town.city.people["赵铁柱"], "mover": town.city.numbers["张丽华"], "along": "alone"
    }  # fmt: skip
    opened = town.opened("join_relatives", values, household=home)
    done = town.step("decide", town.step("accept", opened), "village_review")
    assert town.state(done) is State.DONE
    assert standing(town, "张丽华") == ("registered", home, "52", 3)


def test_one_without_a_home_is_entered_in_the_communitys_household_by_the_bureau(town: Town) -> None:
    which = town.city.collective(30, 2, CollectiveSort.COMMUNITY, "社区甲")
    values = {"mover": town.city.numbers["张丽华"], "ground": "nowhere", "paper": "社区证明"}
    seen = town.foreseen("enter_collective", values, household=which)
    assert seen.field == "home_lost"
    done = town.carried("enter_collective", values | {"home_lost": "房屋拆迁"}, household=which)
    assert town.state(done) is State.DONE
    assert standing(town, "张丽华")[1:3] == (which, "99")
    leaving = {"mover": town.city.numbers["张丽华"], "ground": "home", "paper": "产权证3"}
    own = {**leaving, "into": "existing", "household": town.city.households["张"]}
    headless = town.foreseen("leave_collective", own)
    assert (headless.refusal and headless.refusal.code, headless.field) == ("register.no_head", "heads")
    assert town.foreseen("leave_collective", {**own, "heads": True}).refusal is None
    leaving |= {"into": "new", "address": 22}
    foreseen = town.foreseen("leave_collective", leaving)
    assert [one.after.zh for one in foreseen.changes if one.item.zh == "户号"] == ["办结时编定"]
    town.carried("leave_collective", leaving)
    assert standing(town, "张丽华")[2] == "02"


def test_a_student_stays_with_the_school_until_the_bureau_lets_another_school_have_them(town: Town) -> None:
    first = town.city.collective(30, 2, CollectiveSort.SCHOOL, "学生甲")
    second = town.city.collective(31, 2, CollectiveSort.SCHOOL, "学生乙")
    who = {"mover": town.city.numbers["张丽华"], "paper": "录取通知书1"}
    town.carried("enter_collective", {**who, "ground": "admitted"}, household=first)
    home = moving(town, "张丽华", address=22)
    seen = town.foreseen("move_within", home)
    assert (seen.refusal and seen.refusal.code, seen.field) == ("register.still_studying", "mover")
    values = {**who, "ground": "transferred", "paper": "转学证明1"}
    done = town.carried("enter_collective", values, household=second)
    assert town.row(done.matter, "level") == Level.COUNTY
    assert standing(town, "张丽华")[1:3] == (second, "99")


def test_a_recruit_leaves_and_a_veteran_is_settled(town: Town) -> None:
    values = {"reported": "family", "notice": "入伍通知书1", "effective": "2026-08-20"}
    town.carried("enlist", values, person="张丽华")
    assert standing(town, "张丽华")[0] == "elsewhere"
    back = {
        "mover": town.city.numbers["张丽华"], "how": "released", "letter": "介绍信1", "into": "existing",
        "household": town.city.households["李"], "relation": "99",
    }  # fmt: skip
    town.carried("discharge", back)
    assert standing(town, "张丽华")[1:3] == (town.city.households["李"], "99")


def test_one_returns_to_the_village_where_the_father_holds_land(town: Town) -> None:
    town.city.kin("张丽华", "赵大山", "parent", "1980-03-01")
    town.counter = "village"
    values = {
        "mover": town.city.numbers["张丽华"], "along": "alone", "into": "new", "address": 120,
        "right": "contracted_land", "holder": town.city.numbers["赵大山"], "paper": "承包证1",
    }  # fmt: skip
    opened = town.opened("return_to_village", values)
    done = town.step("decide", town.step("accept", opened), "village_review")
    assert town.state(done) is State.DONE
    assert standing(town, "张丽华")[2:] == ("02", 3)
    assert town.row(done.matter, "heading") == "张丽华", "whom it is about, though opened on nobody"


@pytest.mark.parametrize("name", ["李建国"])
def test_a_death_in_transit_is_entered_at_the_counter(town: Town, name: str) -> None:
    from datetime import date

    from huji.register import acts

    by = acts.Acting(1, 2, date(2026, 8, 1), "测试")
    heads = {town.city.households["李"]: town.city.people["王秀英"]}
    out = acts.MoveOut((town.city.people[name],), date(2026, 8, 1), "迁甲1", "外市", successors=heads)
    acts.move_out(out, by)
    values = {"died": "2026-08-10", "proof": "medical", "certificate": "迁甲1"}
    done = town.carried("death_in_transit", values, person=name)
    assert town.state(done) is State.DONE
    assert standing(town, name)[0] == "ended"


def test_one_whose_certificate_lapsed_is_restored_at_the_counter(town: Town) -> None:
    from datetime import date

    from huji.register import acts

    by = acts.Acting(1, 2, date(2026, 7, 1), "测试")
    wife = town.city.people["王秀英"]
    acts.move_out(acts.MoveOut((wife,), date(2026, 7, 1), "迁甲2", "外市"), by)
    values = {"certificate": "迁甲2", "inquiry": "asked", "answer": "复函1"}
    done = town.carried("restore_lapsed", values, person="王秀英")
    assert town.state(done) is State.DONE
    assert standing(town, "王秀英") == ("registered", town.city.households["李"], "10", 2)
