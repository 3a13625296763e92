"""Undoing: afterwards the register believes what it believed before, and forgets nothing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.register.replaying import TABLES

DAY = date(2026, 11, 1)


def believed(town, apart=()):
    """Return every row believed now, but for some people's."""
    found = {}
    for table, columns in TABLES.items():
        who = "household" if table == "household_address" else "person"
        rows = town.sql(
            f"select {columns} from {table} where upper_inf(known) and {who} <> all (%s)", [list(apart)]
        )
        found[table] = sorted(map(repr, rows))
    found["born"] = town.sql("select id, born from person where id <> all (%s) order by 1", [list(apart)])
    return found


@pytest.fixture
def undo(town, acts):
    """Undo an entry at an office."""

    def undo(entry, office=1):
        return acts.undo(acts.Undo(entry, "申报人填错"), town.acting(office))

    return undo


def test_a_settling_undone_leaves_everyone_where_they_were(town, acts, li, zhang, undo):
    before = believed(town)
    movers = (acts.Mover(town.people["李建国"], "97"), acts.Mover(town.people["李小红"], "97"))
    done = acts.settle(acts.Settle(movers, zhang, DAY, {li: town.people["王秀英"]}), town.acting(2))
    assert believed(town) != before
    undone = undo(done.entry, 2)
    assert believed(town) == before
    [(act, body)] = town.sql(
        "select act, convert_from(body, 'UTF8') from ledger_entry where entry = %s", [undone.entry]
    )
    assert act == "undo"
    assert f'"entry":{done.entry}' in body
    assert set(undone.persons) == {town.people[name] for name in ("李建国", "王秀英", "李小红")}


def test_what_was_undone_stays_on_the_known_axis(town, acts, zhang, li, undo):
    son = town.people["李明明"]
    done = acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, DAY), town.acting(2))
    undo(done.entry, 2)
    held = town.sql(
        "select household from standing where person = %s and known @> %s::bigint and valid @> %s",
        [son, done.entry, DAY],
    )
    assert held == [(zhang,)]


def test_what_was_built_upon_is_refused_with_the_later_entries(town, acts, li, zhang, undo, refused):
    son = acts.Mover(town.people["李明明"], "99")
    first = acts.settle(acts.Settle((son,), zhang, DAY), town.acting(2))
    second = acts.settle(acts.Settle((replace(son, relation="20"),), li, date(2026, 11, 5)), town.acting(1))
    refusal = refused("register.built_upon", undo, first.entry, 2)
    assert str(second.entry) in refusal.text.en
    undo(second.entry, 1)
    undo(first.entry, 2)
    assert town.where("李明明") == ("registered", li, "20", 1)


def test_a_birth_undone_leaves_a_void_person_and_a_number_never_given_again(town, acts, li, undo):
    parents = (town.people["王秀英"], town.people["李建国"])
    statement = acts.Birth(acts.Particulars("李新", "2"), DAY, li, "30", DAY, "211102", *parents)
    before = believed(town)
    done = acts.birth(statement, town.acting())
    undo(done.entry)
    [child] = done.persons
    assert believed(town, [child]) == {**before, "born": before["born"]}
    assert town.where(child) == ("ended", None, None, 1)
    assert town.sql(
        "select cause, lower(valid) from standing where person = %s and upper_inf(known)", [child]
    ) == [("void", DAY)]
    again = acts.birth(statement, town.acting())
    assert again.persons != done.persons
    assert again.numbers != done.numbers


def test_a_birth_on_which_kinship_rests_is_not_undone(town, acts, li, undo, refused):
    old = acts.Birth(
        acts.Particulars("李新", "2"), date(2000, 1, 1), li, "30", DAY, "211102", town.people["王秀英"]
    )
    mother = acts.birth(old, town.acting())
    young = replace(
        old, born=DAY, mother=mother.persons[0], relation="43", child=acts.Particulars("李小", "1")
    )
    child = acts.birth(young, town.acting())
    assert str(child.entry) in refused("register.built_upon", undo, mother.entry).text.en


def test_a_household_founded_by_mistake_is_gone_unless_others_came(town, acts, li, zhang, undo, refused):
    son = (acts.Mover(town.people["李明明"], "02"),)
    before = believed(town)
    done = acts.found_household(acts.FoundHousehold(5, DAY, son), town.acting())
    came = acts.settle(
        acts.Settle((acts.Mover(town.people["张丽华"], "99"),), done.household, DAY), town.acting()
    )
    assert str(came.entry) in refused("register.built_upon", undo, done.entry).text.en
    undo(came.entry)
    undo(done.entry)
    assert believed(town) == before


