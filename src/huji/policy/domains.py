"""The values that matter of each fact: one from every interval its comparisons can tell apart."""

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise

from huji.policy.tree import Leaf, OtherFact, Value
from huji.policy.vocabulary import Fact, Type


def samples(fact: Fact, leaves: Iterable[Leaf], known: Iterable[Value] = ()) -> tuple[Value, ...]:
    """Return values of a fact that between them give its leaves every value they can take one by one.

    `leaves` are those that read the fact; `known` are the values of the facts it is compared with.
    """
    if fact.type is Type.BOOLEAN:
        return (True, False)
    if fact.type is Type.CODE:
        return tuple(fact.values)
    if fact.type is Type.DIVISION:
        return _divisions(leaves)
    points = {float(fact.minimum)}
    for leaf in leaves:
        if not isinstance(leaf.right, OtherFact) and isinstance(leaf.right.value, int | float):
            points.add(float(leaf.right.value))
    points.update(float(value) for value in known if isinstance(value, int | float))
    high = math.inf if fact.maximum is None else fact.maximum
    near: set[int] | set[float]
    if fact.type is Type.INTEGER:
        near = {
            whole + step for p in points for whole in (math.floor(p), math.ceil(p)) for step in (-1, 0, 1)
        }
    else:
        step = _finest(points) / 2
        near = {value for point in points for value in (point - step, point, point + step)}
    return tuple(sorted(value for value in near if fact.minimum <= value <= high))


def _finest(points: set[float]) -> float:
    ordered = sorted(points)
    gaps = [b - a for a, b in pairwise(ordered)]
    return min([1.0, *gaps])


def _divisions(leaves: Iterable[Leaf]) -> tuple[Value, ...]:
    prefixes: list[str] = []
    for leaf in leaves:
        value = getattr(leaf.right, "value", ())
        prefixes.extend(value if isinstance(value, tuple) else (str(value),))
    inside = [
        prefix.ljust(6 if len(prefix) <= 6 else 9 if len(prefix) <= 9 else 12, "0") for prefix in prefixes
    ]
    return (*dict.fromkeys(inside), "000000")


def leaves_by_fact(leaves: Iterable[Leaf]) -> Mapping[str, tuple[Leaf, ...]]:
    """Return the leaves that read each fact, on either side."""
    found: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        found.setdefault(leaf.fact, []).append(leaf)
        if isinstance(leaf.right, OtherFact):
            found.setdefault(leaf.right.name, []).append(leaf)
    return {name: tuple(items) for name, items in found.items()}
