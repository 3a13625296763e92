"""Which unknown facts can still change an outcome, exactly.

A completion gives every unknown fact that the decision reads a value that some person may have (types and
implications of the vocabulary). A fact is missing if and only if two completions differ in it alone and in
the outcome. Three steps, each cheaper than the next: where every live fact occurs once and is free, the
live leaves of Kleene's tree are exact; then a search for pairs, steering one route at a time to the verge;
then the solver, for what the search could not show. Where implications bind unknowns so tightly that none
can change alone, the smallest sets that can change together are missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huji.policy.domains import leaves_by_fact, samples
from huji.policy.interpret import Facts, Reason
from huji.policy.question import Holds, Question, holds
from huji.policy.tree import (
    All,
    AnyOf,
    Condition,
    Leaf,
    Not,
    OtherFact,
    Reference,
    Unknown,
    Value,
    comparison,
    facts_of,
)
from huji.policy.vocabulary import Vocabulary

if TYPE_CHECKING:
    from huji.policy.solver import Solver


@dataclass(frozen=True, slots=True)
class Missing:
    """The missing facts, and the outcome all completions share where none is missing."""

    facts: frozenset[str]
    unanimous: str | None


@dataclass(frozen=True, slots=True)
class _Rule:
    """An implication as functions, with the facts it reads."""

    condition: Holds
    then: Holds
    facts: frozenset[str]
    tree: Condition

    def settled(self, facts: Facts) -> bool:
        """Return whether nobody with these facts can contradict it."""
        return self.condition(facts) is False or self.then(facts) is True

    def broken(self, facts: Facts) -> bool:
        """Return whether these facts contradict it already."""
        return self.condition(facts) is True and self.then(facts) is False


class Exact:
    """The exact `missing` of one question; built once and used for every case."""

    def __init__(self, question: Question, vocabulary: Vocabulary) -> None:
        self.question = question
        self.vocabulary = vocabulary
        self._by_fact = leaves_by_fact(question.leaves)
        self._rules = _rules(vocabulary)
        self._ruled = frozenset(name for rule in self._rules for name in rule.facts)
        self._solvers: dict[tuple[int, ...], Solver] = {}

    def missing(
        self, known: Facts, candidates: Sequence[str], live: Sequence[Reason], simple: bool
    ) -> Missing:
        """Return what is missing. `candidates` are the live facts, `live` the live leaves.

        `simple` says that the outcome is nothing but the live leaves' own tree (no part of it is settled
        elsewhere), so that Kleene's answer is exact where each fact occurs once.
        """
        if not candidates:
            return Missing(frozenset(), self.question.label(known))
        if simple and self._read_once(known, candidates, live):
            return Missing(frozenset(candidates), None)
        rules = [rule for rule in self._rules if not rule.settled(known) and not rule.broken(known)]
        shown = self._search(known, candidates, rules)
        rest = [name for name in candidates if name not in shown]
        if not rest:
            return Missing(frozenset(shown), None)
        return self._solve(known, shown, rest, candidates)

    # -- Kleene ------------------------------------------------------------------------------------------

    def _read_once(self, known: Facts, candidates: Sequence[str], live: Sequence[Reason]) -> bool:
        if len(live) != len(candidates) or any("fact" not in leaf or "of_fact" in leaf for leaf in live):
            return False
        if any(name in self._ruled for name in candidates):
            for rule in self._rules:
                if not rule.facts.isdisjoint(candidates) and not rule.settled(known):
                    return False
        return all(self._free(name) for name in candidates)

    def _free(self, name: str) -> bool:
        """Return whether each comparison of a fact can be both true and false."""
        leaves = self._by_fact[name]
        values = samples(self.vocabulary[name], leaves)
        for leaf in leaves:
            if isinstance(leaf.right, OtherFact):
                return False
            test, right = comparison(leaf), leaf.right.value
            if len({test(value, right) for value in values}) < 2:
                return False
        return True

    # -- search ------------------------------------------------------------------------------------------

    def _search(self, known: Facts, candidates: Sequence[str], rules: Sequence[_Rule]) -> set[str]:
        values = {name: self._values(name, known) for name in candidates}
        label = self.question.label
        shown: set[str] = set()
        for person in self._verges(known, values, rules, shown):
            outcome = label(person)
            for name in candidates:
                if name in shown:
                    continue
                own = person[name]
                for value in values[name]:
                    if value != own:
                        person[name] = value
                        if label(person) != outcome and all(rule.settled(person) for rule in rules):
                            shown.add(name)
                            break
                person[name] = own
            if len(shown) == len(candidates):
                break
        return shown

    def _verges(
        self, known: Facts, values: dict[str, tuple[Value, ...]], rules: Sequence[_Rule], shown: set[str]
    ) -> Iterable[dict[str, Value]]:
        """Yield people for whom one route holds and the rest does not, by different branches of its `any`."""
        question = self.question
        steer = _Steering(question, values)
        targets: list[list[Condition]] = [[route] for route in question.routes]
        if question.admissions is not None:
            for admission in question.admissions:
                own = [] if admission.route is None else [question.routes[admission.route]]
                targets.append([*own, *admission.conditions])
        for target in targets:
            reads = {name for node in target for name in facts_of(node, question.criteria)}
            for branch in range(3):
                if reads <= shown and branch:
                    break
                person = dict(known)
                for node in target:
                    steer.toward(node, True, person, branch)
                for when, unless in question.prohibitions:
                    steer.toward(when, False, person, branch)
                    if unless is not None:
                        steer.toward(unless, False, person, branch)
                for route in question.routes:
                    if route not in target:
                        steer.toward(route, False, person, branch)
                for rule in rules:
                    if not rule.settled(person):
                        steer.toward(rule.tree, True, person, branch)
                for name, options in values.items():
                    person.setdefault(name, options[-1])
                if all(rule.settled(person) for rule in rules):
                    yield person

    def _values(self, name: str, known: Facts) -> tuple[Value, ...]:
        """Return values of a fact, one for each way its comparisons can come out."""
        leaves = self._by_fact[name]
        others = [known[other] for leaf in leaves if (other := _other(leaf, name)) and other in known]
        found = samples(self.vocabulary[name], leaves, others)
        if any(isinstance(leaf.right, OtherFact) for leaf in leaves):
            return found
        tests = [
            (comparison(leaf), leaf.right.value) for leaf in leaves if not isinstance(leaf.right, OtherFact)
        ]
        distinct = {tuple(test(value, right) for test, right in tests): value for value in reversed(found)}
        return tuple(distinct.values())

    # -- solver ------------------------------------------------------------------------------------------

    def _solve(self, known: Facts, shown: set[str], rest: list[str], candidates: Sequence[str]) -> Missing:
        broken = tuple(index for index, rule in enumerate(self._rules) if rule.broken(known))
        solver = self._solver(broken)
        if not solver.possible(known):
            # The case contradicts what the vocabulary says of people: then nothing may be inferred from it.
            solver = self._solver(tuple(range(len(self._rules))))
        while rest:
            pair = solver.differing(known, rest)
            if pair is None:
                break
            shown.update(pair["differ"])
            rest = [name for name in rest if name not in shown]
        if shown:
            return Missing(frozenset(shown), None)
        if solver.differing(known, candidates, len(self.question.facts)) is None:
            return Missing(frozenset(), self.question.label({**solver.someone(known), **known}))
        for most in range(2, len(self.question.facts) + 1):
            rest = list(candidates)
            while rest and (pair := solver.differing(known, rest, most)):
                shown.update(pair["differ"])
                rest = [name for name in rest if name not in shown]
            if shown:
                return Missing(frozenset(shown), None)
        raise AssertionError("two completions differ, and no number of facts tells them apart")

    def _solver(self, without: tuple[int, ...]) -> "Solver":
        from huji.policy.solver import Solver  # Z3 is large, and most decisions never need it

        found = self._solvers.get(without)
        if found is None:
            implications = [
                one for index, one in enumerate(self.vocabulary.implications) if index not in without
            ]
            found = self._solvers[without] = Solver(self.question, self.vocabulary.facts, implications)
        return found


class _Steering:
    """Sets unknown facts so that conditions come out as wanted, where they still can."""

    def __init__(self, question: Question, values: dict[str, tuple[Value, ...]]) -> None:
        self._criteria = question.criteria
        self._values = values

    def toward(self, node: Condition, wanted: bool, person: dict[str, Value], branch: int) -> None:
        """Set the facts of a condition that are not set yet; `branch` chooses among its alternatives."""
        if isinstance(node, Leaf):
            self._leaf(node, wanted, person)
        elif isinstance(node, Not):
            self.toward(node.part, not wanted, person, branch)
        elif isinstance(node, Reference):
            self.toward(self._criteria[node.criterion], wanted, person, branch)
        elif not isinstance(node, Unknown):
            if isinstance(node, All) is wanted:
                parts: Sequence[Condition] = node.parts
            else:
                parts = [node.parts[branch % len(node.parts)]]
            for part in parts:
                self.toward(part, wanted, person, branch)

    def _leaf(self, leaf: Leaf, wanted: bool, person: dict[str, Value]) -> None:
        name, right = leaf.fact, leaf.right
        if isinstance(right, OtherFact):
            if right.name not in person and self._values.get(right.name):
                options = self._values[right.name]
                person[right.name] = options[len(options) // 2]
            if right.name not in person:
                return
        if name in person:
            return
        test = comparison(leaf)
        expected = person[right.name] if isinstance(right, OtherFact) else right.value
        for value in self._values.get(name, ()):
            if test(value, expected) is wanted:
                person[name] = value
                return


def _rules(vocabulary: Vocabulary) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            holds(one.condition, {}),
            holds(one.then, {}),
            frozenset([*facts_of(one.condition, {}), *facts_of(one.then, {})]),
            AnyOf("", one.why, None, (Not("", one.why, None, one.condition), one.then)),
        )
        for one in vocabulary.implications
    )


def _other(leaf: Leaf, name: str) -> str | None:
    if not isinstance(leaf.right, OtherFact):
        return None
    return leaf.right.name if leaf.fact == name else leaf.fact
