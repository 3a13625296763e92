"""Races of real processes: one wins, the others read why; no deadlock, gap or headless household."""

from collections import Counter
from pathlib import Path

CROWD = Path(__file__).with_name("crowd.py")
DAY = "date(2026, 11, 1)"


def codes(results):
    return Counter(result.get("refused", "done") for result in results)


def settle(person, into, relation="99", **successors):
    heads = ", ".join(f"{household.removeprefix('h')}: {head}" for household, head in successors.items())
    return f"acts.Settle((acts.Mover({person}, '{relation}'),), {into}, {DAY}, {{{heads}}})"


def test_the_same_person_settled_twelve_times_at_once(town, li, zhang, race):
    son = town.people["李明明"]
    results = race(*[("settle", settle(son, zhang), 2)] * 12)
    assert codes(results) == {"done": 1, "register.already_there": 11}
    assert all(result["text"] for result in results if "refused" in result)


def test_the_same_person_settled_in_two_places_with_days_between(town, li, zhang, race):
    son = town.people["李明明"]
    late = settle(son, "acts.NewHousehold(5)", "02").replace(DAY, "date(2026, 11, 2)")
    results = race(*[("settle", settle(son, zhang), 2), ("settle", late, 1)] * 3)
    assert codes(results)["done"] >= 1
    assert set(codes(results)) <= {"done", "register.already_there", "register.before_last_change"}


def test_crossing_moves_of_members(town, li, zhang, race):
    other = town.family(22, ("赵强", "1", "1985-01-01", "02"), ("赵大", "1", "2005-01-01", "20"))
    one, two = town.people["李明明"], town.people["赵大"]
    results = race(*[("settle", settle(one, other), 2), ("settle", settle(two, li), 1)] * 6)
    assert codes(results) == {"done": 2, "register.already_there": 10}


def test_crossing_moves_of_heads(town, li, race):
    other = town.family(22, ("赵强", "1", "1985-01-01", "02"), ("赵大", "1", "2005-01-01", "20"))
    people = town.people
    there = settle(people["李建国"], other, **{f"h{li}": people["李明明"]})
    back = settle(people["赵强"], li, **{f"h{other}": people["赵大"]})
    results = race(*[("settle", there, 2), ("settle", back, 1)] * 6)
    assert codes(results)["done"] == 2


def test_death_against_settling(town, li, zhang, race):
    son = town.people["李明明"]
    death = f"acts.Death({son}, {DAY}, '证明')"
    results = race(*[("death", death, 1), ("settle", settle(son, zhang), 2)] * 6)
    tally = codes(results)
    assert tally["done"] in (1, 2)
    assert set(tally) <= {
        "done", "register.dead", "register.already_there", "register.other_office",
        "register.before_last_change",
    }  # fmt: skip


def test_head_against_head(town, li, race):
    people = town.people
    change = "acts.ChangeHead({}, acts.Succession({}), date(2026, 11, 1), '协商')"
    results = race(
        *[
            ("change_head", change.format(li, people["李明明"]), 1),
            ("change_head", change.format(li, people["王秀英"]), 1),
        ]
        * 6
    )
    assert codes(results)["done"] >= 2
    assert set(codes(results)) <= {"done", "register.head_already"}


def test_two_heads_come_to_one_emptied_household(town, li, zhang, acts, race):
    acts.settle(acts.Settle((acts.Mover(town.people["张丽华"], "99"),), li, town.on), town.acting(1))
    coming = [town.family(address, (f"来{address}", "1", "1985-01-01", "02")) for address in range(2, 8)]
    assert coming
    day = "date(2026, 11, 20)"
    results = race(
        *[
            ("settle", settle(town.people[f"来{address}"], zhang, "02").replace(DAY, day), 2)
            for address in range(2, 8)
        ]
    )
    assert codes(results) == {"done": 1, "register.two_heads": 5}


def test_the_head_leaves_while_members_come(town, li, zhang, race):
    people = town.people
    for address in range(2, 7):
        town.family(address, (f"来{address}", "1", "1985-01-01", "02"))
    leave = settle(people["李建国"], zhang, **{f"h{li}": people["李明明"]})
    come = [("settle", settle(people[f"来{address}"], li, "97"), 1) for address in range(2, 7)]
    results = race(*come, ("settle", leave, 2), *[("settle", leave, 2)] * 6)
    assert codes(results)["done"] == 6


def test_twelve_births_of_a_day_get_twelve_numbers(town, li, race):
    child = "acts.Particulars('李小{}', '2')"
    parents = f"{town.people['王秀英']}, {town.people['李建国']}"
    birth = f"acts.Birth({child}, {DAY}, {li}, '30', {DAY}, '211102', {parents})"
    results = race(*[("birth", birth.format(n), 1) for n in "一二三四五六七八九十甲乙"])
    assert codes(results) == {"done": 12}
    [(distinct,)] = town.sql(
        "select count(distinct number) from citizen_number where number like '______20261101%'"
    )
    assert distinct == 12


def test_one_newcomer_with_one_certificate_moves_in_once(town, race):
    number = town.number(__import__("datetime").date(1990, 2, 3), "1")
    certificate = "acts.Certificate('迁1', '沈阳市公安局', date(2026, 10, 20), date(2026, 11, 18))"
    move = (
        f"acts.MoveIn((acts.Newcomer('{number}', acts.Particulars('陈远', '1'), '02'),),"
        f" acts.NewHousehold({{}}), {DAY}, {certificate})"
    )
    results = race(*[("move_in", move.format(5 if i % 2 else 25), 1 if i % 2 else 2) for i in range(12)])
    assert codes(results)["done"] == 1
    assert set(codes(results)) <= {
        "done", "register.number_taken", "register.registered_already", "register.certificate_used",
    }  # fmt: skip
    assert town.sql("select count(*) from person") == [(1,)]
