"""The encoding for Z3 against the interpreter, and the proofs against enumeration, on random policies."""

import dataclasses
import datetime as dt
import hashlib
import importlib.util
import itertools
import random
import sys
from pathlib import Path

import pytest
import z3
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

for _name in ("random_policies", "random_scores", "people"):
    if _name not in sys.modules:
        _spec = importlib.util.spec_from_file_location(_name, Path(__file__).parent.with_name(f"{_name}.py"))
        assert _spec is not None
        assert _spec.loader is not None
        sys.modules[_name] = importlib.util.module_from_spec(_spec)
        _spec.loader.exec_module(sys.modules[_name])
rp, rs, crowd = sys.modules["random_policies"], sys.modules["random_scores"], sys.modules["people"]

from huji import policy  # noqa: E402
from huji.policy.decision import here  # noqa: E402
from huji.policy.library import Library  # noqa: E402
from huji.policy.pack import Document, Pack, Prohibition, Reach, Route  # noqa: E402
from huji.policy.points import Indicator, Scheme, Sum, Tally  # noqa: E402
from huji.policy.proofs import Guarantee, Status, verify  # noqa: E402
from huji.policy.question import Question, holds  # noqa: E402
from huji.policy.smt import Terms  # noqa: E402
from huji.policy.tree import All, AnyOf, Citation, Leaf, Not, Total, facts_of, walk  # noqa: E402
from huji.policy.vocabulary import Fact, Type, Vocabulary  # noqa: E402
from huji.standards import divisions  # noqa: E402

W = rp.W
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
FEWER = settings(FEW, max_examples=30)
LAND = "land.contract_right"  # stands where the random conditions read c.flag
MONOTONE = ("e.level", "f.age", "g.sum")
RANK = {"ineligible": 0, "undetermined": 1, "eligible": 2}

ANY = st.one_of(rp.conditions(), rs.totals(rp.conditions(leaves=2)))
CONDITIONS = st.one_of(
    ANY,
    st.tuples(ANY, ANY).map(lambda parts: All("", W, None, parts)),
    st.tuples(ANY, ANY).map(lambda parts: AnyOf("", W, None, parts)),
)


def decided(terms: Terms, person, facts, claim) -> bool:
    """Whether a term is true of the one person who has these facts."""
    solver = z3.SimpleSolver(ctx=terms.ctx)
    for name, variable in person.variables.items():
        solver.add(*terms.domain(name, variable), *terms.has(name, variable, facts[name]))
    assert solver.check() == z3.sat
    solver.add(claim)
    return solver.check() == z3.sat


def terms_of(nodes, criteria) -> Terms:
    parts = [part for node in nodes for part in walk(node, criteria)]
    return Terms(
        rp.FACTS,
        [part for part in parts if isinstance(part, Leaf)],
        [part for part in parts if isinstance(part, Total)],
    )


@QUICK
@given(CONDITIONS, rp.CRITERIA, rp.people(known=1.0))
def test_a_condition_has_the_same_value_for_the_solver_and_the_interpreter(condition, criteria, facts):
    terms = terms_of([condition], criteria)
    person = terms.person("a", facts_of(condition, criteria))
    true, false = terms.rails(condition, criteria, person)
    value = holds(condition, criteria)(facts)
    assert decided(terms, person, facts, true) is (value is True)
    assert decided(terms, person, facts, false) is (value is False)


@QUICK
@given(rp.questions() | rp.companion_questions(), rp.people(known=1.0))
def test_an_outcome_is_the_same_for_the_solver_and_the_interpreter(question, facts):
    terms = terms_of(question.conditions(), question.criteria)
    person = terms.person("a", question.facts)
    said = [
        label
        for label, term in terms.outcome(question, person).items()
        if decided(terms, person, facts, term)
    ]
    assert (said or ["undetermined"]) == [question.label(facts)]


@QUICK
@given(CONDITIONS, rp.CRITERIA, st.sampled_from(tuple(rp.FACTS)))
def test_what_is_proved_of_the_parts_that_read_a_fact_is_so(condition, criteria, name):
    terms = terms_of([condition], criteria)
    person = terms.person("a", {name, *facts_of(condition, criteria)})
    seen = person.blurred([name])
    true, false = terms.rails(condition, criteria, person)
    rails = terms.rails(condition, criteria, seen)
    clear = z3.SimpleSolver(ctx=terms.ctx)
    blurred = z3.SimpleSolver(ctx=terms.ctx)
    for one, variable in person.variables.items():
        clear.add(*terms.domain(one, variable))
    blurred.add(*terms.domain(name, person.variables[name]), *seen.blur.rules)
    for exact, vague in zip((true, false), rails, strict=True):
        if blurred.check(vague) == z3.unsat:
            assert clear.check(exact) == z3.unsat


