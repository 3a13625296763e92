"""Policies decided over cells, by bits: Kleene's logic on planes of true and of false, then standings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from huji.policy.pack import Pack
from huji.policy.population.cells import Cells, Plane
from huji.policy.population.cuts import test_of
from huji.policy.tree import All, AnyOf, Condition, Leaf, Not, Reference, Total
from huji.policy.vocabulary import Vocabulary

NOT_COVERED, UNDETERMINED, REFUSED, CLAUSES = 0, 1, 2, 3
"""The codes of standing: outside the policy, undetermined, without a route, and from here on the clauses."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a condition is true and where it is false; elsewhere it is unknown."""

    true: Plane
    false: Plane


class Reader:
    """The conditions of one pack over the cells."""

    def __init__(self, cells: Cells, criteria: Mapping[str, Condition], vocabulary: Vocabulary) -> None:
        self._cells, self._criteria, self._vocabulary = cells, criteria, vocabulary
        self._known: dict[str, Truth] = {}
        size = -(-len(cells) // 8)
        self.none = np.zeros(size, dtype=np.uint8)
        self.every = np.full(size, 255, dtype=np.uint8)

    def value(self, node: Condition) -> Truth:
        """Return a condition's value over the cells."""
        if isinstance(node, Leaf | Total):
            test, straight = test_of(node, self._criteria, self._vocabulary)
            true, false = self._cells.planes(test)
            return Truth(true, false) if straight else Truth(false, true)
        if isinstance(node, Reference):
            found = self._known.get(node.criterion)
            if found is None:
                found = self._known[node.criterion] = self.value(self._criteria[node.criterion])
            return found
        if isinstance(node, Not):
            part = self.value(node.part)
            return Truth(part.false, part.true)
        if isinstance(node, All | AnyOf):
            return self.joined([self.value(part) for part in node.parts], isinstance(node, All))
        return Truth(self.none, self.none)

    def joined(self, parts: list[Truth], every: bool) -> Truth:
        """Return Kleene's `all` of some parts, or their `any`."""
        if not parts:
            return Truth(self.every, self.none) if every else Truth(self.none, self.every)
        true, false = [part.true for part in parts], [part.false for part in parts]
        if every:
            return Truth(reduce(np.bitwise_and, true), reduce(np.bitwise_or, false))
        return Truth(reduce(np.bitwise_or, true), reduce(np.bitwise_and, false))

    def within(self, truth: Truth, where: Plane) -> Truth:
        """Return a value that is false outside a place."""
        return Truth(truth.true & where, truth.false | ~where)


def standings(cells: Cells, pack: Pack, vocabulary: Vocabulary) -> npt.NDArray[np.uint8]:
    """Return the code of standing of every cell under a policy.

    From `CLAUSES` on come the prohibitions in pack order, the first that bars, then the routes in pack order,
    the first that admits. Raise ValueError where the cells lack a test of the policy.
    """
    read = Reader(cells, pack.conditions, vocabulary)
    covered = cells.covered(pack)
    bans: list[Truth] = []
    for ban in pack.prohibitions:
        parts = [read.value(ban.when)]
        if ban.unless is not None:
            excepted = read.value(ban.unless)
            parts.append(Truth(excepted.false, excepted.true))
        bans.append(read.within(read.joined(parts, every=True), cells.reach(ban.to)))
    ways = [read.within(read.value(route.when), cells.reach(route.to)) for route in pack.routes]
    barred, some = read.joined(bans, every=False), read.joined(ways, every=False)

    eligible = barred.false & some.true & covered
    refused = barred.false & some.false & covered
    undetermined = ~(barred.true | eligible | refused) & covered
    codes = _Codes(len(cells), CLAUSES + len(bans) + len(ways))
    codes.add(UNDETERMINED, undetermined)
    codes.add(REFUSED, refused)
    _first(codes, CLAUSES, bans, covered)
    _first(codes, CLAUSES + len(bans), ways, eligible)
    return codes.whole()


def _first(codes: "_Codes", code: int, clauses: list[Truth], of: Plane) -> None:
    """Give each cell the code of the first clause that is true of it."""
    for place, clause in enumerate(clauses):
        codes.add(code + place, clause.true & of)
        of = of & ~clause.true


class _Codes:
    """A whole number for each cell, gathered bit by bit from planes that do not overlap."""

    def __init__(self, size: int, codes: int) -> None:
        if codes > 255:
            raise ValueError("more than 250 clauses")
        self._size = size
        self._bits = [np.zeros(-(-size // 8), dtype=np.uint8) for _ in range((codes - 1).bit_length())]

    def add(self, code: int, where: Plane) -> None:
        for place, bits in enumerate(self._bits):
            if code >> place & 1:
                bits |= where

    def whole(self) -> npt.NDArray[np.uint8]:
        found = np.zeros(self._size, dtype=np.uint8)
        for place, bits in enumerate(self._bits):
            found |= np.unpackbits(bits, count=self._size) << place
        return found
