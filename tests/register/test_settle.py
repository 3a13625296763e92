"""Settling within the city."""

from dataclasses import replace
from datetime import date, timedelta

DAY = date(2026, 11, 1)


def test_a_son_joins_another_household_and_is_registered_nowhere_else(town, li, zhang, acts):
    son = town.people["李明明"]
    done = acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, DAY), town.acting(2))
    assert done.persons == (son,)
    assert done.household == zhang
    assert town.where(son) == ("registered", zhang, "99", 2)
    assert town.where(son, DAY - timedelta(days=1)) == ("registered", li, "20", 1)
    [(act, offices)] = town.sql("select act, offices from ledger_entry where entry = %s", [done.entry])
    assert (act, offices) == ("settle", [1, 2])
    town.assert_sound()


def test_a_whole_family_settles_in_a_new_household_and_leaves_the_old_one_empty(town, li, acts):
    movers = tuple(
        acts.Mover(town.people[name], relation)
        for name, relation in [("李建国", "02"), ("王秀英", "10"), ("李明明", "20"), ("李小红", "30")]
    )
    done = acts.settle(acts.Settle(movers, acts.NewHousehold(25), DAY), town.acting(2))
    assert {town.where(m.person)[1] for m in movers} == {done.household}
    assert town.sql("select count(*) from standing where household = %s and upper_inf(known)"
                    " and upper_inf(valid)", [li]) == [(0,)]  # fmt: skip
    town.assert_sound()


def test_a_leaving_head_names_who_succeeds_and_kinship_restates_the_relations(town, li, zhang, acts, refused):
    head = town.people["李建国"]
    statement = acts.Settle((acts.Mover(head, "99"),), zhang, DAY)
    needed = refused("register.successor_needed", acts.settle, statement, town.acting(2))
    assert "3" in needed.text.en
    acts.settle(replace(statement, successors={li: town.people["王秀英"]}), town.acting(2))
    assert town.where("王秀英") == ("registered", li, "02", 1)
    assert town.where("李明明") == ("registered", li, "20", 1)
    assert town.where("李小红") == ("registered", li, "30", 1)
    town.assert_sound()


def test_relations_to_the_successor_are_as_stated(town, li, zhang, acts):
    succession = acts.Succession(
        town.people["李明明"], {town.people["王秀英"]: "52", town.people["李小红"]: "77"}
    )
    mover = acts.Mover(town.people["李建国"], "99")
    acts.settle(acts.Settle((mover,), zhang, DAY, {li: succession}), town.acting(2))
    assert town.where("王秀英")[2] == "52"
    assert town.where("李小红")[2] == "77"


def test_kinship_shows_a_mother_and_a_sister_of_the_new_head(town, li, zhang, acts):
    mover = acts.Mover(town.people["李建国"], "99")
    acts.settle(acts.Settle((mover,), zhang, DAY, {li: town.people["李明明"]}), town.acting(2))
    assert town.where("王秀英")[2] == "52"
    assert town.where("李小红")[2] == "70"


def test_companions_from_two_old_households_settle_with_the_applicant(town, li, zhang, acts):
    movers = (acts.Mover(town.people["李明明"], "02"), acts.Mover(town.people["张丽华"], "10"))
    done = acts.settle(acts.Settle(movers, acts.NewHousehold(3), DAY), town.acting(1))
    assert town.where("张丽华") == ("registered", done.household, "10", 1)
    town.assert_sound()


def test_a_second_settling_on_one_day_supersedes_the_first_and_both_stay_known(town, li, zhang, acts):
    son = town.people["李明明"]
    first = acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, DAY), town.acting(2))
    again = acts.settle(acts.Settle((acts.Mover(son, "02"),), acts.NewHousehold(4), DAY), town.acting(1))
    held = town.sql("select household, lower(known), upper(known) from standing where person = %s"
                    " and lower(valid) = %s order by 2", [son, DAY])  # fmt: skip
    assert held == [(zhang, first.entry, again.entry), (again.household, again.entry, None)]
    town.assert_sound()


