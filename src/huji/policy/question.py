"""What an outcome depends on, as a function of complete facts: the thing `missing` must be exact about.

A `Question` is the decision at one destination for the applicant, or for one companion. Its label is one of
the outcomes; complete facts may still leave it undetermined, where a document does not say (`unknown:`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from huji.policy.interpret import Facts
from huji.policy.points.interval import total
from huji.policy.tree import (
    All,
    AnyOf,
    Condition,
    Kleene,
    Leaf,
    Not,
    OtherFact,
    Reference,
    Total,
    Unknown,
    comparison,
    facts_of,
    walk,
)

ELIGIBLE = "eligible"
INELIGIBLE = "ineligible"
UNDETERMINED = "undetermined"
DISCRETIONARY = "discretionary"

Holds = Callable[[Facts], Kleene]


@dataclass(frozen=True, eq=False)
class Admission:
    """How one route treats a companion of one relation: at best eligible (listed) or discretionary (等)."""

    route: int | None  # index among the routes; None where the applicant is known to be eligible by it
    listed: bool
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, eq=False)
class Question:
    """The prohibitions (with exceptions) and routes open at a destination; for a companion, the admissions.

    A companion of an applicant who is already eligible depends on the admissions alone (no routes).
    """

    prohibitions: tuple[tuple[Condition, Condition | None], ...]
    routes: tuple[Condition, ...]
    criteria: Mapping[str, Condition]
    admissions: tuple[Admission, ...] | None = None

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition the outcome reads."""
        for when, unless in self.prohibitions:
            yield when
            if unless is not None:
                yield unless
        yield from self.routes
        for admission in self.admissions or ():
            yield from admission.conditions

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts the outcome reads."""
        return frozenset(name for node in self.conditions() for name in facts_of(node, self.criteria))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves the outcome reads."""
        nodes = (part for node in self.conditions() for part in walk(node, self.criteria))
        return tuple(node for node in nodes if isinstance(node, Leaf))

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """The totals the outcome compares."""
        nodes = (part for node in self.conditions() for part in walk(node, self.criteria))
        return tuple(node for node in nodes if isinstance(node, Total))

    @cached_property
    def _values(self) -> dict[int, Holds]:
        return {}

    def value(self, node: Condition) -> Holds:
        """Return one of the question's conditions as a function of facts to its value; compiled once."""
        found = self._values.get(id(node))
        if found is None:
            found = self._values[id(node)] = holds(node, self.criteria)
        return found

    @cached_property
    def label(self) -> Callable[[Facts], str]:
        """The outcome as a function of complete facts."""
        banned = [
            (holds(when, self.criteria), holds(unless, self.criteria) if unless is not None else None)
            for when, unless in self.prohibitions
        ]
        routes = [holds(route, self.criteria) for route in self.routes]
        admissions = self.admissions
        if admissions is None:
            return lambda facts: outcome_of(_ban(banned, facts), [route(facts) for route in routes])
        tests = [
            (admission, [holds(condition, self.criteria) for condition in admission.conditions])
            for admission in admissions
        ]

        def label(facts: Facts) -> str:
            values = [route(facts) for route in routes]
            outcome = outcome_of(_ban(banned, facts), values) if routes else ELIGIBLE
            bounds = [
                admitted(admission.listed, conjunction([test(facts) for test in conditions]))
                for admission, conditions in tests
                if admission.route is None
                or values[admission.route] is True
                or (outcome == UNDETERMINED and values[admission.route] is None)
            ]
            return companion_outcome(outcome, bounds)

        return label


def outcome_of(ban: Kleene, routes: list[Kleene]) -> str:
    """Return the outcome of an application from the value of its prohibitions together and of its routes."""
    if ban is True:
        return INELIGIBLE
    if ban is None:
        return UNDETERMINED
    value = disjunction(routes)
    return UNDETERMINED if value is None else ELIGIBLE if value else INELIGIBLE


def admitted(listed: bool, value: Kleene) -> tuple[int, int]:
    """Return the least and most a route grants a companion: 0 nothing, 1 the officer decides, 2 admission."""
    most = 2 if listed else 1
    return (most if value is True else 0, 0 if value is False else most)


def companion_outcome(applicant: str, bounds: list[tuple[int, int]]) -> str:
    """Return a companion's outcome: the most favourable of all routes, never above the applicant's own."""
    least = max((low for low, _ in bounds), default=0)
    most = max((high for _, high in bounds), default=0)
    if applicant == INELIGIBLE or most == 0:
        return INELIGIBLE
    if applicant == UNDETERMINED or least != most:
        return UNDETERMINED
    return ELIGIBLE if most == 2 else DISCRETIONARY


def conjunction(values: list[Kleene]) -> Kleene:
    """Return Kleene's `all`."""
    if False in values:
        return False
    return None if None in values else True


def disjunction(values: list[Kleene]) -> Kleene:
    """Return Kleene's `any`."""
    if True in values:
        return True
    return None if None in values else False


def negation(value: Kleene) -> Kleene:
    """Return Kleene's `not`."""
    return None if value is None else not value


def _ban(banned: list[tuple[Holds, Holds | None]], facts: Facts) -> Kleene:
    return disjunction(
        [
            when(facts) if unless is None else conjunction([when(facts), negation(unless(facts))])
            for when, unless in banned
        ]
    )


def holds(node: Condition, criteria: Mapping[str, Condition]) -> Holds:
    """Return a condition as a function of facts to its value alone, without reasons."""
    if isinstance(node, Leaf):
        return _leaf(node)
    if isinstance(node, Reference):
        return holds(criteria[node.criterion], criteria)
    if isinstance(node, Unknown):
        return lambda facts: None
    if isinstance(node, Total):
        return total(node, lambda condition: holds(condition, criteria))
    if isinstance(node, Not):
        part = holds(node.part, criteria)
        return lambda facts: negation(part(facts))
    parts = [holds(part, criteria) for part in node.parts]
    settling = isinstance(node, AnyOf)
    assert isinstance(node, All | AnyOf)

    def value(facts: Facts) -> Kleene:
        found: Kleene = not settling
        for part in parts:
            one = part(facts)
            if one is settling:
                return settling
            if one is None:
                found = None
        return found

    return value


def _leaf(leaf: Leaf) -> Holds:
    name, test, right = leaf.fact, comparison(leaf), leaf.right
    if isinstance(right, OtherFact):
        other = right.name

        def compare(facts: Facts) -> Kleene:
            given, expected = facts.get(name), facts.get(other)
            return None if given is None or expected is None else test(given, expected)

        return compare
    constant = right.value

    def value(facts: Facts) -> Kleene:
        given = facts.get(name)
        return None if given is None else test(given, constant)

    return value
