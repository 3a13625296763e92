"""Any entry of the register is undone from the history, that of a settlement case too."""

from datetime import date

import pytest
from tests.cases.city import ON, TOWN_STATION, VILLAGE_STATION, City
from tests.cases.test_from_outside import ELSEWHERE, FAR, permit, presented
from tests.matters.town import Town

from huji.cases import acts as cases
from huji.cases import queries
from huji.cases.values import Companion, Done, Kind, Outside
from huji.cases.values import State as CaseState
from huji.matters import queries as matters
from huji.matters.values import Level, State
from huji.register import acts as register
from huji.runtime import db
from huji.standards import Refused

TEACHES = {"item": "occupation", "occupation": "教师", "effective": "2026-08-01", "evidence": "本人申请"}


def settled(city: City) -> Done:
    done = city.approved(city.accepted(city.companion("孙桂兰", "spouse"), city.companion("赵小宝", "child")))
    return cases.execute(
        cases.Execute(done.case, done.version, {city.households["赵"]: city.people["赵大山"]}), city.by()
    )


def act_of(town: Town, case: str) -> int:
    [(entry,)] = town.city.sql(
        "select data ->> 'act' from case_step where \"case\" = %s and data ? 'act' order by id desc limit 1",
        [case],
    )
    return int(entry)


def test_a_settled_case_says_that_it_was_undone_and_the_applicant_applies_anew(town: Town) -> None:
    city = town.city
    before = {name: city.where(name) for name in ("赵铁柱", "孙桂兰", "赵小宝", "赵大山")}
    case = settled(city)
    entry = act_of(town, case.case)
    officer = city.officers["counter"]
    db.set_area([TOWN_STATION])
    assert queries.detail(officer, case.case, ON).undone is None

    done = town.opened("undo", {"reason": "骗取落户"}, entry=entry)
    assert (town.row(done.matter, "level"), town.row(done.matter, "office")) == (Level.COUNTY, TOWN_STATION)
    assert town.row(done.matter, "heading") == "赵铁柱"
    done = town.decided(done)
    assert done.state is State.DONE
    assert {name: city.where(name) for name in before} == before

    db.set_area([TOWN_STATION])
    undone = queries.detail(officer, case.case, ON).undone
    assert undone is not None
    assert (undone.entry, undone.matter, undone.on) == (entry, done.matter, ON)
    [line] = [one for one in queries.queue(officer, ON) if one.number == case.case]
    assert (line.state, line.undone) == (CaseState.SETTLED, undone)
    assert set(city.sql("select kind, status from documents_paper where case_number = %s", [case.case])) == {
        ("booklet", "cancelled"),
        ("receipt", "issued"),
    }

    again = settled(city)
    assert again.state is CaseState.SETTLED
    db.set_area([TOWN_STATION])
    assert queries.detail(officer, again.case, ON).undone is None


def test_one_from_outside_whose_arrival_was_undone_comes_again(town: Town) -> None:
    city = town.city
    permitted = permit(city)
    arrived = cases.present_certificate(presented(city, permitted), city.by())
    town.decided(town.opened("undo", {"reason": "迁移证系伪造"}, entry=act_of(town, arrived.case)))
    assert city.sql("select cause from standing s join particulars i using (person) where i.name = '周海'"
                    " and upper_inf(s.known)") == [("void",)]  # fmt: skip
    wife = Companion(city.numbers["吴兰"], "吴兰", "spouse")
    done = city.draft("周海", wife, kind=Kind.FROM_OUTSIDE, outside=ELSEWHERE)
    done = city.told(done, "周海", FAR)
    done = city.told(done, "吴兰", {"companion.lives_together": True})
    done = city.approved(cases.accept(cases.Accept(done.case, done.version), city.by()))
    done = cases.issue_move_in_permit(cases.IssueMoveInPermit(done.case, done.version), city.by())
    done = cases.present_certificate(presented(city, done), city.by())
    assert done.state is CaseState.SETTLED
    assert city.sql(
        "select s.kind::text, s.relation from standing s join particulars i using (person)"
        " where i.name in ('周海', '吴兰') and upper_inf(s.known) and upper_inf(s.valid)"
        " and upper_inf(i.known) and upper_inf(i.valid) order by 2"
    ) == [("registered", "02"), ("registered", "12")]


