"""Thresholds and parameters are moved by a form; every other byte of the text stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rulebook.conftest import LOWERED

from huji import policy
from huji.drafting.numbers import moved, numbers
from huji.policy.library import pack_files

WORDS = policy.vocabulary()
TEXT = """parameters:
  years: {value: 3, unit: years, title: {zh: 居住年限, en: Years of residence}}
criteria:
  a: &a {all: [{insurance.urban_years: {at_least: 1}}, {residence.years: {at_least: 1}}]}
  b: *a
  c: {insurance.urban_years: {"at_least": 10.5}}  # at_least: 10.5
  d:
    insurance.urban_years:
      at_least: {parameter: years}
"""


def test_each_number_is_found_once_with_its_words_and_line() -> None:
    found = numbers(TEXT, WORDS)
    assert [(one.line, one.raw) for one in found] == [(2, "3"), (4, "1"), (4, "1"), (6, "10.5")]
    assert found[0].title.en == "Years of residence"
    assert found[0].unit.en == "years"
    assert found[1].title.en.endswith(": at least")


def test_a_number_moved_moves_alone() -> None:
    found = numbers(TEXT, WORDS)
    text, wrong = moved(TEXT, found, {found[2].field: "12.25", found[0].field: " 5 "})
    assert wrong == ()
    assert text == TEXT.replace("{value: 3,", "{value: 5,").replace(
        "residence.years: {at_least: 1}", "residence.years: {at_least: 12.25}"
    )


@pytest.mark.parametrize("typed", ["", "三", "-1", "1e9", "1, at_most: 2", "1}\nx: 1", "0x10", "1" * 30])
def test_what_is_no_number_changes_nothing(typed: str) -> None:
    found = numbers(TEXT, WORDS)
    assert moved(TEXT, found, {found[1].field: typed}) == (TEXT, (found[1],))


@pytest.mark.parametrize("path", pack_files(), ids=lambda path: path.stem)
def test_every_threshold_of_the_package_can_be_moved_and_nothing_else_changes(path) -> None:
    text = path.read_text("utf-8")
    found = numbers(text, WORDS)
    changed, wrong = moved(text, found, {one.field: "77" for one in found})
    assert wrong == ()
    assert [one.raw for one in numbers(changed, WORDS)] == ["77"] * len(found)
    back, _ = moved(
        changed,
        numbers(changed, WORDS),
        {new.field: old.raw for new, old in zip(numbers(changed, WORDS), found, strict=True)},
    )
    assert back == text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert moved(text, numbers(text, WORDS), {})[0] == text


def test_a_text_that_cannot_be_read_has_no_numbers() -> None:
    assert numbers(LOWERED.replace("routes:", "routes: ["), WORDS) == ()