def test_what_the_law_refuses(town, li, zhang, acts, refused):
    son, daughter = town.people["李明明"], town.people["李小红"]
    before = town.entries()

    def settle(*movers, into=zhang, day=DAY, office=2, **more):
        return (
            acts.settle,
            acts.Settle(tuple(acts.Mover(*m) for m in movers), into, day, **more),
            town.acting(office),
        )

    refused("register.nobody", *settle())
    refused("register.named_twice", *settle((son, "99"), (son, "99")))
    refused("register.unknown_person", *settle((999999, "99")))
    refused("register.unknown_household", *settle((son, "99"), into=999999))
    refused("register.future", *settle((son, "99"), day=town.on + timedelta(days=1)))
    refused("register.before_last_change", *settle((son, "99"), day=date(2019, 1, 1)))
    refused("register.already_there", *settle((son, "20"), into=li, office=1))
    refused("register.other_office", *settle((son, "99"), office=1))
    refused("register.two_heads", *settle((son, "02")))
    refused("register.relation", *settle((son, "01")))
    refused("register.relation", *settle((son, "ab")))
    refused("register.no_head", *settle((son, "20"), into=acts.NewHousehold(22)))
    refused("register.two_heads", *settle((son, "02"), (daughter, "02"), into=acts.NewHousehold(22)))
    refused("register.minor_head", *settle((daughter, "02"), into=acts.NewHousehold(22)))
    refused("register.address_of_other_office", *settle((son, "02"), into=acts.NewHousehold(1)))
    refused("address.unknown", *settle((son, "02"), into=acts.NewHousehold(4711)))
    refused("register.successor_not_member", *settle((son, "99"), successors={li: daughter}))
    assert town.entries() == before, "a refusal leaves nothing"


def test_an_orphan_may_head_a_household_on_a_stated_ground(town, li, acts):
    daughter = town.people["李小红"]
    new = acts.NewHousehold(22, minor_ground="父母双亡（南京细则第十条）")
    done = acts.settle(acts.Settle((acts.Mover(daughter, "02"),), new, DAY), town.acting(2))
    assert town.where(daughter)[1] == done.household


def test_a_minor_cannot_succeed_the_head(town, li, zhang, acts, refused):
    movers = tuple(acts.Mover(town.people[n], "99") for n in ("李建国", "王秀英", "李明明"))
    statement = acts.Settle(movers, zhang, DAY, {li: town.people["李小红"]})
    refused("register.minor_head", acts.settle, statement, town.acting(2))


def test_in_a_collective_household_nobody_is_kin(town, li, acts, refused):
    dormitory = town.family(30, kind="collective")
    son = acts.Mover(town.people["李明明"], "20")
    refused("register.collective_relation", acts.settle, acts.Settle((son,), dormitory, DAY), town.acting(2))
    acts.settle(acts.Settle((replace(son, relation="99"),), dormitory, DAY), town.acting(2))
    assert town.where("李明明") == ("registered", dormitory, "99", 2)
    town.assert_sound()


def test_an_emptied_family_household_needs_a_head_again(town, li, zhang, acts, refused):
    acts.settle(acts.Settle((acts.Mover(town.people["张丽华"], "99"),), li, DAY), town.acting(1))
    son = town.people["李明明"]
    refused(
        "register.no_head", acts.settle, acts.Settle((acts.Mover(son, "99"),), zhang, DAY), town.acting(2)
    )
    acts.settle(acts.Settle((acts.Mover(son, "02"),), zhang, DAY), town.acting(2))
    assert town.where(son) == ("registered", zhang, "02", 2)


def test_the_entry_holds_the_whole_statement_and_what_it_made_so(town, li, zhang, acts):
    import json

    son = town.people["李明明"]
    done = acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, DAY), town.acting(2))
    [(body,)] = town.sql("select convert_from(body, 'UTF8') from ledger_entry where entry = %s", [done.entry])
    kept = json.loads(body)
    assert kept["statement"]["members"] == [{"person": son, "relation": "99"}]
    assert kept["results"]["standings"] == [[son, "2026-11-01", "registered", zhang, "99", 2, None]]
    assert (kept["officer"], kept["on"], kept["basis"], kept["case"]) == (7, "2026-11-20", "测试", None)


def test_within_a_larger_transaction_a_broken_constraint_is_told_at_once(town, li, zhang, acts, refused):
    from huji.runtime.db import writing

    acts.settle(acts.Settle((acts.Mover(town.people["张丽华"], "99"),), li, DAY), town.acting(1))
    statement = acts.Settle((acts.Mover(town.people["李明明"], "99"),), zhang, DAY)

    def together():
        with writing():
            acts.settle(statement, town.acting(2))

    refused("register.no_head", together)
    assert town.where("李明明")[1] == li