# -- whole policies --------------------------------------------------------------------------------------

VOCABULARY = Vocabulary(
    {
        **{name: dataclasses.replace(fact, monotone=name in MONOTONE) for name, fact in rp.FACTS.items()},
        LAND: Fact(LAND, Type.BOOLEAN, W, W),
    },
    (),
    dict.fromkeys(("spouse", "child"), W),
    {},
    {"town": W},
    {},
    {},
    "sha256:test",
)


def landed(node):
    """The same tree, with the right in land where it read c.flag."""
    if isinstance(node, All | AnyOf):
        return dataclasses.replace(node, parts=tuple(landed(part) for part in node.parts))
    if isinstance(node, Not):
        return dataclasses.replace(node, part=landed(node.part))
    if isinstance(node, Leaf) and node.fact == "c.flag":
        return dataclasses.replace(node, fact=LAND)
    return node


def pack(name: str, question: Question, superior: str | None) -> Pack:
    reach, cites = Reach(("town",)), Citation(name, "一")
    nodes = (node for tree in question.conditions() for node in walk(tree, {}))
    indicators = [one for node in nodes if isinstance(node, Total) for one in node.tally.indicators]
    return Pack(
        policy=name,
        title=W,
        document=Document(name, name, name, None),
        applies_to=("2111",) if superior else ("21",),
        areas=("town",),
        in_force_from=dt.date(2016, 1, 1),
        in_force_to=None,
        superior=superior,
        parameters={},
        criteria={},
        routes=tuple(
            Route(f"{name}-{index}", W, cites, reach, landed(route))
            for index, route in enumerate(question.routes)
        ),
        prohibitions=tuple(
            Prohibition(f"{name}-ban", W, cites, reach, landed(when), unless and landed(unless))
            for when, unless in question.prohibitions
        ),
        articles=(),
        digest=f"sha256:{name}",
        file=f"{name}.yaml",
        points=Scheme(rs.CITES, tuple(indicators), {}),
    )


NODES = rp.conditions(references=False, leaves=3)
BANS = st.lists(st.tuples(rp.conditions(references=False, leaves=2), st.none() | NODES), max_size=1).map(
    tuple
)


def whole(total: Total) -> Total:
    """The same total, its score that of its one indicator, as a pack has it."""
    score = total.tally.score
    name = f"s{hashlib.sha256(repr(score).encode()).hexdigest()[:12]}"  # what a pack explains once, by name
    parts = (Indicator(name, W, rs.CITES, score),)
    tally = Tally(name, W, rs.CITES, parts, Sum("", W, None, (score,)))
    return dataclasses.replace(total, total=name, tally=tally)


TOTALS = rs.totals(rp.conditions(references=False, leaves=1)).map(whole)
POINTS = TOTALS | st.tuples(NODES, TOTALS).map(lambda parts: All("", W, None, parts))
PLAIN_QUESTIONS, POINT_QUESTIONS = (
    st.builds(
        lambda bans, routes: Question(bans, routes, {}),
        BANS,
        st.lists(nodes, min_size=1, max_size=2).map(tuple),
    )
    for nodes in (NODES, POINTS)
)


@st.composite
def policies(draw, questions=PLAIN_QUESTIONS):
    above, local = pack("above", draw(questions), None), pack("here", draw(questions), "above")
    return Library([above, local], VOCABULARY), local, above


def question_of(one: Pack) -> Question:
    return Question(
        tuple((ban.when, ban.unless) for ban in one.prohibitions), tuple(r.when for r in one.routes), {}
    )


def people_of(*questions: Question):
    names = {name.replace(LAND, "c.flag") for question in questions for name in question.facts}
    assume(rp.small(names, {}))
    for person in rp.completions({}, names):
        yield {LAND if name == "c.flag" else name: value for name, value in person.items()}


