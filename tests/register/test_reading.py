"""Reading: areas, both axes, searches, kin, and the line that every look leaves."""

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

DAY = date(2026, 11, 1)


@pytest.fixture
def moved(town, li, zhang, acts):
    """The Li son settled with Zhang on DAY."""
    son = town.people["李明明"]
    return acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, DAY), town.acting(2))


def test_a_person_is_read_with_items_and_standing_and_the_look_leaves_a_line(town, li, queries, at):
    head = town.people["李建国"]
    found = queries.person(town.numbers["李建国"], at(1))
    assert found == queries.person(head, at(1))
    assert (found.name, found.born, found.number) == ("李建国", date(1970, 5, 1), town.numbers["李建国"])
    assert (found.standing.household, found.standing.relation, found.standing.address) == (li, "02", 1)
    assert found.age(date(2026, 4, 30)) == 55
    lines = town.sql("select who, office, purpose, persons from access_line")
    assert lines == [(7, 1, "handle_case", [head])] * 2


def test_a_person_is_where_the_household_has_moved_to(town, li, acts, queries, at):
    """The registration goes on, so its first day lies at the former seat."""
    acts.move_household(acts.MoveHousehold(li, 2, "房产证", DAY), town.acting())
    head, before = town.people["李建国"], DAY - timedelta(days=1)
    assert queries.person(head, at(1)).standing.address == 2 == queries.household(li, at(1)).address
    assert queries.person(head, at(1), DAY).standing.address == 2
    assert queries.person(head, at(1), before).standing.address == 1
    assert queries.person(head, at(1), known_at=town.entries() - 1).standing.address == 1


def test_one_line_covers_a_page_and_whom_it_meets_beyond_is_added(town, li, queries, at):
    head = town.people["李建国"]
    seen = queries.gate(at(1), [head], "户口详情")
    queries.person(head, seen)
    queries.history(head, seen)
    assert town.sql("select count(*) from access_line") == [(1,)]
    queries.household(li, seen)
    [(first,), (added,)] = town.sql("select persons from access_line order by id")
    assert sorted(first + added) == sorted(town.people.values())


def test_a_look_within_a_transaction_is_refused(town, li, queries, at):
    from django.db import transaction

    reader = at(1)
    with transaction.atomic(), pytest.raises(RuntimeError):
        queries.person(town.people["李建国"], reader)


def test_only_an_act_reads_without_a_line(town, li, queries, at):
    from huji.runtime.db import writing

    at(1)
    with pytest.raises(RuntimeError):
        queries.within_act()
    with writing():
        assert queries.person(town.people["李建国"], queries.within_act()).name == "李建国"
    assert town.sql("select count(*) from access_line") == [(0,)]


def test_who_is_told_no_area_sees_nothing(town, li, queries):
    for setting in (None, ""):
        with psycopg.connect(town.app_url, autocommit=True) as web:
            web.execute("set role huji_web")
            if setting is not None:
                web.execute("select set_config('huji.area', %s, false)", [setting])
            for table in ("person", "standing", "particulars", "citizen_number", "kinship", "household"):
                assert web.execute(f"select count(*) from {table}").fetchone() == (0,), table


def test_an_office_sees_its_own_and_of_those_who_left_what_it_held_then(town, li, zhang, moved, queries, at):
    son = town.people["李明明"]
    here, there = at(2), None
    assert queries.person(son, here).name == "李明明"
    assert [change.standing.household for change in queries.history(son, here)][-1] == zhang
    assert queries.person(town.people["李建国"], here) is None
    there = at(1)
    assert queries.person(son, there) is None, "where he is now is not office 1's business"
    assert queries.history(son, there) == ()
    was = queries.household(li, there, valid_on=DAY - timedelta(days=1))
    assert "李明明" in [member.name for member in was.members]
    assert "李明明" not in [member.name for member in queries.household(li, there).members]


