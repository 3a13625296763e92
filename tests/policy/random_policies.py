"""Small random policies, people and vocabularies, and a reference that reads them by enumeration."""

import itertools
import math
from collections.abc import Iterable, Mapping

from hypothesis import strategies as st

from huji.policy.question import Admission, Question
from huji.policy.tree import (
    All,
    AnyOf,
    Condition,
    Constant,
    Kleene,
    Leaf,
    Not,
    Op,
    OtherFact,
    Reference,
    Unknown,
    Value,
    facts_of,
)
from huji.policy.vocabulary import Fact, Implication, Type, Vocabulary
from huji.policy.words import Text

W = Text("词", "word")
LEVELS = ("low", "middle", "high")

FACTS = {
    fact.name: fact
    for fact in (
        Fact("a.flag", Type.BOOLEAN, W, W),
        Fact("b.flag", Type.BOOLEAN, W, W),
        Fact("c.flag", Type.BOOLEAN, W, W),
        Fact("d.code", Type.CODE, W, W, values={"x": W, "y": W, "z": W}),
        Fact("e.level", Type.CODE, W, W, values=dict.fromkeys(LEVELS, W), ordered=True),
        Fact("f.age", Type.INTEGER, W, W, unit="years", maximum=3),
        Fact("g.sum", Type.NUMBER, W, W, unit="years", maximum=4),
        Fact("h.line", Type.NUMBER, W, W, unit="years", maximum=4),
        Fact("i.place", Type.DIVISION, W, W),
    )
}
GRID: Mapping[str, tuple[Value, ...]] = {
    "a.flag": (True, False),
    "b.flag": (True, False),
    "c.flag": (True, False),
    "d.code": ("x", "y", "z"),
    "e.level": LEVELS,
    "f.age": (0, 1, 2, 3),
    "g.sum": (0, 0.25, 0.5, 1, 1.25, 1.5, 2, 2.5, 3, 3.5, 4),
    "h.line": (0, 0.25, 0.5, 1, 1.25, 1.5, 2, 2.5, 3, 3.5, 4),
    "i.place": ("210000", "211103", "370000", "440000"),
}
"""Values that between them meet every cell the leaves below can cut, pairs of numbers included."""


def leaf(name: str, op: Op, right: Constant | OtherFact) -> Leaf:
    fact = FACTS[name]
    rank = tuple(fact.values) if fact.type is Type.CODE and op is Op.AT_LEAST else None
    return Leaf("", W, None, name, op, right, rank, fact.type is Type.DIVISION)


NUMERIC = st.sampled_from([Op.AT_LEAST, Op.AT_MOST, Op.ABOVE, Op.BELOW])
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(
        lambda name, value: leaf(name, Op.IS, Constant(value)),
        st.sampled_from(["a.flag", "b.flag", "c.flag"]),
        st.booleans(),
    ),
    st.builds(lambda v: leaf("d.code", Op.IS, Constant(v)), st.sampled_from(["x", "y", "z"])),
    st.builds(
        lambda v: leaf("d.code", Op.IN, Constant(tuple(v))),
        st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, max_size=3, unique=True),
    ),
    st.builds(lambda v: leaf("e.level", Op.AT_LEAST, Constant(v)), st.sampled_from(LEVELS)),
    st.builds(lambda op, v: leaf("f.age", op, Constant(v)), NUMERIC, st.sampled_from([0, 1, 2, 1.5])),
    st.builds(lambda op, v: leaf("g.sum", op, Constant(v)), NUMERIC, st.sampled_from([0, 0.5, 2])),
    st.builds(lambda op: leaf("g.sum", op, OtherFact("h.line")), NUMERIC),
    st.builds(
        lambda v: leaf("i.place", Op.IN, Constant(tuple(v))),
        st.lists(st.sampled_from(["21", "2111", "37"]), min_size=1, max_size=2, unique=True),
    ),
)
UNKNOWN: st.SearchStrategy[Condition] = st.just(Unknown("", W, None, W))
REFERENCES: st.SearchStrategy[Condition] = st.sampled_from(
    [Reference("", W, None, "one"), Reference("", W, None, "two")]
)


