"""Which unknown facts can still change an outcome, exactly.

A completion gives every unknown fact that the decision reads a value that some person may have (types and
implications of the vocabulary). A fact is missing if and only if two completions differ in it alone and in
the outcome. Three steps, each cheaper than the next: where every live fact occurs once and is free, the
live leaves of Kleene's tree are exact; then a search for pairs, steering one route at a time to the verge;
then the solver, for what the search could not show. Where implications bind unknowns so tightly that none
can change alone, the smallest sets that can change together are missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huji.policy.domains import leaves_by_fact, samples
from huji.policy.interpret import Facts, Reason
from huji.policy.question import Question
from huji.policy.tree import Leaf, OtherFact, Value, comparison
from huji.policy.verge import Rule, Verge, connected, rules_of
from huji.policy.vocabulary import Vocabulary

if TYPE_CHECKING:
    from huji.policy.solver import Solver


@dataclass(frozen=True, slots=True)
class Missing:
    """The missing facts, and the outcome all completions share where none is missing."""

    facts: frozenset[str]
    unanimous: str | None


class Exact:
    """The exact `missing` of one question; built once and used for every case."""

    def __init__(self, question: Question, vocabulary: Vocabulary) -> None:
        self.question = question
        self.vocabulary = vocabulary
        self._by_fact = leaves_by_fact(question.leaves)
        self._rules = rules_of(vocabulary)
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
        rules = connected(rules, candidates, known)
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

    def _search(self, known: Facts, candidates: Sequence[str], rules: Sequence[Rule]) -> set[str]:
        """Return candidates shown to be missing by a pair of people; what it does not find may still be."""
        leaves = leaves_by_fact([*self.question.leaves, *(leaf for rule in rules for leaf in rule.leaves)])
        beside = sorted({name for rule in rules for name in rule.facts} - set(known) - set(candidates))
        values = {name: self._values(name, leaves[name], known) for name in (*candidates, *beside)}
        verge = Verge(self.question, values, rules)
        label = self.question.label
        shown: set[str] = set()
        for person in verge.people(known, shown):
            outcome = label(person)
            for name in candidates:
                if name in shown:
                    continue
                own = person[name]
                for value in values[name]:
                    if value != own:
                        person[name] = value
                        if label(person) != outcome and verge.allowed(name, person):
                            shown.add(name)
                            break
                person[name] = own
            if len(shown) == len(candidates):
                break
        return shown

    def _values(self, name: str, leaves: Sequence[Leaf], known: Facts) -> tuple[Value, ...]:
        """Return values of a fact, one for each outcome of its comparisons; those that meet fewest first."""
        others = [known[other] for leaf in leaves if (other := _other(leaf, name)) and other in known]
        found = samples(self.vocabulary[name], leaves, others)
        tests = [
            (comparison(leaf), leaf.right.value) for leaf in leaves if not isinstance(leaf.right, OtherFact)
        ]
        if len(tests) < len(leaves):
            return found
        distinct = {tuple(test(value, right) for test, right in tests): value for value in reversed(found)}
        return tuple(value for _, value in sorted(distinct.items(), key=lambda item: sum(item[0])))

    # -- solver ------------------------------------------------------------------------------------------

    def _solve(self, known: Facts, shown: set[str], rest: list[str], candidates: Sequence[str]) -> Missing:
        broken = tuple(index for index, rule in enumerate(self._rules) if rule.broken(known))
        solver = self._solver(broken)
        if not solver.possible(known):
            # The case contradicts what the vocabulary says of people: then nothing may be inferred from it.
            solver = self._solver(tuple(range(len(self._rules))))
        while rest and (found := solver.differing(known, rest)):
            shown.update(found)
            rest = [name for name in rest if name not in shown]
        if shown:
            return Missing(frozenset(shown), None)
        if not solver.differing(known, candidates, len(self.question.facts)):
            return Missing(frozenset(), self.question.label({**solver.someone(known), **known}))
        for most in range(2, len(self.question.facts) + 1):
            rest = list(candidates)
            while rest and (found := solver.differing(known, rest, most)):
                shown.update(found)
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


def _other(leaf: Leaf, name: str) -> str | None:
    if not isinstance(leaf.right, OtherFact):
        return None
    return leaf.right.name if leaf.fact == name else leaf.fact