@FEW
@given(policies())
def test_what_is_proved_and_what_is_shown_agree_with_enumeration(drawn):
    packs, local, above = drawn
    own, over = question_of(local), question_of(above)
    people = list(people_of(own, over))
    results = verify(local, packs, divisions, declared={}).results
    failing = [one for one in results if one.status is Status.COUNTEREXAMPLE]

    def fails(guarantee: Guarantee, start: str = "") -> bool:
        found = [one.id for one in failing if one.guarantee is guarantee]
        return any(id_.startswith(f"{guarantee}/{start}") for id_ in found)

    assert fails(Guarantee.LAND) is worsens(own, people, LAND, (False, True))
    for name in MONOTONE:
        assert fails(Guarantee.MORE, name) is worsens(own, people, name, rp.GRID[name])
    assert fails(Guarantee.FLOOR) is any(
        over.label(person) == "eligible" != own.label(person) for person in people
    )
    assert fails(Guarantee.CONTRADICTION) is any(
        barred(ban, person) and any(own.value(route)(person) is True for route in own.routes)
        for ban in own.prohibitions
        for person in people
    )
    for index, route in enumerate(local.routes):
        ways, first = own.routes[: index + 1], [False] * index + [True]
        used = any(
            own.label(person) == "eligible" and [own.value(one)(person) is True for one in ways] == first
            for person in people
        )
        told = any(one.id.startswith(f"every-route-usable/{route.id}/") for one in results)
        assert told is not used
    for one in failing:
        outcomes = [witness.outcome for witness in one.witnesses]
        if one.guarantee in (Guarantee.LAND, Guarantee.MORE):
            assert RANK[outcomes[1]] < RANK[outcomes[0]]
        elif one.guarantee is Guarantee.FLOOR:
            assert outcomes[0] == "eligible" != outcomes[1]
        elif one.guarantee is Guarantee.CONTRADICTION:
            assert outcomes == ["ineligible"]


@FEWER
@given(policies(POINT_QUESTIONS))
def test_what_enumeration_finds_of_points_is_not_proved_away(drawn):
    packs, local, above = drawn
    own, over = question_of(local), question_of(above)
    everybody = list(people_of(own, over))
    people = random.Random(len(everybody)).sample(everybody, min(len(everybody), 60))
    results = verify(local, packs, divisions, declared={}).results
    proved = {one.id for one in results if one.status is Status.PROVED}
    for name in MONOTONE:
        if worsens(own, people, name, rp.GRID[name]):
            assert f"more-never-hurts/{name}" not in proved
    if worsens(own, people, LAND, (False, True)):
        assert "no-forced-exit/holding" not in proved
    gap = any(over.label(person) == "eligible" != own.label(person) for person in people)
    failing = [one for one in results if one.status is Status.COUNTEREXAMPLE]
    assert not gap or any(one.guarantee is Guarantee.FLOOR for one in failing)
    for one in failing:
        outcomes = [witness.outcome for witness in one.witnesses]
        if one.guarantee in (Guarantee.LAND, Guarantee.MORE):
            assert RANK[outcomes[1]] < RANK[outcomes[0]]
        elif one.guarantee is Guarantee.FLOOR:
            assert outcomes[0] == "eligible" != outcomes[1]


# -- the packs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "division", "areas"), crowd.PLACES)
def test_the_packs_say_the_same_to_the_solver_and_the_interpreter(name, division, areas):
    packs = policy.packs()
    found, rng = packs.get(name), random.Random(20261122)
    folk = [crowd.person(rng) for _ in range(6)]
    for area in areas:
        question = here(found, packs.vocabulary, division, area).question()
        terms = Terms(packs.vocabulary.facts, question.leaves, question.totals)
        anybody = terms.person("a", question.facts)
        for facts in folk:
            said = [
                label
                for label, term in terms.outcome(question, anybody).items()
                if decided(terms, anybody, facts, term)
            ]
            assert (said or ["undetermined"]) == [question.label(facts)]


def worsens(question: Question, people, name: str, values) -> bool:
    if name not in question.facts:
        return False
    for person in people:
        outcomes = [RANK[question.label({**person, name: value})] for value in values]
        if any(later < earlier for earlier, later in itertools.pairwise(outcomes)):
            return True
    return False


def barred(ban, person) -> bool:
    when, unless = ban
    value = holds(when, {})(person)
    return value is True and (unless is None or holds(unless, {})(person) is False)
