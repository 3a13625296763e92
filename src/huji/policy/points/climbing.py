"""People just below and just above a total: a cheap search for the facts a total can turn on.

What it offers is only a guess to be tried; what it does not find is left to the solver.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
    walk_quantity,
    walk_score,
)
from huji.policy.tree import Total, Value
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


@dataclass(frozen=True, slots=True)
class Climb:
    """The search over one total: what a person is worth, and the least worth that is over the line."""

    worth: Callable[[Facts], Interval]
    line: int
    facts: frozenset[str]

    def crossings(
        self, person: Facts, values: Mapping[str, tuple[Value, ...]], wanted: Sequence[str]
    ) -> Iterator[tuple[str, dict[str, Value], Value, Value]]:
        """Yield a wanted fact, a person, and two values of it between which the total should cross its line.

        `values` are those of the facts that may be set freely; wanted facts are varied among their own.
        """
        base = {**person, **{name: options[0] for name, options in values.items() if name in self.facts}}
        if self._at(base) is None:
            return
        gains = {name: self._gains(base, name, values[name]) for name in values if name in self.facts}
        for name in wanted:
            if name in self.facts and name in gains:
                found = self._filled(base, gains, name) or self._stepwise(base, gains, name)
                if found is not None:
                    yield found

    def _at(self, person: Facts) -> int | None:
        low, high = self.worth(person)
        return low if low == high else None

    def _gains(self, base: dict[str, Value], name: str, options: Sequence[Value]) -> dict[int, Value]:
        """Return what each value of a fact adds to the base, the least first; one value for each gain."""
        own, start = base[name], self._at(base) or 0
        found: dict[int, Value] = {}
        for value in options:
            base[name] = value
            found.setdefault((self._at(base) or 0) - start, value)
        base[name] = own
        return dict(sorted(found.items()))

    def _filled(
        self, base: dict[str, Value], gains: Mapping[str, dict[int, Value]], name: str
    ) -> tuple[str, dict[str, Value], Value, Value] | None:
        """Return a crossing found by adding gains up, as if no fact weighed on another's."""
        least, most = next(iter(gains[name])), next(reversed(gains[name]))
        if least == most:
            return None
        person, reached = dict(base), (self._at(base) or 0) + least
        for other, options in _largest_first(gains, name):
            start = next(iter(options))
            person[other], reached = options[start], reached + start
        for other, options in _largest_first(gains, name):
            start = next(iter(options))
            for gain, value in reversed(options.items()):
                if gain > start and reached - start + gain < self.line:
                    person[other], reached = value, reached - start + gain
                    break
        return self._crossing(person, gains, name)

    def _stepwise(
        self, base: dict[str, Value], gains: Mapping[str, dict[int, Value]], name: str
    ) -> tuple[str, dict[str, Value], Value, Value] | None:
        """Return a crossing found by weighing the whole person at every step."""
        if len(gains[name]) < 2:
            return None
        person = {**base, name: next(iter(gains[name].values()))}
        for other, options in _largest_first(gains, name):
            person[other] = next(iter(options.values()))
        for other, options in _largest_first(gains, name):
            start = person[other]
            for value in reversed(options.values()):
                person[other] = value
                worth = self._at(person)
                if worth is not None and worth < self.line:
                    break
                person[other] = start
        return self._crossing(person, gains, name)

    def _crossing(
        self, person: dict[str, Value], gains: Mapping[str, dict[int, Value]], name: str
    ) -> tuple[str, dict[str, Value], Value, Value] | None:
        low, high = next(iter(gains[name].values())), next(reversed(gains[name].values()))
        below, above = (self._at({**person, name: value}) for value in (low, high))
        if below is None or above is None or not below < self.line <= above:
            return None
        return name, person, low, high


def _largest_first(gains: Mapping[str, dict[int, Value]], but: str) -> list[tuple[str, dict[int, Value]]]:
    others = [(name, options) for name, options in gains.items() if name != but]
    return sorted(others, key=lambda item: next(iter(item[1])) - next(reversed(item[1])))


def climb(total: Total, facts: frozenset[str], reads: Reads) -> Climb:
    """Return the search over a total that reads the given facts."""
    at = scale(total.tally.score)
    return Climb(bounds(total.tally.score, at, reads), compared_line(total, at), facts)
