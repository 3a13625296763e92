"""An entry is undone once, until that is undone; what others did since, with a paper too, is theirs."""

import json
from datetime import date

import pytest

DAY = date(2026, 11, 1)


@pytest.fixture
def undo(town, acts):
    """Undo an entry at an office."""

    def undo(entry, office=1):
        return acts.undo(acts.Undo(entry, "申报人填错"), town.acting(office))

    return undo


def test_an_entry_undone_is_not_undone_again_with_a_later_one(town, acts, li, zhang, undo, refused):
    son = town.people["李明明"]
    statement = acts.Settle((acts.Mover(son, "99"),), zhang, DAY)
    first = acts.settle(statement, town.acting(2))
    undone = undo(first.entry, 2)
    second = acts.settle(statement, town.acting(2))
    refusal = refused("register.undone_already", undo, first.entry, 2)
    assert str(undone.entry) in refusal.text.en
    assert town.where(son)[1] == zhang
    undo(second.entry, 2)
    undo(undone.entry, 2)
    assert town.where(son)[1] == zhang
    undo(first.entry, 2)
    assert town.where(son)[1] != zhang


def test_what_another_act_made_so_once_more_is_not_undone_with_the_first(town, acts, li, undo, refused):
    who = town.people["李建国"]
    first, second, third = (
        acts.correct_items(acts.CorrectItems(who, {"name": name}, "户口簿"), town.acting()).entry
        for name in ("李建华", "李建国", "李建华")
    )
    assert str(third) in refused("register.built_upon", undo, first).text.en
    for entry in (third, second, first):
        undo(entry)


@pytest.fixture
def permitted(town, acts, li):
    """Issue permit 准9 for two people; return how each moves in on it, with a certificate of their own."""
    numbers = {"陈远": town.number(date(1990, 5, 1), "1"), "陈近": town.number(date(1991, 5, 1), "1")}
    named = tuple(acts.Permitted(number, name) for name, number in numbers.items())
    acts.permit_move_in(acts.PermitMoveIn("准9", named, 1, date(2026, 10, 1), li), town.acting())

    def move_in(name, certificate):
        paper = acts.Certificate(certificate, "大连市某派出所", date(2026, 10, 20), date(2026, 11, 18))
        newcomer = acts.Newcomer(numbers[name], acts.Particulars(name, "1"), "99")
        return acts.move_in(acts.MoveIn((newcomer,), li, DAY, paper, "准9"), town.acting())

    return move_in


def test_a_permit_that_another_used_meanwhile_is_not_used_twice(town, permitted, undo, refused):
    first = permitted("陈远", "迁9")
    undone = undo(first.entry)
    second = permitted("陈近", "迁10")
    assert str(second.entry) in refused("register.built_upon", undo, undone.entry).text.en
    undo(second.entry)
    undo(undone.entry)
    assert town.sql("select used_entry from move_in_permit where void_entry is null") == [(first.entry,)]
    assert town.where(second.persons[0])[0] == "ended"


def test_a_certificate_that_another_used_meanwhile_is_not_used_twice(town, permitted, undo, refused):
    undone = undo(permitted("陈远", "迁9").entry)
    second = permitted("陈近", "迁9")
    assert str(second.entry) in refused("register.built_upon", undo, undone.entry).text.en


def test_a_paper_whose_number_another_has_since_stays_void(town, acts, permitted, undo, refused):
    replaced = acts.replace_permit(acts.ReplacePermit("准9", "准10", "遗失"), town.acting())
    named = (acts.Permitted(town.number(date(1992, 5, 1), "1"), "陈新"),)
    other = acts.permit_move_in(acts.PermitMoveIn("准9", named, 1, date(2026, 10, 1), None), town.acting())
    assert str(other.entry) in refused("register.built_upon", undo, replaced.entry).text.en


def test_a_replacement_whose_undoing_is_undone_leaves_one_paper_good(town, acts, permitted, undo):
    acts.move_out(acts.MoveOut((town.people["李明明"],), DAY, "迁1", "大连市"), town.acting())
    certificate = acts.replace_certificate(acts.ReplaceCertificate("迁1", "迁2", "遗失"), town.acting())
    permit = acts.replace_permit(acts.ReplacePermit("准9", "准10", "遗失"), town.acting())
    for done in (certificate, permit):
        undo(undo(done.entry).entry)
    for table, number in (("migration_certificate", "迁2"), ("move_in_permit", "准10")):
        assert town.sql(f"select number from {table} where void_entry is null") == [(number,)]


