"""The numbers of a policy that a drafter can move: thresholds, their stops, the policy with some moved."""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from huji.policy.pack import Pack
from huji.policy.population.cuts import leaves_of
from huji.policy.tree import Constant, Leaf, Op, OtherFact, Parameter, Total
from huji.policy.vocabulary import Fact, Type, Vocabulary
from huji.policy.wording import leaf_words
from huji.policy.words import Text

_STOPS = 10
"""About how many steps lie between nought and twice a threshold."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of a policy: a named parameter, or the number of one leaf (its id is its path in the pack).

    `stops` are the numbers a slider stops at, rising, the present `value` among them; `unit` is the fact's.
    """

    id: str
    title: Text
    value: float
    unit: str | None
    stops: tuple[float, ...]
    whole: bool
    article: str | None
    leaves: tuple[Leaf | Total, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the threshold as JSON-ready data."""
        told = {"id": self.id, "title": self.title.as_dict(), "value": self.value, "unit": self.unit}
        return {**told, "stops": list(self.stops), "article": self.article}

    def at_stops(self) -> Iterator[Leaf | Total]:
        """Yield the leaves with their threshold at every stop."""
        for leaf in self.leaves:
            for stop in self.stops:
                yield replace(leaf, right=Constant(_plain(stop)))


def thresholds(pack: Pack, vocabulary: Vocabulary) -> tuple[Threshold, ...]:
    """Return the numbers of a policy on which an applicant's outcome depends, in the pack's order."""
    found: dict[str, list[Leaf | Total]] = {}
    for leaf in leaves_of(pack):
        if isinstance(leaf.right, OtherFact) or isinstance(leaf.right.value, bool | str | tuple):
            continue
        id_ = leaf.right.name if isinstance(leaf.right, Parameter) else leaf.id
        if leaf not in found.setdefault(id_, []):
            found[id_].append(leaf)
    return tuple(_threshold(pack, id_, tuple(leaves), vocabulary) for id_, leaves in found.items())


def moved(pack: Pack, to: Mapping[str, float], vocabulary: Vocabulary) -> Pack:
    """Return the policy with thresholds elsewhere; raise KeyError for one it does not have."""
    known = {one.id: one for one in thresholds(pack, vocabulary)}
    moves = {id_: _plain(value) for id_, value in to.items() if known[id_].value != value}
    if not moves:
        return pack
    told = json.dumps([pack.digest, moves], sort_keys=True)
    mover = _Mover(moves, vocabulary)
    return replace(
        pack,
        parameters={
            name: replace(given, value=moves[name]) if name in moves else given
            for name, given in pack.parameters.items()
        },
        criteria=mover.of(pack.criteria),
        routes=mover.of(pack.routes),
        prohibitions=mover.of(pack.prohibitions),
        digest="sha256:" + hashlib.sha256(told.encode()).hexdigest(),
    )


class _Mover:
    """Rebuilds trees with some thresholds elsewhere; what does not change stays the same object."""

    def __init__(self, moves: Mapping[str, int | float], vocabulary: Vocabulary) -> None:
        self._moves, self._vocabulary = moves, vocabulary

    def of(self, node: Any) -> Any:
        if isinstance(node, Leaf | Total):
            return self._leaf(node)
        if isinstance(node, tuple):
            parts = tuple(self.of(part) for part in node)
            return node if all(a is b for a, b in zip(parts, node, strict=True)) else parts
        if isinstance(node, Mapping):
            return {key: self.of(part) for key, part in node.items()}
        if not is_dataclass(node) or isinstance(node, Text | type):
            return node
        changed = {
            one.name: part
            for one in fields(node)
            if (part := self.of(getattr(node, one.name))) is not getattr(node, one.name)
        }
        return replace(node, **changed) if changed else node

    def _leaf(self, leaf: Leaf | Total) -> Leaf | Total:
        right = leaf.right
        if isinstance(right, Parameter) and right.name in self._moves:
            right = Parameter(right.name, self._moves[right.name])
        elif isinstance(right, Constant) and leaf.id in self._moves:
            right = Constant(self._moves[leaf.id])
        else:
            return leaf
        if isinstance(leaf, Total):
            return replace(leaf, right=right)
        words = leaf_words(self._vocabulary[leaf.fact], leaf.op, right.value)
        return replace(leaf, right=right, words=words)


def _threshold(pack: Pack, id_: str, leaves: tuple[Leaf | Total, ...], vocabulary: Vocabulary) -> Threshold:
    first = leaves[0]
    fact = vocabulary[first.fact] if isinstance(first, Leaf) else None
    assert not isinstance(first.right, OtherFact)
    value = float(first.right.value)  # type: ignore[arg-type]
    given = pack.parameters.get(id_)
    title = given.title if given else fact.title if fact else first.words
    sign = {Op.AT_LEAST: "≥", Op.ABOVE: ">", Op.AT_MOST: "≤", Op.BELOW: "<"}[first.op]
    return Threshold(
        id=id_,
        title=Text(f"{title.zh} {sign}", f"{title.en} {sign}"),
        value=value,
        unit=fact.unit if fact else "points",
        stops=stops(value, fact),
        whole=fact is not None and fact.type is Type.INTEGER,
        article=given.article if given and given.article else first.cites.article if first.cites else None,
        leaves=leaves,
    )


def stops(value: float, fact: Fact | None) -> tuple[float, ...]:
    """Return thresholds around one: from nought to twice as much, in steps that people use."""
    most = max(2 * value, 2.0)
    step = _handy(most / _STOPS)
    if fact is not None and fact.type is Type.INTEGER:
        step = max(1.0, float(round(step)))
    elif fact is not None and fact.unit == "years" and value <= 5:
        step, most = 0.5, max(most, 5.0)
    low = 0.0 if fact is None else float(fact.minimum)
    high = math.inf if fact is None or fact.maximum is None else float(fact.maximum)
    found = {round(step * place, 6) for place in range(round(most / step) + 1)} | {value}
    return tuple(sorted(number for number in found if low <= number <= high))


def _handy(step: float) -> float:
    """Return the next of 1, 2, 5, 10, … that is not below a step."""
    size = 10.0 ** math.floor(math.log10(step))
    return next(size * times for times in (1, 2, 5, 10) if size * times >= step - 1e-12)


def _plain(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value
