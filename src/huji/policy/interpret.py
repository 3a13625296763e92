"""The reference interpreter: Kleene's strong three-valued logic, with the whole explanation.

A condition is compiled once into a closure that gives its value and its reason. Nothing is skipped: a part
is evaluated and explained even where another part has already settled the whole. The shapes of reasons are
part of the frozen answer: `all`, `any`, `not`, `criterion`, `fact` and `unknown` nodes.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

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
    Value,
    comparison,
)

Facts = Mapping[str, Value]
Reason = dict[str, Any]
Explained = tuple[Kleene, Reason]
Memo = dict[str, Explained]
Explain = Callable[[Facts, Memo], Explained]
"""Facts known (unknown ones absent) and the criteria explained so far → value and reason."""


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


def held(reason: Reason) -> Kleene:
    """Return the value a reason carries."""
    for key in ("holds", "all", "any", "not"):
        if key in reason:
            value: Kleene = reason[key]
            return value
    raise KeyError("holds")


def live(reason: Reason) -> Iterator[Reason]:
    """Yield the live leaves of a reason: unknown, and under no part already settled. In reading order."""
    if held(reason) is not None:
        return
    if "of" in reason:
        for part in reason["of"]:
            yield from live(part)
    else:
        yield reason


def live_facts(reason: Reason) -> Iterator[str]:
    """Yield the unknown facts of the live leaves, in reading order, once per occurrence."""
    for leaf in live(reason):
        if "fact" in leaf:
            if leaf["given"] is None:
                yield leaf["fact"]
            if "of_fact" in leaf and _other(leaf) is None:
                yield leaf["of_fact"]


def _other(leaf: Reason) -> Value | None:
    # The operator's key is the second of a leaf; its value is what the other fact was found to be.
    value: Value | None = list(leaf.values())[1]
    return value


def turning(reason: Reason, wanted: bool = True) -> list[Reason]:
    """Return the fewest settled leaves that would all have to turn for a settled reason to become `wanted`.

    `all` needs every part that stands against it, `any` the part that needs fewest (the first of equals);
    for `wanted` false the two change places, and `not` asks the opposite of its part. A leaf that is still
    unknown stands in nobody's way and is not counted; the same comparison met twice counts once.
    """
    value = held(reason)
    if value is wanted or (value is None and "of" not in reason):
        return []
    if "of" not in reason:
        return [reason]
    parts: list[Reason] = reason["of"]
    if "not" in reason:
        return turning(parts[0], not wanted)
    if ("any" in reason) is not wanted:  # every part against must turn
        together: list[Reason] = []
        for part in parts:
            together.extend(leaf for leaf in turning(part, wanted) if leaf not in together)
        return together
    return min((turning(part, wanted) for part in parts), key=len)
