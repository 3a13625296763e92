"""How large the conditions of a pack are with the criteria they name written out.

Every reader of a pack follows the names. A few lines in which each criterion names the one before it twice
would keep all of them busy for hours, so there are bounds, far beyond what a document says.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from huji.policy.tree import All, AnyOf, Condition, Not, Reference

MOST = 10_000
"""Nodes of all conditions of a pack, criteria written out where they are named."""
DEEPEST = 64
"""Nodes above one another, likewise."""


class Expansion:
    """The names of criteria met so far; `settle` says how much each of them stands for."""

    def __init__(self) -> None:
        self._named: Counter[str] = Counter()
        self._sizes: dict[str, int] = {}
        self.size = 0

    def named(self, criterion: str) -> bool:
        """Note that a criterion is named; return whether the pack still is within bounds."""
        self._named[criterion] += 1
        self.size += self._sizes.get(criterion, 1)
        return self.size <= MOST

    def settle(self, order: Iterable[str], trees: Mapping[str, Condition]) -> str | None:
        """Reckon criteria, each after those it names; return the first beyond the bounds, None if none is."""
        sizes: dict[str, int] = {}
        depths: dict[str, int] = {}

        def measured(node: Condition) -> tuple[int, int]:
            if isinstance(node, Reference):
                return 1 + sizes.get(node.criterion, 1), 1 + depths.get(node.criterion, 1)
            parts = (
                node.parts if isinstance(node, All | AnyOf) else (node.part,) if isinstance(node, Not) else ()
            )
            found = [measured(part) for part in parts]
            return 1 + sum(size for size, _ in found), 1 + max((depth for _, depth in found), default=0)

        size = 0
        for name in order:
            sizes[name], depths[name] = measured(trees[name])
            size += self._named[name] * sizes[name]
            if size > MOST or sizes[name] > MOST or depths[name] > DEEPEST:
                return name
        self._sizes, self.size = sizes, size
        return None
