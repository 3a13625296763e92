"""The exact fallback of `missing`: two people who differ in one unknown fact and in the outcome.

Z3 seeks them. The constraints of a question are built once, and a case only adds what it knows. Where no
total of points is read, all facts are asked about at once: two copies of every fact, two different outcomes,
and one switch per fact that lets the copies differ in it, of which at most one is on. With totals that search
is too wide; there each fact is asked about alone, by one person and the same person but for that fact.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import z3

from huji.policy.question import Question
from huji.policy.smt import LOCK, Person, Terms
from huji.policy.tree import Value
from huji.policy.vocabulary import Fact

EFFORT = 30_000_000
"""How much one search may take, in Z3's own units, the same on every machine: some seconds."""


class Solver:
    """Answers for one question under one vocabulary; may be kept and used again for every case."""

    def __init__(self, question: Question, facts: Mapping[str, Fact]) -> None:
        self.question = question
        self._read = sorted(question.facts)
        self._terms = Terms(facts, question.leaves, question.totals)
        self._turns: dict[str, Any] = {}
        with LOCK:
            self._solver = z3.SimpleSolver(ctx=self._terms.ctx)
            self._solver.set("rlimit", EFFORT)
            if question.totals:
                self._solver.set("arith.solver", 2)  # several times as fast on sums of points
            self._one = self._person("a")
            self._copies = [self._one] if question.totals else [self._one, self._person("b")]
            self._differ = {name: z3.Bool(f"differ {name}", self._terms.ctx) for name in self._read}
            if not question.totals:
                self._state()

    def differing(self, known: Mapping[str, Value], candidates: Iterable[str]) -> str | None:
        """Return a candidate in which alone two completions differ, and so in the outcome; None if none.

        One of which it cannot be told with `EFFORT` is returned as well: rather ask than pass over.
        """
        with LOCK:
            self._solver.push()
            try:
                self._assert_known(known)
                if self.question.totals:
                    asked = [name for name in candidates if name not in known and name in self._differ]
                    return next((name for name in asked if self._turns_on(name)), None)
                return self._differing(known, set(candidates))
            finally:
                self._solver.pop()

    # -- all facts at once -------------------------------------------------------------------------------

    def _differing(self, known: Mapping[str, Value], candidates: set[str]) -> str | None:
        solver = self._solver
        solver.add(*[z3.Not(self._differ[name]) for name in known if name in self._differ])
        free = [name for name in self._read if name not in known]
        solver.add(*[z3.Not(self._differ[name]) for name in free if name not in candidates])
        asked = [name for name in free if name in candidates]
        if not asked or (answer := solver.check()) == z3.unsat:
            return None
        if answer == z3.unknown:
            return asked[0]
        model = solver.model()
        return next(name for name in free if z3.is_true(model.eval(self._differ[name])))

    def _state(self) -> None:
        solver, terms = self._solver, self._terms
        one, other = self._copies
        for name in self._read:
            apart = terms.apart(one.variables[name], other.variables[name])
            solver.add(z3.Or(self._differ[name], z3.Not(apart)))
        solver.add(self._apart(one, other))
        if self._differ:
            solver.add(z3.AtMost(*self._differ.values(), 1))

    # -- one fact alone ----------------------------------------------------------------------------------

    def _turns_on(self, name: str) -> bool:
        solver, terms = self._solver, self._terms
        if name not in self._turns:
            turned = terms.variable("b", name)
            self._turns[name] = [
                *terms.domain(name, turned),
                self._apart(self._one, self._one.but({name: turned})),
            ]
        solver.push()
        try:
            solver.add(*self._turns[name])
            return bool(solver.check() != z3.unsat)
        finally:
            solver.pop()

    # -- both --------------------------------------------------------------------------------------------

    def _person(self, side: str) -> Person:
        person = self._terms.person(side, self._read)
        for name, variable in person.variables.items():
            self._solver.add(*self._terms.domain(name, variable))
        return person

    def _apart(self, one: Person, other: Person) -> Any:
        first, second = (self._terms.outcome(self.question, person) for person in (one, other))
        return z3.Or([first[label] != second[label] for label in first])

    def _assert_known(self, known: Mapping[str, Value]) -> None:
        for copy in self._copies:
            for name, value in known.items():
                if name in copy.variables:
                    self._solver.add(*self._terms.has(name, copy.variables[name], value))
