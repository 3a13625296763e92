"""The tree as Z3 terms: one encoding, used by the exact `missing` and by the proofs.

A fact is a variable of its type (a division: one boolean per prefix that any leaf asks about). A condition is
two rails, true and false, so that Kleene's unknown is where neither holds. Facts of a person are complete
here: unknown stays only what a document does not say.
"""

import math
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import z3

from huji.policy.points import FactQuantity, Per, Steps, walk_quantity, walk_score
from huji.policy.points.interval import PRECISION, scale, threshold
from huji.policy.question import DISCRETIONARY, ELIGIBLE, INELIGIBLE, Question
from huji.policy.smt_scores import Scores
from huji.policy.tree import (
    All,
    AnyOf,
    Condition,
    Leaf,
    Not,
    Op,
    OtherFact,
    Reference,
    Total,
    Unknown,
    Value,
    facts_of,
)
from huji.policy.vocabulary import Fact, Type

Term = Any
"""A Z3 expression; z3 is untyped."""

Rails = tuple[Term, Term]
"""Two Z3 booleans: the condition is true; the condition is false. Neither where it is unknown."""

LOCK = threading.Lock()
"""Held while a Z3 context that several threads share is used."""


@dataclass(eq=False)
class Person:
    """One complete person: a variable for each fact that is read, and the terms built over them so far."""

    variables: Mapping[str, Term]
    like: "Person | None" = None
    changed: frozenset[str] = frozenset()
    built: dict[int, tuple[Condition, Term, Term | None]] = field(default_factory=dict)

    def but(self, changed: Mapping[str, Term]) -> "Person":
        """Return a person who differs in the facts named only; terms that read none of them are shared."""
        return Person({**self.variables, **changed}, self, frozenset(changed))


