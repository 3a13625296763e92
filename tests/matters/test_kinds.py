"""Every kind keeps the grammar, refuses an empty form in words, and every act is reached or said why not."""

from pathlib import Path

import pytest
from tests.matters.town import Town

from huji.matters.asked import Asked
from huji.matters.kind import Kind
from huji.matters.kinds import NOT_AT_THE_COUNTER, kinds
from huji.matters.papers import PAPERS
from huji.matters.values import About, Level
from huji.register import acts, telling
from huji.standards import Refused

KINDS = [pytest.param(kind, id=name) for name, kind in kinds().items()]
TYPES = {
    "person", "household", "address", "member", "members", "day", "time", "line", "words", "whole", "name",
    "code", "choice", "flag",
}  # fmt: skip


def choices_of(kind: Kind) -> list[dict[str, str]]:
    """Return the empty answers, and for each choice each of its values."""
    one_each = [{one.name: value} for one in kind.fields for value, _ in one.choices]
    return [{}, *one_each]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_declared_in_both_languages_with_its_law(kind: Kind) -> None:
    assert kind.basis.strip()
    names = [one.name for one in kind.fields]
    assert len(names) == len(set(names))
    for text in (kind.title, kind.summary, *(one.label for one in kind.fields)):
        assert text.zh.strip()
        assert text.en.strip()
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in text.en), text.en
    for one in kind.fields:
        assert one.type in TYPES
        assert (one.type == "code") == (one.table is not None)
        assert (one.type == "choice") == bool(one.choices)
        assert all(code in (one.table or ()) for code in one.codes)
        if one.when is not None:
            depends = next(other for other in kind.fields if other.name == one.when[0])
            assert set(one.when[1]) <= set(dict(depends.choices)) | set(depends.codes)
    assert set(kind.beside.values()) <= set(names)
    keys = [one.key for one in kind.evidence]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("kind", KINDS)
def test_level_papers_and_evidence_follow_from_the_answers_alone(kind: Kind) -> None:
    from datetime import date

    for values in choices_of(kind):
        asked = Asked(kind, values, date(2026, 9, 1), 2)
        assert isinstance(kind.level_of(asked), Level)
        assert set(kind.papers_of(asked)) <= set(PAPERS)
        assert kind.wanted(asked) or not kind.evidence
        if kind.ex_officio:
            assert kind.ex_officio(asked) in (True, False)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_is_refused_in_words(kind: Kind, town: Town) -> None:
    about = {
        About.PERSON: {"person": "王秀英"},
        About.HOUSEHOLD: {"household": town.city.households["李"]},
        About.NOBODY: {},
    }[kind.about]
    for values in choices_of(kind):
        seen = town.foreseen(kind.name, values, **about)
        if seen.refusal is None:
            assert seen.sentence is not None
            continue
        assert isinstance(seen.refusal, Refused)
        assert seen.refusal.text.zh.strip()
        assert seen.refusal.text.en.strip()
        assert seen.field is None or seen.field in {one.name for one in kind.fields}
    assert town.city.sql("select count(*) from matter") == [(0,)]


def test_every_act_has_a_kind_or_a_reason_why_not() -> None:
    named = {name for name in acts.__all__ if name[0].islower()} | telling.acts_told()
    missing = sorted(named - set(kinds()) - set(NOT_AT_THE_COUNTER))
    assert missing == []
    assert not set(NOT_AT_THE_COUNTER) & set(kinds())


def test_the_documentation_lists_every_kind_as_it_is_declared() -> None:
    page = (Path(__file__).parents[2] / "docs/matters.md").read_text("utf-8")
    from huji.matters.table import rows

    for row in rows():
        assert row in page, row
