"""Adoptions asked of their own day, entered late, ended, and what is found out of parents by birth since."""

from dataclasses import replace
from datetime import date

import pytest
from tests.register.test_kin import parents

BORN = date(2012, 8, 1)


@pytest.fixture
def sun(town):
    """A couple without children at office 2."""
    return town.family(21, ("孙强", "1", "1980-01-01", "02"), ("钱芳", "2", "1982-01-01", "10"))


@pytest.fixture
def zhou(town):
    """Another couple without children, at office 1."""
    return town.family(7, ("周远", "1", "1975-01-01", "02"), ("吴丽", "2", "1976-01-01", "10"))


@pytest.fixture
def step(town, acts):
    """A mother with a son, married to a man of the household from 2021 until 2025."""
    town.family(
        1,
        ("郑梅", "2", "1985-01-01", "02"),
        ("郑小宝", "1", "2012-01-01", "20"),
        ("何力", "1", "1984-01-01", "99"),
    )
    mother, child, man = (town.people[name] for name in ("郑梅", "郑小宝", "何力"))
    acts.marry(acts.Marry(mother, man, date(2021, 1, 1), "结婚证"), town.acting())
    acts.divorce(acts.Divorce(mother, man, date(2025, 1, 1), "离婚证"), town.acting())
    return mother, child, man


def days(town, child):
    """Return every parent's days, by name."""
    names = {who: name for name, who in town.people.items()}
    found = {}
    for who, since, until in parents(town, child):
        found.setdefault(names[who], []).append((since, until))
    return found


def test_an_adoption_entered_late_lasts_until_the_next_one_known(town, li, sun, zhou, acts):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    first, second = date(2022, 2, 1), date(2025, 2, 1)
    acts.adopt(acts.Adopt(girl, (father, mother), second, "收养证 9"), town.acting())
    earlier = (town.people["周远"], town.people["吴丽"])
    acts.adopt(acts.Adopt(girl, earlier, first, "收养证 1"), town.acting())
    assert days(town, "李小红") == {
        "李建国": [(BORN, first)],
        "王秀英": [(BORN, first)],
        "周远": [(first, second)],
        "吴丽": [(first, second)],
        "孙强": [(second, None)],
        "钱芳": [(second, None)],
    }
    town.assert_sound()


def test_what_does_not_follow_from_an_adoption_entered_late_is_refused(town, li, sun, zhou, acts, refused):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    taken = acts.Adopt(girl, (father, mother), date(2020, 2, 1), "收养证 9")
    acts.adopt(taken, town.acting())
    late = acts.Adopt(girl, (town.people["周远"], town.people["吴丽"]), date(2022, 2, 1), "收养证 1")
    ended = acts.EndAdoption(girl, (father, mother), date(2024, 1, 1), "解除")
    acts.end_adoption(ended, town.acting())
    refusal = refused("register.parents_changed_since", acts.adopt, late, town.acting())
    assert "2024-01-01" in refusal.text.zh
    assert refusal.hint
    refused("register.parents_changed_since", acts.adopt, replace(late, adopted=taken.adopted), town.acting())
    refused("register.parents_changed_since", acts.adopt,
            replace(taken, adopted=date(2019, 1, 1)), town.acting())  # fmt: skip
    refused("register.adopted_at_birth", acts.adopt, replace(late, adopted=BORN), town.acting())
    acts.adopt(replace(late, adopted=date(2025, 1, 1)), town.acting())
    assert [name for name, known in days(town, "李小红").items() if known[-1][1] is None] == ["周远", "吴丽"]


