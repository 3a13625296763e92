"""Facts as Z3 variables, people as sets of them.

A fact is a variable of its type; a division is one boolean per prefix that any leaf asks about; a number that
a total reads as a quantity has its millionths beside it.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import z3

from huji.policy.points import FactQuantity, Per, Steps, walk_quantity, walk_score
from huji.policy.points.interval import PRECISION
from huji.policy.tree import Condition, Leaf, Op, OtherFact, Total, Value
from huji.policy.vocabulary import Fact, Type

Term = Any
"""A Z3 expression; z3 is untyped."""

Rails = tuple[Term, Term]
"""Two Z3 booleans: the condition is true; the condition is false. Neither where it is unknown."""

LOCK = threading.Lock()
"""Held while a Z3 context that several threads share is used, and while one is made."""


@dataclass(eq=False)
class Blur:
    """What is seen of people who are looked at for some facts only.

    A part that reads none of them is taken as any value whatever, the same for all. What is proved of such
    people is proved of everybody; who is found among them need not exist.
    """

    names: frozenset[str]
    rules: list[Term] = field(default_factory=list)
    parts: dict[object, tuple[object, Term, Term | None]] = field(default_factory=dict)


@dataclass(eq=False)
class Person:
    """One complete person: a variable for each fact that is read, and the terms built over them so far."""

    variables: Mapping[str, Term]
    like: "Person | None" = None
    changed: frozenset[str] = frozenset()
    blur: Blur | None = None
    built: dict[int, tuple[Condition, Term, Term | None]] = field(default_factory=dict)

    def but(self, changed: Mapping[str, Term]) -> "Person":
        """Return a person who differs in the facts named only; terms that read none of them are shared."""
        return Person({**self.variables, **changed}, self, frozenset(changed), self.blur)

    def blurred(self, names: Iterable[str]) -> "Person":
        """Return the person as looked at for some facts only."""
        return Person(self.variables, blur=Blur(frozenset(names)))


class Variables:
    """The facts of one Z3 context, and the comparisons that leaves make of them."""

    def __init__(self, facts: Mapping[str, Fact], leaves: Iterable[Leaf], totals: Iterable[Total]) -> None:
        self.facts = facts
        with LOCK:
            self.ctx = z3.Context()
        self.nothing = z3.BoolVal(False, self.ctx)
        self.anything = z3.BoolVal(True, self.ctx)
        self._prefixes = _prefixes(leaves)
        self._counted = {name for total in totals for name in _counted(total)}
        self._numbers: dict[Value, Term] = {}

    def variable(self, side: str, name: str) -> Term:
        """Return a fresh variable of a fact's type."""
        fact, label, ctx = self.facts[name], f"{side} {name}", self.ctx
        if fact.type is Type.BOOLEAN:
            return z3.Bool(label, ctx)
        if fact.type is Type.CODE:
            return z3.BitVec(label, max(1, (len(fact.values) - 1).bit_length()), ctx)
        if fact.type is Type.DIVISION:
            return {prefix: z3.Bool(f"{label} {prefix}", ctx) for prefix in self._prefixes.get(name, ())}
        return z3.Int(label, ctx) if fact.type is Type.INTEGER else z3.Real(label, ctx)

    def domain(self, name: str, variable: Term) -> list[Term]:
        """Return what holds of every value of a fact."""
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
            bounds = [variable >= self.number(fact.minimum)]
            if fact.maximum is not None:
                bounds.append(variable <= self.number(fact.maximum))
            if fact.type is Type.NUMBER and name in self._counted:  # ⌊x · 10⁶ + ½⌋
                counted, exact = self.millionths(name, variable), variable * PRECISION + z3.Q(1, 2, self.ctx)
                bounds += [counted <= exact, exact < counted + 1]
            return bounds
        return []

    def has(self, name: str, variable: Term, value: Value) -> list[Term]:
        """Return the terms that say a fact has a value."""
        fact = self.facts[name]
        if isinstance(variable, dict):
            return [inside == str(value).startswith(prefix) for prefix, inside in variable.items()]
        if fact.type is Type.BOOLEAN:
            return [variable if value else z3.Not(variable)]
        if fact.type is Type.CODE:
            return [variable == list(fact.values).index(str(value))]
        return [variable == self.number(value)]

    def apart(self, one: Term, other: Term) -> Term:
        """Return the term that says two variables of a fact differ, as far as any leaf can tell."""
        if isinstance(one, dict):
            return z3.Or([one[key] != other[key] for key in one] or [self.nothing])
        return one != other

    def at_least(self, name: str, more: Term, less: Term) -> Term:
        """Return the term that orders two variables of one fact."""
        if self.facts[name].type is Type.CODE:
            return z3.UGE(more, less)
        if name not in self._counted:
            return more >= less
        return z3.And(more >= less, self.millionths(name, more) >= self.millionths(name, less))

    def value(self, model: Term, name: str, variable: Term) -> Value:
        """Return the value a model gives a fact; what it leaves open is given some value of the type."""
        fact = self.facts[name]
        if isinstance(variable, dict):
            inside = [prefix for prefix, term in variable.items() if z3.is_true(model.eval(term))]
            return max(inside, key=len, default="000000").ljust(6, "0")
        found = model.eval(variable, model_completion=True)
        if fact.type is Type.BOOLEAN:
            return bool(z3.is_true(found))
        if fact.type is Type.CODE:
            return tuple(fact.values)[int(found.as_long())]
        if z3.is_int_value(found):
            return int(found.as_long())
        exact = Fraction(found.numerator_as_long(), found.denominator_as_long())
        return int(exact) if exact.denominator == 1 else float(exact)

    def atom(self, leaf: Leaf, variables: Mapping[str, Term]) -> Term:
        """Return a leaf as the term that says it is true."""
        fact, variable, right = self.facts[leaf.fact], variables[leaf.fact], leaf.right
        if isinstance(right, OtherFact):
            return _compare(leaf.op, variable, variables[right.name])
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
        return _compare(leaf.op, variable, self.number(value))

    def millionths(self, name: str, variable: Term) -> Term:
        """Return a number fact as a quantity: a whole number of millionths."""
        if self.facts[name].type is Type.INTEGER:
            return variable * PRECISION
        return z3.Int(f"{variable.decl().name()} in millionths", self.ctx)

    def number(self, value: Any) -> Term:
        """Return a number exactly as it is written."""
        kept = self._numbers.get(value)
        if kept is None:
            exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
            kept = (
                z3.IntVal(exact.numerator, self.ctx)
                if exact.denominator == 1
                else z3.Q(exact.numerator, exact.denominator, self.ctx)
            )
            self._numbers[value] = kept
        return kept


def _counted(total: Total) -> Iterator[str]:
    """Yield the facts a total reads as quantities."""
    for part in walk_score(total.tally.score):
        if isinstance(part, Per | Steps):
            for quantity in walk_quantity(part.quantity):
                if isinstance(quantity, FactQuantity):
                    yield quantity.fact


def _compare(op: Op, left: Term, right: Term) -> Term:
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