def test_a_move_in_undone_is_entered_again_with_the_same_papers_and_number(town, acts, li, undo):
    born = date(1990, 5, 1)
    number = town.number(born, "1")
    permit = acts.PermitMoveIn("准9", (acts.Permitted(number, "陈远"),), 1, date(2026, 10, 1), li)
    permitted = acts.permit_move_in(permit, town.acting())
    paper = acts.Certificate("迁9", "大连市某派出所", date(2026, 10, 20), date(2026, 11, 18))
    newcomer = acts.Newcomer(number, acts.Particulars("陈远", "1"), "99")
    statement = acts.MoveIn((newcomer,), li, DAY, paper, "准9")
    done = acts.move_in(statement, town.acting())
    undo(done.entry)
    again = acts.move_in(replace(statement, members=(replace(newcomer, relation="97"),)), town.acting())
    assert again.persons == done.persons
    assert town.where(again.persons[0]) == ("registered", li, "97", 1)
    undo(again.entry)
    undo(permitted.entry)
    assert town.sql("select count(*) from move_in_permit where void_entry is null") == [(0,)]


def test_a_permit_that_was_used_is_not_undone(town, acts, li, undo, refused):
    number = town.number(date(1990, 5, 1), "1")
    permit = acts.PermitMoveIn("准9", (acts.Permitted(number, "陈远"),), 1, date(2026, 10, 1), li)
    permitted = acts.permit_move_in(permit, town.acting())
    paper = acts.Certificate("迁9", "大连市某派出所", date(2026, 10, 20), date(2026, 11, 18))
    newcomer = acts.Newcomer(number, acts.Particulars("陈远", "1"), "99")
    done = acts.move_in(acts.MoveIn((newcomer,), li, DAY, paper, "准9"), town.acting())
    assert str(done.entry) in refused("register.built_upon", undo, permitted.entry).text.en


def test_replaced_papers_are_good_again_when_the_replacement_is_undone(town, acts, li, undo, refused):
    left = acts.move_out(acts.MoveOut((town.people["李明明"],), DAY, "迁1", "大连市"), town.acting())
    replaced = acts.replace_certificate(acts.ReplaceCertificate("迁1", "迁2", "遗失"), town.acting())
    assert str(replaced.entry) in refused("register.built_upon", undo, left.entry).text.en
    undo(replaced.entry)
    good = town.sql("select number, entry from migration_certificate where void_entry is null")
    assert good == [("迁1", left.entry)]
    undo(left.entry)
    assert town.sql("select count(*) from migration_certificate where void_entry is null") == [(0,)]


def test_a_move_in_whose_undoing_is_undone_has_used_its_permit(town, acts, li, undo):
    number = town.number(date(1990, 5, 1), "1")
    permit = acts.PermitMoveIn("准9", (acts.Permitted(number, "陈远"),), 1, date(2026, 10, 1), li)
    acts.permit_move_in(permit, town.acting())
    paper = acts.Certificate("迁9", "大连市某派出所", date(2026, 10, 20), date(2026, 11, 18))
    newcomer = acts.Newcomer(number, acts.Particulars("陈远", "1"), "99")
    done = acts.move_in(acts.MoveIn((newcomer,), li, DAY, paper, "准9"), town.acting())
    undo(undo(done.entry).entry)
    assert town.where(done.persons[0]) == ("registered", li, "99", 1)
    assert town.sql("select used_entry from move_in_permit where void_entry is null") == [(done.entry,)]
    assert town.sql("select entry from migration_certificate where void_entry is null") == [(done.entry,)]


def test_an_undoing_is_undone(town, acts, li, undo):
    statement = acts.Birth(acts.Particulars("李新", "2"), DAY, li, "30", DAY, "211102", town.people["王秀英"])
    done = acts.birth(statement, town.acting())
    before = believed(town)
    undo(undo(done.entry).entry)
    assert believed(town) == before


def test_a_conversion_is_known_by_its_name_as_never_undone():
    from huji.quality.conversion import rolling_back, running
    from huji.register.acts import undoable

    assert {running.ACT, rolling_back.ACT} <= undoable.NEVER