def test_a_mother_whom_a_later_adoption_left_the_mother_was_so_all_along(town, step, zhou, acts, refused):
    mother, child, man = step
    town.family(8, ("马超", "1", "1984-01-01", "02"))
    acts.marry(acts.Marry(mother, town.people["马超"], date(2025, 5, 1), "结婚证"), town.acting())
    acts.adopt(acts.Adopt(child, (town.people["马超"],), date(2026, 1, 1), "收养证 2"), town.acting())
    strangers = acts.Adopt(child, (town.people["周远"], town.people["吴丽"]), date(2023, 1, 1), "收养证 1")
    refused("register.parents_changed_since", acts.adopt, strangers, town.acting())
    acts.adopt(acts.Adopt(child, (man,), date(2022, 1, 1), "收养证 1"), town.acting())
    assert days(town, "郑小宝") == {
        "郑梅": [(date(2012, 1, 1), None)],
        "何力": [(date(2022, 1, 1), date(2026, 1, 1))],
        "马超": [(date(2026, 1, 1), None)],
    }


def test_a_stepfathers_adoption_entered_after_the_divorce_leaves_the_mother_the_mother(town, step, acts):
    _, child, man = step
    acts.adopt(acts.Adopt(child, (man,), date(2022, 1, 1), "收养证 2"), town.acting())
    assert days(town, "郑小宝") == {
        "郑梅": [(date(2012, 1, 1), None)],
        "何力": [(date(2022, 1, 1), None)],
    }


def test_a_marriage_of_which_no_wedding_day_is_known_is_taken_to_have_been_there(
    town, li, sun, acts, refused
):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    early = date(2015, 1, 1)  # the register was opened in 2020, with the marriage
    acts.adopt(acts.Adopt(girl, (father, mother), early, "收养证"), town.acting())
    assert days(town, "李小红")["钱芳"] == [(early, None)]
    town.family(11, ("冯远", "1", "1983-01-01", "02"), ("冯小", "1", "2013-01-01", "20"))
    acts.marry(acts.Marry(town.people["冯远"], single(town), date(2021, 1, 1), "结婚证"), town.acting())
    wed_after = acts.Adopt(town.people["冯小"], (single(town),), early, "收养证")
    acts.adopt(wed_after, town.acting())  # no stepmother yet: the father is one no longer
    assert days(town, "冯小")["冯远"][-1][1] == early


def single(town):
    """Return a woman who had no spouse."""
    if "单女" not in town.people:
        town.family(14, ("单女", "2", "1984-01-01", "02"))
    return town.people["单女"]


def test_a_couple_adopted_though_one_has_died_since(town, li, sun, acts, refused):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    acts.death(acts.Death(father, date(2025, 1, 1), "证", successors={sun: mother}), town.acting(2))
    taken = acts.Adopt(girl, (father, mother), date(2022, 1, 1), "收养证 2", sun, effective=date(2026, 1, 1))
    acts.adopt(taken, town.acting(2))
    assert days(town, "李小红")["孙强"] == [(date(2022, 1, 1), None)]
    assert town.where("李小红")[1:3] == (sun, "37")
    dead = replace(taken, child=town.people["李小红"], adopted=date(2025, 6, 1))
    refused("register.dead", acts.adopt, dead, town.acting(2))


def test_the_married_adopt_together_unless_it_is_the_spouses_child(town, li, sun, step, acts, refused):
    _, child, man = step
    alone = acts.Adopt(town.people["李小红"], (town.people["孙强"],), date(2026, 1, 1), "收养证")
    refusal = refused("register.couple_adopts", acts.adopt, alone, town.acting(2))
    assert "钱芳" in refusal.text.zh
    early = replace(alone, adopters=(man,), adopted=date(2020, 6, 1))
    acts.adopt(early, town.acting())  # he married the year after
    of_wife = acts.Adopt(child, (man,), date(2022, 1, 1), "收养证 2")
    refused("register.stepchild", acts.adopt, replace(of_wife, step=False), town.acting())
    late = replace(of_wife, adopted=date(2025, 6, 1), step=True)
    refused("register.no_stepchild", acts.adopt, late, town.acting())
    couple = replace(alone, adopters=(town.people["孙强"], town.people["钱芳"]), step=True)
    refused("register.no_stepchild", acts.adopt, couple, town.acting(2))
    acts.adopt(replace(of_wife, step=True), town.acting())


