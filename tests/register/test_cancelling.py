"""Dead by office, missing, declared dead, settled abroad, duplicate, fraud; and those who come back."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from huji.standards import Refused

DAY, TODAY = date(2026, 10, 1), date(2026, 11, 20)
HEAD, WIFE, SON, DAUGHTER = "李建国", "王秀英", "李明明", "李小红"


@pytest.fixture
def refused(acts):
    """Assert that an act is refused with a code."""

    def check(code, verb, statement, by):
        with pytest.raises(Refused) as refusal:
            verb(statement, by)
        assert refusal.value.code == f"register.{code}"

    return check


@pytest.fixture
def one(town, acts):
    """Acting for office 1 today."""
    return town.acting(1, on=TODAY)


# -- death by office ---------------------------------------------------------------------------------------


def test_the_office_registers_a_death_itself_seven_days_after_its_notice(town, li, acts, one, refused):
    def dead(notice):
        return acts.Death(town.people[SON], DAY, "社区证明", notice=notice)

    refused("notice_running", acts.death, dead(date(2026, 11, 14)), one)
    refused("future", acts.death, dead(date(2026, 11, 21)), one)
    acts.death(dead(date(2026, 11, 13)), one)
    assert town.where(SON)[0] == "ended"


def spouses(town):
    return town.sql(
        "select count(*) from kinship where kind = 'spouse' and upper_inf(known) and upper_inf(valid)"
    )


# -- declared missing or dead ------------------------------------------------------------------------------


def declared(town, acts, finding, who=HEAD, day=DAY, **more):
    return acts.DeclareMissingOrDead(
        town.people[who], acts.Finding(finding), "（2026）辽1102民特1号", day, **more
    )


def test_one_declared_missing_is_registered_nowhere_and_stays_married(town, li, acts, one, refused):
    refused("successor_needed", acts.declare_missing_or_dead, declared(town, acts, "missing"), one)
    acts.declare_missing_or_dead(declared(town, acts, "missing", successors={li: town.people[WIFE]}), one)
    assert town.where(HEAD) == ("unregistered", None, None, 1)
    assert town.where(WIFE)[2] == "02"
    assert spouses(town) == [(2,)]
    town.assert_sound()


def test_one_declared_dead_has_ended_and_so_has_the_marriage(town, li, acts, one):
    acts.declare_missing_or_dead(declared(town, acts, "missing", successors={li: town.people[WIFE]}), one)
    acts.declare_missing_or_dead(declared(town, acts, "dead", day=date(2026, 11, 1)), one)
    assert town.where(HEAD)[0] == "ended"
    assert town.sql("select cause from standing where kind = 'ended'") == [("declared_dead",)]
    assert spouses(town) == [(0,)]


def test_a_declaration_needs_a_judgment_of_this_office_and_a_living_person(
    town, li, zhang, acts, one, refused
):
    empty = acts.DeclareMissingOrDead(town.people[SON], acts.Finding.DEAD, " ", DAY)
    refused("judgment_needed", acts.declare_missing_or_dead, empty, one)
    refused("other_office", acts.declare_missing_or_dead, declared(town, acts, "dead", SON), town.acting(2))
    acts.death(acts.Death(town.people[SON], DAY, "证明"), one)
    refused("dead", acts.declare_missing_or_dead, declared(town, acts, "dead", SON, TODAY), one)


# -- cancelled ---------------------------------------------------------------------------------------------


def cancelled(town, acts, ground, who=SON, **more):
    return acts.Cancel(town.people[who], acts.CancelGround(ground), DAY, "核实材料", **more)


@pytest.mark.parametrize(
    ("ground", "cause"), [("settled_abroad", "abroad"), ("foreign_nationality", "foreign_nationality")]
)
def test_one_who_settled_abroad_is_elsewhere_and_may_come_back(town, li, acts, one, ground, cause, refused):
    acts.cancel(cancelled(town, acts, ground), one)
    assert town.where(SON)[0] == "elsewhere"
    assert town.sql("select cause from standing where kind = 'elsewhere' and upper_inf(valid)") == [(cause,)]
    back = acts.Restore(
        acts.Mover(town.people[SON], "99"), li, TODAY, acts.RestoreGround.RETURNED_ABROAD, "回国定居证"
    )
    done = acts.restore(back, one)
    assert town.where(SON) == ("registered", li, "99", 1)
    assert done.household == li
    refused("registered_already", acts.restore, back, one)
    town.assert_sound()


def test_a_duplicate_leads_to_the_person_kept(town, li, zhang, acts, one, refused):
    kept = town.people["张丽华"]
    refused("kept_person", acts.cancel, cancelled(town, acts, "duplicate"), one)
    refused("kept_person", acts.cancel, cancelled(town, acts, "fraud", kept=kept), one)
    refused("kept_person_same", acts.cancel, cancelled(town, acts, "duplicate", kept=town.people[SON]), one)
    done = acts.cancel(cancelled(town, acts, "duplicate", kept=kept), one)
    assert town.sql("select person, kept, entry from same_person") == [(town.people[SON], kept, done.entry)]
    assert town.where(SON)[0] == "ended"
    refused(
        "kept_person_gone",
        acts.cancel,
        cancelled(town, acts, "duplicate", DAUGHTER, kept=town.people[SON]),
        one,
    )
    from huji.register.queries import duplicates_of, kept_of, within_act
    from huji.runtime.db import writing

    with writing():
        assert kept_of(town.people[SON], within_act()) == kept
        assert duplicates_of(kept, within_act()) == (town.people[SON],)
    acts.undo(acts.Undo(done.entry, "不是同一人"), one)
    with writing():
        assert kept_of(town.people[SON], within_act()) is None
    town.assert_sound()


def test_a_settling_by_fraud_is_cancelled_and_the_former_place_restored(town, li, zhang, acts, one):
    acts.settle(acts.Settle((acts.Mover(town.people["张丽华"], "99"),), li, DAY), one)
    former = acts.Former(zhang, "02")
    acts.cancel(
        acts.Cancel(town.people["张丽华"], acts.CancelGround.FRAUD, TODAY, "查处决定", former=former), one
    )
    assert town.where("张丽华") == ("registered", zhang, "02", 2)
    town.assert_sound()


def test_nobody_stays_married_to_one_who_never_was(town, li, zhang, acts, one):
    assert spouses(town) == [(2,)]
    gone = acts.cancel(cancelled(town, acts, "fraud", WIFE), one)
    assert town.where(WIFE)[0] == "ended"
    assert spouses(town) == [(0,)]
    acts.undo(acts.Undo(gone.entry, "查无实据"), one)
    assert spouses(town) == [(2,)]
    acts.cancel(cancelled(town, acts, "fraud", WIFE), one)
    acts.marry(acts.Marry(town.people[HEAD], town.people["张丽华"], TODAY, "结婚证1号"), one)
    town.assert_sound()


def test_nobody_is_cancelled_before_a_marriage_of_theirs_was_made_or_ended(
    town, li, zhang, acts, one, refused
):
    head, son, bride = (town.people[name] for name in (HEAD, SON, "张丽华"))
    acts.marry(acts.Marry(son, bride, date(2026, 10, 10), "结婚证"), one)
    cancel = acts.Cancel(son, acts.CancelGround.DUPLICATE, DAY, "比对", kept=head)
    refused("married_after_cancelling", acts.cancel, cancel, one)
    acts.cancel(replace(cancel, effective=date(2026, 10, 12)), one)
    assert town.sql("select distinct upper(valid) from kinship where person = %s and kind = 'spouse'"
                    " and upper_inf(known)", [son]) == [(date(2026, 10, 12),)]  # fmt: skip
    town.assert_sound()


def test_one_who_came_by_fraud_from_another_register_goes_back_there(town, li, acts, one, refused):
    both = cancelled(town, acts, "fraud", former=acts.Former(li, "97"), former_register="沈阳市")
    refused("former_place_twice", acts.cancel, both, one)
    refused(
        "former_place", acts.cancel, cancelled(town, acts, "settled_abroad", former_register="沈阳市"), one
    )
    refused("already_there", acts.cancel, cancelled(town, acts, "fraud", former=acts.Former(li, "97")), one)
    acts.cancel(cancelled(town, acts, "fraud", former_register="沈阳市"), one)
    assert town.where(SON)[0] == "elsewhere"
    acts.cancel(cancelled(town, acts, "fraud", DAUGHTER), one)
    assert town.where(DAUGHTER)[0] == "ended", "there never was such a person"
    town.assert_sound()


def test_a_cancellation_is_by_the_keeping_office_with_evidence_and_notice(town, li, acts, one, refused):
    refused("other_office", acts.cancel, cancelled(town, acts, "fraud"), town.acting(2, on=TODAY))
    refused("notice_running", acts.cancel, cancelled(town, acts, "fraud", notice=date(2026, 11, 19)), one)
    empty = acts.Cancel(town.people[SON], acts.CancelGround.FRAUD, DAY, "")
    refused("evidence_needed", acts.cancel, empty, one)
    refused("successor_needed", acts.cancel, cancelled(town, acts, "settled_abroad", HEAD), one)


# -- restored ----------------------------------------------------------------------------------------------


def back(town, acts, ground, who=HEAD, relation="97", into=None, **more):
    return acts.Restore(
        acts.Mover(town.people[who], relation), into, TODAY, acts.RestoreGround(ground), "撤销判决", **more
    )


def test_one_declared_missing_comes_back(town, li, acts, one, refused):
    acts.declare_missing_or_dead(declared(town, acts, "missing", successors={li: town.people[WIFE]}), one)
    refused("not_cancelled_so", acts.restore, back(town, acts, "returned_dead", into=li), one)
    refused("two_heads", acts.restore, back(town, acts, "returned_missing", relation="02", into=li), one)
    acts.restore(back(town, acts, "returned_missing", relation="11", into=li), one)
    assert town.where(HEAD) == ("registered", li, "11", 1)
    assert town.where(HEAD, date(2026, 11, 1))[0] == "unregistered"
    town.assert_sound()


def test_one_declared_dead_comes_back_and_was_never_dead_and_the_marriage_resumes(
    town, li, acts, one, refused
):
    ended = acts.declare_missing_or_dead(
        declared(town, acts, "dead", successors={li: town.people[WIFE]}), one
    )
    wrong = back(town, acts, "returned_dead", relation="11", into=li, spouse=town.people[SON])
    refused("marriage_not_ended_so", acts.restore, wrong, one)
    acts.restore(back(town, acts, "returned_dead", relation="11", into=li, spouse=town.people[WIFE]), one)
    assert town.where(HEAD) == ("registered", li, "11", 1)
    assert town.where(HEAD, date(2026, 11, 1))[0] == "unregistered"
    then = town.sql(
        "select kind::text from standing where person = %s and valid @> date '2026-11-01'"
        " and known @> %s::bigint",
        [town.people[HEAD], ended.entry],
    )
    assert then == [("ended",)], "what was believed is kept"
    assert spouses(town) == [(2,)]
    town.assert_sound()


def test_one_held_dead_by_mistake_is_registered_again(town, li, acts, one, refused):
    acts.death(acts.Death(town.people[SON], DAY, "证明"), one)
    refused("not_cancelled_so", acts.restore, back(town, acts, "returned_missing", SON, into=li), one)
    refused(
        "other_office",
        acts.restore,
        back(town, acts, "cancelled_wrongly", SON, into=li),
        town.acting(2, on=TODAY),
    )
    acts.restore(back(town, acts, "cancelled_wrongly", SON, "20", into=li), one)
    assert town.where(SON) == ("registered", li, "20", 1)
    town.assert_sound()


def test_restored_by_two_offices_at_once_one_is_registered_once(town, li, zhang, acts, one, race):
    acts.cancel(cancelled(town, acts, "settled_abroad"), one)

    def asked(into):
        return (
            f"acts.Restore(acts.Mover({town.people[SON]}, '99'), {into}, date(2026, 11, 20),"
            " acts.RestoreGround.RETURNED_ABROAD, '回国定居证')"
        )

    results = race(*[("restore", asked(li), 1), ("restore", asked(zhang), 2)] * 4)
    assert Counter(r.get("refused", "done") for r in results) == {"done": 1, "register.registered_already": 7}
    town.assert_sound()


def test_cancelled_against_dying_and_settling_at_once(town, li, zhang, acts, race):
    who = town.people[SON]
    results = race(
        *[
            ("cancel", f"acts.Cancel({who}, acts.CancelGround.SETTLED_ABROAD, date(2026, 11, 1), '证明')", 1),
            ("death", f"acts.Death({who}, date(2026, 11, 1), '证明')", 1),
            ("settle", f"acts.Settle((acts.Mover({who}, '99'),), {zhang}, date(2026, 11, 1))", 2),
        ]
        * 3
    )
    assert not [r for r in results if "error" in r]
    assert 1 <= sum("done" in r for r in results) <= 2
    town.assert_sound()
