"""Opening the register with many people at once."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import date

import pytest

SINCE = date(2020, 1, 1)


@pytest.fixture
def book(town, acts):
    """Twelve households of four, half with each office."""
    houses = [acts.OpeningHousehold(k, k + 14, 1 if k + 14 <= 20 else 2, SINCE) for k in range(1, 13)]
    people = [
        acts.OpeningPerson(
            key,
            town.number(date(1980, 1, 1 + key % 28), "1"),
            date(1980, 1, 1 + key % 28),
            acts.Particulars("王一", "1"),
            1 + key % 12,
            "02" if key < 12 else "97",
            SINCE,
        )
        for key in range(48)
    ]
    ties = [acts.OpeningTie(12, 0, acts.Tie.PARENT, SINCE)]
    return acts.OpenRegister("旧册", people, houses, ties)


def test_a_whole_register_is_one_entry_with_the_digest_of_its_rows(town, acts, book):
    from huji.register.acts.open_register import line

    opened = acts.open_register(book, town.acting())
    assert len(opened.persons) == 48
    assert len(opened.households) == 12
    assert town.entries() == 1
    rows = [*book.households, *book.persons, *book.ties]
    assert opened.digest == hashlib.sha256(b"".join(map(line, rows))).hexdigest()
    [(offices, body)] = town.sql("select offices, convert_from(body, 'UTF8') from ledger_entry")
    assert offices == [1, 2]
    assert json.loads(body)["results"]["digest"] == opened.digest
    ids = dict(zip((person.key for person in book.persons), opened.persons, strict=True))
    assert town.sql("select person, relative from kinship") == [(ids[12], ids[0])]
    assert town.where(ids[12]) == ("registered", opened.households[0], "97", 1)
    town.assert_sound()


def test_opening_goes_on_where_the_last_one_ended(town, acts, book, li):
    opened = acts.open_register(book, town.acting())
    assert min(opened.persons) > max(town.people.values())
    assert li not in opened.households
    town.assert_sound()


@pytest.mark.parametrize(
    ("relation", "born", "sex", "code"),
    [
        ("12", date(1982, 1, 1), "1", "relation_sex"),
        ("10", date(1982, 1, 1), "1", "spouse_sex"),
        ("53", date(1950, 1, 1), "1", "heads_sex"),
        ("20", date(1970, 1, 1), "1", "relation_age"),
        ("61", date(1970, 1, 1), "1", "relation_age"),
        ("38", date(2010, 1, 1), "2", "relation_age"),
        ("22", date(2001, 1, 1), "1", "place_taken"),
        ("12", date(1983, 1, 1), "2", "two_spouses_of_head"),
    ],
)
def test_an_opening_has_nobody_who_cannot_be_what_is_said(
    town, acts, book, refused, relation, born, sex, code
):
    def row(key, relation, born, sex):
        items = acts.Particulars(f"王{'甲乙丙丁'[key - 100]}", sex)
        return acts.OpeningPerson(key, town.number(born, sex), born, items, 1, relation, SINCE)

    family = [row(100, "12", date(1981, 1, 1), "2"), row(101, "22", date(2000, 1, 1), "1")]
    acts.open_register(replace(book, persons=[*book.persons, *family]), town.acting())
    alone = [one for one in family if code in ("place_taken", "two_spouses_of_head")]
    odd = replace(book, persons=[*book.persons, *alone, row(102, relation, born, sex)])
    told = refused(f"register.{code}", acts.open_register, odd, town.acting())
    assert re.search(r"王. \[10[0-2]\]", told.text.zh)
    assert town.entries() == 1


def test_a_faulty_register_is_refused_whole(town, acts, book, refused):
    people = list(book.persons)

    def no(code, **changes):
        refused(code, acts.open_register, replace(book, **changes), town.acting())
        assert town.sql("select count(*) from person") == [(0,)]

    no("register.two_heads", persons=[replace(people[12], relation="02"), *people[:12], *people[13:]])
    no("register.no_head", persons=people[1:], ties=())
    no("register.number_taken", persons=[*people, replace(people[20], key=99)])
    no("register.key_twice", persons=[*people, people[20]])
    no("register.key_unknown", persons=[*people[:-1], replace(people[-1], household=77)])
    no("register.key_unknown", ties=[acts.OpeningTie(12, 777, acts.Tie.PARENT, SINCE)])
    no("register.bad_row", persons=[*people[:-1], replace(people[-1], before="ended")])
    no("register.household_stands", persons=[*people[:-1], replace(people[-1], since=date(2019, 1, 1))])
    no(
        "register.unknown_address",
        households=[replace(book.households[0], address=999), *book.households[1:]],
    )
    no(
        "register.address_of_other_office",
        households=[replace(book.households[0], office=2), *book.households[1:]],
    )
    nameless = replace(people[-1].particulars, name="")
    no("register.bad_row", persons=[*people[:-1], replace(people[-1], particulars=nameless)])
    assert town.entries() == 0
