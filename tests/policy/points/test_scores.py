"""What scores are worth: each form, decimals, intervals and exact `missing`, against plain enumerations."""

import importlib.util
import math
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

for _name in ("random_policies", "random_scores"):
    if _name not in sys.modules:
        _spec = importlib.util.spec_from_file_location(_name, Path(__file__).parent.with_name(f"{_name}.py"))
        assert _spec is not None
        assert _spec.loader is not None
        sys.modules[_name] = importlib.util.module_from_spec(_spec)
        _spec.loader.exec_module(sys.modules[_name])
rp, rs = sys.modules["random_policies"], sys.modules["random_scores"]

from huji.policy import solver  # noqa: E402
from huji.policy.interpret import Interpreter, held  # noqa: E402
from huji.policy.missing import Exact  # noqa: E402
from huji.policy.points import (  # noqa: E402
    Award,
    BestOf,
    Bounded,
    FactQuantity,
    Fixed,
    Indicator,
    Least,
    Minus,
    Options,
    Per,
    Steps,
    Sum,
    Tally,
    Times,
    UnknownScore,
    walk_score,
)
from huji.policy.points.explaining import explain_tally  # noqa: E402
from huji.policy.points.interval import bounds, scale  # noqa: E402
from huji.policy.question import Question, holds  # noqa: E402
from huji.policy.reasons import live, live_facts  # noqa: E402
from huji.policy.tree import All, Constant, Leaf, Op, Total, Unknown  # noqa: E402

W = rp.W
QUICK = settings(max_examples=300, deadline=None)
SLOW = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
SCORES = rs.scores(rp.conditions(leaves=2))


def worth(score, facts, criteria=None):
    """The interval as exact numbers."""
    at = scale(score)
    found = bounds(score, at, lambda condition: holds(condition, criteria or {}))(facts)
    return tuple(None if end is None else Fraction(end, at) for end in found)


# -- a second reading of the definition ------------------------------------------------------------------


def naive(score, criteria, facts):
    """Least and most, with floating infinities, straight from the words of the definition."""
    if isinstance(score, UnknownScore):
        return -math.inf, math.inf
    if isinstance(score, Award):
        holding = rp.naive(score.when, criteria, facts)
        ends = {True: [score.points], False: [0], None: [0, score.points]}[holding]
        return min(ends), max(ends)
    if isinstance(score, Options):
        table = dict(score.points)
        given = facts.get(score.fact)
        ends = list(table.values()) if given is None else [table[given]]
        return min(ends), max(ends)
    if isinstance(score, Per):
        ends = [naive_per(score, end) for end in naive_quantity(score.quantity, facts)]
        return min(ends), max(ends)
    if isinstance(score, Steps):
        low, high = naive_quantity(score.quantity, facts)
        reached = [points for start, points in score.steps if low < start <= high]
        below = [points for start, points in score.steps if start <= low]
        ends = [*reached, below[-1] if below else 0]
        return min(ends), max(ends)
    if isinstance(score, BestOf):
        parts = [naive(part, criteria, facts) for part in score.parts]
        return max(low for low, _ in parts), max(high for _, high in parts)
    if isinstance(score, Sum):
        parts = [naive(part, criteria, facts) for part in score.parts]
        return sum(low for low, _ in parts), sum(high for _, high in parts)
    low, high = naive(score.part, criteria, facts)
    if isinstance(score, Bounded):
        floor = -math.inf if score.floor is None else score.floor
        cap = math.inf if score.cap is None else score.cap
        return min(max(low, floor), cap), min(max(high, floor), cap)
    scaled = [0 if score.factor == 0 else end * score.factor for end in (low, high)]
    applies = rp.naive(score.when, criteria, facts)
    if applies is None:
        return min(low, scaled[0]), max(high, scaled[1])
    return tuple(scaled) if applies else (low, high)


