"""All people the vocabulary can describe and its implications allow, as one person with variables."""

from collections.abc import Iterable, Mapping, Sequence

import z3

from huji.policy.smt import Person, Term, Terms
from huji.policy.tree import Condition, Leaf, Total, Value, facts_of, walk
from huji.policy.vocabulary import Implication, Vocabulary

GIVE_UP_MS = 10_000
"""After how many milliseconds one question to the solver is given up; none of the packs comes near."""


class GaveUp(Exception):  # noqa: N818  (an outcome, told as one)
    """The solver could not decide a question in time."""


class People:
    """The person everything is proved of, and the solver that seeks one who contradicts."""

    def __init__(
        self, vocabulary: Vocabulary, conditions: Sequence[tuple[Condition, Mapping[str, Condition]]]
    ) -> None:
        nodes = [part for node, criteria in conditions for part in walk(node, criteria)]
        self._told = vocabulary.implications
        sides = [side for one in self._told for side in (one.condition, one.then)]
        parts = [*nodes, *(part for side in sides for part in walk(side, {}))]
        self.leaves = tuple(part for part in parts if isinstance(part, Leaf))
        totals = [node for node in nodes if isinstance(node, Total)]
        self.terms = Terms(vocabulary.facts, self.leaves, totals)
        names = dict.fromkeys(name for node, criteria in conditions for name in facts_of(node, criteria))
        self._implications = self._bearing(set(names))
        self.bound = frozenset(name for one in self._implications for name in self._read(one))
        names.update(dict.fromkeys(sorted(self.bound)))
        self.names = tuple(names)
        self.anybody = self.terms.person("a", names)
        self._solver = self._fresh()
        for name, variable in self.anybody.variables.items():
            self._solver.add(*self.terms.domain(name, variable))
        self._solver.add(*self._allowed(self.anybody, self._implications))

    def differing(self, names: Iterable[str]) -> tuple[Person, list[Term]]:
        """Return the same person but for some facts, and what makes this person possible too."""
        read = [name for name in names if name in self.anybody.variables]
        fresh = {name: self.terms.variable("b", name) for name in read}
        other = self.anybody.but(fresh)
        rules = [rule for name in read for rule in self.terms.domain(name, fresh[name])]
        bound = [one for one in self._implications if self._read(one) & set(read)]
        return other, [*rules, *self._allowed(other, bound)]

    def find(self, claims: Iterable[Term], *people: Person) -> tuple[dict[str, Value], ...] | None:
        """Return people of whom all claims are true, fact by fact, or None if there are none."""
        self._solver.push()
        try:
            self._solver.add(*claims)
            answer = self._solver.check()
            if answer == z3.unknown:
                raise GaveUp(self._solver.reason_unknown())
            if answer == z3.unsat:
                return None
            model = self._solver.model()
            return tuple(self._facts(model, person) for person in people or (self.anybody,))
        finally:
            self._solver.pop()

    def nobody(self, claims: Sequence[Term]) -> bool:
        """Return whether claims contradict each other already, whoever the people are."""
        solver = self._fresh()
        solver.add(*claims)
        return bool(solver.check() == z3.unsat)

    def possible(self, facts: Mapping[str, Value]) -> bool:
        """Return whether somebody can have these facts."""
        if not any(self._read(one) & facts.keys() for one in self._implications):
            return True
        return self.find(self.having(facts)) is not None

    def having(self, facts: Mapping[str, Value]) -> list[Term]:
        """Return the terms that say the person has some facts."""
        variables = self.anybody.variables
        return [
            term
            for name, value in facts.items()
            if name in variables
            for term in self.terms.has(name, variables[name], value)
        ]

    def _fresh(self) -> Term:
        solver = z3.SimpleSolver(ctx=self.terms.ctx)
        solver.set("timeout", GIVE_UP_MS)
        solver.set("arith.solver", 2)  # on schemes of points five times as fast as the default
        return solver

    def _facts(self, model: Term, person: Person) -> dict[str, Value]:
        return {name: self.terms.value(model, name, term) for name, term in person.variables.items()}

    def _allowed(self, person: Person, implications: Sequence[Implication]) -> list[Term]:
        terms = self.terms
        return [
            z3.Or(terms.rails(one.condition, {}, person)[1], terms.rails(one.then, {}, person)[0])
            for one in implications
        ]

    def _bearing(self, names: set[str]) -> tuple[Implication, ...]:
        """Return the implications that bear on the facts, through others too."""
        found: list[Implication] = []
        rest = list(self._told)
        while more := [one for one in rest if self._read(one) & names]:
            found += more
            rest = [one for one in rest if one not in more]
            for one in more:
                names |= self._read(one)
        return tuple(found)

    def _read(self, one: Implication) -> frozenset[str]:
        return self.terms.reads(one.condition, {}) | self.terms.reads(one.then, {})
