"""Each act of households and kin undone: the register believes again exactly what it believed before."""

from datetime import date

import pytest
from tests.register.test_undo import believed

DAY = date(2026, 11, 1)


def _split(acts, who, li, zhang):
    return acts.SplitHousehold(li, (acts.Mover(who["李明明"], "02"),), acts.SplitGround.PROPERTY, DAY), 1


def _move_household(acts, who, li, zhang):
    return acts.MoveHousehold(li, 25, "产权证", DAY), 2


def _join(acts, who, li, zhang):
    return acts.JoinRelatives((acts.Mover(who["张丽华"], ""),), who["李建国"], DAY), 1


def _marry(acts, who, li, zhang):
    return acts.Marry(who["李明明"], who["赵敏"], DAY, "证"), 1


def _divorce(acts, who, li, zhang):
    return acts.Divorce(who["李建国"], who["王秀英"], DAY, "证"), 1


def _adopt(acts, who, li, zhang):
    return acts.Adopt(who["李小红"], (who["张丽华"],), DAY, "证", zhang), 2


def _recognise(acts, who, li, zhang):
    parent, proof = who["赵父"], acts.ParentProof.JUDGEMENT
    return acts.RecogniseParent(who["李小红"], parent, proof, "判决", who["李建国"]), 1


def _guardian(acts, who, li, zhang):
    guardians = (acts.Guardian(who["张丽华"], "姨母"),)
    return acts.AppointGuardian(who["李小红"], guardians, acts.GuardianGround.MINOR, "书", DAY), 1


def _enlist(acts, who, li, zhang):
    return acts.Enlist(who["李建国"], DAY, "书", {li: who["王秀英"]}), 1


def _within(acts, who, li, zhang):
    return acts.MoveWithin((acts.Mover(who["李明明"], "02"),), acts.NewHousehold(25), "证", DAY), 2


CASES = {
    "split_household": _split,
    "move_household": _move_household,
    "join_relatives": _join,
    "marry": _marry,
    "divorce": _divorce,
    "adopt": _adopt,
    "recognise_parent": _recognise,
    "appoint_guardian": _guardian,
    "enlist": _enlist,
    "move_within": _within,
}


@pytest.mark.parametrize("verb", CASES)
def test_it_is_undone_without_a_trace_in_what_is_believed(town, acts, li, zhang, verb):
    town.family(2, ("赵敏", "2", "1998-03-01", "02"))
    town.family(3, ("赵父", "1", "1975-03-01", "02"))
    if verb == "join_relatives":
        town.tie("李建国", "张丽华")
    before = believed(town)
    statement, office = CASES[verb](acts, town.people, li, zhang)
    done = getattr(acts, verb)(statement, town.acting(office))
    assert believed(town) != before
    acts.undo(acts.Undo(done.entry, "误办"), town.acting(office))
    assert believed(town) == before
    town.assert_sound()
    town.assert_rebuilt()


def test_a_merge_a_restoring_and_a_death_in_transit_are_undone(town, acts, li, zhang):
    son = town.people["李明明"]
    split = acts.split_household(_split(acts, town.people, li, zhang)[0], town.acting())
    steps = [
        ("merge_households", acts.MergeHouseholds(li, (split.household,), date(2026, 11, 2))),
        ("restore_lapsed", acts.RestoreLapsed("迁1", date(2026, 11, 20), "已函查")),
        ("death_in_transit", acts.DeathInTransit(son, date(2026, 11, 18), "证明", "迁1")),
    ]
    for verb, statement in steps:
        if verb == "restore_lapsed":
            out = acts.MoveOut((son,), date(2026, 11, 3), "迁1", "外市")
            acts.move_out(out, town.acting())
            town.on = date(2026, 12, 31)
        before = believed(town)
        done = getattr(acts, verb)(statement, town.acting())
        assert believed(town) != before
        acts.undo(acts.Undo(done.entry, "误办"), town.acting())
        assert believed(town) == before, verb
    town.assert_sound()
    town.assert_rebuilt()
