"""People on the verge of an outcome: one route just holds, and nothing else does.

A cheap search that steers unknown facts toward what is wanted. What it finds is certain; what it does not
find is left to the solver.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from huji.policy.interpret import Facts
from huji.policy.question import Question
from huji.policy.tree import (
    All,
    Condition,
    Leaf,
    Not,
    OtherFact,
    Reference,
    Total,
    Unknown,
    Value,
    comparison,
    facts_of,
)

BRANCHES = 4  # how many alternatives of each `any` are tried


class Verge:
    """The search for one case: a question, and values for each unknown fact."""

    def __init__(self, question: Question, values: Mapping[str, tuple[Value, ...]]) -> None:
        self._question = question
        self._values = values

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
                for when, unless in question.prohibitions:
                    self._toward(when, False, person, branch)
                    if unless is not None:
                        self._toward(unless, False, person, branch)
                for route in question.routes:
                    if route not in target:
                        self._toward(route, False, person, branch)
                for name, options in self._values.items():
                    person.setdefault(name, options[0])
                started = True
                yield person

    def steered(self, condition: Condition, known: Facts, *, wanted: bool = True) -> dict[str, Value]:
        """Return values of unknown facts under which a condition should just come out as wanted."""
        person = dict(known)
        self._toward(condition, wanted, person, 0, sharp=wanted)
        return {name: value for name, value in person.items() if name not in known}

    def _targets(self) -> list[list[Condition]]:
        routes = self._question.routes
        targets: list[list[Condition]] = [[route] for route in routes]
        for admission in self._question.admissions or ():
            own = [] if admission.route is None else [routes[admission.route]]
            targets.append([*own, *admission.conditions])
        return targets

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
        elif not isinstance(node, Unknown | Total):
            if isinstance(node, All) is wanted:
                self._set_within(node.parts, wanted, person)
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

    def _set_within(self, parts: Sequence[Condition], wanted: bool, person: dict[str, Value]) -> None:
        """Set facts that several parts compare with constants, so that all of them come out at once."""
        tests: dict[str, list[Callable[[Value], bool]]] = {}
        for part in parts:
            if isinstance(part, Leaf) and not isinstance(part.right, OtherFact) and part.fact not in person:
                test = partial(_comes_out, comparison(part), part.right.value, wanted)
                tests.setdefault(part.fact, []).append(test)
        for name, several in tests.items():
            if len(several) > 1:
                fitting = (
                    value for value in self._values.get(name, ()) if all(test(value) for test in several)
                )
                if (value := next(fitting, None)) is not None:
                    person[name] = value

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


def _comes_out(
    test: Callable[[Value, Value | tuple[str, ...]], bool],
    right: Value | tuple[str, ...],
    wanted: bool,
    given: Value,
) -> bool:
    return test(given, right) is wanted