def test_another_area_is_told_the_office_and_no_more_and_asking_leaves_a_line(town, li, queries, at):
    reader = at(2)
    number = town.numbers["李建国"]
    assert queries.search_by_number(number, reader).found == ()
    told = queries.whereabouts(number, reader)
    assert (told.kind, told.office) == ("registered", 1)
    assert queries.whereabouts("991102190001010018", reader) is None
    [(persons,), (nobody,)] = town.sql(
        "select persons from access_line where what like 'whereabouts%' order by id"
    )
    assert (persons, nobody) == ([town.people["李建国"]], [])


def test_members_stand_in_the_order_of_the_booklet(town, queries, at):
    house = town.family(
        3,
        ("非亲", "1", "1960-01-01", "99"),
        ("祖母", "2", "1935-01-01", "62"),
        ("母亲", "2", "1955-01-01", "52"),
        ("表兄", "1", "1979-01-01", "92"),
        ("弟弟", "1", "1984-01-01", "73"),
        ("次女", "2", "2012-01-01", "33"),
        ("长女", "2", "2010-01-01", "32"),
        ("丈夫", "1", "1979-05-01", "11"),
        ("户主", "2", "1980-01-01", "02"),
    )
    found = queries.household(house, at(1))
    assert [member.name for member in found.members] == [
        "户主", "丈夫", "长女", "次女", "母亲", "祖母", "弟弟", "表兄", "非亲",
    ]  # fmt: skip
    assert found.head.name == "户主"
    assert found.number == f"{house:09}"
    assert queries.households_at(3, at(1)) == (found,)


def test_the_register_answers_what_was_known_then(town, li, zhang, moved, acts, queries, at):
    son, reader = town.people["李明明"], at("*")
    again = acts.settle(acts.Settle((acts.Mover(son, "02"),), acts.NewHousehold(4), DAY), town.acting(1))
    assert queries.person(son, reader, DAY, moved.entry - 1).standing.household == li
    assert queries.person(son, reader, DAY, moved.entry).standing.household == zhang
    assert queries.person(son, reader, DAY, again.entry).standing.household == again.household
    assert queries.person(son, reader, DAY - timedelta(days=1), again.entry).standing.household == li
    [(recorded,)] = town.sql("select recorded from ledger_entry where entry = %s", [moved.entry])
    assert queries.entry_at(recorded) == moved.entry
    assert queries.person(son, reader, DAY, recorded).standing.household == zhang
    then = queries.household(zhang, reader, DAY, moved.entry)
    assert [member.name for member in then.members] == ["张丽华", "李明明"]
    assert queries.household(zhang, reader, DAY, moved.entry - 1).members[0].name == "张丽华"
    assert queries.person(son, reader, date(1990, 1, 1)) is None, "not born"


def test_an_open_act_makes_what_is_known_now_too_young_to_tell(town, li, zhang, acts, queries, at, refused):
    reader, son = at("*"), town.people["李明明"]
    [(before,)] = town.sql("select max(entry) from ledger_entry")
    with psycopg.connect(town.app_url) as slow:
        slow.execute("set role huji_writer")
        [open_entry] = slow.execute("select register_enter(1, 'slow', '{1}', '{}')").fetchone()
        quick = acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, DAY), town.acting(2))
        assert quick.entry > open_entry
        told = refused("register.too_young", queries.person, son, reader, DAY, quick.entry)
        assert str(before) in told.hint.en
        assert queries.person(son, reader, DAY, before).standing.household == li
        refused("register.too_young", queries.person, son, reader, DAY, datetime.now(UTC))
        slow.commit()
    assert queries.person(son, reader, DAY, quick.entry).standing.household == zhang
    refused("register.too_young", queries.person, son, reader, DAY, quick.entry + 1)


def test_the_history_tells_who_entered_what_when(town, li, zhang, moved, queries, at):
    changes = queries.history(town.people["李明明"], at(2))
    assert [(c.act, c.standing.kind, c.standing.household) for c in changes] == [
        ("open_register", "elsewhere", None),
        ("open_register", "registered", li),
        ("settle", "registered", li),
        ("settle", "registered", zhang),
    ]
    last, first = changes[-1], changes[1]
    assert (last.entry, last.officer, last.office, last.on, last.basis) == (
        moved.entry,
        7,
        2,
        town.on,
        "测试",
    )
    assert first.superseded == moved.entry
    assert last.superseded is None


