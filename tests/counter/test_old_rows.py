"""A row of the old register is read in the words of the page."""

import pytest
from django.utils import translation

from huji.counter.forms.quarantine import read_as


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("household_type", "家庭户", "家庭户 · Family household"),
        ("collective_sort", "学校", "学校 · School"),
        ("relation", "妻", "妻 · wife"),
        ("household_type", "不明", "不明"),
        ("name", "家庭户", "家庭户"),
    ],
)
def test_a_value_read_stands_beside_its_words(column: str, value: str, said: str) -> None:
    with translation.override("en"):
        assert read_as(column, value) == said


def test_in_chinese_nothing_is_said_twice() -> None:
    with translation.override("zh-hans"):
        assert read_as("household_type", "家庭户") == "家庭户"