def test_who_is_the_parent_by_birth_does_not_adopt_but_is_restored(town, li, sun, acts, refused):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    own = (town.people["李建国"], town.people["王秀英"])
    acts.adopt(acts.Adopt(girl, (father, mother), date(2020, 2, 1), "收养证"), town.acting())
    refused("register.own_child", acts.adopt, acts.Adopt(girl, own, date(2022, 2, 1), "收"), town.acting())
    ended = acts.EndAdoption(girl, (father,), date(2024, 1, 1), "解除", own)
    refused("register.still_adopted", acts.end_adoption, ended, town.acting())
    acts.end_adoption(replace(ended, adopters=(father, mother)), town.acting())
    for one in own:
        again = acts.EndAdoption(girl, (one,), date(2025, 1, 1), "解除")
        refused("register.not_adopted", acts.end_adoption, again, town.acting())
    town.assert_sound()


def test_only_parents_by_birth_are_restored(town, li, sun, zhou, acts, refused):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    earlier = (town.people["周远"], town.people["吴丽"])
    acts.adopt(acts.Adopt(girl, earlier, date(2020, 2, 1), "收养证"), town.acting())
    acts.adopt(acts.Adopt(girl, (father, mother), date(2022, 2, 1), "收养证"), town.acting())
    ended = acts.EndAdoption(girl, (father, mother), date(2024, 1, 1), "解除", earlier)
    refused("register.no_former_parent", acts.end_adoption, ended, town.acting())


def test_an_adoption_that_ended_before_the_next_is_entered_after_it(town, li, sun, zhou, acts):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    earlier = (town.people["周远"], town.people["吴丽"])
    own = (town.people["李建国"], town.people["王秀英"])
    acts.adopt(acts.Adopt(girl, earlier, date(2020, 2, 1), "收养证"), town.acting())
    acts.adopt(acts.Adopt(girl, (father, mother), date(2024, 2, 1), "收养证"), town.acting())
    acts.end_adoption(acts.EndAdoption(girl, earlier, date(2022, 1, 1), "解除", own), town.acting())
    known = days(town, "李小红")
    back = [(BORN, date(2020, 2, 1)), (date(2022, 1, 1), date(2024, 2, 1))]
    assert known["李建国"] == known["王秀英"] == back
    assert known["周远"] == [(date(2020, 2, 1), date(2022, 1, 1))]
    assert known["孙强"] == [(date(2024, 2, 1), None)]


@pytest.mark.parametrize("restored", [True, False])
def test_who_is_recognised_instead_holds_the_days_of_who_never_was(
    town, li, sun, zhou, acts, restored
):  # fmt: skip
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    own = (town.people["李建国"], town.people["王秀英"])
    acts.adopt(acts.Adopt(girl, (father, mother), date(2020, 2, 1), "收养证"), town.acting())
    ended = acts.EndAdoption(girl, (father, mother), date(2024, 1, 1), "解除", own if restored else ())
    acts.end_adoption(ended, town.acting())
    true = acts.RecogniseParent(girl, town.people["周远"], acts.ParentProof.JUDGEMENT, "判", own[0])
    acts.recognise_parent(true, town.acting())
    known = days(town, "李小红")
    assert known["周远"] == known["王秀英"]
    assert known["周远"] == [(BORN, date(2020, 2, 1)), *([(date(2024, 1, 1), None)] if restored else [])]
    assert "李建国" not in known
    town.assert_sound()