def _grown(children: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        parts.map(lambda p: All("", W, None, p)),
        parts.map(lambda p: AnyOf("", W, None, p)),
        children.map(lambda p: Not("", W, None, p)),
    )


def conditions(
    *, references: bool = True, unknown: bool = True, leaves: int = 6
) -> st.SearchStrategy[Condition]:
    ends = [LEAVES, LEAVES, LEAVES]
    if references:
        ends.append(REFERENCES)
    if unknown:
        ends.append(UNKNOWN)
    return st.recursive(st.one_of(*ends), _grown, max_leaves=leaves)


CRITERIA = st.fixed_dictionaries(
    {name: conditions(references=False, unknown=False, leaves=3) for name in ("one", "two")}
)
IMPLICATIONS = st.lists(
    st.builds(
        lambda a, b: Implication(a, b, W),
        conditions(references=False, unknown=False, leaves=1),
        conditions(references=False, unknown=False, leaves=2),
    ),
    max_size=2,
).map(tuple)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    bans = draw(
        st.lists(st.tuples(conditions(leaves=3), st.none() | conditions(leaves=2)), max_size=1).map(tuple)
    )
    routes = draw(st.lists(conditions(leaves=5), min_size=1, max_size=3).map(tuple))
    return Question(bans, routes, draw(CRITERIA))


@st.composite
def companion_questions(draw: st.DrawFn) -> Question:
    """Questions about one companion: of an undetermined applicant, or of an eligible one (no routes)."""
    question = draw(questions())
    alone = draw(st.booleans())
    places = [None] if alone else list(range(len(question.routes)))
    admissions = tuple(
        Admission(place, draw(st.booleans()), draw(st.lists(conditions(leaves=2), max_size=2).map(tuple)))
        for place in draw(st.lists(st.sampled_from(places), min_size=1, max_size=2, unique=not alone))
    )
    if alone:
        return Question((), (), question.criteria, admissions)
    return Question(question.prohibitions, question.routes, question.criteria, admissions)


@st.composite
def people(draw: st.DrawFn, names: tuple[str, ...] = tuple(FACTS), known: float = 0.5) -> dict[str, Value]:
    person: dict[str, Value] = {}
    for name in names:
        if draw(st.integers(1, 10)) <= known * 10:
            # Known numbers are coarser than the grid, so that it has a value between any two of them.
            coarse = (0, 0.5, 1, 2, 3) if FACTS[name].type is Type.NUMBER else GRID[name]
            person[name] = draw(st.sampled_from(coarse))
    return person


def vocabulary(implications: tuple[Implication, ...] = ()) -> Vocabulary:
    relations = dict.fromkeys(("spouse", "child", "parent"), W)
    return Vocabulary(FACTS, implications, relations, {}, {}, {}, {}, "sha256:test")


# -- the reference ---------------------------------------------------------------------------------------


def naive(node: Condition, criteria: Mapping[str, Condition], facts: Mapping[str, Value]) -> Kleene:
    """Kleene's logic over numbers: false 0, unknown 1/2, true 1; all is min, any is max, not is 1 - x."""
    return {0.0: False, 0.5: None, 1.0: True}[_degree(node, criteria, facts)]


def _degree(node: Condition, criteria: Mapping[str, Condition], facts: Mapping[str, Value]) -> float:
    if isinstance(node, All):
        return min(_degree(part, criteria, facts) for part in node.parts)
    if isinstance(node, AnyOf):
        return max(_degree(part, criteria, facts) for part in node.parts)
    if isinstance(node, Not):
        return 1 - _degree(node.part, criteria, facts)
    if isinstance(node, Reference):
        return _degree(criteria[node.criterion], criteria, facts)
    if isinstance(node, Unknown):
        return 0.5
    given = facts.get(node.fact)
    right = facts.get(node.right.name) if isinstance(node.right, OtherFact) else node.right.value
    if given is None or right is None:
        return 0.5
    return float(_compared(node, given, right))