def naive_per(score, end):
    if end == math.inf:
        return 0 if score.points == 0 else score.points * math.inf
    return score.points * (end // score.unit if score.whole else end / score.unit)


def naive_quantity(of, facts):
    if isinstance(of, Fixed):
        return of.value, of.value
    if isinstance(of, FactQuantity):
        given = facts.get(of.fact)
        if given is None:
            return of.minimum, math.inf if of.maximum is None else of.maximum
        return Fraction(str(given)), Fraction(str(given))
    if isinstance(of, Least):
        parts = [naive_quantity(part, facts) for part in of.parts]
        return min(low for low, _ in parts), min(high for _, high in parts)
    whole, part = naive_quantity(of.whole, facts), naive_quantity(of.part, facts)
    return max(0, whole[0] - part[1]), max(0, whole[1] - part[0])


def shown(ends):
    return tuple(None if abs(end) == math.inf else Fraction(end) for end in ends)


@QUICK
@given(SCORES, rp.CRITERIA, rp.people())
def test_the_interval_is_that_of_the_definition(score, criteria, facts):
    assert worth(score, facts, criteria) == shown(naive(score, criteria, facts))


@QUICK
@given(SCORES, rp.CRITERIA, rp.people(), rp.people(known=1.0))
def test_whatever_the_unknown_facts_are_the_points_lie_within_the_interval(score, criteria, some, more):
    low, high = worth(score, some, criteria)
    least, most = worth(score, {**more, **some}, criteria)
    assert low is None or (least is not None and low <= least)
    assert high is None or (most is not None and most <= high)


@QUICK
@given(SCORES, rp.CRITERIA, rp.people())
def test_the_explanation_has_the_same_points_as_the_plain_evaluation(score, criteria, facts):
    tally = tally_of([score])
    given_, reason = explain_tally(tally, Interpreter(criteria).explain)(facts, {})
    at = scale(tally.score)
    assert given_ == bounds(tally.score, at, lambda condition: holds(condition, criteria))(facts)
    (node,) = reason["of"]
    low, high = node["between"] if node["points"] is None else (node["points"],) * 2
    assert (low, high) == tuple(None if end is None else float(end) for end in worth(score, facts, criteria))


# -- ends that are attained ------------------------------------------------------------------------------


def flags():
    names = st.sampled_from(["a.flag", "b.flag", "c.flag"])
    return names.map(lambda name: Leaf("", W, None, name, Op.IS, Constant(True)))


def number(name):
    fact = rp.FACTS[name]
    return FactQuantity(W, name, Fraction(0), Fraction(str(fact.maximum)), name == "f.age")


GRIDDED = st.one_of(
    st.sampled_from([number("f.age"), number("g.sum"), number("h.line")]),
    st.builds(
        lambda name, least: Least(W, (number(name), Fixed(W, least))),
        st.sampled_from(["f.age", "g.sum"]),
        st.sampled_from([Fraction(1), Fraction(2)]),
    ),
    st.builds(
        lambda name, part: Minus(W, number(name), Fixed(W, part)),
        st.sampled_from(["f.age", "g.sum"]),
        st.sampled_from([Fraction(1), Fraction(1, 2)]),
    ),
)
"""Quantities whose whole halves the grid of `random_policies` meets, every interval between them included."""


@st.composite
def gridded(draw, conditions):
    """Scores that change only at whole halves of a quantity: the grid is every completion there is."""
    points = rs.POINTS
    steps = [(Fraction(1, 2), draw(points)), (Fraction(2), draw(points))]
    return draw(
        st.one_of(
            st.builds(lambda p, when: Award("", W, None, p, when), points, conditions),
            st.builds(
                lambda of, unit, p: Per("", W, None, of, unit, p, whole=True),
                GRIDDED,
                st.sampled_from([Fraction(1), Fraction(1, 2)]),
                points,
            ),
            GRIDDED.map(lambda of: Steps("", W, None, of, tuple(steps))),
            st.tuples(points, points, points).map(
                lambda found: Options("", W, None, "d.code", tuple(zip("xyz", found, strict=True)))
            ),
        )
    )


def grown(ends, conditions):
    def deeper(inner):
        parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            parts.map(lambda found: Sum("", W, None, found)),
            parts.map(lambda found: BestOf("", W, None, found)),
            st.builds(
                lambda part, floor, cap: Bounded("", W, None, part, floor, cap),
                inner,
                st.sampled_from([None, Fraction(0)]),
                st.sampled_from([None, Fraction(5, 2)]),
            ),
            st.builds(
                lambda part, factor, when: Times("", W, None, part, factor, when),
                inner,
                st.sampled_from([Fraction(0), Fraction(13, 10)]),
                conditions,
            ),
        )

    return st.recursive(ends, deeper, max_leaves=4)