def test_a_parent_found_after_an_adoption_is_so_again_as_the_other_or_by_law_of_a_minor(town, zhou, acts):
    town.family(9, ("郑梅", "2", "1985-01-01", "02"), ("郑小宝", "1", "2012-01-01", "20"))
    town.family(10, ("何力", "1", "1984-01-01", "02"))
    town.family(11, ("方宁", "2", "2003-01-01", "02"))
    town.family(12, ("方小", "2", "2009-01-01", "02"))
    couple, taken = (town.people["周远"], town.people["吴丽"]), date(2015, 2, 1)

    def found(name, ended, restored=()):
        child = town.people[name]
        acts.adopt(acts.Adopt(child, couple, taken, "收养证"), town.acting())
        acts.end_adoption(acts.EndAdoption(child, couple, ended, "解除", restored), town.acting())
        father = acts.RecogniseParent(child, town.people["何力"], acts.ParentProof.TEST, "鉴定")
        acts.recognise_parent(father, town.acting())
        return days(town, name)["何力"][1:]

    minor, adult = date(2024, 1, 1), date(2026, 1, 1)
    assert found("郑小宝", minor, (town.people["郑梅"],)) == [(minor, None)]
    assert found("方宁", adult) == []
    assert found("方小", minor) == [(minor, None)]


def test_a_relation_stated_at_an_adoption_holds_in_the_household_the_child_lives_in(town, acts, refused):
    home = town.family(9, ("高一", "1", "1970-01-01", "02"), ("高小", "1", "2015-01-01", "97"))
    child, man = town.people["高小"], town.people["高一"]
    day = date(2026, 1, 1)
    taken = acts.Adopt(child, (man,), day, "收养证 3", into=home, relation="27")
    refused("register.relation_sex", acts.adopt, replace(taken, relation="37"), town.acting())
    done = acts.adopt(taken, town.acting())
    assert done.household == home
    assert town.where("高小") == ("registered", home, "27", 1)
    assert town.where("高小", date(2025, 12, 31))[2] == "97"
    believed = town.sql(
        "select relation from standing where person = %s and upper(known) = %s", [child, done.entry]
    )
    assert believed == [("97",)]
    town.assert_sound()


def test_where_no_relation_is_stated_an_adopter_who_heads_the_household_makes_it(town, step, acts, refused):
    home = town.family(9, ("高一", "1", "1970-01-01", "02"), ("高小", "2", "2015-01-01", "99"))
    taken = acts.Adopt(town.people["高小"], (town.people["高一"],), date(2026, 1, 1), "收养证 3", into=home)
    acts.adopt(taken, town.acting())
    assert town.where("高小")[2] == "37"
    _, child, man = step
    of_mother = town.where("郑小宝")
    own = acts.Adopt(child, (man,), date(2022, 1, 1), "收养证 2", into=of_mother[1])
    refused("register.head_of_other_act", acts.adopt,
            replace(taken, child=headed(town, acts), into=town.where("单小")[1], relation="27",
                    adopters=(town.people["单大"],)), town.acting())  # fmt: skip
    acts.adopt(own, town.acting())
    assert town.where("郑小宝") == of_mother


def headed(town, acts):
    """Return a child who heads the household of the one who adopts."""
    town.family(13, ("单小", "1", "2012-01-01", "02"), ("单大", "1", "1980-01-01", "99"))
    return town.people["单小"]


def test_a_child_comes_as_a_son_to_the_mother_who_remains_the_mother(town, step, acts):
    _, child, man = step
    town.family(9, ("郑奶奶", "2", "1950-01-01", "02"))
    away = acts.Settle((acts.Mover(child, "97"),), town.where("郑奶奶")[1], date(2021, 6, 1))
    acts.settle(away, town.acting())
    home = town.where("郑梅")[1]
    acts.adopt(acts.Adopt(child, (man,), date(2022, 1, 1), "收养证 2", into=home), town.acting())
    assert town.where("郑小宝") == ("registered", home, "20", 1)