def test_what_cannot_be_undone_is_refused_by_sentence(town, acts, li, undo, refused):
    [(opening,)] = town.sql("select entry from ledger_entry")
    refused("register.never_undone", undo, opening)
    refused("register.unknown_entry", undo, 999_999)
    refused("register.reason", acts.undo, acts.Undo(opening, " "), town.acting())
    town.sql("insert into ledger_entry (office, act, offices, body) values (1, 'look', '{1}', '{\"a\":1}')")
    [(entry,)] = town.sql("select max(entry) from ledger_entry")
    refused("register.nothing_to_undo", undo, entry)
    done = acts.death(acts.Death(town.people["李小红"], DAY, "证明"), town.acting())
    refused("register.other_office", undo, done.entry, 2)


def test_any_act_undone_leaves_what_was_believed_before(town, acts):
    from huji.standards import Refused

    homes = [
        town.family(
            address,
            (f"甲{address}", "1", "1970-01-01", "02"),
            (f"乙{address}", "2", "1972-01-01", "10"),
            (f"丙{address}", "1", "2000-01-01", "20"),
        )
        for address in (1, 21)
    ]
    people = sorted(town.people.values())
    papers = iter(range(10_000))

    def statement(verb, who, other, home, day):
        _, old, relation, _ = town.where(who)
        heir = {old: other} if relation == "02" else {}
        match verb:
            case "settle":
                return acts.Settle((acts.Mover(who, "97"),), home, day, heir)
            case "found_household":
                return acts.FoundHousehold(
                    5 if home == homes[0] else 25, day, (acts.Mover(who, "02"),), successors=heir
                )
            case "death":
                return acts.Death(who, day, "证明", heir)
            case "move_out":
                return acts.MoveOut((who,), day, f"迁{next(papers)}", "外市", successors=heir)
            case "change_head":
                return acts.ChangeHead(home, acts.Succession(who), day, "协商")
            case "birth":
                return acts.Birth(acts.Particulars("新生", "2"), day, old or home, "97", day, "211102", who)
        raise AssertionError(verb)

    verbs = st.sampled_from(["settle", "found_household", "death", "move_out", "change_head", "birth"])
    one = st.tuples(verbs, st.integers(0, 5), st.integers(0, 5), st.integers(0, 1), st.integers(0, 8))
    seen = set()

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(st.lists(one, min_size=1, max_size=4))
    def check(asked):
        done = []
        apart = [row[0] for row in town.sql("select distinct person from standing where cause = 'void'")]
        for verb, who, other, asked_home, days in asked:
            there = town.where(people[who])[1] == homes[asked_home]
            home = 1 - asked_home if verb == "settle" and there else asked_home
            before = believed(town, apart)
            office = town.where(people[who])[3] if verb in ("death", "move_out", "birth") else home + 1
            made = statement(verb, people[who], people[other], homes[home], date(2026, 10, 1 + days))
            try:
                done.append((getattr(acts, verb)(made, town.acting(office)), office, before, verb))
            except Refused:
                continue
        for act, office, before, verb in reversed(done):
            made = town.sql("select id from person where created_entry = %s", [act.entry])
            acts.undo(acts.Undo(act.entry, "试"), town.acting(office))
            apart += [row[0] for row in made]
            assert believed(town, apart) == before
            seen.add(verb)
        town.assert_sound()

    check()
    assert seen == {"settle", "found_household", "death", "move_out", "change_head", "birth"}


def test_an_entry_is_undone_by_the_last_undoing_that_holds(town, acts, li, undo):
    from huji.register import queries
    from huji.runtime import db

    done = acts.death(acts.Death(town.people["李小红"], DAY, "证明"), town.acting())
    db.set_area([1])
    assert queries.undone([done.entry]) == {}
    first = undo(done.entry)
    found = queries.undone([done.entry, first.entry])
    assert {one.entry: (one.by, one.office) for one in found.values()} == {done.entry: (first.entry, 1)}
    second = undo(first.entry)
    assert {entry: one.by for entry, one in queries.undone([done.entry, first.entry]).items()} == {
        first.entry: second.entry
    }
    third = undo(done.entry)
    assert queries.undone([done.entry])[done.entry].by == third.entry
    db.set_area([2])
    assert queries.undone([done.entry])[done.entry].on is None
