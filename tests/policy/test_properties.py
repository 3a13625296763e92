"""The engine against a naive reference, on random policies and random partial people."""

import importlib.util
import sys
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

_spec = importlib.util.spec_from_file_location(
    "random_policies", Path(__file__).with_name("random_policies.py")
)
assert _spec is not None
assert _spec.loader is not None
rp = importlib.util.module_from_spec(_spec)
sys.modules["random_policies"] = rp
_spec.loader.exec_module(rp)

from huji.policy.following import implied  # noqa: E402
from huji.policy.interpret import Interpreter, held, live, live_facts, turning  # noqa: E402
from huji.policy.missing import Exact  # noqa: E402
from huji.policy.question import Question, conjunction, disjunction, holds, negation, outcome_of  # noqa: E402
from huji.policy.tree import Not, walk  # noqa: E402

QUICK = settings(max_examples=300, deadline=None)
SLOW = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


def explained(question: Question, facts):
    """Outcome and the unknown trees, put together as the decision does it."""
    interpreter = Interpreter(question.criteria)
    memo: dict = {}
    bans = []
    trees = []
    for when, unless in question.prohibitions:
        value, reason = interpreter.explain(when)(facts, memo)
        reasons = [reason]
        if unless is not None:
            other, why = interpreter.explain(unless)(facts, memo)
            value = conjunction([value, negation(other)])
            reasons.append(why)
        bans.append(value)
        if value is None:
            trees.append(("ban", reasons))
    routes = [interpreter.explain(route)(facts, memo) for route in question.routes]
    trees.extend(("route", [reason]) for value, reason in routes if value is None)
    return outcome_of(disjunction(bans), [value for value, _ in routes]), disjunction(bans), routes, trees


def engine_missing(question: Question, known, implications):
    outcome, ban, routes, trees = explained(question, known)
    some = disjunction([value for value, _ in routes])
    decisive = [reason for kind, reasons in trees for reason in reasons if some is None or kind == "ban"]
    leaves = [leaf for reason in decisive for leaf in live(reason)]
    names = list(dict.fromkeys(name for reason in decisive for name in live_facts(reason)))
    exact = Exact(question, rp.vocabulary(implications))
    return outcome, exact.missing(known, names, leaves, simple=some is not False or ban is False)


@QUICK
@given(rp.conditions(), rp.CRITERIA, rp.people())
def test_the_interpreter_and_the_plain_evaluation_agree_with_the_reference(condition, criteria, facts):
    value, reason = Interpreter(criteria).explain(condition)(facts, {})
    assert value is rp.naive(condition, criteria, facts)
    assert held(reason) is value
    assert holds(condition, criteria)(facts) is value


@QUICK
@given(rp.questions(), rp.people())
def test_the_outcome_follows_the_four_steps(question, facts):
    outcome, _, _, _ = explained(question, facts)
    assert outcome == rp.naive_outcome(question, facts) == question.label(facts)


@QUICK
@given(rp.questions(), rp.people(), rp.people(known=1.0))
def test_knowing_more_never_changes_a_decided_outcome(question, some, more):
    before = question.label(some)
    after = question.label({**more, **some})
    assert before in ("undetermined", after)


@SLOW
@given(rp.questions(), rp.people(known=0.6), rp.IMPLICATIONS)
def test_missing_is_exact_by_type_whatever_the_vocabulary_implies(question, known, implications):
    assume(rp.small(question.facts, known))
    outcome, missing = engine_missing(question, known, implications)
    assume(outcome == "undetermined")
    expected, outcomes = rp.naive_missing(question, known)
    assert missing.facts == expected
    assert missing.unanimous == (None if expected else next(iter(outcomes)))


@QUICK
@given(rp.companion_questions(), rp.people())
def test_a_companion_is_answered_by_the_most_favourable_route(question, facts):
    assert question.label(facts) == rp.naive_outcome(question, facts)


@SLOW
@given(rp.companion_questions(), rp.people(known=0.6))
def test_missing_of_a_companion_is_exact(question, known):
    assume(rp.small(question.facts, known))
    free = [name for name in sorted(question.facts) if name not in known]
    assume(free)
    expected, outcomes = rp.naive_missing(question, known)
    missing = Exact(question, rp.vocabulary()).missing(known, free, [], simple=False)
    assert missing.facts == expected
    assert missing.unanimous == (None if expected else next(iter(outcomes)))


@QUICK
@given(rp.IMPLICATIONS, rp.people(known=0.6))
def test_what_follows_holds_of_everybody_with_the_known_facts(implications, known):
    assume(rp.small(rp.read_by(implications), known))
    found = implied(known, rp.vocabulary(implications))
    assert not found.keys() & known.keys()
    for person in rp.completions(known, rp.read_by(implications)):
        if rp.somebody(person, implications):
            assert {name: person[name] for name in found} == {name: one.value for name, one in found.items()}


@SLOW
@given(rp.conditions(unknown=False), rp.CRITERIA, rp.people(known=1.0), st.booleans())
def test_turning_the_nearest_leaves_makes_the_tree_come_out_as_wanted(condition, criteria, facts, wanted):
    # A leaf that stands both plain and negated cannot turn in one place alone.
    assume(not any(isinstance(node, Not) for node in walk(condition, criteria)))
    _, reason = Interpreter(criteria).explain(condition)(facts, {})
    leaves = turning(reason, wanted)
    turned = _with_turned(reason, leaves)
    assert turned is wanted


def _with_turned(reason, leaves):
    if "of" not in reason:
        return not reason["holds"] if reason in leaves else reason["holds"]
    values = [_with_turned(part, leaves) for part in reason["of"]]
    if "not" in reason:
        return not values[0]
    return any(values) if "any" in reason else all(values)
