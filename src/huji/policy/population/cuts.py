"""The distinct tests that the leaves of policies make, each told once whatever the leaf's sense.

A leaf is a test or its opposite: `below 2` is the opposite of `at_least 2`, `is rented` is `in [rented]`,
`at_least 18` of a whole number is `above 17`. Two leaves with one test have one value for everybody, so a
draft that only says the same otherwise, or moves a threshold to another cut already taken, needs no new look
at the people.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias

from huji.policy.pack import Pack
from huji.policy.tree import (
    Condition,
    Constant,
    Leaf,
    Op,
    OtherFact,
    Parameter,
    Reference,
    Total,
    walk,
)
from huji.policy.vocabulary import Type, Vocabulary
from huji.policy.words import Text

Test: TypeAlias = tuple[Any, ...]
"""What a leaf asks: its kind, what it reads, against what; plain values, the same for the same question."""

_REVERSED = {Op.BELOW: Op.AT_LEAST, Op.AT_MOST: Op.ABOVE}
_SILENT = frozenset({"id", "words", "cites", "reason"})


def test_of(
    node: Leaf | Total, criteria: Mapping[str, Condition], vocabulary: Vocabulary
) -> tuple[Test, bool]:
    """Return the test of a leaf, and whether the leaf says it as it is (else its opposite)."""
    op, right = _REVERSED.get(node.op, node.op), node.right
    straight = op is node.op
    if isinstance(node, Total):
        assert isinstance(right, Constant | Parameter)
        score = repr(_content(node.tally.score, criteria, vocabulary))
        digest = hashlib.sha256(score.encode()).hexdigest()[:24]
        return ("total", digest, op.value, _number(right.value)), straight
    if isinstance(right, OtherFact):
        return ("fact", node.fact, op.value, right.name), straight
    value = right.value
    if isinstance(value, bool):
        return ("yes", node.fact), value
    if node.division:
        return ("under", node.fact, *sorted(value if isinstance(value, tuple) else (str(value),))), True
    if node.rank is not None:
        return ("in", node.fact, *sorted(node.rank[node.rank.index(str(value)) :])), True
    if op in (Op.IS, Op.IN):
        return ("in", node.fact, *sorted(value if isinstance(value, tuple) else (str(value),))), True
    number = _number(value)
    if vocabulary[node.fact].type is Type.INTEGER:
        whole = math.ceil(number) if op is Op.AT_LEAST else math.floor(number) + 1
        return ("number", node.fact, Op.AT_LEAST.value, whole), straight
    return ("number", node.fact, op.value, number), straight


def leaves_of(pack: Pack) -> Iterator[Leaf | Total]:
    """Yield the leaves on which an applicant's outcome under a pack depends; not those inside of totals."""
    trees: list[Condition] = [route.when for route in pack.routes]
    for ban in pack.prohibitions:
        trees += [ban.when] if ban.unless is None else [ban.when, ban.unless]
    for tree in trees:
        yield from _outer(tree, pack.conditions)


def _outer(node: Condition, criteria: Mapping[str, Condition]) -> Iterator[Leaf | Total]:
    inside: set[int] = set()
    for part in walk(node, criteria):
        if isinstance(part, Total):
            for condition in part.tally.conditions:
                inside.update(id(leaf) for leaf in walk(condition, criteria))
            yield part
        elif isinstance(part, Leaf) and id(part) not in inside:
            yield part


def asked(pack: Pack, vocabulary: Vocabulary) -> dict[Test, Leaf | Total]:
    """Return the tests of a pack, each with a leaf that makes it or its opposite."""
    return {test_of(leaf, pack.conditions, vocabulary)[0]: leaf for leaf in leaves_of(pack)}


def words_of(test: Test, vocabulary: Vocabulary) -> Text:
    """Return what a test asks in a few words, for the message that the cells do not hold it."""
    kind, of = test[0], str(test[1])
    if kind == "total":
        return Text(f"积分合计达到 {test[3]:g}", f"a total of {test[3]:g} points")
    title = vocabulary[of].title
    if kind == "yes":
        return title
    if kind == "fact":
        other = vocabulary[str(test[3])].title
        return Text(f"{title.zh}与{other.zh}相比", f"{title.en}, compared with {other.en}")
    if kind == "number":
        sign = Text("不少于", "at least") if test[2] == Op.AT_LEAST.value else Text("高于", "above")
        return Text(f"{title.zh}{sign.zh} {test[3]:g}", f"{title.en}: {sign.en} {test[3]:g}")
    return Text(f"{title.zh}：{'、'.join(test[2:])}", f"{title.en}: {', '.join(test[2:])}")


def _number(value: Any) -> float:
    return float(value)


def _content(node: Any, criteria: Mapping[str, Condition], vocabulary: Vocabulary) -> Any:
    """Return what a score or a condition in it says, as plain values without its place and its words."""
    if isinstance(node, Reference):
        return _content(criteria[node.criterion], criteria, vocabulary)
    if isinstance(node, Leaf):
        return list(test_of(node, criteria, vocabulary))
    if isinstance(node, Parameter | Constant):
        return _content(node.value, criteria, vocabulary)
    if is_dataclass(node):
        parts = [
            _content(getattr(node, one.name), criteria, vocabulary)
            for one in fields(node)
            if one.name not in _SILENT
        ]
        return (type(node).__name__, *parts)
    if isinstance(node, Iterable) and not isinstance(node, str):
        return tuple(_content(part, criteria, vocabulary) for part in node)
    return node if isinstance(node, bool | int | str | None) else str(node)