def test_a_relation_before_the_household_had_its_head_is_refused_with_the_day(town, acts, refused):
    home = town.family(
        9,
        ("高一", "1", "1970-01-01", "02"),
        ("高二", "1", "1975-01-01", "99"),
        ("高小", "1", "2015-01-01", "97"),
    )
    succession = acts.Succession(town.people["高二"])
    acts.change_head(acts.ChangeHead(home, succession, date(2026, 6, 1), "协商"), town.acting())
    since = town.where("高小")
    taken = acts.Adopt(town.people["高小"], (town.people["高二"],), date(2026, 1, 1), "收养证 3", into=home)
    refused("register.before_last_change", acts.adopt, replace(taken, relation="27"), town.acting())
    acts.adopt(taken, town.acting())
    assert since[2] != "27"
    assert town.where("高小")[2] == "27"
    assert town.where("高小", date(2026, 5, 31))[2] == "97"


@pytest.mark.parametrize("adopted", [None, date(2010, 1, 1), date(2014, 3, 1)])
def test_one_adopted_in_fact_is_no_child_by_birth(town, sun, li, acts, refused, adopted):
    father, mother = (town.people[name] for name in ("孙强", "钱芳"))
    who = acts.Unknown(
        acts.Particulars(name="孙小", sex="2"), date(2010, 1, 1), "991102",
        mother=mother, father=father, adopted=adopted,
    )  # fmt: skip
    today = date(2026, 11, 1)
    in_fact = acts.RegisterUnregistered(who, "37", sun, today, acts.WhyUnregistered.ADOPTED_IN_FACT, "调查")
    early = replace(in_fact, who=replace(who, adopted=date(2009, 12, 31)))
    refused("register.adopted_before_birth", acts.register_unregistered, early, town.acting(2))
    [child] = acts.register_unregistered(in_fact, town.acting(2)).persons
    town.people["孙小"] = child
    since = {None: today, date(2010, 1, 1): date(2010, 1, 2)}.get(adopted, adopted)
    assert days(town, "孙小") == {"孙强": [(since, None)], "钱芳": [(since, None)]}
    true = acts.RecogniseParent(child, town.people["李建国"], acts.ParentProof.TEST, "鉴定")
    acts.recognise_parent(true, town.acting(2))
    assert days(town, "孙小")["李建国"] == [(date(2010, 1, 1), since)]
    ended = acts.EndAdoption(child, (father, mother), date(2026, 11, 10), "判决", (town.people["李建国"],))
    acts.end_adoption(ended, town.acting(2))
    assert days(town, "孙小")["李建国"][-1] == (date(2026, 11, 10), None)
    town.assert_sound()


def test_an_adoption_is_not_undone_while_a_parent_is_believed_only_until_it(town, zhou, acts, refused):
    town.family(9, ("郑梅", "2", "1985-01-01", "02"), ("郑小宝", "1", "2012-01-01", "20"))
    town.family(10, ("何力", "1", "1984-01-01", "02"))
    child, couple = town.people["郑小宝"], (town.people["周远"], town.people["吴丽"])
    taken = acts.adopt(acts.Adopt(child, couple, date(2022, 2, 1), "收养证"), town.acting()).entry
    ended = acts.end_adoption(
        acts.EndAdoption(child, couple, date(2024, 1, 1), "解除", (town.people["郑梅"],)), town.acting()
    ).entry
    found = acts.recognise_parent(
        acts.RecogniseParent(child, town.people["何力"], acts.ParentProof.TEST, "鉴定"), town.acting()
    ).entry
    refusal = refused("register.built_upon", acts.undo, acts.Undo(ended, "误"), town.acting())
    assert str(found) in refusal.text.zh
    acts.undo(acts.Undo(found, "误"), town.acting())
    acts.undo(acts.Undo(ended, "误"), town.acting())
    again = acts.recognise_parent(
        acts.RecogniseParent(child, town.people["何力"], acts.ParentProof.TEST, "鉴定"), town.acting()
    ).entry
    refusal = refused("register.built_upon", acts.undo, acts.Undo(taken, "误"), town.acting())
    assert str(again) in refusal.text.zh
    acts.undo(acts.Undo(again, "误"), town.acting())
    acts.undo(acts.Undo(taken, "误"), town.acting())
    assert days(town, "郑小宝") == {"郑梅": [(date(2012, 1, 1), None)]}
