"""People just below and just above a total: a cheap search for the facts a total can turn on.

What it offers is only a guess to be tried; what it does not find is left to the solver.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from huji.policy.points.interval import (
    Bounds,
    Facts,
    Interval,
    Reads,
    between,
    bounds,
    compared_line,
    scale,
    times,
    together,
)
from huji.policy.points.scores import (
    Bounded,
    FactQuantity,
    Options,
    Per,
    Quantity,
    Score,
    Steps,
    Sum,
    Times,
    facts_of_score,
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
    """The search over one total: its parts with the facts each reads, its own rules, and its line."""

    parts: tuple[Bounds, ...]
    reading: Mapping[str, tuple[int, ...]]
    """By fact the places of the parts that read it; no place where only a rule does."""

    rules: tuple[Callable[[Interval, Facts], Interval], ...]
    line: int
    joint: tuple[Condition, ...]
    """Conditions of its scores that read several facts: none of these gains anything alone."""

    factors: tuple[Condition, ...]
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
        read = [name for name in values if name in self.reading]
        base = Weighed(self, {**person, **{name: values[name][0] for name in read if name not in fixed}})
        start = base.worth()
        if start is None:
            return
        gains = {name: base.gains(name, values[name]) for name in read}
        slopes = {name: found for name, found in gains.items() if name not in fixed}
        for name in read:
            yield from self._crossing(base, start + min(gains[name]), slopes, name, values[name])
        for pinned in steered:
            leaning = base.but(pinned)
            rest = {name: found for name, found in slopes.items() if name not in pinned}
            own = leaning.worth()
            if own is None:
                continue
            for name in pinned:
                least = own + min(leaning.gains(name, values[name]))
                yield from self._crossing(leaning, least, rest, name, values[name])

    def _crossing(
        self,
        base: "Weighed",
        reached: int,
        slopes: Mapping[str, dict[int, Value]],
        name: str,
        options: Sequence[Value],
    ) -> Iterator[Crossing]:
        """Yield the crossing found by adding gains up to the line, as if no fact weighed on another's."""
        others = [(other, gains) for other, gains in slopes.items() if other != name]
        others.sort(key=lambda item: min(item[1]) - max(item[1]))  # the widest first
        reached += sum(min(gains) for _, gains in others)
        chosen = {other: gains[min(gains)] for other, gains in others}
        for other, gains in others:
            first = min(gains)
            for gain, value in reversed(gains.items()):
                if gain > first and reached - first + gain < self.line:
                    chosen[other], reached = value, reached - first + gain
                    break
        person = base.but({other: value for other, value in chosen.items() if base.facts[other] != value})
        below, above = None, None
        for value in options:
            worth = person.but({name: value}).worth()
            if worth is not None and worth < self.line:
                below = value
            elif worth is not None:
                above = value
        if below is not None and above is not None:
            yield name, person.facts, below, above


class Weighed:
    """A person with what each part of a total gives; another who differs is weighed only where it matters."""

    def __init__(self, climb: Climb, facts: dict[str, Value], parts: list[Interval] | None = None) -> None:
        self.climb = climb
        self.facts = facts
        self.parts = [part(facts) for part in climb.parts] if parts is None else parts

    def but(self, changed: Mapping[str, Value]) -> "Weighed":
        """Return a person who differs in the facts named."""
        climb, facts, parts = self.climb, {**self.facts, **changed}, list(self.parts)
        for place in {place for name in changed for place in climb.reading.get(name, ())}:
            parts[place] = climb.parts[place](facts)
        return Weighed(climb, facts, parts)

    def worth(self) -> int | None:
        """Return the total; None where it is not one number."""
        worth = together(self.parts)
        for rule in self.climb.rules:
            worth = rule(worth, self.facts)
        return worth[0] if worth[0] == worth[1] else None

    def gains(self, name: str, options: Sequence[Value]) -> dict[int, Value]:
        """Return what each value of a fact adds to the total, the least first; one value for each gain."""
        start = self.worth() or 0
        found: dict[int, Value] = {0: self.facts[name]}
        for value in options:
            worth = self.but({name: value}).worth()
            if worth is not None:
                found.setdefault(worth - start, value)
        return dict(sorted(found.items()))


def climb(total: Total, criteria: Mapping[str, Condition], reads: Reads) -> Climb:
    """Return the search over a total."""
    tally, at = total.tally, scale(total.tally.score)
    core = tally.score
    while isinstance(core, Bounded | Times):
        core = core.part
    parts = core.parts if isinstance(core, Sum) else (core,)
    reading: dict[str, list[int]] = {name: [] for name in tally.facts(criteria)}
    for place, part in enumerate(parts):
        for name in set(facts_of_score(part, criteria)):
            reading[name].append(place)
    factors = [rule.when for rule in tally.rules if isinstance(rule, Times)]
    joint = [
        node
        for node in tally.conditions
        if len(set(facts_of(node, criteria))) > 1 and not any(node is factor for factor in factors)
    ]
    return Climb(
        tuple(bounds(part, at, reads) for part in parts),
        {name: tuple(places) for name, places in reading.items()},
        tuple(_rule(rule, at, reads) for rule in tally.rules),
        compared_line(total, at),
        tuple(joint),
        tuple(factors),
    )


def _rule(rule: Bounded | Times, at: int, reads: Reads) -> Callable[[Interval, Facts], Interval]:
    if isinstance(rule, Bounded):
        into = between(rule, at)
        return lambda given, facts: into(given)
    factor, test = rule.factor, reads(rule.when)
    return lambda given, facts: times(given, factor, test(facts))
