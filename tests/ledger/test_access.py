"""Who reads a person leaves a line, and the person may see it."""

from dataclasses import dataclass

import psycopg
import pytest

from huji.ledger.access import Purpose, look, looks_at
from huji.runtime.db import set_area, writing


@dataclass
class Officer:
    pk: int = 5
    office: int | None = 7


def test_a_look_is_seen_by_the_person_looked_at_and_by_no_other(database):
    look(Officer(), Purpose.HANDLE_CASE, [11, 12], "户口详情")
    look(Officer(6, None), Purpose.AUDIT, [12], "search by number")
    assert looks_at(11) == []  # of no area, nobody is shown
    set_area("*")
    [line] = looks_at(11)
    assert (line.officer, line.office, line.purpose, line.what) == (5, 7, Purpose.HANDLE_CASE, "户口详情")
    assert [found.officer for found in looks_at(12)] == [6, 5]
    assert looks_at(13) == []


def test_a_look_is_committed_before_the_data_leaves(database):
    look(Officer(), Purpose.CORRECT, [11], "particulars")
    with psycopg.connect(database.owner_url) as other:
        assert other.execute("select persons from access_line").fetchall() == [([11],)]


def test_a_look_inside_a_transaction_is_refused_since_it_could_be_taken_back(database):
    with writing(), pytest.raises(RuntimeError):
        look(Officer(), Purpose.HANDLE_CASE, [11], "户口详情")
    set_area("*")
    assert looks_at(11) == []


def test_a_search_without_a_hit_leaves_a_line_too(database):
    look(Officer(), Purpose.ANSWER_PERSON, [], "search by name")
    with psycopg.connect(database.owner_url) as owner:
        assert owner.execute("select who, persons from access_line").fetchall() == [(5, [])]


def test_a_purpose_is_one_of_the_list_and_speaks_both_languages(database):
    with pytest.raises(ValueError, match="curiosity"):
        look(Officer(), "curiosity", [11], "户口详情")  # type: ignore[arg-type]
    for purpose in Purpose:
        assert purpose.label.zh
        assert purpose.label.en
        look(Officer(), purpose, [1], "x")
    set_area("*")
    assert len(looks_at(1)) == len(Purpose)
