"""Histories: every belief with the act behind it, and no more to an office than it may know."""

from datetime import date

import psycopg
import pytest

DAY = date(2026, 11, 1)


@pytest.fixture
def moved(town, li, zhang, acts):
    """The Li son changed his trade at office 1, then settled with Zhang at office 2."""
    son = town.people["李明明"]
    acts.change_items(acts.ChangeItems(son, {"occupation": "教师"}, DAY, "聘书"), town.acting(1))
    return acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, DAY), town.acting(2))


def values(beliefs, item):
    return [
        (one.value, one.since, one.until, one.made.act, one.superseded and one.superseded.act)
        for one in beliefs
        if one.item == item
    ]


def test_a_change_tells_the_old_value_its_end_and_the_new_one_with_the_act(town, li, moved, queries, at):
    told = queries.items_history(town.people["李明明"], at("*"))
    born = date(1996, 7, 1)
    assert values(told, "occupation") == [
        ("", born, None, "open_register", "change_items"),
        ("", born, DAY, "change_items", None),
        ("教师", DAY, None, "change_items", None),
    ]
    assert values(told, "name") == [("李明明", born, None, "open_register", None)], (
        "not touched, not told anew"
    )
    assert values(told, "guardian") == [], "never had a value"
    [why] = [one.made for one in told if one.value == "教师"]
    assert (why.officer, why.office, why.basis) == (7, 1, "测试")
    assert "教师" in why.sentence.zh


def test_a_corrected_birth_date_keeps_what_was_believed(town, li, acts, queries, at):
    son = town.people["李明明"]
    before = queries.entry_at(_now())
    done = acts.correct_birth_date(acts.CorrectBirthDate(son, date(1996, 7, 2), "出生证明"), town.acting(1))
    reader = at(1)
    assert [(v, made) for v, _, _, made, _ in values(queries.items_history(son, reader), "born")] == [
        (date(1996, 7, 1), "open_register"),
        (date(1996, 7, 2), "correct_birth_date"),
    ]
    assert queries.as_of(DAY, before, reader).person(son).born == date(1996, 7, 1)
    assert queries.as_of(DAY, done.entry, reader).person(son).born == date(1996, 7, 2)
    [number] = [one for one in queries.items_history(son, reader) if one.item == "number" and one.current]
    assert number.value == done.numbers[0]


def test_standings_seats_and_members_tell_who_came_and_went(town, li, zhang, moved, queries, at):
    reader, son = at("*"), town.people["李明明"]
    told = [
        (str(one.standing.kind), one.standing.household, one.made.act, one.superseded and one.superseded.act)
        for one in queries.standings_history(son, reader)
    ]
    assert told == [
        ("elsewhere", None, "open_register", None),
        ("registered", li, "open_register", "settle"),
        ("registered", li, "settle", None),
        ("registered", zhang, "settle", None),
    ]
    assert {one.person for one in queries.members_history(li, reader)} >= {son, town.people["李建国"]}
    assert [(seat.address, seat.made.act) for seat in queries.seats_history(li, reader)] == [
        (1, "open_register")
    ]
    assert [seat.household for seat in queries.households_history(21, reader)] == [zhang]


def test_the_office_that_keeps_a_person_now_learns_officer_and_ground_but_no_sentence_of_others_acts(
    town, li, moved, queries, at
):
    told = queries.items_history(town.people["李明明"], at(2))
    [why] = [one.made for one in told if one.value == "教师"]
    assert (why.officer, why.on, why.basis) == (7, town.on, "测试")
    assert "教师" not in why.sentence.zh, "the act concerned office 1 alone"
    [settled] = [
        one.made
        for one in queries.standings_history(town.people["李明明"], at(2))
        if one.made.act == "settle"
    ][:1]
    assert settled.sentence.zh.startswith("李明明"), "the act concerned both"


def test_an_office_that_never_kept_a_person_learns_nothing(town, li, queries, at):
    head, reader = town.people["李建国"], at(2)
    assert queries.items_history(head, reader) == ()
    assert queries.standings_history(head, reader) == ()
    assert queries.members_history(li, reader) == ()
    assert queries.seats_history(li, reader) == ()
    assert queries.as_of(DAY, None, reader).person(head) is None
    assert queries.as_of(DAY, None, reader).kin(head) == ()


def test_an_entry_by_number_tells_an_uninvolved_office_only_what_the_ledger_shows_everyone(
    town, li, acts, queries, at
):
    from huji.register.queries.entries import told

    head = town.people["李建国"]
    done = acts.change_items(acts.ChangeItems(head, {"occupation": "医生"}, DAY, "聘书"), town.acting(1))
    for who in (None, head, town.people["王秀英"]):
        entry = told([done.entry], at(2), who)[done.entry]
        assert (entry.officer, entry.on, entry.basis, entry.case) == (None, None, None, None)
        assert (entry.act, entry.sentence.en) == ("change_items", "Items changed.")
    assert told([done.entry], at(1), None)[done.entry].officer == 7
    assert told([None, 10**9], at(1), None) == {}


