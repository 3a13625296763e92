"""Corrections and undoing at once with other acts: nothing is lost, nothing is done twice."""

from collections import Counter
from pathlib import Path

CROWD = Path(__file__).with_name("crowd.py")
DAY = "date(2026, 11, 1)"
SON = "李明明"


def codes(results):
    assert not any("error" in result for result in results), results
    return Counter(result.get("refused", "done") for result in results)


def test_a_correction_and_a_move_are_both_done(town, li, zhang, race):
    who = town.people[SON]
    settle = f"acts.Settle((acts.Mover({who}, '99'),), {zhang}, {DAY})"
    items = f"acts.CorrectItems({who}, {{'workplace': '一厂'}}, '证明')"
    born = f"acts.CorrectBirthDate({who}, date(1996, 7, 9), '证明')"
    results = race(
        ("settle", settle, 2),
        ("correct_items", items, 1),
        ("correct_birth_date", born, 1),
        ("settle", settle, 2),
    )
    assert set(codes(results)) <= {"done", "register.already_there", "register.other_office"}
    assert town.where(SON) == ("registered", zhang, "99", 2)
    assert town.sql("select count(*) from standing where person = %s and upper_inf(known)", [who]) == [(3,)]


def test_twelve_corrections_of_one_item_leave_one_history(town, li, race):
    who = town.people[SON]
    asked = [
        ("correct_items", f"acts.CorrectItems({who}, {{'workplace': '{n % 4}厂'}}, '证明')", 1)
        for n in range(12)
    ]
    assert set(codes(race(*asked))) <= {"done", "register.nothing_changes"}
    assert town.sql("select count(*) from particulars where person = %s and upper_inf(known)", [who]) == [
        (1,)
    ]


def test_new_numbers_of_twins_differ(town, li, race):
    people = [town.people[SON], town.people["李建国"]]
    town.sql("select 1")
    asked = [
        ("correct_birth_date", f"acts.CorrectBirthDate({who}, date(1960, 1, 1), '证明')", 1)
        for who in people[1:]
    ]
    asked += [("change_number", f"acts.ChangeNumber({people[0]}, {DAY}, 'shared', '证明')", 1)] * 4
    codes(race(*asked))
    borne = town.sql("select number from citizen_number where upper_inf(known) and upper_inf(valid)")
    assert len(set(borne)) == len(borne)


def test_an_entry_is_undone_once(town, acts, li, zhang, race):
    from datetime import date

    who = town.people[SON]
    done = acts.settle(acts.Settle((acts.Mover(who, "99"),), zhang, date(2026, 11, 1)), town.acting(2))
    results = race(*[("undo", f"acts.Undo({done.entry}, '重复')", 2)] * 8)
    assert codes(results) == {"done": 1, "register.undone_already": 7}
    assert town.where(SON) == ("registered", li, "20", 1)


def test_undoing_against_a_later_act_leaves_one_of_them(town, acts, li, zhang, race):
    from datetime import date

    who = town.people[SON]
    done = acts.settle(acts.Settle((acts.Mover(who, "99"),), zhang, date(2026, 11, 1)), town.acting(2))
    back = f"acts.Settle((acts.Mover({who}, '20'),), {li}, date(2026, 11, 5))"
    results = race(*[("undo", f"acts.Undo({done.entry}, '重复')", 2), ("settle", back, 1)] * 4)
    tally = codes(results)
    assert tally["done"] == 1
    assert set(tally) <= {
        "done", "register.built_upon", "register.undone_already", "register.already_there"
    }  # fmt: skip
    assert town.where(SON) == ("registered", li, "20", 1)


def test_both_spouses_die_at_once(town, li, race):
    heir = f"{{{li}: {town.people[SON]}}}"
    man = f"acts.Death({town.people['李建国']}, {DAY}, '证明', {heir})"
    wife = f"acts.Death({town.people['王秀英']}, date(2026, 11, 3), '证明')"
    results = race(*[("death", man, 1), ("death", wife, 1)] * 3)
    assert codes(results)["done"] == 2
    married = town.sql("select distinct upper(valid) from kinship where kind = 'spouse' and upper_inf(known)")
    assert len(married) == 1
