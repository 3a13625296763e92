"""The end of one registered elsewhere, in transit or nowhere: recorded, with nothing left to cancel."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from huji.register import telling
from huji.register.telling import Names

GONE, DAY = date(2026, 10, 5), date(2026, 11, 1)
HEAD, WIFE = "李建国", "王秀英"


@pytest.fixture
def told(town):
    """Tell an entry, naming the town's people."""

    def tell(done):
        [(act, body)] = town.sql(
            "select act, convert_from(body, 'UTF8') from ledger_entry where entry = %s", [done.entry]
        )
        return telling.sentence(
            act, json.loads(body), Names({who: name for name, who in town.people.items()})
        )

    return tell


@pytest.fixture
def away(town, acts, li):
    """Let the wife move to Dalian and be registered there."""
    wife, by = town.people[WIFE], town.acting(on=GONE)
    acts.move_out(acts.MoveOut((wife,), GONE, "迁1", "大连"), by)
    acts.arrive_elsewhere(acts.ArriveElsewhere((wife,), GONE, "迁1", "回执"), by)
    return wife


def declared(acts, who, finding="dead"):
    return acts.DeclareMissingOrDead(who, acts.Finding(finding), "判决1", DAY)


def test_a_court_s_declaration_of_death_of_one_registered_elsewhere_widows_the_one_left(
    town, zhang, acts, away, told, refused
):
    refused("register.other_office", acts.declare_missing_or_dead, declared(acts, away), town.acting(2))
    early = replace(declared(acts, away), effective=GONE - timedelta(days=1))
    refused("register.before_last_change", acts.declare_missing_or_dead, early, town.acting())
    done = acts.declare_missing_or_dead(declared(acts, away), town.acting())
    assert (town.where(away, DAY - timedelta(days=1))[0], town.where(away)[0]) == ("elsewhere", "ended")
    assert town.sql("select upper(valid) from kinship where person = %s and kind = 'spouse'"
                    " and upper_inf(known)", [town.people[HEAD]]) == [(DAY,)]  # fmt: skip
    text = told(done)
    assert text.zh == (
        "王秀英经人民法院宣告死亡（判决1），自2026年11月1日起登记为死亡；户口不在本市，本次没有注销户口。"
    )
    assert text.en == (
        "王秀英, registered elsewhere, declared dead by a court (判决1), is recorded as dead from"
        " 1 November 2026 on; nothing was cancelled."
    )
    refused("register.dead", acts.declare_missing_or_dead, declared(acts, away), town.acting())
    again = acts.Marry(town.people[HEAD], town.people["张丽华"], DAY + timedelta(days=9), "结婚证")
    acts.marry(again, town.acting())
    town.assert_sound()


def test_being_missing_is_entered_where_one_is_registered(town, acts, away, refused):
    missing = declared(acts, away, "missing")
    told = refused("register.missing_elsewhere", acts.declare_missing_or_dead, missing, town.acting())
    assert told.hint
    assert "宣告死亡" in told.hint.zh


def test_a_spouse_whom_another_office_keeps_is_widowed_in_an_entry_of_both(town, li, zhang, acts):
    wife, by = town.people[WIFE], town.acting(2)
    acts.settle(acts.Settle((acts.Mover(wife, "99"),), zhang, GONE), by)
    done = acts.declare_missing_or_dead(declared(acts, wife), by)
    assert town.sql("select offices from ledger_entry where entry = %s", [done.entry]) == [([1, 2],)]


def test_a_death_is_told_as_what_was_recorded(town, li, acts, away, told):
    son, girl, by = town.people["李明明"], town.people["李小红"], town.acting()
    text = told(acts.death(acts.Death(away, DAY, "死亡医学证明"), by))
    assert text.zh == (
        "王秀英2026年11月1日死亡，登记为死亡；户口不在本市，本次没有注销户口（死亡医学证明）。"
    )
    assert text.en == (
        "王秀英, registered elsewhere, died on 1 November 2026; the death was recorded, nothing was cancelled"
        " (死亡医学证明)."
    )
    acts.move_out(acts.MoveOut((son,), GONE, "迁2", "大连"), by)
    assert "户口正在迁移途中" in told(acts.death(acts.Death(son, DAY, "证明"), by)).zh
    text = told(acts.death(acts.Death(girl, DAY, "证明"), by))
    assert text.zh == "李小红2026年11月1日死亡，户口注销（证明）。"
    assert text.en == "李小红 died on 1 November 2026, and the registration was cancelled (证明)."
