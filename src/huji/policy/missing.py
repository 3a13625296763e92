"""Which unknown facts can still change an outcome, exactly.

A completion gives every unknown fact that the decision reads a value of its type. A fact is missing if and
only if two completions differ in it alone and in the outcome; where none is, all completions agree. What the
vocabulary says of people takes no part: `huji.policy.implied` tells what follows from known facts. Three
steps, each cheaper than the next: where every live fact occurs once and is free, the live leaves of Kleene's
tree are exact; then a search for pairs, steering one route at a time to the verge; then the solver, for what
the search could not show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from huji.policy.domains import leaves_by_fact, samples
from huji.policy.interpret import Facts
from huji.policy.points.climbing import climb, values_of
from huji.policy.question import Question
from huji.policy.reasons import Reason
from huji.policy.tree import Leaf, OtherFact, Value, comparison, walk
from huji.policy.verge import Verge
from huji.policy.vocabulary import Vocabulary

if TYPE_CHECKING:
    from huji.policy.solver import Solver


CLIMBED = 2  # how many people of the search are looked at for totals of points; more find little more


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
        self._climbs = tuple(climb(total, question.criteria, question.value) for total in question.totals)
        self._solver: Solver | None = None

    def missing(
        self, known: Facts, candidates: Sequence[str], live: Sequence[Reason], simple: bool
    ) -> Missing:
        """Return what is missing. `candidates` are the live facts, `live` the live leaves.

        `simple` says that the outcome is nothing but the live leaves' own tree (no part of it is settled
        elsewhere), so that Kleene's answer is exact where each fact occurs once.
        """
        if not candidates:
            return Missing(frozenset(), self.question.label(known))
        if simple and self._read_once(candidates, live):
            return Missing(frozenset(candidates), None)
        values = {name: self._values(name, known) for name in candidates}
        shown = self._search(known, values)
        shown |= self._prove(known, [name for name in candidates if name not in shown])
        if shown:
            return Missing(frozenset(shown), None)
        anybody = {**known, **{name: options[0] for name, options in values.items()}}
        return Missing(frozenset(), self.question.label(anybody))

    # -- Kleene ------------------------------------------------------------------------------------------

    def _read_once(self, candidates: Sequence[str], live: Sequence[Reason]) -> bool:
        if len(live) != len(candidates) or any("fact" not in leaf or "of_fact" in leaf for leaf in live):
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

    def _search(self, known: Facts, values: Mapping[str, tuple[Value, ...]]) -> set[str]:
        """Return candidates shown to be missing by a pair of people; what it does not find may still be."""
        verge = Verge(self.question, values)
        shown: set[str] = set()
        for number, person in enumerate(verge.people(known, shown)):
            self._vary(person, values, shown)
            if number < CLIMBED:
                self._climb(person, known, values, shown)
            if len(shown) == len(values):
                break
        return shown

    def _vary(
        self, person: dict[str, Value], values: Mapping[str, tuple[Value, ...]], shown: set[str]
    ) -> None:
        """Add candidates in one of whose values the outcome of this person changes.

        What totals of points alone read is left to the climb, which looks where it can matter.
        """
        label = self.question.label
        outcome = label(person)
        for name, options in values.items():
            if name in shown or (self._climbs and name not in self._outside):
                continue
            own = person[name]
            for value in options:
                if value != own:
                    person[name] = value
                    if label(person) != outcome:
                        shown.add(name)
                        break
            person[name] = own

    def _climb(
        self, person: Facts, known: Facts, values: Mapping[str, tuple[Value, ...]], shown: set[str]
    ) -> None:
        """Add candidates that a total of points turns on, beside what else is settled of the person."""
        label, verge = self.question.label, Verge(self.question, values)
        for one in self._climbs:
            steered = (verge.steered(condition, known) for condition in one.joint)
            calm = {
                name: value
                for condition in one.factors
                for name, value in verge.steered(condition, known, wanted=False).items()
            }
            fixed, varied = self._outside | calm.keys(), False
            for name, near, low, high in one.crossings({**person, **calm}, values, fixed, steered):
                if name in shown or label({**near, name: low}) == label({**near, name: high}):
                    continue
                shown.add(name)
                if not varied:  # somebody just over the line tells what else the outcome hangs on
                    varied = True
                    self._vary({**near, name: high}, values, shown)

    @cached_property
    def _scored(self) -> Mapping[str, tuple[Value, ...]]:
        """Values of the facts that totals score, by fact."""
        totals = self.question.totals
        read = {name for one in self._climbs for name in one.reading}
        return {name: values_of(self.vocabulary[name], totals) for name in read}

    @cached_property
    def _outside(self) -> frozenset[str]:
        """The facts that something else than a total reads, and that a climb leaves as they are."""
        question = self.question
        return frozenset(
            name
            for node in question.conditions()
            for part in walk(node, question.criteria, totals=False)
            if isinstance(part, Leaf)
            for name in (part.fact, part.right.name if isinstance(part.right, OtherFact) else part.fact)
        )

    def _values(self, name: str, known: Facts) -> tuple[Value, ...]:
        """Return values of a fact, one for each outcome of its comparisons; those that meet fewest first."""
        leaves = self._by_fact.get(name, ())
        others = [known[other] for leaf in leaves if (other := _other(leaf, name)) and other in known]
        found = samples(self.vocabulary[name], leaves, others)
        tests = [
            (comparison(leaf), leaf.right.value) for leaf in leaves if not isinstance(leaf.right, OtherFact)
        ]
        if scored := self._scored.get(name):
            return tuple(dict.fromkeys((*scored, *found)))
        if len(tests) < len(leaves):
            return (*found, *self._beyond(name, found)) if self._climbs else found
        distinct = {tuple(test(value, right) for test, right in tests): value for value in reversed(found)}
        return tuple(value for _, value in sorted(distinct.items(), key=lambda item: sum(item[0])))

    def _beyond(self, name: str, found: tuple[Value, ...]) -> tuple[Value, ...]:
        """Return one value more of a number compared with another: so there is room on both sides."""
        last, most = found[-1], self.vocabulary[name].maximum
        if not isinstance(last, int | float) or (most is not None and last + 1 > most):
            return ()
        return (last + 1,)

    # -- solver ------------------------------------------------------------------------------------------

    def _prove(self, known: Facts, rest: Sequence[str]) -> set[str]:
        """Return those of the facts the search could not show that are missing all the same."""
        if not rest:
            return set()
        from huji.policy.solver import Solver  # Z3 is large, and most decisions never need it

        if self._solver is None:
            self._solver = Solver(self.question, self.vocabulary.facts)
        found: set[str] = set()
        while name := self._solver.differing(known, [name for name in rest if name not in found]):
            found.add(name)
        return found


def _other(leaf: Leaf, name: str) -> str | None:
    if not isinstance(leaf.right, OtherFact):
        return None
    return leaf.right.name if leaf.fact == name else leaf.fact
