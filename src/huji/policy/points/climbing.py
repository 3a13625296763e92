"""People just below and just above a total: a cheap search for the facts a total can turn on.

What it offers is only a guess to be tried; what it does not find is left to the solver.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from huji.policy.points.interval import Facts, Interval, Reads, bounds, compared_line, scale
from huji.policy.points.scores import (
    FactQuantity,
    Options,
    Per,
    Quantity,
    Score,
    Steps,
    Times,
    walk_quantity,
    walk_score,
)
from huji.policy.tree import Condition, Total, Value, facts_of
from huji.policy.vocabulary import Fact, Type

COUNTS = (1, 2, 5, 10, 25, 60)
"""How many units of a quantity are tried: enough to fill most gaps, few enough to be quick."""


def values_of(fact: Fact, totals: Sequence[Total]) -> tuple[Value, ...]:
    """Return values of a fact that totals score differently; none where none reads it as a score."""
    if fact.type is Type.CODE:
        read = any(
            isinstance(part, Options) and part.fact == fact.name for one in totals for part in _scores(one)
        )
        return tuple(fact.values) if read else ()
    tried = {Fraction(0)}
    found = False
    for part in (part for one in totals for part in _scores(one)):
        if not isinstance(part, Per | Steps) or not _reads(part.quantity, fact.name):
            continue
        found = True
        tried |= set(_tried(part))
    if not found:
        return ()
    least, most = Fraction(str(fact.minimum)), None if fact.maximum is None else Fraction(str(fact.maximum))
    if most is not None:
        tried.add(most)
    whole = fact.type is Type.INTEGER
    inside = sorted(
        {value for value in tried if least <= value and (most is None or value <= most)} | {least}
    )
    return tuple(
        int(value) if value.denominator == 1 else float(value)
        for value in inside
        if value.denominator == 1 or not whole
    )


def _scores(total: Total) -> Iterator[Score]:
    return walk_score(total.tally.score)


def _reads(quantity: Quantity, name: str) -> bool:
    return any(isinstance(part, FactQuantity) and part.fact == name for part in walk_quantity(quantity))


def _tried(score: Per | Steps) -> Iterator[Fraction]:
    if isinstance(score, Per):
        yield from (score.unit * count for count in COUNTS)
        return
    starts = [start for start, _ in score.steps]
    yield from starts
    yield from (start - 1 for start in starts)


Crossing = tuple[str, dict[str, Value], Value, Value]
"""A fact, a person, and two values: with the one the total should be below its line, with the other above."""


@dataclass(frozen=True, slots=True)
class Climb:
    """The search over one total: what a person is worth, and the least worth that is over the line."""

    worth: Callable[[Facts], Interval]
    line: int
    facts: frozenset[str]
    joint: tuple[Condition, ...]
    """Conditions of its scores that read several facts: none of these gains anything alone."""

    rules: tuple[Condition, ...]
    """Conditions of its own factors: where one applies, gains are not what they were."""

    def crossings(
        self,
        person: Facts,
        values: Mapping[str, tuple[Value, ...]],
        fixed: frozenset[str],
        steered: Iterable[Mapping[str, Value]],
    ) -> Iterator[Crossing]:
        """Yield by fact a person and two values of it between which the total should cross its line.

        `values` are those of the unknown facts. The fixed ones stay as they are with the person, but for the
        fact that is itself looked at. `steered` are facts under which one of the conditions holds.
        """
        read = [name for name in values if name in self.facts]
        base = {**person, **{name: values[name][0] for name in read if name not in fixed}}
        start = self._at(base)
        if start is None:
            return
        gains = {name: self._gains(base, start, name, values[name]) for name in read}
        slopes = {name: found for name, found in gains.items() if name not in fixed}
        for name in read:
            yield from self._crossing(base, start + min(gains[name]), slopes, name, values[name])
        for pinned in steered:
            leaning = {**base, **pinned}
            rest = {name: found for name, found in slopes.items() if name not in pinned}
            for name in pinned:
                reached = self._at({**leaning, name: values[name][0]})
                if reached is not None:
                    yield from self._crossing(leaning, reached, rest, name, values[name])

    def _at(self, person: Facts) -> int | None:
        low, high = self.worth(person)
        return low if low == high else None

    def _gains(
        self, base: dict[str, Value], start: int, name: str, options: Sequence[Value]
    ) -> dict[int, Value]:
        """Return what each value of a fact adds to the base, the least first; one value for each gain."""
        own = base[name]
        found: dict[int, Value] = {0: own}
        for value in options:
            base[name] = value
            worth = self._at(base)
            if worth is not None:
                found.setdefault(worth - start, value)
        base[name] = own
        return dict(sorted(found.items()))

    def _crossing(
        self,
        base: Mapping[str, Value],
        reached: int,
        slopes: Mapping[str, dict[int, Value]],
        name: str,
        options: Sequence[Value],
    ) -> Iterator[Crossing]:
        """Yield the crossing found by adding gains up to the line, as if no fact weighed on another's."""
        others = [(other, gains) for other, gains in slopes.items() if other != name]
        others.sort(key=lambda item: min(item[1]) - max(item[1]))  # the widest first
        reached += sum(min(gains) for _, gains in others)
        person = {**base, **{other: gains[min(gains)] for other, gains in others}}
        for other, gains in others:
            first = min(gains)
            for gain, value in reversed(gains.items()):
                if gain > first and reached - first + gain < self.line:
                    person[other], reached = value, reached - first + gain
                    break
        below, above = None, None
        for value in options:
            worth = self._at({**person, name: value})
            if worth is not None and worth < self.line:
                below = value
            elif worth is not None:
                above = value
        if below is not None and above is not None:
            yield name, person, below, above


def climb(total: Total, criteria: Mapping[str, Condition], reads: Reads) -> Climb:
    """Return the search over a total."""
    at = scale(total.tally.score)
    rules = [rule.when for rule in total.tally.rules if isinstance(rule, Times)]
    joint = [
        node
        for node in total.tally.conditions
        if len(set(facts_of(node, criteria))) > 1 and not any(node is rule for rule in rules)
    ]
    return Climb(
        bounds(total.tally.score, at, reads),
        compared_line(total, at),
        frozenset(total.tally.facts(criteria)),
        tuple(joint),
        tuple(rules),
    )
