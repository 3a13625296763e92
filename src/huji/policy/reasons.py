"""Reading reasons: what a tree of reasons holds, what keeps it open, and what would have to turn."""

from collections.abc import Iterator
from typing import Any

from huji.policy.tree import Kleene, Value

Reason = dict[str, Any]
"""A JSON-ready tree, in the shapes of `huji.policy.interpret` and `huji.policy.points.explaining`."""


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
    if "of" in reason and "total" not in reason:
        for part in reason["of"]:
            yield from live(part)
    else:
        yield reason


def live_facts(reason: Reason) -> Iterator[str]:
    """Yield the unknown facts of the live leaves, in reading order, once per occurrence."""
    for leaf in live(reason):
        yield from open_facts(leaf)


def open_facts(leaf: Reason) -> Iterator[str]:
    """Yield the unknown facts of one live leaf, or of a total compared with nothing, in reading order."""
    for part in open_leaves(leaf):
        if "fact" in part:
            if part["given"] is None:
                yield part["fact"]
            if "of_fact" in part and _other(part) is None:
                yield part["of_fact"]


def open_leaves(leaf: Reason) -> Iterator[Reason]:
    """Yield what keeps a live leaf open: itself, or of a total the facts and reasons not known within it.

    Within a total, parts that are worth one number whatever their unknown facts are, and conditions that are
    settled, hold nothing open.
    """
    if "total" not in leaf:
        yield leaf
        return
    for rule in leaf.get("adjusted", ()):
        if "when" in rule:
            yield from live(rule["when"])
    for indicator in leaf["of"]:
        yield from _open(indicator)


def _open(node: Reason) -> Iterator[Reason]:
    """Yield the open leaves of an indicator, a score or a quantity (`huji.policy.points.explaining`)."""
    value = node["points"] if "points" in node else node["given"]
    if value is not None:
        return
    if "fact" in node or "unknown" in node:
        yield node
    elif node.get("score") == "award":
        yield from live(node["of"][0])
    else:
        if "when" in node:
            yield from live(node["when"])
        for part in node["of"]:
            yield from _open(part)


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
    leaf = "of" not in reason or "total" in reason
    if value is wanted or (value is None and leaf):
        return []
    if leaf:
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
