"""Of people whom another office keeps since, a former one reads what it held of them then, and no more."""

from datetime import date, timedelta

import psycopg
import pytest

DAY = date(2026, 11, 1)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def gone(town, li, zhang, acts):
    """The Li son settled with Zhang, at office 2, on DAY."""
    son = town.people["李明明"]
    return acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, DAY), town.acting(2))


@pytest.fixture
def corrected(town, gone, acts):
    """After he had come, office 2 corrected the name and the number of the Li son."""
    son, by = town.people["李明明"], town.acting(2)
    acts.correct_items(acts.CorrectItems(son, {"name": "李秘密"}, "判决"), by)
    return acts.correct_number(acts.CorrectNumber(son, "重号证明"), by)


def rows(town, office, query, values=None):
    """Run a query as the application does at an office, without its queries."""
    with psycopg.connect(town.app_url, autocommit=True) as web:
        web.execute("set role huji_web")
        web.execute("select set_config('huji.area', %s, false)", [str(office)])
        return web.execute(query, values).fetchall()


def test_what_another_office_enters_afterwards_is_not_the_former_ones_to_read(
    town, li, gone, corrected, queries, at
):
    son, old = town.people["李明明"], town.numbers["李明明"]
    [new] = corrected.numbers
    there = at(1)
    for known in (None, corrected.entry, gone.entry, gone.entry - 1):
        seen = queries.person(son, there, BEFORE, known)
        assert (seen.name, seen.number) == ("李明明", old), known
        [member] = [one for one in queries.household(li, there, BEFORE, known).members if one.person == son]
        assert (member.name, member.number, member.sex) == ("李明明", old, "1"), known
    father = town.people["李建国"]
    named = {one.person: (one.name, one.number) for one in queries.kin(father, there, BEFORE)}
    assert named[son] == ("李明明", old)
    assert queries.person(son, there, DAY) is None
    told = [(one.item, one.value) for one in queries.items_history(son, there)]
    assert ("name", "李明明") in told
    assert not {"李秘密", new} & {value for _, value in told}
    assert queries.person(new, there, BEFORE) is None
    assert queries.search_by_number(new, there).found == queries.search_by_name("李秘密", there).found == ()
    assert not rows(town, 1, "select from particulars where name = '李秘密'")
    assert not rows(town, 1, "select from citizen_number where number = %s", [new])


def test_the_office_that_keeps_somebody_reads_all_of_every_time(town, gone, corrected, queries, at):
    son, old = town.people["李明明"], town.numbers["李明明"]
    [new] = corrected.numbers
    here = at(2)
    for day in (None, DAY, BEFORE):
        seen = queries.person(son, here, day)
        assert (seen.name, seen.number) == ("李秘密", new)
    then = queries.person(son, here, BEFORE, gone.entry - 1)
    assert (then.name, then.number) == ("李明明", old)
    values = {one.value for one in queries.items_history(son, here)}
    assert {"李明明", "李秘密", old, new} <= values
    assert queries.person(old, here).id == son


def test_one_who_comes_back_is_read_whole_again_and_on_leaving_as_held_then(
    town, li, zhang, gone, corrected, acts, queries, at
):
    son = town.people["李明明"]
    back = date(2026, 11, 5)
    acts.settle(acts.Settle((acts.Mover(son, "20"),), li, back), town.acting(1))
    assert queries.person(son, at(1), BEFORE).name == "李秘密"
    away = acts.Settle((acts.Mover(son, "99"),), zhang, date(2026, 11, 10))
    acts.settle(away, town.acting(2))
    assert queries.person(son, at(1), BEFORE).name == "李秘密", "held when office 1 kept him last"
    acts.correct_items(acts.CorrectItems(son, {"name": "李再改"}, "判决"), town.acting(2))
    assert queries.person(son, at(1), BEFORE).name == "李秘密"
    assert queries.person(son, at(2), BEFORE).name == "李再改"


def test_a_birth_date_corrected_afterwards_is_told_the_former_office_as_it_was(
    town, li, gone, acts, queries, at
):
    son, was, born = town.people["李明明"], date(1996, 7, 1), date(1996, 7, 3)
    acts.correct_birth_date(acts.CorrectBirthDate(son, born, "出生医学证明"), town.acting(2))
    for office, told in ((1, was), (2, born)):
        reader = at(office)
        assert queries.person(son, reader, BEFORE).born == told
        dates = {one.value for one in queries.items_history(son, reader) if one.item == "born"}
        assert dates == ({was} if office == 1 else {was, born})
    [member] = [one for one in queries.household(li, at(1), BEFORE).members if one.person == son]
    assert member.born == was


def test_a_tie_entered_afterwards_is_not_told_to_the_former_office(town, li, zhang, gone, acts, queries, at):
    son, wife = town.people["李明明"], town.people["张丽华"]
    acts.marry(acts.Marry(son, wife, date(2026, 10, 1), "结婚证"), town.acting(2))
    assert queries.ties_history(son, at(1)) != ()
    assert wife not in {one.other for one in queries.ties_history(son, at(1))}
    assert wife in {one.other for one in queries.ties_history(son, at(2))}
    assert rows(town, 1, "select from kinship where %s in (person, relative)", [wife]) == []
    assert queries.person(son, at(1), date(2026, 10, 20)).particulars.marital == "90"


def test_days_entered_for_an_office_that_never_kept_somebody_show_it_nobody(
    town, acts, li, moved, at, queries
):
    """A birth before the address came under another office is entered by that one: its days are of both."""
    child, by = acts.Particulars("李新", "2"), town.acting(2)
    mother, father = town.people["王秀英"], town.people["李建国"]
    moved()
    born = date(2026, 10, 5)
    [baby] = acts.birth(acts.Birth(child, born, li, "30", born, "211102", mother, father), by).persons
    assert town.where(baby, born)[3] == 1
    assert queries.person(baby, at(1), born) is None
    assert queries.person(baby, at(2), born).name == "李新"
