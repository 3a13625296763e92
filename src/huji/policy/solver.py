"""The exact fallback of `missing`: two people who differ in one unknown fact and in the outcome.

Z3 seeks them. The constraints of a question are built once: two copies of every fact it reads, each of its
type, two different outcomes, and one switch per fact that lets the copies differ in it, of which at most one
is on. A case then only adds what it knows.
"""

from collections.abc import Iterable, Mapping

import z3

from huji.policy.question import Question
from huji.policy.smt import LOCK, Terms
from huji.policy.tree import Value
from huji.policy.vocabulary import Fact


class Solver:
    """Answers for one question under one vocabulary; may be kept and used again for every case."""

    def __init__(self, question: Question, facts: Mapping[str, Fact]) -> None:
        self.question = question
        self._read = sorted(question.facts)
        self._terms = Terms(facts, question.leaves, question.totals)
        with LOCK:
            self._solver = z3.SimpleSolver(ctx=self._terms.ctx)
            self._copies = [self._terms.person(side, self._read) for side in ("a", "b")]
            self._differ = {name: z3.Bool(f"differ {name}", self._terms.ctx) for name in self._read}
            self._state()

    def differing(self, known: Mapping[str, Value], candidates: Iterable[str]) -> str | None:
        """Return a candidate in which alone two completions differ, and so in the outcome; None if none."""
        with LOCK:
            self._solver.push()
            try:
                return self._differing(known, set(candidates))
            finally:
                self._solver.pop()

    def _differing(self, known: Mapping[str, Value], candidates: set[str]) -> str | None:
        solver = self._solver
        self._assert_known(known)
        free = [name for name in self._read if name not in known]
        solver.add(*[z3.Not(self._differ[name]) for name in free if name not in candidates])
        if not candidates or solver.check() != z3.sat:
            return None
        model = solver.model()
        return next(name for name in free if z3.is_true(model.eval(self._differ[name])))

    def _state(self) -> None:
        solver, terms = self._solver, self._terms
        one, other = self._copies
        for copy in self._copies:
            for name, variable in copy.variables.items():
                solver.add(*terms.domain(name, variable))
        for name in self._read:
            apart = terms.apart(one.variables[name], other.variables[name])
            solver.add(z3.Or(self._differ[name], z3.Not(apart)))
        first, second = (terms.outcome(self.question, copy) for copy in self._copies)
        solver.add(z3.Or([first[label] != second[label] for label in first]))
        if self._differ:
            solver.add(z3.AtMost(*self._differ.values(), 1))

    def _assert_known(self, known: Mapping[str, Value]) -> None:
        for name, value in known.items():
            if name not in self._differ:
                continue
            self._solver.add(z3.Not(self._differ[name]))
            for copy in self._copies:
                self._solver.add(*self._terms.has(name, copy.variables[name], value))