def test_the_area_that_sees_nothing_reads_no_history(town, li, queries, at):
    from huji.runtime.db import set_area

    reader = at(1)
    set_area(None)
    assert queries.items_history(town.people["李建国"], reader) == ()


def test_those_whom_a_sentence_names_are_logged(town, li, zhang, moved, queries, at):
    acting = town.acting(2)
    wife, daughter = town.people["王秀英"], town.people["李小红"]
    from huji.register import acts

    acts.settle(acts.Settle((acts.Mover(wife, "99"), acts.Mover(daughter, "99")), zhang, DAY), acting)
    queries.standings_history(wife, at(2))
    lines = town.sql("select persons from access_line")
    assert daughter in {person for (persons,) in lines for person in persons}


def _now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_a_marriage_and_its_end_are_told_from_both_sides_with_the_acts(town, li, acts, queries, at):
    wife, husband = town.people["王秀英"], town.people["李建国"]
    acts.death(acts.Death(husband, DAY, "证明", {li: wife}), town.acting(1))
    told = [
        (one.other, str(one.relation), one.until, one.made.act, one.superseded and one.superseded.act)
        for one in queries.ties_history(wife, at(1))
        if one.relation == "spouse"
    ]
    after = date(2026, 11, 2)
    assert told == [
        (husband, "spouse", None, "open_register", "death"),
        (husband, "spouse", after, "death", None),
    ]
    children = {one.other for one in queries.ties_history(husband, at(1)) if one.relation == "child"}
    assert children == {town.people["李明明"], town.people["李小红"]}
    assert queries.ties_history(wife, at(2)) == ()


def test_a_household_that_moved_is_at_each_address_on_its_days_as_known_then(town, li, acts, queries, at):
    reader = at(1)
    [(before,)] = town.sql("select max(entry) from ledger_entry")
    moved = acts.move_household(acts.MoveHousehold(li, 5, "购房", DAY), town.acting(1)).entry

    def there(address, day, entry):
        return [house.id for house in queries.as_of(day, entry, reader).address(address).households]

    eve = date(2026, 10, 31)
    assert (there(1, eve, moved), there(5, eve, moved)) == ([li], [])
    assert (there(1, DAY, moved), there(5, DAY, moved)) == ([], [li])
    assert (there(1, DAY, before), there(5, DAY, before)) == ([li], []), "not known yet"


def test_an_entry_of_an_older_shape_is_told_by_its_title(town, li, queries, at):
    from huji.register.queries.entries import told

    [(entry,)] = town.sql(
        "insert into ledger_entry (office, act, offices, body)"
        """ values (1, 'settle', '{1}', '{"officer": 7, "on": "2026-11-01", "statement": {"members": 3}}')"""
        " returning entry"
    )
    found = told([entry], at(1))[entry]
    assert found.sentence.en == "Settled."
    assert found.officer == 7


def test_a_role_that_is_not_named_is_told_of_its_area_only(town, li, moved, server, database):
    """Whoever connects with rights on the functions, under a role that nobody thought of."""
    who = town.people["李明明"]
    asked = (
        "select count(*) from register_history(%(who)s)",
        "select count(*) from register_told(null, '{1}') where body is not null",
        "select count(*) from access_of(%(who)s)",
    )
    with psycopg.connect(server.url("postgres", database.name), autocommit=True) as owner:
        owner.execute(
            "insert into access_line (who, purpose, persons, what) values (1, 'audit', %s, 'x')", [[who]]
        )

        def told():
            return [bool(owner.execute(query, {"who": who}).fetchone()[0]) for query in asked]

        assert told() == [True, True, True]
        owner.execute("grant usage on schema public to huji_archivist")
        for role, may in (
            ("huji_archivist", False),
            ("huji_web", False),
            ("huji_writer", True),
            ("huji_auditor", True),
        ):
            owner.execute("reset role")
            for function in (
                "register_history(bigint)",
                "register_told(bigint, bigint[])",
                "access_of(bigint, int)",
            ):
                owner.execute(f"grant execute on function {function} to huji_archivist")
            owner.execute(f"select set_config('role', '{role}', false)")
            assert told() == [may] * 3, role
        owner.execute("set role huji_web")
        owner.execute("set huji.area = '2'")
        assert owner.execute("select count(*) from access_of(%s)", [who]).fetchone() == (1,)
        owner.execute("set huji.area = '3'")
        assert owner.execute("select count(*) from access_of(%s)", [who]).fetchone() == (0,)


def test_what_papers_say_of_acts_is_told_of_the_own_area_only(town, li, moved):
    who = town.people["李明明"]
    with psycopg.connect(town.app_url, options="-c role=huji_web") as web:
        [entries] = web.execute("select array_agg(entry order by entry) from ledger_entry").fetchone()

        def told(area, people):
            web.execute("select set_config('huji.area', %s, false)", [area])
            return len(web.execute("select * from documents_entries(%s, %s)", [entries, people]).fetchall())

        assert told("", [who]) == 0
        assert told("3", [who]) == 0
        assert told("*", []) == len(entries)
        assert 0 < told("2", []) < told("2", [who])