def _compared(node: Leaf, given: Value, right: object) -> bool:
    if node.division:
        return any(
            str(given)[: len(prefix)] == prefix for prefix in ([right] if isinstance(right, str) else right)
        )
    if node.op is Op.IS:
        return given == right
    if node.op is Op.IN:
        return given in right
    if node.rank:
        return node.rank.index(given) >= node.rank.index(right)
    difference = given - right
    return {
        "at_least": difference >= 0,
        "at_most": difference <= 0,
        "above": difference > 0,
        "below": difference < 0,
    }[node.op.value]


def naive_outcome(question: Question, facts: Mapping[str, Value]) -> str:
    """The outcome as the contract says it: the four steps; for a companion, the best of all true routes."""
    if question.admissions is not None:
        return _naive_companion(question, facts)
    criteria = question.criteria
    bans = []
    for when, unless in question.prohibitions:
        degree = _degree(when, criteria, facts)
        bans.append(degree if unless is None else min(degree, 1 - _degree(unless, criteria, facts)))
    routes = [_degree(route, criteria, facts) for route in question.routes]
    if 1.0 in bans:
        return "ineligible"
    if 0.5 in bans:
        return "undetermined"
    if 1.0 in routes:
        return "eligible"
    return "undetermined" if 0.5 in routes else "ineligible"


def _naive_companion(question: Question, facts: Mapping[str, Value]) -> str:
    criteria = question.criteria
    applicant = "eligible"
    if question.routes:
        applicant = naive_outcome(Question(question.prohibitions, question.routes, criteria), facts)
    if applicant == "ineligible":
        return "ineligible"
    ways: list[list[str]] = []
    for admission in question.admissions or ():
        route = 1.0 if admission.route is None else _degree(question.routes[admission.route], criteria, facts)
        degree = min([1.0, *(_degree(one, criteria, facts) for one in admission.conditions)])
        best = "eligible" if admission.listed else "discretionary"
        could = {1.0: [best], 0.5: [best, "ineligible"], 0.0: ["ineligible"]}[degree]
        if route == 1.0 or (applicant == "undetermined" and route == 0.5):
            ways.append(could)
    order = ["ineligible", "discretionary", "eligible"]
    answers = {max(["ineligible", *one], key=order.index) for one in itertools.product(*ways)}
    if answers == {"ineligible"}:
        return "ineligible"
    return answers.pop() if len(answers) == 1 and applicant == "eligible" else "undetermined"


def completions(known: Mapping[str, Value], names: Iterable[str]) -> list[dict[str, Value]]:
    """Every person with the known facts and a value for each of the names."""
    free = sorted(set(names) - set(known))
    return [
        {**known, **dict(zip(free, values, strict=True))}
        for values in itertools.product(*(GRID[name] for name in free))
    ]


def naive_missing(question: Question, known: Mapping[str, Value]) -> tuple[set[str], set[str]]:
    """The facts in which alone two completions differ, with the outcome; and all outcomes there are."""
    people_ = completions(known, question.facts)
    free = [name for name in sorted(question.facts) if name not in known]
    outcomes = [naive_outcome(question, person) for person in people_]
    found: set[str] = set()
    for name in free:
        groups: dict[tuple[Value, ...], set[str]] = {}
        for person, outcome in zip(people_, outcomes, strict=True):
            rest = tuple(person[other] for other in free if other != name)
            groups.setdefault(rest, set()).add(outcome)
        if any(len(group) > 1 for group in groups.values()):
            found.add(name)
    return found, set(outcomes)


def read_by(implications: tuple[Implication, ...]) -> set[str]:
    """The facts that implications read."""
    return {name for one in implications for side in (one.condition, one.then) for name in facts_of(side, {})}


def somebody(person: Mapping[str, Value], implications: tuple[Implication, ...]) -> bool:
    """Whether a complete person contradicts no implication."""
    return all(not naive(one.condition, {}, person) or naive(one.then, {}, person) for one in implications)


def small(names: Iterable[str], known: Mapping[str, Value]) -> bool:
    """Whether enumeration is affordable."""
    return math.prod(len(GRID[name]) for name in set(names) - set(known)) <= 3000
