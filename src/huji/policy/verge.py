"""People on the verge of an outcome: one route just holds, nothing else does, and nobody is absurd.

A cheap search that steers unknown facts toward what is wanted and keeps to the vocabulary's implications.
What it finds is certain; what it does not find is left to the solver.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huji.policy.interpret import Facts
from huji.policy.question import Holds, Question, holds
from huji.policy.tree import (
    All,
    Condition,
    Leaf,
    Not,
    OtherFact,
    Reference,
    Unknown,
    Value,
    comparison,
    facts_of,
    walk,
)
from huji.policy.vocabulary import Vocabulary

BRANCHES = 4  # how many alternatives of each `any` are tried


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """An implication of the vocabulary as functions, with the facts and leaves it reads."""

    when: Condition
    then: Condition
    when_holds: Holds
    then_holds: Holds
    facts: frozenset[str]
    leaves: tuple[Leaf, ...]

    def settled(self, facts: Facts) -> bool:
        """Return whether nobody with these facts can contradict it."""
        return self.when_holds(facts) is False or self.then_holds(facts) is True

    def broken(self, facts: Facts) -> bool:
        """Return whether these facts contradict it already."""
        return self.when_holds(facts) is True and self.then_holds(facts) is False


def rules_of(vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Return the implications of a vocabulary as rules."""
    found = []
    for one in vocabulary.implications:
        nodes = [*walk(one.condition, {}), *walk(one.then, {})]
        leaves = tuple(node for node in nodes if isinstance(node, Leaf))
        facts = frozenset([*facts_of(one.condition, {}), *facts_of(one.then, {})])
        found.append(
            Rule(one.condition, one.then, holds(one.condition, {}), holds(one.then, {}), facts, leaves)
        )
    return tuple(found)


def connected(rules: Sequence[Rule], facts: Iterable[str], known: Facts) -> list[Rule]:
    """Return the rules that bear on unknown facts, directly or through other unknown facts."""
    reached = set(facts)
    found: list[Rule] = []
    waiting = list(rules)
    while near := [rule for rule in waiting if not reached.isdisjoint(rule.facts)]:
        found.extend(near)
        reached.update(name for rule in near for name in rule.facts if name not in known)
        waiting = [rule for rule in waiting if rule not in near]
    return found


class Verge:
    """The search for one case: a question, values for each unknown fact, and the rules not settled yet."""

    def __init__(
        self, question: Question, values: Mapping[str, tuple[Value, ...]], rules: Sequence[Rule]
    ) -> None:
        self._question = question
        self._values = values
        self._rules = rules
        self._touching: dict[str, list[Rule]] = {}
        for rule in rules:
            for name in rule.facts:
                self._touching.setdefault(name, []).append(rule)

    def allowed(self, name: str, person: Facts) -> bool:
        """Return whether no rule forbids a person after a change of one fact."""
        return all(rule.settled(person) for rule in self._touching.get(name, ()))

    def people(self, known: Facts, shown: set[str]) -> Iterator[dict[str, Value]]:
        """Yield people with the known facts for whom one route holds, by different branches of its `any`.

        Every fact with values is set. Routes all of whose facts are already `shown` are passed over, but for
        the first.
        """
        question = self._question
        started = False
        for target in self._targets():
            names = {name for node in target for name in facts_of(node, question.criteria)}
            reads = names & self._values.keys()
            for branch in range(BRANCHES):
                if reads <= shown and (branch or started):
                    break
                person = dict(known)
                for node in target:
                    self._toward(node, True, person, branch, sharp=True)
                self._follow(person, branch)
                for when, unless in question.prohibitions:
                    self._toward(when, False, person, branch)
                    if unless is not None:
                        self._toward(unless, False, person, branch)
                for route in question.routes:
                    if route not in target:
                        self._toward(route, False, person, branch)
                self._follow(person, branch)
                if self._fill(person):
                    started = True
                    yield person

    def _targets(self) -> list[list[Condition]]:
        routes = self._question.routes
        targets: list[list[Condition]] = [[route] for route in routes]
        for admission in self._question.admissions or ():
            own = [] if admission.route is None else [routes[admission.route]]
            targets.append([*own, *admission.conditions])
        return targets

    def _follow(self, person: dict[str, Value], branch: int) -> None:
        """Draw the conclusions that rules force from what is set; twice, for conclusions of conclusions."""
        for _ in range(2):
            for rule in self._rules:
                when, then = rule.when_holds(person), rule.then_holds(person)
                if when is True and then is None:
                    self._toward(rule.then, True, person, branch)
                elif when is None and then is False:
                    self._toward(rule.when, False, person, branch)

    def _fill(self, person: dict[str, Value]) -> bool:
        """Set what is not set yet, so that no rule is broken; return whether that was possible."""
        if any(rule.broken(person) for rule in self._rules):
            return False
        for name, options in self._values.items():
            if name in person:
                continue
            touching = self._touching.get(name)
            if touching is None:
                person[name] = options[0]
                continue
            best = -1
            for value in options:
                trial = {**person, name: value}
                settled = sum(rule.settled(trial) for rule in touching)
                if settled > best and not any(rule.broken(trial) for rule in touching):
                    best, person[name] = settled, value
            if best < 0:
                return False
        return all(rule.settled(person) for rule in self._rules)

    def _toward(
        self, node: Condition, wanted: bool, person: dict[str, Value], branch: int, *, sharp: bool = False
    ) -> None:
        """Set the facts of a condition that are not set yet; `branch` chooses among its alternatives."""
        if isinstance(node, Leaf):
            self._set(node, wanted, person)
        elif isinstance(node, Not):
            self._toward(node.part, not wanted, person, branch, sharp=sharp)
        elif isinstance(node, Reference):
            self._toward(self._question.criteria[node.criterion], wanted, person, branch, sharp=sharp)
        elif not isinstance(node, Unknown):
            if isinstance(node, All) is wanted:
                for part in node.parts:
                    self._toward(part, wanted, person, branch, sharp=sharp)
                return
            chosen = self._alternative(node.parts, wanted, person, branch)
            if chosen is None:
                return
            self._toward(chosen, wanted, person, branch, sharp=sharp)
            if sharp:  # the other alternatives against, so that the chosen one decides
                for part in node.parts:
                    if part is not chosen:
                        self._toward(part, not wanted, person, branch)

    def _alternative(
        self, parts: Sequence[Condition], wanted: bool, person: dict[str, Value], branch: int
    ) -> Condition | None:
        """Return the next part, counted from `branch`, that may still come out as wanted; None if one has."""
        values = [self._question.value(part)(person) for part in parts]
        if wanted in values:
            return None
        start = branch % len(parts)
        for index in (*range(start, len(parts)), *range(start)):
            if values[index] is None:
                part: Condition = parts[index]
                return part
        return None

    def _set(self, leaf: Leaf, wanted: bool, person: dict[str, Value]) -> None:
        name, right = leaf.fact, leaf.right
        if isinstance(right, OtherFact) and right.name not in person:
            options = self._values.get(right.name)
            if not options:
                return
            person[right.name] = options[len(options) // 2]
        if name in person:
            return
        test = comparison(leaf)
        expected = person[right.name] if isinstance(right, OtherFact) else right.value
        for value in self._values.get(name, ()):
            if test(value, expected) is wanted:
                person[name] = value
                return