class Terms:
    """The encoding over one Z3 context, one set of facts, and the leaves and totals to be read of them."""

    def __init__(
        self, facts: Mapping[str, Fact], leaves: Iterable[Leaf], totals: Iterable[Total] = ()
    ) -> None:
        self.facts = facts
        self._counted = {name for total in totals for name in _counted(total)}
        with LOCK:
            self.ctx = z3.Context()
        self.nothing = z3.BoolVal(False, self.ctx)
        self.anything = z3.BoolVal(True, self.ctx)
        self._prefixes = _prefixes(leaves)
        self._reads: dict[int, tuple[Condition, frozenset[str]]] = {}
        self._numbers: dict[Value, Term] = {}

    # -- people ------------------------------------------------------------------------------------------

    def person(self, side: str, names: Iterable[str]) -> Person:
        """Return a person with a fresh variable for each fact; `side` tells people apart."""
        return Person({name: self.variable(side, name) for name in names})

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
                counted, exact = self._millionths(name, variable), variable * PRECISION + z3.Q(1, 2, self.ctx)
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
        return z3.UGE(more, less) if self.facts[name].type is Type.CODE else more >= less

    def value(self, model: Term, name: str, variable: Term) -> Value | None:
        """Return the value a model gives a fact; None where it leaves it open."""
        fact = self.facts[name]
        if isinstance(variable, dict):
            inside = [prefix for prefix, term in variable.items() if z3.is_true(model.eval(term))]
            return max(inside, key=len, default="000000").ljust(6, "0")
        found = model.eval(variable)
        if fact.type is Type.BOOLEAN:
            return bool(z3.is_true(found)) if z3.is_true(found) or z3.is_false(found) else None
        if fact.type is Type.CODE:
            return list(fact.values)[found.as_long()] if z3.is_bv_value(found) else None
        if z3.is_int_value(found):
            return int(found.as_long())
        if z3.is_rational_value(found):
            exact = Fraction(found.numerator_as_long(), found.denominator_as_long())
            return exact.numerator if exact.denominator == 1 else float(exact)
        return None

    # -- conditions --------------------------------------------------------------------------------------

    def rails(self, node: Condition, criteria: Mapping[str, Condition], person: Person) -> Rails:
        """Return a condition of a person as rails."""
        true, false = self._rails(node, criteria, person)
        return true, z3.Not(true) if false is None else false

    def _rails(
        self, node: Condition, criteria: Mapping[str, Condition], person: Person
    ) -> tuple[Term, Term | None]:
        """Return the rails; None for a false rail that is nothing but the negation of the true one."""
        if person.like is not None and not person.changed & self.reads(node, criteria):
            return self._rails(node, criteria, person.like)
        kept = person.built.get(id(node))
        if kept is None:
            kept = person.built[id(node)] = (node, *self._build(node, criteria, person))
        return kept[1], kept[2]

    def _build(
        self, node: Condition, criteria: Mapping[str, Condition], person: Person
    ) -> tuple[Term, Term | None]:
        if isinstance(node, Leaf):
            return self._atom(node, person.variables), None
        if isinstance(node, Total):
            return self._total(node, criteria, person)
        if isinstance(node, Unknown):
            return self.nothing, self.nothing
        if isinstance(node, Reference):
            return self._rails(criteria[node.criterion], criteria, person)
        if isinstance(node, Not):
            true, false = self._rails(node.part, criteria, person)
            return (z3.Not(true), None) if false is None else (false, true)
        assert isinstance(node, All | AnyOf)
        rails = [self._rails(part, criteria, person) for part in node.parts]
        every, some = (z3.And, z3.Or) if isinstance(node, All) else (z3.Or, z3.And)
        true = every([true for true, _ in rails])
        if all(false is None for _, false in rails):
            return true, None
        return true, some([z3.Not(true) if false is None else false for true, false in rails])

    def reads(self, node: Condition, criteria: Mapping[str, Condition]) -> frozenset[str]:
        """Return the facts a condition reads."""
        kept = self._reads.get(id(node))
        if kept is None:
            kept = self._reads[id(node)] = (node, frozenset(facts_of(node, criteria)))
        return kept[1]

    def _atom(self, leaf: Leaf, variables: Mapping[str, Term]) -> Term:
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

    def _total(
        self, node: Total, criteria: Mapping[str, Condition], person: Person
    ) -> tuple[Term, Term | None]:
        """Return a total compared as rails: true or false where both ends of its interval agree."""
        variables = person.variables
        scores = Scores(
            self.ctx,
            lambda condition: self._rails(condition, criteria, person),
            lambda name: self._millionths(name, variables[name]),
            lambda name, code: variables[name] == list(self.facts[name].values).index(code),
        )
        at = scale(node.tally.score)
        low, high = scores.ends(node.tally.score, at)
        wanted = threshold(node.right) * at
        over = node.op in (Op.AT_LEAST, Op.BELOW)
        line = math.ceil(wanted) if over else math.floor(wanted) + 1
        reached = low.value >= line
        if low is high and low.none is None:
            true, false = reached, None
        else:
            true = reached if low.none is None else z3.And(z3.Not(low.none), reached)
            below = high.value < line
            false = below if high.none is None else z3.And(z3.Not(high.none), below)
        if node.op in (Op.AT_LEAST, Op.ABOVE):
            return true, false
        return (z3.Not(true), None) if false is None else (false, true)

    def _millionths(self, name: str, variable: Term) -> Term:
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

    # -- outcomes ----------------------------------------------------------------------------------------

    def ban(
        self,
        prohibition: tuple[Condition, Condition | None],
        criteria: Mapping[str, Condition],
        person: Person,
    ) -> Rails:
        """Return whether a prohibition holds and none of its exceptions does."""
        when, unless = prohibition
        true, false = self.rails(when, criteria, person)
        if unless is None:
            return true, false
        but_true, but_false = self.rails(unless, criteria, person)
        return z3.And(true, but_false), z3.Or(false, but_true)

    def outcome(self, question: Question, person: Person) -> dict[str, Term]:
        """Return by label when the outcome of a question is it; undetermined is where none of them holds."""
        criteria = question.criteria
        bans = [self.ban(one, criteria, person) for one in question.prohibitions]
        routes = [self.rails(route, criteria, person) for route in question.routes]
        banned, allowed = self._any(true for true, _ in bans), self._all(false for _, false in bans)
        some, none = self._any(true for true, _ in routes), self._all(false for _, false in routes)
        eligible, refused = z3.And(allowed, some), z3.Or(banned, z3.And(allowed, none))
        if question.admissions is None:
            return {ELIGIBLE: eligible, INELIGIBLE: refused}
        if not routes:  # the applicant is known to be eligible
            eligible, refused = self.anything, self.nothing
        sure: dict[bool, list[Term]] = {True: [], False: []}
        open_: dict[bool, list[Term]] = {True: [], False: []}
        maybe = []
        for admission in question.admissions:
            route_true, route_false = (
                (self.anything, self.nothing) if admission.route is None else routes[admission.route]
            )
            rails = [self.rails(condition, criteria, person) for condition in admission.conditions]
            true, false = self._all(true for true, _ in rails), self._any(false for _, false in rails)
            sure[admission.listed].append(z3.And(route_true, true))
            open_[admission.listed].append(z3.And(route_true, z3.Not(false)))
            maybe.append(z3.And(z3.Not(route_false), z3.Not(false)))
        admitted = self._any(sure[True])
        by_officer = z3.And(z3.Not(self._any(open_[True])), self._any(sure[False]))
        at_all = self._any([*open_[True], *open_[False]])
        undecided = z3.And(z3.Not(eligible), z3.Not(refused))
        return {
            ELIGIBLE: z3.And(eligible, admitted),
            DISCRETIONARY: z3.And(eligible, by_officer),
            INELIGIBLE: z3.Or(
                refused,
                z3.And(eligible, z3.Not(at_all)),
                z3.And(undecided, z3.Not(self._any(maybe))),
            ),
        }

    def _any(self, terms: Iterable[Term]) -> Term:
        return z3.Or([self.nothing, *terms])

    def _all(self, terms: Iterable[Term]) -> Term:
        return z3.And([self.anything, *terms])


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
