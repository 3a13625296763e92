"""Births, deaths, heads and new households."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huji.standards import Refused

DAY = date(2026, 11, 1)


@pytest.fixture
def newborn(town, li, acts):
    """A child of the Li couple, born on DAY and registered on the 15th."""
    child = acts.Particulars("李新", "2", birthplace="辽宁省盘锦市")
    return acts.Birth(
        child, DAY, li, "30", date(2026, 11, 15), "211102", town.people["王秀英"], town.people["李建国"]
    )


def test_a_birth_assigns_the_next_number_and_ties_the_parents(town, acts, li, newborn):
    done = acts.birth(newborn, town.acting())
    [who] = done.persons
    assert done.numbers[0].startswith("99110220261101002")
    assert town.where(who) == ("registered", li, "30", 1)
    assert town.where(who, DAY) == ("unregistered", None, None, 1)
    parents = town.sql("select relative from kinship where person = %s order by 1", [who])
    assert parents == sorted([(town.people["李建国"],), (town.people["王秀英"],)])
    twin = acts.birth(replace(newborn, child=replace(newborn.child, name="李宁")), town.acting())
    assert twin.numbers[0].startswith("99110220261101004")
    town.assert_sound()


def test_a_birth_and_death_before_any_entry_are_one_entry(town, acts, newborn):
    before = town.entries()
    done = acts.birth(replace(newborn, effective=DAY, died=date(2026, 11, 3)), town.acting())
    assert town.entries() == before + 1
    [who] = done.persons
    assert town.where(who, date(2026, 11, 3))[0] == "registered"
    assert town.where(who, date(2026, 11, 4))[0] == "ended"
    assert done.household is None
    town.assert_sound()


def test_a_late_registration_is_no_ground_for_refusal(town, acts, newborn):
    late = replace(newborn, born=date(2021, 3, 1), effective=town.on)
    [who] = acts.birth(late, town.acting()).persons
    assert town.where(who, date(2023, 1, 1))[0] == "unregistered"
    town.assert_sound()


def test_every_kind_of_birth_has_its_evidence_and_what_it_needs(town, acts, li, newborn, refused):
    def no(code, **changes):
        refused(code, acts.birth, replace(newborn, **changes), town.acting())

    kinds = acts.BirthKind
    no("register.evidence", kind=kinds.ABROAD)
    no("register.died", kind=kinds.DIED_BEFORE_ENTRY)
    no("register.died", kind=kinds.ORDINARY, died=DAY)
    no("register.parents", kind=kinds.FOUNDLING, evidence="报案回执")
    no("register.parents", kind=kinds.LATE, mother=None, father=None, evidence="证明")
    no("register.other_parent", kind=kinds.CROSS_BORDER_MARRIAGE, evidence="证明", other_parent="阮氏，越南")
    no("register.other_parent", kind=kinds.CROSS_BORDER_MARRIAGE, evidence="证明", mother=None)

    abroad = replace(newborn, kind=kinds.ABROAD, evidence="出生证明公证书", born=date(2024, 5, 1))
    [child] = acts.birth(abroad, town.acting()).persons
    assert town.sql("select kind::text, cause from standing where person = %s order by valid", [child]) == [
        ("unregistered", "abroad"),
        ("registered", None),
    ]
    mixed = replace(
        newborn,
        kind=kinds.CROSS_BORDER_MARRIAGE,
        evidence="出生医学证明",
        mother=None,
        other_parent="阮氏，越南",
    )
    done = acts.birth(mixed, town.acting())
    assert town.sql("select relative from kinship where person = %s", [done.persons[0]]) == [
        (town.people["李建国"],)
    ]
    home = acts.found_household(
        acts.FoundHousehold(6, DAY, (), acts.HouseholdKind.COLLECTIVE, acts.CollectiveSort.UNIT),
        town.acting(),
    )
    found = acts.Birth(
        acts.Particulars("党生", "2"), DAY, home.household, "99", DAY, "211102",
        kind=kinds.FOUNDLING, evidence="捡拾弃婴报案证明",
    )  # fmt: skip
    assert acts.birth(found, town.acting()).household == home.household
    town.assert_sound()


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "ordinary"),
        ({"born": date(2021, 3, 1)}, "late"),
        ({"died": DAY, "effective": DAY}, "died_before_entry"),
    ],
)
def test_a_birth_of_no_stated_kind_is_what_it_says(town, acts, newborn, changes, kind):
    done = acts.birth(replace(newborn, **changes), town.acting())
    [(body,)] = town.sql("select convert_from(body, 'UTF8') from ledger_entry where entry = %s", [done.entry])
    assert f'"kind":"{kind}"' in body


def test_births_that_cannot_be_are_refused(town, acts, li, zhang, newborn, refused):
    def no(code, **changes):
        refused(code, acts.birth, replace(newborn, **changes), town.acting(changes.pop("office", 1)))

    tomorrow = town.on + timedelta(days=1)
    no("register.future_birth", born=tomorrow, effective=tomorrow)
    no("register.future", effective=tomorrow)
    no("register.before_birth", effective=DAY - timedelta(days=1))
    no("register.before_birth", died=DAY - timedelta(days=1))
    no("register.unknown_household", household=99999)
    no("register.unknown_person", mother=99999)
    no("register.minor_head", relation="02")
    no("register.relation", relation="00")
    no("register.mother_sex", mother=town.people["李明明"])
    no("register.father_sex", father=town.people["张丽华"])
    no("register.mother_age", mother=town.people["李小红"], born=date(2022, 1, 1))
    no("register.foundling", mother=None, father=None)
    no("name.latin", child=replace(newborn.child, name="Li"))
    no("citizen_number.sex", child=replace(newborn.child, sex="9"))
    strangers = replace(newborn, household=zhang)
    refused("register.no_parent_here", acts.birth, strangers, town.acting(2))
    refused("register.other_office", acts.birth, strangers, town.acting(1))


def test_a_mother_dead_before_the_birth_is_no_mother_and_a_father_dead_too_long_no_father(
    town, acts, newborn, refused
):
    acts.death(acts.Death(town.people["王秀英"], date(2026, 10, 1), "死亡医学证明"), town.acting())
    refused("register.mother_dead", acts.birth, newborn, town.acting())
    fatherless = replace(newborn, mother=None, father=town.people["李明明"])
    acts.death(acts.Death(town.people["李明明"], date(2026, 10, 1), "死亡医学证明"), town.acting())
    acts.birth(replace(fatherless, relation="42"), town.acting())
    long_after = replace(fatherless, born=date(2027, 9, 1), effective=date(2027, 9, 2), relation="42")
    refused("register.father_dead", acts.birth, long_after, town.acting(on=date(2027, 9, 3)))


def test_a_foundling_is_registered_with_an_institution(town, acts, newborn):
    home = collective(town, acts, 9, acts.CollectiveSort.COMMUNITY)
    child = replace(newborn, mother=None, father=None, household=home, relation="99")
    [who] = acts.birth(child, town.acting()).persons
    assert town.where(who) == ("registered", home, "99", 1)


@pytest.mark.parametrize("sort", ["school", "talent_centre"])
def test_no_school_and_no_talent_centre_takes_a_foundling(town, acts, newborn, refused, sort):
    home = collective(town, acts, 9, acts.CollectiveSort(sort))
    child = replace(newborn, mother=None, father=None, household=home, relation="99")
    refused("register.foundling", acts.birth, child, town.acting())


def test_no_only_daughter_beside_brothers_and_sisters_on_record(town, acts, newborn, refused):
    with pytest.raises(Refused) as caught:
        acts.birth(replace(newborn, relation="31"), town.acting())
    assert caught.value.code == "register.only_child"
    assert "二女" in caught.value.hint.zh
    assert "李小红" in caught.value.text.zh
    acts.birth(replace(newborn, relation="33"), town.acting())


def test_the_elder_who_was_an_only_child_is_told_to_be_one_no_more(town, acts, refused):
    home = town.family(9, ("周一", "1", "1990-01-01", "02"))
    first = acts.Birth(
        acts.Particulars("周女", "2"), date(2020, 1, 1), home, "31", DAY, "211102", father=town.people["周一"]
    )
    acts.birth(first, town.acting())
    second = replace(first, child=acts.Particulars("周子", "1"), born=date(2022, 1, 1), relation="21")
    with pytest.raises(Refused) as caught:
        acts.birth(second, town.acting())
    assert "“长子”" in caught.value.hint.zh
    assert "周女" in caught.value.hint.zh
    assert "“长女”" in caught.value.hint.zh


def collective(town, acts, address, sort):
    founding = acts.FoundHousehold(address, DAY, (), acts.HouseholdKind.COLLECTIVE, sort)
    return acts.found_household(founding, town.acting()).household


def test_a_child_may_follow_a_grandparent(town, acts, li, newborn):
    son = town.people["李明明"]
    acts.settle(acts.Settle((acts.Mover(son, "02"),), acts.NewHousehold(6), DAY), town.acting())
    grandchild = replace(newborn, mother=None, father=son, relation="42", effective=town.on)
    [who] = acts.birth(grandchild, town.acting()).persons
    assert town.where(who)[1] == li


def test_one_is_registered_through_the_day_of_death_and_the_marriage_ends_with_it(town, acts, li):
    woman = town.people["王秀英"]
    acts.death(acts.Death(woman, DAY, "死亡医学证明"), town.acting())
    assert town.where(woman, DAY)[0] == "registered"
    assert town.where(woman) == ("ended", None, None, 1)
    ties = town.sql("select upper(valid) from kinship where kind = 'spouse' and upper_inf(known)")
    assert ties == [(DAY + timedelta(days=1),)] * 2
    town.assert_sound()


def test_nothing_is_registered_after_death(town, acts, li, zhang, refused):
    woman = town.people["王秀英"]
    acts.death(acts.Death(woman, DAY, "死亡医学证明"), town.acting())
    refused("register.dead", acts.death, acts.Death(woman, DAY, "再报"), town.acting())
    settle = acts.Settle((acts.Mover(town.people["李明明"], "99"), acts.Mover(woman, "99")), zhang, town.on)
    refused("register.dead", acts.settle, settle, town.acting(2))
    refused("register.dead", acts.move_out, acts.MoveOut((woman,), town.on, "盘迁1", "沈阳"), town.acting())
    assert town.where("李明明")[1] == li, "whole or not at all"


def test_deaths_that_cannot_be_are_refused(town, acts, li, refused):
    head = town.people["李建国"]
    no = acts.Death(head, DAY, "死亡医学证明")
    refused("register.successor_needed", acts.death, no, town.acting())
    refused("register.future", acts.death, replace(no, died=date(2026, 12, 1)), town.acting())
    refused("register.before_last_change", acts.death, replace(no, died=date(2019, 1, 1)), town.acting())
    refused("register.other_office", acts.death, no, town.acting(2))
    refused("register.unknown_person", acts.death, replace(no, person=99999), town.acting())
    minor = replace(no, successors={li: town.people["李小红"]})
    refused("register.minor_head", acts.death, minor, town.acting())
    acts.death(replace(no, successors={li: town.people["李明明"]}), town.acting())
    assert town.where("李明明")[2] == "02"
    assert town.where("李建国", DAY)[2] == "02", "head through the day of death"
    assert town.where("李明明", DAY)[2] == "20"
    town.assert_sound()


def test_a_head_s_death_is_entered_after_the_last_of_the_household_has_left(town, zhang, acts, refused):
    """The true day of death: until they left, somebody else headed the household."""
    home = town.family(2, ("孙甲", "1", "1950-03-01", "02"), ("周乙", "2", "1952-03-01", "10"))
    head, wife = town.people["孙甲"], town.people["周乙"]
    left = acts.Settle((acts.Mover(wife, "99"),), zhang, date(2026, 11, 10))
    acts.settle(left, town.acting(2))
    statement = acts.Death(head, DAY, "证明")
    other = replace(statement, successors={home: town.people["张丽华"]})
    told = refused("register.successor_not_member", acts.death, other, town.acting())
    assert f"{home:09}" in told.text.zh
    acts.death(statement, town.acting())
    assert [town.where(wife, date(2026, 11, day))[:3] for day in (1, 2, 9, 10)] == [
        ("registered", home, "10"),
        ("registered", home, "02"),
        ("registered", home, "02"),
        ("registered", zhang, "99"),
    ]
    assert town.where(head)[0] == "ended"
    town.assert_sound()


def test_one_after_another_headed_what_people_left_and_joined_since_the_head_died(town, zhang, acts, refused):
    """Who stayed longest, until the one who is to succeed was there."""
    home = town.family(
        2,
        ("孙甲", "1", "1950-03-01", "02"),
        ("孙乙", "1", "1975-03-01", "20"),
        ("孙丙", "1", "1980-03-01", "20"),
    )
    town.family(3, ("周晚", "2", "1990-03-01", "02"))
    head, elder, younger, late = (town.people[name] for name in ("孙甲", "孙乙", "孙丙", "周晚"))
    for who, day in ((younger, 5), (elder, 10)):
        settle = acts.Settle((acts.Mover(who, "99"),), zhang, date(2026, 11, day))
        acts.settle(settle, town.acting(2))
    acts.settle(acts.Settle((acts.Mover(late, "99"),), home, date(2026, 11, 8)), town.acting())
    statement = acts.Death(head, DAY, "证明")
    refused("register.successor_needed", acts.death, statement, town.acting())
    acts.death(replace(statement, successors={home: late}), town.acting())
    assert [town.where(elder, date(2026, 11, day))[2] for day in (1, 2, 7, 8)] == ["20", "02", "02", "97"]
    assert [town.where(younger, date(2026, 11, day))[2] for day in (1, 2, 4)] == ["20", "70", "70"]
    assert town.where(late, date(2026, 11, 8)) == town.where(late) == ("registered", home, "02", 1)
    town.assert_sound()


def test_one_may_die_in_transit(town, acts, li):
    son = town.people["李明明"]
    acts.move_out(acts.MoveOut((son,), DAY, "盘迁001", "沈阳市"), town.acting())
    acts.death(acts.Death(son, date(2026, 11, 5), "死亡证明"), town.acting())
    assert town.where(son)[0] == "ended"
    town.assert_sound()


def test_changing_the_head_restates_the_members(town, acts, li, refused):
    change = acts.ChangeHead(li, acts.Succession(town.people["李明明"]), DAY, "户内协商一致")
    minor = replace(change, succession=acts.Succession(town.people["李小红"]))
    refused("register.minor_head", acts.change_head, minor, town.acting())
    same = replace(change, succession=acts.Succession(town.people["李建国"]))
    refused("register.head_already", acts.change_head, same, town.acting())
    refused("register.unknown_household", acts.change_head, replace(change, household=999), town.acting())
    refused("register.other_office", acts.change_head, change, town.acting(2))
    stranger = replace(change, succession=acts.Succession(99999))
    refused("register.successor_not_member", acts.change_head, stranger, town.acting())
    refused("register.future", acts.change_head, replace(change, effective=date(2027, 1, 1)), town.acting())
    acts.change_head(change, town.acting())
    relations = [town.where(name)[2] for name in ("李明明", "李建国", "王秀英", "李小红")]
    assert relations == ["02", "51", "52", "70"]
    town.assert_sound()


def test_founding_splits_a_household(town, acts, li, refused):
    son = acts.Mover(town.people["李明明"], "02")
    found = acts.FoundHousehold(6, DAY, (son,))
    refused("register.nobody", acts.found_household, replace(found, members=()), town.acting())
    refused(
        "register.household_sort",
        acts.found_household,
        replace(found, kind=acts.HouseholdKind.COLLECTIVE),
        town.acting(),
    )
    refused(
        "register.future", acts.found_household, replace(found, effective=date(2027, 1, 1)), town.acting()
    )
    done = acts.found_household(found, town.acting())
    assert town.where(son.person) == ("registered", done.household, "02", 1)
    assert town.sql("select act from ledger_entry where entry = %s", [done.entry]) == [("found_household",)]


def test_a_collective_household_is_founded_empty_and_needs_no_head(town, acts, li):
    unit = acts.FoundHousehold(6, DAY, (), acts.HouseholdKind.COLLECTIVE, acts.CollectiveSort.UNIT)
    done = acts.found_household(unit, town.acting())
    son = acts.Mover(town.people["李明明"], "99")
    acts.settle(acts.Settle((son,), done.household, town.on), town.acting())
    town.assert_sound()


def test_an_elder_only_child_becomes_the_eldest_with_the_birth(town, acts, zhang, refused):
    mother, by = town.people["张丽华"], town.acting(2)
    girl = acts.Birth(
        acts.Particulars("张小红", "2"), date(2020, 3, 1), zhang, "31", date(2020, 3, 20), "211102", mother
    )
    [elder] = acts.birth(girl, by).persons
    boy = acts.Birth(
        acts.Particulars("张小明", "1"), DAY, zhang, "20", date(2026, 11, 15), "211102", mother,
        elders={elder: "32"},
    )  # fmt: skip
    refused("register.elders", acts.birth, replace(boy, elders={elder: "33"}), by)
    refused("register.elders", acts.birth, replace(boy, elders={mother: "32"}), by)
    acts.birth(boy, by)
    assert town.where(elder) == ("registered", zhang, "32", 2)