def test_a_case_whose_leaving_was_undone_is_withdrawn(town: Town) -> None:
    city = town.city
    permit = Outside("大连市中山区", "210202", "大中准字第000123号", date(2026, 8, 20), date(2026, 9, 28))
    done = city.draft("张丽华", kind=Kind.TO_OUTSIDE, outside=permit)
    done = cases.accept(cases.Accept(done.case, done.version), city.by())
    done = cases.approve(cases.Approve(done.case, done.version), city.by("approve"))
    done = cases.issue_migration_certificate(
        cases.IssueMigrationCertificate(done.case, done.version), city.by()
    )
    town.decided(town.opened("undo", {"reason": "本人没有申请"}, entry=act_of(town, done.case)))
    assert city.where("张丽华")[:2] == ("registered", city.households["张"])
    done = cases.withdraw(cases.Withdraw(done.case, done.version, "迁移已撤销"), city.by())
    assert (done.state, city.where("张丽华")[0]) == (CaseState.RESTORED, "registered")
    assert city.draft("张丽华", kind=Kind.TO_OUTSIDE, outside=permit).state is CaseState.DRAFT


def test_the_entry_of_a_matter_is_undone_with_its_matter_once(town: Town) -> None:
    done = town.carried(
        "change_items",
        TEACHES,
        person="李建国",
    )
    entry = town.row(done.matter, "act_entry")
    undoing = town.opened("undo", {"reason": "录错了人"}, entry=entry)
    assert town.row(undoing.matter, "undoes") == done.matter
    with pytest.raises(Refused) as refused:
        town.opened("undo", {"reason": "录错了人"}, entry=entry)
    assert refused.value.code == "matter.undoing_already"
    town.decided(undoing)
    assert town.state(done) is State.UNDONE
    for given in ({"entry": entry}, {"undoes": done.matter}):
        with pytest.raises(Refused) as refused:
            town.opened("undo", {"reason": "再撤一次"}, **given)
        assert refused.value.code == "register.undone_already"


def test_an_undoing_is_not_undone(town: Town) -> None:
    done = town.carried("change_items", TEACHES, person="李建国")
    undoing = town.decided(town.opened("undo", {"reason": "录错了人"}, undoes=done.matter))
    with pytest.raises(Refused) as refused:
        town.opened("undo", {"reason": "撤错了"}, undoes=undoing.matter)
    assert refused.value.code == "matter.undoing_stands"


def moved_to_the_village(town: Town) -> int:
    """Change an item of Zhang in town, move her to the village, and return the entry of the change."""
    city = town.city
    done = town.carried("change_items", TEACHES, person="张丽华")
    register.settle(
        register.Settle((register.Mover(city.people["张丽华"], "99"),), city.households["赵"], ON),
        register.Acting(1, VILLAGE_STATION, ON, "试"),
    )
    return int(town.row(done.matter, "act_entry"))


def test_what_another_office_entered_is_undone_by_the_present_one_and_the_county(town: Town) -> None:
    entry = moved_to_the_village(town)
    with pytest.raises(Refused) as refused:
        town.opened("undo", {"reason": "录错了"}, entry=entry)
    assert refused.value.code == "matter.other_office"
    assert "沙岭派出所" in refused.value.text.zh
    village = Town(town.city, "village")
    done = village.opened("undo", {"reason": "录错了"}, entry=entry)
    assert (town.row(done.matter, "level"), town.row(done.matter, "office")) == (
        Level.COUNTY,
        VILLAGE_STATION,
    )
    done = village.step("accept", done)
    done = village.step("review", done, "village_review", recommend="approve")
    assert village.step("decide", done).state is State.DONE
    assert town.city.sql(
        "select i.occupation from particulars i where i.person = %s and upper_inf(i.known)",
        [town.city.people["张丽华"]],
    ) == [("",)]


def test_without_a_bureau_above_both_it_is_the_citys(town: Town) -> None:
    entry = moved_to_the_village(town)
    town.city.sql("update places_office set parent = null where id = %s", [VILLAGE_STATION])
    done = Town(town.city, "village").opened("undo", {"reason": "录错了"}, entry=entry)
    assert town.row(done.matter, "level") == Level.CITY


def test_nothing_of_an_entry_out_of_the_area_is_foreseen(town: Town) -> None:
    from huji.matters.acts import OpenMatter

    case = settled(town.city)
    statement = OpenMatter(kind="undo", values={"reason": "看看"}, entry=act_of(town, case.case))
    seen = matters.foresee(statement, town.city.officers["village"], town.on)
    assert (seen.refusal and seen.refusal.code, seen.persons) == ("matter.other_office", frozenset())
