"""The reference interpreter: Kleene's strong three-valued logic, with the whole explanation.

A condition is compiled once into a closure that gives its value and its reason. Nothing is skipped: a part
is evaluated and explained even where another part has already settled the whole. The shapes of reasons are
part of the frozen answer: `all`, `any`, `not`, `criterion`, `fact`, `total` and `unknown` nodes. A total is
a leaf, though its reason tells of every indicator (`huji.policy.points.explaining`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from huji.policy.points import explaining
from huji.policy.reasons import Reason, held, live, live_facts, turning
from huji.policy.tree import (
    All,
    AnyOf,
    Condition,
    Constant,
    Kleene,
    Leaf,
    Not,
    OtherFact,
    Reference,
    Total,
    Value,
    comparison,
)

__all__ = [
    "Explain",
    "Explained",
    "Facts",
    "Interpreter",
    "Memo",
    "Reason",
    "held",
    "live",
    "live_facts",
    "turning",
]

Facts = Mapping[str, Value]
Explained = tuple[Kleene, Reason]
Memo = dict[str, Any]
Explain = Callable[[Facts, Memo], Explained]
"""Facts known (unknown ones absent) and the criteria and totals explained so far → value and reason."""


class Interpreter:
    """The closures of one pack's criteria, and of every condition over them."""

    def __init__(self, criteria: Mapping[str, Condition]) -> None:
        self._criteria = criteria
        self._compiled: dict[str, Explain] = {}

    def explain(self, node: Condition) -> Explain:
        """Return the closure that evaluates and explains a condition."""
        if isinstance(node, Leaf):
            return _leaf(node)
        if isinstance(node, All):
            return _all(tuple(self.explain(part) for part in node.parts))
        if isinstance(node, AnyOf):
            return _any(tuple(self.explain(part) for part in node.parts))
        if isinstance(node, Not):
            return _not(self.explain(node.part))
        if isinstance(node, Reference):
            return self._criterion(node.criterion)
        if isinstance(node, Total):
            return explaining.total(node, self.explain)
        reason: Reason = {"unknown": node.reason.as_dict(), "holds": None}
        return lambda facts, memo: (None, reason)

    def _criterion(self, name: str) -> Explain:
        compiled = self._compiled.get(name)
        if compiled is None:
            condition = self._criteria[name]
            parts = isinstance(condition, All)
            inner = self.explain(condition)

            def compiled(facts: Facts, memo: Memo) -> Explained:
                found = memo.get(name)
                if found is None:
                    value, reason = inner(facts, memo)
                    of = reason["of"] if parts else [reason]
                    memo[name] = found = (value, {"criterion": name, "holds": value, "of": of})
                return found

            self._compiled[name] = compiled
        return compiled


def _all(parts: tuple[Explain, ...]) -> Explain:
    def explain(facts: Facts, memo: Memo) -> Explained:
        value: Kleene = True
        of: list[Reason] = []
        for part in parts:
            held, reason = part(facts, memo)
            of.append(reason)
            if held is not True and value is not False:
                value = held
        return value, {"all": value, "of": of}

    return explain


def _any(parts: tuple[Explain, ...]) -> Explain:
    def explain(facts: Facts, memo: Memo) -> Explained:
        value: Kleene = False
        of: list[Reason] = []
        for part in parts:
            held, reason = part(facts, memo)
            of.append(reason)
            if held is not False and value is not True:
                value = held
        return value, {"any": value, "of": of}

    return explain


def _not(part: Explain) -> Explain:
    def explain(facts: Facts, memo: Memo) -> Explained:
        held, reason = part(facts, memo)
        value = None if held is None else not held
        return value, {"not": value, "of": [reason]}

    return explain


def _leaf(leaf: Leaf) -> Explain:
    name, op, right = leaf.fact, leaf.op.value, leaf.right
    test = comparison(leaf)
    if isinstance(right, OtherFact):
        other = right.name

        def explain_two(facts: Facts, memo: Memo) -> Explained:
            given, expected = facts.get(name), facts.get(other)
            holds = None if given is None or expected is None else test(given, expected)
            return holds, {"fact": name, op: expected, "of_fact": other, "given": given, "holds": holds}

        return explain_two
    expected = right.value
    shown = list(expected) if isinstance(expected, tuple) else expected
    if isinstance(right, Constant):

        def explain_one(facts: Facts, memo: Memo) -> Explained:
            given = facts.get(name)
            holds = None if given is None else test(given, expected)
            return holds, {"fact": name, op: shown, "given": given, "holds": holds}

        return explain_one
    parameter = right.name

    def explain_parameter(facts: Facts, memo: Memo) -> Explained:
        given = facts.get(name)
        holds = None if given is None else test(given, expected)
        return holds, {"fact": name, op: shown, "of_parameter": parameter, "given": given, "holds": holds}

    return explain_parameter
