from datetime import date

from tests.matters.town import Town

from huji.matters.values import Shown
from huji.register import acts

DEATH = {"reported": "family", "died": "2026-08-30", "proof": "medical"}


def test_a_head_s_death_names_who_succeeds_and_certifies_the_cancellation(town: Town) -> None:
    seen = town.foreseen("death", DEATH, person="李建国")
    assert (seen.refusal and seen.refusal.code, seen.field) == ("register.successor_needed", "successor")
    done = town.carried("death", {**DEATH, "successor": town.city.people["王秀英"]}, person="李建国")
    assert town.city.where("李建国")[0] == "ended"
    assert town.city.where("王秀英")[2] == "02"
    kinds = town.city.sql("select kind from documents_paper where case_number = %s", [done.matter])
    assert {kind for (kind,) in kinds} == {"cancellation", "booklet"}


def test_a_death_elsewhere_is_entered_by_the_office_left_and_certified_by_the_other_register(
    town: Town,
) -> None:
    wife, gone = town.city.people["王秀英"], date(2026, 8, 1)
    office = acts.Acting(7, 2, gone, "测试")
    acts.move_out(acts.MoveOut((wife,), gone, "盘迁031", "大连"), office)
    acts.arrive_elsewhere(acts.ArriveElsewhere((wife,), gone, "盘迁031", "回执"), office)
    shown = {"proof": Shown(0), "booklet": Shown(None, exempt="已交外地户口登记机关")}
    done = town.carried("death", DEATH, person="王秀英", evidence=shown)
    assert town.city.where("王秀英")[0] == "ended"
    states = town.city.sql(
        "select marital from particulars where person = %s and upper_inf(known) and upper_inf(valid)",
        [town.city.people["李建国"]],
    )
    assert states == [("30",)]
    kinds = town.city.sql("select kind from documents_paper where case_number = %s", [done.matter])
    assert kinds == []