INDEPENDENT = grown(gridded(flags()), flags())


def reads(score):
    tally = tally_of([score])
    return list(tally.facts({}))


@SLOW
@given(INDEPENDENT, rp.people(known=0.3))
def test_both_ends_are_somebody_where_every_fact_is_read_once(score, known):
    names = reads(score)
    assume(len(names) == len(set(names)))
    assume(rp.small(names, known))
    found = [worth(score, person)[0] for person in rp.completions(known, names)]
    assert (min(found), max(found)) == worth(score, known)


# -- missing ---------------------------------------------------------------------------------------------


def tally_of(scores):
    indicators = tuple(Indicator(f"i{index}", W, rs.CITES, score) for index, score in enumerate(scores))
    return Tally("all", W, rs.CITES, indicators, Sum("", W, rs.CITES, tuple(scores)))


ON_GRID = grown(gridded(rp.conditions(references=False, leaves=2)), rp.conditions(references=False, leaves=2))


@st.composite
def total_questions(draw):
    scores = draw(st.lists(ON_GRID, min_size=1, max_size=3))
    op = draw(st.sampled_from([Op.AT_LEAST, Op.ABOVE, Op.AT_MOST, Op.BELOW]))
    right = Constant(draw(st.sampled_from([0, 1, 2.5, 4, 10])))
    total = Total("", W, None, "all", op, right, tally_of(scores))
    beside = draw(st.lists(rp.conditions(references=False, leaves=2), max_size=2))
    routes = draw(st.sampled_from([(total,), (All("", W, None, (total, *beside)),), (total, *beside)]))
    bans = draw(st.lists(st.tuples(rp.conditions(references=False, leaves=1), st.none()), max_size=1))
    return Question(tuple(bans), tuple(routes), {})


def naive_label(question, facts):
    def value(node):
        if isinstance(node, Total):
            low, high = naive(node.tally.score, {}, facts)
            line = Fraction(str(node.right.value))
            over = {Op.AT_LEAST: (low >= line, high < line), Op.ABOVE: (low > line, high <= line)}
            under = {Op.AT_MOST: (high <= line, low > line), Op.BELOW: (high < line, low >= line)}
            true, false = {**over, **under}[node.op]
            return 1.0 if true else 0.0 if false else 0.5
        if isinstance(node, All):
            return min(value(part) for part in node.parts)
        return {False: 0.0, None: 0.5, True: 1.0}[rp.naive(node, {}, facts)]

    bans = max((value(when) for when, _ in question.prohibitions), default=0.0)
    if bans:
        return "ineligible" if bans == 1.0 else "undetermined"
    best = max(value(route) for route in question.routes)
    return {0.0: "ineligible", 0.5: "undetermined", 1.0: "eligible"}[best]


@SLOW
@given(total_questions(), rp.people(known=0.6))
def test_missing_is_exact_where_an_outcome_turns_on_points(question, known):
    names = sorted(question.facts)
    free = [name for name in names if name not in known]
    assume(free)
    assume(rp.small(names, known))
    people = rp.completions(known, names)
    labels = [naive_label(question, person) for person in people]
    assert labels == [question.label(person) for person in people]
    expected = set()
    for name in free:
        groups = {}
        for person, label in zip(people, labels, strict=True):
            groups.setdefault(tuple(person[other] for other in free if other != name), set()).add(label)
        if any(len(group) > 1 for group in groups.values()):
            expected.add(name)
    exact = Exact(question, rp.vocabulary())
    found = exact.missing(known, free, [], simple=False)
    assert found.facts == expected
    assert found.unanimous == (None if expected else labels[0])
    if question.label(known) == "undetermined":  # as a decision asks: about the live leaves alone
        trees = live_trees(question, known)
        names = list(dict.fromkeys(name for tree in trees for name in live_facts(tree)))
        leaves = [leaf for tree in trees for leaf in live(tree)]
        assert exact.missing(known, names, leaves, simple=False) == found


