"""The exact fallback of `missing`: two people who differ in one unknown fact and in the outcome.

Z3 seeks them. The constraints of a question are built once: two copies of every fact it reads, each of its
type, two different outcomes, and one switch per fact that lets the copies differ in it, of which at most one
is on. A case then only adds what it knows.
"""

import threading
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import z3

from huji.policy.question import Question
from huji.policy.tree import (
    All,
    AnyOf,
    Condition,
    Leaf,
    Not,
    Op,
    OtherFact,
    Reference,
    Unknown,
    Value,
)
from huji.policy.vocabulary import Fact, Type

Rails = tuple[Any, Any]
"""Two Z3 booleans: the condition is true; the condition is false. Neither where it is unknown."""

_LOCK = threading.Lock()  # Z3's contexts are not for several threads at once


class Solver:
    """Answers for one question under one vocabulary; may be kept and used again for every case."""

    def __init__(self, question: Question, facts: Mapping[str, Fact]) -> None:
        self.question = question
        self.facts = facts
        self._ctx = z3.Context()
        self._solver = z3.SimpleSolver(ctx=self._ctx)
        self._prefixes = _prefixes(question.leaves)
        self._read = sorted(question.facts)
        with _LOCK:
            self._copies = [self._copy(side) for side in ("a", "b")]
            self._differ = {name: z3.Bool(f"differ {name}", self._ctx) for name in self._read}
            self._state()

    def differing(self, known: Mapping[str, Value], candidates: Iterable[str]) -> str | None:
        """Return a candidate in which alone two completions differ, and so in the outcome; None if none."""
        with _LOCK:
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

    # -- the constraints ---------------------------------------------------------------------------------

    def _state(self) -> None:
        solver = self._solver
        for copy in self._copies:
            for name, variable in copy.items():
                solver.add(*self._domain(name, variable))
        for name in self._read:
            solver.add(z3.Or(self._differ[name], z3.Not(self._apart(name))))
        first, second = (self._outcome(copy) for copy in self._copies)
        solver.add(z3.Or([one != other for one, other in zip(first, second, strict=True)]))
        if self._differ:
            solver.add(z3.AtMost(*self._differ.values(), 1))

    def _copy(self, side: str) -> dict[str, Any]:
        return {name: self._variable(side, name) for name in self._read}

    def _variable(self, side: str, name: str) -> Any:
        fact, label, ctx = self.facts[name], f"{side} {name}", self._ctx
        if fact.type is Type.BOOLEAN:
            return z3.Bool(label, ctx)
        if fact.type is Type.CODE:
            return z3.BitVec(label, max(1, (len(fact.values) - 1).bit_length()), ctx)
        if fact.type is Type.DIVISION:
            return {prefix: z3.Bool(f"{label} {prefix}", ctx) for prefix in self._prefixes.get(name, ())}
        return z3.Int(label, ctx) if fact.type is Type.INTEGER else z3.Real(label, ctx)

    def _domain(self, name: str, variable: Any) -> list[Any]:
        fact = self.facts[name]
        if fact.type is Type.CODE:
            return [z3.ULE(variable, len(fact.values) - 1)]
        if fact.type is Type.DIVISION:
            rules = []
            for one in variable:
                for other in variable:
                    if one != other and other.startswith(one):
                        rules.append(z3.Implies(variable[other], variable[one]))
                    elif one < other:
                        rules.append(z3.Not(z3.And(variable[one], variable[other])))
            return rules
        if fact.type in (Type.INTEGER, Type.NUMBER):
            bounds = [variable >= self._number(fact.minimum)]
            return bounds if fact.maximum is None else [*bounds, variable <= self._number(fact.maximum)]
        return []

    def _apart(self, name: str) -> Any:
        first, second = (copy[name] for copy in self._copies)
        if isinstance(first, dict):
            return z3.Or([first[key] != second[key] for key in first] or [z3.BoolVal(False, self._ctx)])
        return first != second

    def _outcome(self, copy: Mapping[str, Any]) -> list[Any]:
        """Return booleans that together tell the outcomes apart."""
        question, ctx = self.question, self._ctx
        nothing = z3.BoolVal(False, ctx)
        bans = []
        for when, unless in question.prohibitions:
            true, false = self._rails(when, copy)
            if unless is not None:
                but_true, but_false = self._rails(unless, copy)
                true, false = z3.And(true, but_false), z3.Or(false, but_true)
            bans.append((true, false))
        routes = [self._rails(route, copy) for route in question.routes]
        banned, allowed = (
            z3.Or([nothing, *(t for t, _ in bans)]),
            z3.And([z3.Not(nothing), *(f for _, f in bans)]),
        )
        some, none = (
            z3.Or([nothing, *(t for t, _ in routes)]),
            z3.And([z3.Not(nothing), *(f for _, f in routes)]),
        )
        if question.admissions is None:
            return [z3.And(allowed, some), z3.Or(banned, z3.And(allowed, none))]
        alone = not routes  # the applicant is known to be eligible
        eligible = z3.Not(nothing) if alone else z3.And(allowed, some)
        refused = nothing if alone else z3.Or(banned, z3.And(allowed, none))
        sure: dict[bool, list[Any]] = {True: [nothing], False: [nothing]}
        open_: dict[bool, list[Any]] = {True: [nothing], False: [nothing]}
        maybe = [nothing]
        for admission in question.admissions:
            route_true, route_false = (
                (z3.Not(nothing), nothing) if admission.route is None else routes[admission.route]
            )
            rails = [self._rails(condition, copy) for condition in admission.conditions]
            true, false = (
                z3.And([z3.Not(nothing), *(t for t, _ in rails)]),
                z3.Or([nothing, *(f for _, f in rails)]),
            )
            sure[admission.listed].append(z3.And(route_true, true))
            open_[admission.listed].append(z3.And(route_true, z3.Not(false)))
            maybe.append(z3.And(z3.Not(route_false), z3.Not(false)))
        admitted = z3.Or(sure[True])
        by_officer = z3.And(z3.Not(z3.Or(open_[True])), z3.Or(sure[False]))
        at_all = z3.Or(*open_[True], *open_[False])
        undecided = z3.And(z3.Not(eligible), z3.Not(refused))
        return [
            z3.And(eligible, admitted),
            z3.And(eligible, by_officer),
            z3.Or(refused, z3.And(eligible, z3.Not(at_all)), z3.And(undecided, z3.Not(z3.Or(maybe)))),
        ]

    def _rails(self, node: Condition, copy: Mapping[str, Any]) -> Rails:
        if isinstance(node, Leaf):
            atom = self._atom(node, copy)
            return atom, z3.Not(atom)
        if isinstance(node, Unknown):
            nothing = z3.BoolVal(False, self._ctx)
            return nothing, nothing
        if isinstance(node, Reference):
            return self._rails(self.question.criteria[node.criterion], copy)
        if isinstance(node, Not):
            true, false = self._rails(node.part, copy)
            return false, true
        rails = [self._rails(part, copy) for part in node.parts]
        assert isinstance(node, All | AnyOf)
        true, false = [t for t, _ in rails], [f for _, f in rails]
        return (z3.And(true), z3.Or(false)) if isinstance(node, All) else (z3.Or(true), z3.And(false))

    def _atom(self, leaf: Leaf, copy: Mapping[str, Any]) -> Any:
        fact, variable, right = self.facts[leaf.fact], copy[leaf.fact], leaf.right
        if isinstance(right, OtherFact):
            return _compare(leaf.op, variable, copy[right.name])
        value = right.value
        if fact.type is Type.BOOLEAN:
            return variable if value else z3.Not(variable)
        if fact.type is Type.DIVISION:
            prefixes = value if isinstance(value, tuple) else (str(value),)
            return z3.Or([variable[prefix] for prefix in prefixes])
        if fact.type is Type.CODE:
            order = list(fact.values)
            if leaf.op is Op.AT_LEAST:
                return z3.UGE(variable, order.index(str(value)))
            codes = value if isinstance(value, tuple) else (str(value),)
            return z3.Or([variable == order.index(code) for code in codes])
        return _compare(leaf.op, variable, self._number(value))

    def _assert_known(self, known: Mapping[str, Value]) -> None:
        solver = self._solver
        for name, value in known.items():
            if name in self._differ:
                solver.add(z3.Not(self._differ[name]))
            fact = self.facts[name]
            for copy in self._copies:
                variable = copy.get(name)
                if variable is None:
                    continue
                if isinstance(variable, dict):
                    solver.add(
                        *[inside == str(value).startswith(prefix) for prefix, inside in variable.items()]
                    )
                elif fact.type is Type.BOOLEAN:
                    solver.add(variable if value else z3.Not(variable))
                elif fact.type is Type.CODE:
                    solver.add(variable == list(fact.values).index(str(value)))
                else:
                    solver.add(variable == self._number(value))

    def _number(self, value: Any) -> Any:
        exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
        if exact.denominator == 1:
            return z3.IntVal(exact.numerator, self._ctx)
        return z3.Q(exact.numerator, exact.denominator, self._ctx)


def _compare(op: Op, left: Any, right: Any) -> Any:
    if op is Op.AT_LEAST:
        return left >= right
    if op is Op.AT_MOST:
        return left <= right
    return left > right if op is Op.ABOVE else left < right


def _prefixes(leaves: Iterable[Leaf]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for leaf in leaves:
        if leaf.division and not isinstance(leaf.right, OtherFact):
            value = leaf.right.value
            found.setdefault(leaf.fact, {}).update(
                dict.fromkeys(value if isinstance(value, tuple) else (str(value),))
            )
    return {name: tuple(prefixes) for name, prefixes in found.items()}
