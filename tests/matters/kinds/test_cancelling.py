from datetime import date

from tests.matters.town import Town

from huji.matters import acts
from huji.matters.values import Level, Reporter, State
from huji.register import acts as register


def test_one_declared_dead_by_a_court_comes_back(town: Town) -> None:
    dead = {"finding": "dead", "judgment": "（2026）辽民特1号", "effective": "2026-08-30"}
    seen = town.foreseen("declare_missing_or_dead", dead, person="李建国")
    assert (seen.refusal and seen.refusal.code, seen.field) == ("register.successor_needed", "successor")
    town.carried(
        "declare_missing_or_dead", {**dead, "successor": town.city.people["王秀英"]}, person="李建国"
    )
    assert town.city.where("李建国")[0] == "ended"
    back = {
        "ground": "returned_dead",
        "into": "existing",
        "household": town.city.households["李"],
        "relation": "11",
        "evidence": "撤销宣告判决书",
    }
    done = town.opened("restore", back, person="李建国")
    assert Level(town.row(done.matter, "level")) is Level.STATION
    town.decided(done)
    assert town.city.where("李建国")[0] == "registered"


def test_one_who_settled_abroad_is_cancelled_after_checking(town: Town) -> None:
    asked = {"ground": "settled_abroad", "reported": "family", "evidence": "护照", "effective": "2026-08-30"}
    done = town.opened("cancel", asked, person="王秀英")
    assert Level(town.row(done.matter, "level")) is Level.STATION
    assert town.decided(done).state is State.DONE
    assert town.city.where("王秀英")[0] == "elsewhere"


def test_a_duplicate_needs_the_number_that_is_kept(town: Town) -> None:
    asked = {"ground": "duplicate", "reported": "family", "evidence": "比对"}
    seen = town.foreseen("cancel", asked, person="王秀英")
    assert (seen.refusal and seen.refusal.code, seen.field) == ("matter.missing", "kept")


def test_one_without_registration_is_registered_and_never_twice(town: Town) -> None:
    asked = {
        "why": "no_birth_certificate",
        "name": "赵小路",
        "sex": "1",
        "ethnic": "01",
        "born": "2001-05-06",
        "into": "existing",
        "household": town.city.households["李"],
        "relation": "97",
    }
    statement = acts.OpenMatter(
        kind="register_unregistered",
        values=asked,
        person=None,
        household=None,
        reporter=Reporter("赵小路", "", "本人"),
        evidence=town.shown("register_unregistered"),
    )
    done = town.decided(acts.open_matter(statement, town.by()))
    assert done.state is State.DONE
    seen = town.foreseen("register_unregistered", asked)
    assert (seen.refusal and seen.refusal.code, seen.field) == ("register.known_already", "distinct")


def test_whoever_has_neither_number_nor_kin_to_report_is_not_turned_away(town: Town) -> None:
    asked = {
        "why": "spontaneous",
        "name": "钱大路",
        "sex": "2",
        "ethnic": "01",
        "born": "1980-01-02",
        "into": "new",
        "address": 12,
    }
    statement = acts.OpenMatter(
        kind="register_unregistered",
        values=asked,
        person=None,
        household=None,
        reporter=Reporter("钱大路", "", "本人"),
        evidence=town.shown("register_unregistered"),
    )
    by = town.by()
    done = town.decided(acts.open_matter(statement, by))
    assert done.state is State.DONE


def test_one_registered_elsewhere_is_declared_dead_without_a_certificate_of_cancelling(town: Town) -> None:
    wife = town.city.people["王秀英"]
    by = register.Acting(7, 2, date(2026, 8, 1), "测试")
    register.move_out(register.MoveOut((wife,), by.on, "迁1", "大连"), by)
    register.arrive_elsewhere(register.ArriveElsewhere((wife,), by.on, "迁1", "回执"), by)
    dead = {"finding": "dead", "judgment": "（2026）辽民特1号", "effective": "2026-08-30"}
    missing = town.foreseen("declare_missing_or_dead", {**dead, "finding": "missing"}, person="王秀英")
    assert (missing.refusal and missing.refusal.code, missing.field) == (
        "register.missing_elsewhere",
        "finding",
    )
    done = town.carried("declare_missing_or_dead", dead, person="王秀英")
    assert town.city.where("王秀英")[0] == "ended"
    kinds = town.city.sql("select kind from documents_paper where case_number = %s", [done.matter])
    assert kinds == []