def live_trees(question, known):
    interpreter, memo = Interpreter({}), {}
    bans = [interpreter.explain(when)(known, memo) for when, _ in question.prohibitions]
    routes = [interpreter.explain(route)(known, memo) for route in question.routes]
    some = True in [value for value, _ in routes]
    open_ = [reason for value, reason in bans if value is None]
    return open_ if some else [*open_, *(reason for value, reason in routes if value is None)]


@settings(SLOW, max_examples=30)
@given(st.one_of(total_questions(), rp.questions()), rp.people(known=0.6), st.integers(1, 2000))
def test_what_the_solver_cannot_tell_is_asked_for(question, known, effort):
    """A search is bounded; where it ends without an answer a fact counts as missing, never as settled."""
    free = [name for name in sorted(question.facts) if name not in known]
    assume(free)
    exact = Exact(question, rp.vocabulary()).missing(known, free, [], simple=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "EFFORT", effort)
        hurried = Exact(question, rp.vocabulary()).missing(known, free, [], simple=False)
    assert hurried.facts >= exact.facts
    assert hurried.unanimous in (exact.unanimous, None)


@SLOW
@given(total_questions(), rp.people(known=0.6))
def test_the_open_leaves_of_a_total_name_every_fact_it_can_turn_on(question, known):
    names = sorted(question.facts)
    assume(rp.small(names, known))
    (total,) = question.totals[:1]
    value, reason = Interpreter({}).explain(total)(known, {})
    assert held(reason) is value
    alone = Question((), (total,), {})
    free = [name for name in sorted(alone.facts) if name not in known]
    found = Exact(alone, rp.vocabulary()).missing(known, free, [], simple=False).facts if free else set()
    assert found <= set(live_facts(reason))
    assert bool(list(live(reason))) is (value is None)


# -- each form -------------------------------------------------------------------------------------------

AGE, SUM = number("f.age"), number("g.sum")
FLAG = Leaf("", W, None, "a.flag", Op.IS, Constant(True))


def per(points, unit=1, *, whole=False, of=SUM):
    return Per("", W, None, of, Fraction(unit), Fraction(points), whole)


