"""Those registered nowhere are registered, whatever the reason, and nobody twice."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from huji.standards import Refused

TODAY = date(2026, 11, 20)
BORN = date(2001, 5, 6)


@pytest.fixture
def one(town):
    return town.acting(1, on=TODAY)


@pytest.fixture
def asked(acts, li):
    """The statement of a man of twenty-five whom no register knows, joining the Li family."""
    who = acts.Unknown(acts.Particulars(name="赵小路", sex="1"), BORN, "990102")
    return acts.RegisterUnregistered(who, "97", li, TODAY, acts.WhyUnregistered.NO_BIRTH_CERTIFICATE)


def refused(code, verb, statement, by):
    with pytest.raises(Refused) as refusal:
        verb(statement, by)
    assert refusal.value.code == f"register.{code}"


def test_all_ten_reasons_register_without_any_precondition(town, acts, asked, one):
    for index, why in enumerate(acts.WhyUnregistered):
        items = acts.Particulars(name=f"赵小{'一二三四五六七八九十'[index]}", sex="1")
        statement = replace(asked, who=replace(asked.who, particulars=items), why=why)
        done = acts.register_unregistered(statement, one)
        [person] = done.persons
        assert town.where(person) == ("registered", asked.into, "97", 1)
        assert town.where(person, date(2020, 1, 1))[0] == "unregistered"
        assert len(done.numbers) == 1
    causes = town.sql("select count(distinct cause) from standing where kind = 'unregistered'")
    assert causes == [(10,)]
    town.assert_sound()


def test_a_family_of_one_may_be_founded(town, acts, asked, one):
    done = acts.register_unregistered(replace(asked, relation="02", into=acts.NewHousehold(9)), one)
    assert town.where(done.persons[0])[1:] == (done.household, "02", 1)
    child = replace(asked.who, born=date(2015, 1, 1), particulars=acts.Particulars(name="赵小小", sex="1"))
    refused(
        "minor_head",
        acts.register_unregistered,
        replace(asked, who=child, relation="02", into=acts.NewHousehold(10)),
        one,
    )


def test_nobody_is_registered_twice(town, acts, asked, one):
    acts.register_unregistered(asked, one)
    refused("known_already", acts.register_unregistered, asked, one)
    other = replace(asked, who=replace(asked.who, distinct="经亲子鉴定，系双胞胎兄弟"))
    acts.register_unregistered(other, one)
    known = acts.Unknown(
        acts.Particulars(name="李明明", sex="1"), date(1996, 7, 1), "990102", town.numbers["李明明"]
    )
    refused("number_taken", acts.register_unregistered, replace(asked, who=known), one)
    registered = replace(asked, who=town.people["李明明"])
    refused("registered_already", acts.register_unregistered, registered, one)


def test_whoever_is_known_already_is_not_told_by_a_refusal(town, acts, asked, one, zhang):
    born = date(1980, 3, 1)
    [(number, of_zhang)] = town.sql(
        "select n.number, p.born from person p join citizen_number n on n.person = p.id where p.id = %s",
        [town.people["张丽华"]],
    )
    assert of_zhang == born
    alike = acts.Unknown(acts.Particulars(name="张丽华", sex="2"), born, "990102")
    with pytest.raises(Refused) as refusal:
        acts.register_unregistered(replace(asked, who=alike), one)
    said = f"{refusal.value.text} {refusal.value.hint}"
    assert refusal.value.code == "register.known_already"
    assert number not in said
    [(keeper,)] = town.sql("select name from places_office where id = 2")
    assert keeper in said


def test_a_number_borne_already_is_kept_and_must_fit(town, acts, asked, one):
    number = town.number(BORN, "1")
    assert number not in town.numbers.values()
    bears = replace(asked, who=replace(asked.who, number=number))
    refused(
        "born_differs",
        acts.register_unregistered,
        replace(bears, who=replace(bears.who, born=date(2001, 5, 7))),
        one,
    )
    done = acts.register_unregistered(bears, one)
    assert done.numbers == ()
    assert town.sql("select number from citizen_number where person = %s", [done.persons[0]]) == [(number,)]


def test_parents_of_the_register_become_kin(town, acts, asked, one):
    who = replace(asked.who, mother=town.people["王秀英"], father=town.people["李建国"])
    done = acts.register_unregistered(replace(asked, who=who, relation="20"), one)
    assert town.sql("select count(*) from kinship where person = %s", [done.persons[0]]) == [(2,)]
    young = replace(who, father=town.people["李小红"], particulars=acts.Particulars(name="赵小八", sex="1"))
    refused("father_age", acts.register_unregistered, replace(asked, who=young), one)


def test_one_in_transit_is_registered_when_the_certificate_has_lapsed(town, li, acts, asked):
    gone = date(2026, 10, 1)
    who = town.people["李明明"]
    acts.move_out(acts.MoveOut((who,), gone, "QY-1", "沈阳市"), town.acting(1, on=gone))
    lapsed = replace(asked, who=who, effective=date(2026, 10, 20), why=acts.WhyUnregistered.MIGRATION_LAPSED)
    refused(
        "certificate_still_good", acts.register_unregistered, lapsed, town.acting(1, on=date(2026, 10, 20))
    )
    acts.register_unregistered(replace(lapsed, effective=TODAY), town.acting(1, on=TODAY))
    assert town.where("李明明") == ("registered", li, "97", 1)
    town.assert_sound()


def test_one_declared_missing_may_come_by_this_way_too(town, li, acts, asked, one):
    who = town.people["李明明"]
    acts.declare_missing_or_dead(
        acts.DeclareMissingOrDead(who, acts.Finding.MISSING, "判决", date(2026, 10, 1)), one
    )
    acts.register_unregistered(replace(asked, who=who, why=acts.WhyUnregistered.DECLARED_MISSING), one)
    assert town.where("李明明")[0] == "registered"


def test_two_counters_at_once_register_one_person_once(town, li, acts, race):
    asked = (
        "acts.RegisterUnregistered(acts.Unknown(acts.Particulars(name='赵小路', sex='1'), date(2001, 5, 6),"
        f" '990102'), '97', {li}, date(2026, 11, 20), acts.WhyUnregistered.OTHER)"
    )
    results = race(*[("register_unregistered", asked, 1)] * 8)
    assert Counter(r.get("refused", "done") for r in results) == {"done": 1, "register.known_already": 7}
    town.assert_sound()