def test_a_permit_good_again_and_used_since_keeps_its_replacement_void(town, acts, permitted, undo, refused):
    replaced = acts.replace_permit(acts.ReplacePermit("准9", "准10", "遗失"), town.acting())
    undone = undo(replaced.entry)
    used = permitted("陈远", "迁9")
    assert str(used.entry) in refused("register.built_upon", undo, undone.entry).text.en


def anew(acts, number, li):
    """The acts that enter one of a number, which nobody bears yet or who was undone: how each is stated."""
    born, items = date(1990, 5, 1), acts.Particulars("陈远", "1")
    who = acts.Unknown(items, born, number=number)
    paper = acts.Certificate("迁9", "大连市某派出所", date(2026, 10, 20), date(2026, 11, 18))
    return {
        "register_unregistered": acts.RegisterUnregistered(
            who, "99", li, DAY, acts.WhyUnregistered.OTHER
        ),
        "take_over": acts.TakeOver(1, 1, number, born, items, "99", li, DAY),
        "move_in": acts.MoveIn((acts.Newcomer(number, items, "99"),), li, DAY, paper),
    }  # fmt: skip


@pytest.mark.parametrize("again", ["register_unregistered", "take_over", "move_in"])
@pytest.mark.parametrize("first", ["register_unregistered", "take_over", "move_in"])
def test_one_undone_is_entered_again_by_number_and_is_the_same(town, acts, li, undo, refused, first, again):
    from huji.register import telling

    number = town.number(date(1990, 5, 1), "1")
    stated = anew(acts, number, li)
    entered = getattr(acts, first)(stated[first], town.acting())
    undo(entered.entry)
    done = getattr(acts, again)(stated[again], town.acting())
    assert done.persons == entered.persons
    assert town.where(done.persons[0]) == ("registered", li, "99", 1)
    assert town.sql("select number from citizen_number where upper_inf(known) and number = %s", [number])
    [(body,)] = town.sql("select convert_from(body, 'UTF8') from ledger_entry where entry = %s", [done.entry])
    assert f"{li:09} 号户" in telling.sentence(again, json.loads(body), telling.Names()).zh
    if again != "move_in":
        refused("register.number_taken", getattr(acts, again), stated[again], town.acting())
    undo(done.entry)
    assert town.where(done.persons[0])[0] == "ended"
    town.assert_sound()


def test_one_undone_is_told_to_come_again_by_number(town, acts, li, undo, refused):
    statement = anew(acts, town.number(date(1990, 5, 1), "1"), li)["register_unregistered"]
    entered = acts.register_unregistered(statement, town.acting())
    undo(entered.entry)
    by_id = acts.RegisterUnregistered(entered.persons[0], "99", li, DAY, acts.WhyUnregistered.OTHER)
    refusal = refused("register.void", acts.register_unregistered, by_id, town.acting())
    assert "公民身份号码" in refusal.hint.zh
    who = acts.Mover(entered.persons[0], "99")
    again = acts.Restore(who, li, DAY, acts.RestoreGround.CANCELLED_WRONGLY, "证明")
    refused("register.void", acts.restore, again, town.acting())


def test_what_was_made_of_one_entered_again_is_not_left_behind(town, acts, li, undo, refused):
    stated = anew(acts, town.number(date(1990, 5, 1), "1"), li)["register_unregistered"]
    undo(acts.register_unregistered(stated, town.acting()).entry)
    done = acts.register_unregistered(stated, town.acting())
    [father] = done.persons
    child = acts.Birth(acts.Particulars("陈小", "2"), DAY, li, "97", DAY, "211102", father=father)
    born = acts.birth(child, town.acting())
    assert str(born.entry) in refused("register.built_upon", undo, done.entry).text.en


def test_a_newcomer_who_married_since_is_refused_by_sentence(town, acts, li, undo, refused):
    newcomer = anew(acts, town.number(date(1990, 5, 1), "1"), li)["move_in"]
    entered = acts.move_in(newcomer, town.acting())
    town.family(2, ("赵敏", "2", "1998-03-01", "02"))
    married = acts.marry(acts.Marry(entered.persons[0], town.people["赵敏"], DAY, "结婚证"), town.acting())
    assert str(married.entry) in refused("register.built_upon", undo, entered.entry).text.en