def test_searches_are_exact_and_bounded(town, li, zhang, queries, at):
    reader = at(1)
    [hit] = queries.search_by_name("李明明", reader).found
    assert (hit.person, hit.household, hit.kind) == (town.people["李明明"], li, "registered")
    assert queries.search_by_name("李", reader).count == 0
    assert queries.search_by_name("张丽华", reader).count == 0, "of the other office"
    assert queries.search_by_number(town.numbers["李明明"], reader).found == (hit,)
    assert len(queries.search_by_address(1, reader).found) == 4
    town.family(5, *[("同名", "1", "1980-01-01", "02" if i == 0 else "99") for i in range(21)])
    many = queries.search_by_name("同名", reader)
    assert (many.shown, many.found, many.count) == (False, (), 21)


def test_searching_uses_the_index_under_row_security(town, li):
    with psycopg.connect(town.app_url, autocommit=True) as web:
        web.execute("set role huji_web")
        web.execute("set huji.area = '1'")
        web.execute("set enable_seqscan = off")
        for query in (
            "select person from citizen_number where number = '99'",
            "select person from particulars where name = '李'",
            "select household from household_address where address = 1::int",
        ):
            plan = "\n".join(row[0] for row in web.execute("explain " + query))
            assert "Index Cond" in plan, plan


def test_kin_within_three_generations(town, acts, queries, at):
    town.family(
        3,
        ("户主", "1", "1980-01-01", "02"),
        ("妻子", "2", "1981-01-01", "10"),
        ("儿子", "1", "2010-01-01", "20"),
        ("女儿", "2", "2012-01-01", "30"),
        ("父亲", "1", "1955-01-01", "51"),
    )
    at_desk = at(1)
    of_head = {one.name: one.relation for one in queries.kin(town.people["户主"], at_desk)}
    assert of_head == {"妻子": "spouse", "父亲": "parent", "儿子": "child", "女儿": "child"}
    of_son = {one.name: one.relation for one in queries.kin(town.people["儿子"], at_desk)}
    assert of_son == {"户主": "parent", "妻子": "parent", "女儿": "sibling", "父亲": "grandparent"}
    of_wife = {one.name: one.relation for one in queries.kin(town.people["妻子"], at_desk)}
    assert of_wife["父亲"] == "parent_in_law"


def test_a_permit_that_ran_out_is_read_by_its_office(town, acts, queries, at):
    number = town.number(date(1990, 2, 3), "1")
    people = (acts.Permitted(number, "陈远"),)
    acts.permit_move_in(acts.PermitMoveIn("准字001", people, 5, DAY), town.acting())
    at(1)
    assert queries.permits_lapsed(date(2026, 12, 10)) == ()
    [found] = queries.permits_lapsed(date(2026, 12, 11))
    assert (found.number, found.people, found.expires) == ("准字001", ((number, "陈远"),), date(2026, 12, 10))
    at(2)
    assert queries.permits_lapsed(date(2026, 12, 11)) == ()


def test_of_a_crowd_a_look_tells_the_number_and_reads_nobody(town, queries, at, monkeypatch):
    from huji.register.queries import households
    from huji.runtime.db import writing

    crowd = [(f"员工{i}", "1", "1990-01-01", "99") for i in "甲乙丙"]
    hall = town.family(9, *crowd, kind="collective")
    assert len(queries.household(hall, at(1)).members) == 3
    monkeypatch.setattr(households, "MEMBERS_SHOWN", 2)
    before = town.sql("select count(*) from access_line where persons <> '{}'")
    found = queries.household(hall, at(1))
    assert (found.members, found.count) == ((), 3)
    assert town.sql("select count(*) from access_line where persons <> '{}'") == before
    with writing():
        assert len(queries.household(hall, queries.within_act()).members) == 3
