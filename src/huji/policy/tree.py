"""The one representation of a policy: a total, loop-free tree of conditions over facts.

Every reader of a policy (the interpreter here, and any other compiler) walks these seven node kinds and no
others. A node carries its stable id (its path in the pack), its words in both languages and its citation.
A total of points is read as one number; what it is made of is `huji.policy.points`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from huji.policy.words import Text

if TYPE_CHECKING:
    from huji.policy.points.scheme import Tally

Value = bool | int | float | str
"""A known value of a fact: yes/no, whole number, number, or code (a division is its digits)."""

Kleene = bool | None
"""True, false or unknown (None)."""


class Op(StrEnum):
    """How a leaf compares its fact; the names are those of packs and of answers."""

    IS = "is"
    IN = "in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document: its number (its title where it has none) and the article as written there."""

    document: str
    article: str

    def as_dict(self) -> dict[str, str]:
        """Return the citation as the answer carries it."""
        return {"document": self.document, "article": self.article}


@dataclass(frozen=True, slots=True)
class Constant:
    """The right side of a comparison: a value (for `in`, several)."""

    value: Value | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """The right side of a comparison: a parameter of the pack, with the value it resolves to."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class OtherFact:
    """The right side of a comparison: another number fact of the same person or place."""

    name: str


@dataclass(frozen=True, slots=True)
class Node:
    """What every node carries: id (path in the pack), words, citation (None in the vocabulary)."""

    id: str
    words: Text
    cites: Citation | None


@dataclass(frozen=True, slots=True)
class All(Node):
    """True where every part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    """True where one part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """True where its part is false."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """The value of a named criterion of the same pack."""

    criterion: str


@dataclass(frozen=True, slots=True)
class Leaf(Node):
    """One fact compared with one right side; `rank` holds the codes of an ordered enumeration in order."""

    fact: str
    op: Op
    right: Constant | Parameter | OtherFact
    rank: tuple[str, ...] | None = None
    division: bool = False


@dataclass(frozen=True, slots=True)
class Total(Node):
    """A total of the pack's points scheme, compared with a number (at least, above, at most, below).

    What a total is worth is an interval [low, high]: `at_least t` is true where low ≥ t, false where
    high < t, else unknown; the others likewise. `tally` is the total of that name.
    """

    total: str
    op: Op
    right: Constant | Parameter
    tally: "Tally" = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unknown(Node):
    """What the document does not say; always unknown, with the reason."""

    reason: Text


Condition = All | AnyOf | Not | Reference | Leaf | Total | Unknown


def walk(node: Condition, criteria: Mapping[str, Condition], *, totals: bool = True) -> Iterator[Condition]:
    """Yield the nodes of a tree in reading order, criteria followed into, and the conditions of `totals`."""
    yield node
    if isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from walk(part, criteria, totals=totals)
    elif isinstance(node, Not):
        yield from walk(node.part, criteria, totals=totals)
    elif isinstance(node, Reference):
        yield from walk(criteria[node.criterion], criteria, totals=totals)
    elif totals and isinstance(node, Total):
        for condition in node.tally.conditions:
            yield from walk(condition, criteria)


def facts_of(node: Condition, criteria: Mapping[str, Condition]) -> Iterator[str]:
    """Yield the names of the facts a tree reads, in reading order, with repetition."""
    for part in walk(node, criteria):
        if isinstance(part, Leaf):
            yield part.fact
            if isinstance(part.right, OtherFact):
                yield part.right.name
        elif isinstance(part, Total):
            yield from part.tally.facts(criteria)


def comparison(leaf: Leaf) -> Callable[[Value, Value | tuple[str, ...]], bool]:
    """Return the test of a leaf as a function of the given value and the right side's value."""
    op = leaf.op
    if leaf.division:  # divisions are compared by place: a code lies in every code it begins with
        if op is Op.IS:
            return lambda given, right: str(given).startswith(str(right))
        return lambda given, right: str(given).startswith(right)  # type: ignore[arg-type]
    if op is Op.IS:
        return lambda given, right: given == right
    if op is Op.IN:
        return lambda given, right: given in right  # type: ignore[operator]
    if leaf.rank is not None:
        place = {code: index for index, code in enumerate(leaf.rank)}
        return lambda given, right: place[given] >= place[right]  # type: ignore[index]
    return _NUMBER[op]


_NUMBER: dict[Op, Callable[..., bool]] = {
    Op.AT_LEAST: lambda given, right: given >= right,
    Op.AT_MOST: lambda given, right: given <= right,
    Op.ABOVE: lambda given, right: given > right,
    Op.BELOW: lambda given, right: given < right,
}