@pytest.mark.parametrize(
    ("score", "facts", "expected"),
    [
        (Award("", W, None, Fraction("10.5"), FLAG), {"a.flag": True}, ("10.5", "10.5")),
        (Award("", W, None, Fraction("10.5"), FLAG), {"a.flag": False}, ("0", "0")),
        (Award("", W, None, Fraction("10.5"), FLAG), {}, ("0", "10.5")),
        (Award("", W, None, Fraction(-30), FLAG), {}, ("-30", "0")),
        (per(3, whole=True), {"g.sum": 2.75}, ("6", "6")),
        (per(3, whole=True), {"g.sum": 3}, ("9", "9")),
        (per(3), {"g.sum": 2.75}, ("8.25", "8.25")),
        (per(3), {}, ("0", "12")),
        (per(-3), {}, ("-12", "0")),
        (per(2, 50, whole=True), {"g.sum": 149.9}, ("4", "4")),
        (per(1, 3), {"g.sum": 1}, ("1/3", "1/3")),
        (per("0.1", of=AGE), {"f.age": 3}, ("0.3", "0.3")),
        (per(1, of=FactQuantity(W, "g.sum")), {}, ("0", None)),
        (per(-1, of=FactQuantity(W, "g.sum")), {}, (None, "0")),
        (per(1, of=Least(W, (SUM, Fixed(W, Fraction(2))))), {}, ("0", "2")),
        (per(1, of=Minus(W, SUM, AGE)), {"g.sum": 1, "f.age": 3}, ("0", "0")),
        (per(1, of=Minus(W, SUM, AGE)), {"g.sum": 3.5}, ("0.5", "3.5")),
        (per(1), {"g.sum": 0.1 + 0.2}, ("0.3", "0.3")),
        (UnknownScore("", W, None, W), {}, (None, None)),
        (Bounded("", W, None, UnknownScore("", W, None, W), Fraction(0), Fraction(12)), {}, ("0", "12")),
        (Bounded("", W, None, per(3), None, Fraction(5)), {"g.sum": 4}, ("5", "5")),
        (Bounded("", W, None, per(-3), Fraction(0), None), {"g.sum": 4}, ("0", "0")),
        (Times("", W, None, per(3), Fraction("1.3"), FLAG), {"g.sum": 2, "a.flag": True}, ("7.8", "7.8")),
        (Times("", W, None, per(3), Fraction("1.3"), FLAG), {"g.sum": 2}, ("6", "7.8")),
        (Times("", W, None, per(3), Fraction(0), FLAG), {"g.sum": 2}, ("0", "6")),
        (Times("", W, None, UnknownScore("", W, None, W), Fraction(0), FLAG), {"a.flag": True}, ("0", "0")),
        (Times("", W, None, UnknownScore("", W, None, W), Fraction(0), FLAG), {}, (None, None)),
        (BestOf("", W, None, (per(3), UnknownScore("", W, None, W))), {"g.sum": 1}, ("3", None)),
        (Sum("", W, None, (per(3), per("0.5"))), {"g.sum": 1}, ("3.5", "3.5")),
    ],
)
def test_each_form_gives_the_points_the_table_says(score, facts, expected):
    assert worth(score, facts) == tuple(None if end is None else Fraction(end) for end in expected)


@pytest.mark.parametrize(("age", "points"), [(0, 20), (1, 20), (2, 10), (3, 0), (None, None)])
def test_steps_give_the_points_of_the_highest_step_reached(age, points):
    score = Steps(
        "",
        W,
        None,
        AGE,
        ((Fraction(0), Fraction(20)), (Fraction(2), Fraction(10)), (Fraction(3), Fraction(0))),
    )
    facts = {} if age is None else {"f.age": age}
    assert worth(score, facts) == ((0, 20) if points is None else (points, points))


def test_below_the_first_step_there_are_no_points():
    score = Steps("", W, None, AGE, ((Fraction(2), Fraction(10)),))
    assert worth(score, {"f.age": 1}) == (0, 0)
    assert worth(score, {"f.age": 2}) == (10, 10)


@pytest.mark.parametrize(
    ("op", "true", "false"),
    [("at_least", 2.5, 2.49), ("above", 2.51, 2.5), ("at_most", 2.5, 2.51), ("below", 2.49, 2.5)],
)
def test_a_total_on_its_line_is_told_by_the_exact_decimal(op, true, false):
    total = Total("", W, None, "all", Op(op), Constant(2.5), tally_of([per(1)]))
    value = holds(total, {})
    assert value({"g.sum": true}) is True
    assert value({"g.sum": false}) is False
    assert value({}) is None


def test_a_condition_nobody_can_tell_leaves_points_open_for_everybody():
    unknown = Unknown("", W, None, W)
    score = Award("", W, None, Fraction(5), unknown)
    assert worth(score, {"a.flag": True}) == (0, 5)
    total = Total("", W, None, "all", Op.AT_LEAST, Constant(5), tally_of([score]))
    found = Exact(Question((), (total,), {}), rp.vocabulary()).missing({}, [], [], simple=True)
    assert (found.facts, found.unanimous) == (frozenset(), "undetermined")


@QUICK
@given(SCORES)
def test_the_scale_makes_every_part_whole(score):
    at = scale(score)
    assert all(at % scale(part) == 0 for part in walk_score(score))
