"""A condition as points a citizen can follow: nested lists, without the signs of logic.

Three rewritings, each exact in Kleene's logic: a negation goes down to the facts (De Morgan), groups of one
kind within each other become one, and what every branch of an alternative asks is asked once, before it.
"""

from collections.abc import Iterable
from dataclasses import replace

from huji.policy.guide.sentences import Sentences
from huji.policy.guide.values import Kind, Point
from huji.policy.pack import Pack
from huji.policy.tree import All, AnyOf, Condition, Leaf, Not, Reference, Total, Unknown
from huji.policy.words import Text

NOTHING = Text("", "")
SHORT = 56
"""Two facts whose Chinese sentences are together no longer than this are said in one sentence."""


class Conditions:
    """Puts the conditions of a pack into words."""

    def __init__(self, pack: Pack, sentences: Sentences) -> None:
        self.pack = pack
        self.sentences = sentences

    def point(self, node: Condition) -> Point:
        """Return a condition as a point; a group at its top stays a list."""
        found = self._point(node, True)
        return found if found.notion else _unfolded(found)

    def _point(self, node: Condition, holds: bool) -> Point:
        if isinstance(node, Not):
            return self._point(node.part, not holds)
        if isinstance(node, Reference):
            return self._criterion(node.criterion, holds)
        if isinstance(node, Unknown):
            return Point(Kind.UNKNOWN, node.reason)
        if isinstance(node, All | AnyOf):
            kind = Kind.ALL if isinstance(node, All) is holds else Kind.ANY
            return grouped(kind, (self._point(part, holds) for part in node.parts))
        return self._leaf(node, holds)

    def _leaf(self, node: Condition, holds: bool) -> Point:
        if isinstance(node, Leaf):
            return Point(Kind.FACT, self.sentences.leaf(node, holds))
        if isinstance(node, Total):
            return Point(Kind.FACT, self.sentences.total(node, holds))
        return Point(Kind.FACT, node.words)  # a node of another kind says itself

    def _criterion(self, name: str, holds: bool) -> Point:
        criterion = self.pack.criteria[name]
        inner = self._point(criterion.condition, holds)
        if not inner.parts:
            return replace(inner, notion=inner.notion or name)
        if inner.notion:  # a criterion that is another one
            inner = Point(Kind.ALL, NOTHING, (inner,))
        inner = _unfolded(inner)
        title = criterion.title
        if not holds:
            title = Text(f"不属于“{title.zh}”", f"not “{title.en}”")
        return replace(inner, text=title, notion=name)


def grouped(kind: Kind, parts: Iterable[Point]) -> Point:
    """Return points as one group, in its plainest form."""
    flat: list[Point] = []
    for part in parts:
        flat.extend(part.parts if part.kind is kind and part.notion is None else (part,))
    flat = _once(flat)
    if len(flat) == 1:
        return flat[0]
    group = Point(kind, NOTHING, tuple(flat))
    if kind is Kind.ANY:
        group = _factored(group)
    return _folded(group)


def _once(points: list[Point]) -> list[Point]:
    """Say a thing once; of a fact asked for by itself and as a criterion, the criterion stays."""
    found: dict[Point, Point] = {}
    for point in points:
        key = point if point.parts else replace(point, notion=None)
        if key not in found or found[key].notion is None:
            found[key] = point
    return list(found.values())


def _factored(group: Point) -> Point:
    """Ask before an alternative what each of its branches asks."""
    branches = group.parts
    if any(branch.kind is not Kind.ALL or branch.notion for branch in branches):
        return group
    shared = [part for part in branches[0].parts if all(part in branch.parts for branch in branches)]
    rests = [tuple(part for part in branch.parts if part not in shared) for branch in branches]
    if not shared or not all(rests):
        return group
    choice = grouped(Kind.ANY, (grouped(Kind.ALL, rest) for rest in rests))
    return Point(Kind.ALL, NOTHING, (*shared, choice))


def _folded(group: Point) -> Point:
    """Say two short facts in one sentence."""
    plain = all(part.kind is Kind.FACT and not part.notion for part in group.parts)
    if len(group.parts) != 2 or not plain or sum(len(part.text.zh) for part in group.parts) > SHORT:
        return group
    one, two = (part.text for part in group.parts)
    zh, en = ("，并且", ", and ") if group.kind is Kind.ALL else ("，或者", ", or ")
    return replace(group, text=Text(f"{one.zh}{zh}{two.zh}", f"{one.en}{en}{two.en}"), folded=True)


def _unfolded(point: Point) -> Point:
    return replace(point, text=NOTHING, folded=False) if point.folded else point
