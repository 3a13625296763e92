"""What follows from known facts by the vocabulary's implications."""

from dataclasses import replace

import pytest

from huji import policy
from huji.policy.tree import All, AnyOf, Condition, Constant, Leaf, Not, Op, Value
from huji.policy.vocabulary import Implication
from huji.policy.words import Text

W = Text("词", "word")


def values(known: dict[str, Value], *implications: Implication) -> dict[str, Value]:
    vocabulary = policy.vocabulary()
    if implications:
        vocabulary = replace(vocabulary, implications=implications)
    return {name: one.value for name, one in policy.implied(known, vocabulary).items()}


def leaf(name: str, value: Value | tuple[str, ...] = True, op: Op = Op.IS) -> Leaf:
    return Leaf("", W, None, name, op, Constant(value))


def rule(when: Condition, then: Condition) -> Implication:
    return Implication(when, then, W)


A, B, C = (leaf(name) for name in ("birth.in_china", "permit.held", "study.continuous"))


def test_an_infant_is_not_married_and_the_reason_is_told() -> None:
    (found,) = policy.implied({"companion.age": 0}, policy.vocabulary()).items()
    name, one = found
    assert (name, one.value, one.follows_from) == ("companion.married", False, ("companion.age",))
    assert "十四周岁" in one.why.zh
    assert "fourteen" in one.why.en


def test_who_has_no_employer_has_no_contract() -> None:
    assert values({"employment.employer": "none"}) == {
        "employment.employer_legal_person": False,
        "employment.formally_hired": False,
        "employment.contract_signed": False,
        "employment.contract_filed": False,
    }


@pytest.mark.parametrize(
    "known", [{}, {"companion.age": 14}, {"employment.employer": "enterprise"}, {"person.marital": "married"}]
)
def test_nothing_follows_where_no_implication_is_met(known: dict[str, Value]) -> None:
    assert values(known) == {}


def test_what_follows_is_followed_further() -> None:
    assert values({"birth.in_china": True}, rule(B, C), rule(A, B)) == {
        "permit.held": True,
        "study.continuous": True,
    }


def test_a_known_value_stands_and_its_implication_is_left_aside() -> None:
    assert values({"companion.age": 0, "companion.married": True}) == {}
    known: dict[str, Value] = {"employment.employer": "none", "employment.contract_signed": True}
    assert values(known) == {}


def test_what_implications_dispute_stays_unknown() -> None:
    assert values({"person.age": 13, "sponsor.relation": "spouse"}) == {}


def test_only_a_conclusion_that_names_a_value_gives_one() -> None:
    known: dict[str, Value] = {"birth.in_china": True}
    assert values(known, rule(A, Not("", W, None, B))) == {}
    assert values(known, rule(A, AnyOf("", W, None, (B, C)))) == {}
    assert values(known, rule(A, leaf("dwelling.tenure", ("owned",), Op.IN))) == {}
    assert values(known, rule(A, leaf("permit.years", 1, Op.AT_LEAST))) == {}
    assert values(known, rule(A, replace(leaf("hukou.division", "21"), division=True))) == {}
    nested = All("", W, None, (All("", W, None, (B,)), leaf("permit.years", 1, Op.AT_LEAST)))
    assert values(known, rule(A, nested)) == {"permit.held": True}
