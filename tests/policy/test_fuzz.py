"""Whatever comes in, an answer or named faults come out, never anything else."""

import json
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from huji import policy
from huji.standards import divisions

WORDS = st.sampled_from(
    [
        "date",
        "destination",
        "division",
        "area",
        "policy",
        "applicant",
        "companions",
        "relation",
        "facts",
        "spouse",
        "person.age",
        "dwelling.tenure",
        "dwelling.lawful",
        "rented",
        "211103",
        "211103001001",
        "city_proper",
        "town",
        "2016-03-01",
        "0001-01-01",
        "9999-12-31",
        "panjin-2015",
        "national-2014",
        "companion.age",
        "",
        "~",
        "on",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
FACTS = st.dictionaries(st.sampled_from(sorted(policy.vocabulary().facts)) | WORDS, VALUES, max_size=6)
CASES = st.fixed_dictionaries(
    {},
    optional={
        "date": st.sampled_from(["2016-03-01", "2020-01-01", "2010-06-01"]) | VALUES,
        "destination": st.fixed_dictionaries(
            {"division": st.sampled_from(["211103", "530902", "230202", "110101"]) | VALUES},
            optional={"area": st.sampled_from(["city_proper", "rural", "town"]) | VALUES},
        )
        | VALUES,
        "policy": VALUES,
        "applicant": FACTS | VALUES,
        "companions": st.lists(
            st.fixed_dictionaries(
                {"relation": st.sampled_from(["spouse", "friend"]) | VALUES}, optional={"facts": FACTS}
            ),
            max_size=2,
        )
        | VALUES,
    },
)


def outcome(work: Callable[[], object]) -> object:
    """What comes out of a piece of work: its result, or the faults it names."""
    try:
        return work()
    except policy.Faulty as error:
        return error.faults


def check(found: object) -> None:
    if isinstance(found, policy.Answer):
        assert json.loads(found.to_json())["outcome"] == found.outcome
    elif not isinstance(found, policy.Pack):
        assert found, "a refusal names its faults"
        assert all("\n" not in str(fault) for fault in found)


def decided(text: str) -> object:
    return outcome(lambda: policy.decide_text(text, "case", places=divisions, packs=policy.packs()))


def loaded(text: str) -> object:
    return outcome(lambda: policy.read_pack(text, "pack", policy.vocabulary()))


@settings(max_examples=400, deadline=None)
@given(CASES)
def test_any_data_is_answered_or_refused(data: object) -> None:
    check(decided(json.dumps(data)))


@settings(max_examples=400, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("abdate: -[]{}&*!|>'\"%@`#,\n\t0123?=~.\\\u0085\ufeff😀"), max_size=60)
)
def test_any_text_is_answered_or_refused(text: str) -> None:
    check(decided(text))
    check(loaded(text))


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_any_data_is_a_pack_or_refused(data: object) -> None:
    check(loaded(json.dumps({"policy": "x", "routes": data, "criteria": data, "document": data})))


def test_a_key_with_a_line_break_still_makes_one_line() -> None:
    check(decided(json.dumps({"applicant": {"a\nb": 1}, "x\ny": 2})))
