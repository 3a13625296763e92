"""What a score is worth, as an interval of whole numbers: the definition all readers of a score agree on.

Every value of a score becomes a whole number at the score's `scale`, so that engines with machine integers
agree with this one exactly. A number fact is read to the millionth, half up: ⌊x · 10⁶ + ½⌋ in floating point.
The ends of an interval are made form by form from the ends of the parts (None: no end on that side):

    award      p, 0, or between them while its condition is unknown
    per        the ends of its quantity, turned into points
    steps      the least and most of the steps between the ends of its quantity
    options    the points of the code; unknown, the least and most of all codes
    best_of    the most of the lower ends, the most of the upper ends
    sum        the sums of the ends
    bounded    both ends moved into [floor, cap]
    times      its part, its part times the factor, or from the least to the most of both
    unknown    no ends

A fact that two parts read is taken as independent in each: the interval may be wider than what is possible,
and never narrower.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping
from fractions import Fraction

from huji.policy.points.scores import (
    Award,
    BestOf,
    Bounded,
    FactQuantity,
    Fixed,
    Least,
    Options,
    Per,
    Quantity,
    Score,
    Steps,
    Sum,
    Times,
    UnknownScore,
    walk_quantity,
)
from huji.policy.tree import Condition, Constant, Kleene, Op, Parameter, Total, Value

Facts = Mapping[str, Value]
Interval = tuple[int | None, int | None]
"""The least and the most, at a scale; None where there is no end on that side."""

Bounds = Callable[[Facts], Interval]
Reads = Callable[[Condition], Callable[[Facts], Kleene]]
"""A condition as a function of facts to its value; the caller knows the criteria."""

PRECISION = 1_000_000
"""Quantities are whole numbers of millionths."""
LARGEST = 10**9
"""A quantity beyond it counts as much as it does where engines reckon in machine integers."""


def scale(score: Score) -> int:
    """Return a whole number that makes every value of a score whole when multiplied by it."""
    if isinstance(score, Award):
        return score.points.denominator
    if isinstance(score, Per):
        if score.whole:
            return score.points.denominator
        return (score.points / score.unit / _fineness(score.quantity)).denominator
    if isinstance(score, Steps | Options):
        pairs = score.steps if isinstance(score, Steps) else score.points
        return math.lcm(*(points.denominator for _, points in pairs))
    if isinstance(score, BestOf | Sum):
        return math.lcm(*(scale(part) for part in score.parts))
    if isinstance(score, Bounded):
        ends = [end.denominator for end in (score.floor, score.cap) if end is not None]
        return math.lcm(scale(score.part), *ends)
    if isinstance(score, Times):
        return scale(score.part) * score.factor.denominator
    return 1


def reach(score: Per) -> int:
    """Return what is met at most, either way, while points for a quantity are reckoned at their own scale."""
    at, most = scale(score), LARGEST * PRECISION
    if score.whole:
        return most // int(score.unit * PRECISION) * abs(int(score.points * at))
    return most * abs((score.points * at / int(score.unit * PRECISION)).numerator)


def _fineness(quantity: Quantity) -> int:
    for part in walk_quantity(quantity):
        if isinstance(part, FactQuantity) and not part.whole:
            return PRECISION
        if isinstance(part, Fixed) and part.value.denominator != 1:
            return PRECISION
    return 1


def bounds(score: Score, at: int, reads: Reads) -> Bounds:
    """Return a score as a function of facts to its interval at the scale `at`, a multiple of its own."""
    if isinstance(score, Award):
        worth, when = int(score.points * at), reads(score.when)
        by_value: dict[Kleene, Interval] = {
            True: (worth, worth),
            False: (0, 0),
            None: (min(0, worth), max(0, worth)),
        }
        return lambda facts: by_value[when(facts)]
    if isinstance(score, Per):
        count, points_of = quantity(score.quantity), per(score, at)
        return lambda facts: points_of(count(facts))
    if isinstance(score, Steps):
        count, points_of = quantity(score.quantity), steps(score, at)
        return lambda facts: points_of(count(facts))
    if isinstance(score, Options):
        name, by_code = score.fact, options(score, at)
        return lambda facts: by_code[facts.get(name)]
    if isinstance(score, BestOf):
        parts = [bounds(part, at, reads) for part in score.parts]
        return lambda facts: best([part(facts) for part in parts])
    if isinstance(score, Sum):
        parts = [bounds(part, at, reads) for part in score.parts]
        return lambda facts: together([part(facts) for part in parts])
    if isinstance(score, UnknownScore):
        return lambda facts: (None, None)
    inner = bounds(score.part, at, reads)
    if isinstance(score, Bounded):
        into = between(score, at)
        return lambda facts: into(inner(facts))
    test, factor = reads(score.when), score.factor
    return lambda facts: times(inner(facts), factor, test(facts))


# -- the forms, one by one -------------------------------------------------------------------------------


def per(score: Per, at: int) -> Callable[[Interval], Interval]:
    """Return points as a function of a quantity's interval."""
    unit = int(score.unit * PRECISION)
    worth = int(score.points * at)
    rate = score.points * at / unit

    def points(end: int | None) -> int | None:
        if end is None:
            return None if worth else 0
        return end // unit * worth if score.whole else end * rate.numerator // rate.denominator

    if worth < 0:
        return lambda given: (points(given[1]), points(given[0]))
    return lambda given: (points(given[0]), points(given[1]))


def steps(score: Steps, at: int) -> Callable[[Interval], Interval]:
    """Return points as a function of a quantity's interval."""
    starts = [int(start * PRECISION) for start, _ in score.steps]
    worth = [0, *(int(points * at) for _, points in score.steps)]

    def points(given: Interval) -> Interval:
        low, high = given
        first = 0 if low is None else bisect_right(starts, low)
        last = len(starts) if high is None else bisect_right(starts, high)
        reached = worth[first : last + 1]
        return min(reached), max(reached)

    return points


def options(score: Options, at: int) -> dict[Value | None, Interval]:
    """Return the points of each code, and under None those of an unknown one."""
    worth = {code: int(points * at) for code, points in score.points}
    found: dict[Value | None, Interval] = {code: (points, points) for code, points in worth.items()}
    found[None] = (min(worth.values()), max(worth.values()))
    return found


def best(parts: list[Interval]) -> Interval:
    """Return the best of several intervals."""
    lows = [low for low, _ in parts if low is not None]
    highs = [high for _, high in parts]
    return max(lows, default=None), None if None in highs else max(high for high in highs if high is not None)


def together(parts: list[Interval]) -> Interval:
    """Return the sum of several intervals."""
    low: int | None = 0
    high: int | None = 0
    for least, most in parts:
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    return low, high


def between(score: Bounded, at: int) -> Callable[[Interval], Interval]:
    """Return an interval moved into the bounds, as a function."""
    floor = None if score.floor is None else int(score.floor * at)
    cap = None if score.cap is None else int(score.cap * at)

    def moved(end: int | None, instead: int | None) -> int | None:
        if end is None:
            return instead
        if floor is not None and end < floor:
            end = floor
        return cap if cap is not None and end > cap else end

    return lambda given: (moved(given[0], floor), moved(given[1], cap))


def times(given: Interval, factor: Fraction, applies: Kleene) -> Interval:
    """Return an interval times a factor where it applies."""
    if applies is False:
        return given
    low, high = (
        0 if factor == 0 else None if end is None else int(end * factor.numerator // factor.denominator)
        for end in given
    )
    if applies:
        return low, high
    least = None if low is None or given[0] is None else min(low, given[0])
    return least, None if high is None or given[1] is None else max(high, given[1])


# -- quantities ------------------------------------------------------------------------------------------


def quantity(of: Quantity) -> Bounds:
    """Return a quantity as a function of facts to its interval in millionths."""
    if isinstance(of, FactQuantity):
        name = of.fact
        unknown = (int(of.minimum * PRECISION), None if of.maximum is None else int(of.maximum * PRECISION))

        def read(facts: Facts) -> Interval:
            given = facts.get(name)
            if given is None:
                return unknown
            millionths = millionths_of(given)
            return millionths, millionths

        return read
    if isinstance(of, Fixed):
        fixed = int(of.value * PRECISION)
        return lambda facts: (fixed, fixed)
    if isinstance(of, Least):
        parts = [quantity(part) for part in of.parts]
        return lambda facts: least([part(facts) for part in parts])
    whole, part = quantity(of.whole), quantity(of.part)
    return lambda facts: minus(whole(facts), part(facts))


def millionths_of(given: Value) -> int:
    """Return a known number in millionths."""
    if isinstance(given, int):
        return given * PRECISION
    assert isinstance(given, float)
    return math.floor(given * PRECISION + 0.5)


def least(parts: list[Interval]) -> Interval:
    """Return the least of several quantities; none lies below 0."""
    highs = [high for _, high in parts if high is not None]
    return min(low or 0 for low, _ in parts), min(highs, default=None)


def minus(whole: Interval, part: Interval) -> Interval:
    """Return a quantity without another, never below 0."""
    low = 0 if whole[0] is None or part[1] is None else max(0, whole[0] - part[1])
    return low, None if whole[1] is None else max(0, whole[1] - (part[0] or 0))


# -- a total compared ------------------------------------------------------------------------------------


def compared(node: Total, at: int) -> Callable[[Interval], Kleene]:
    """Return the test of a total: true or false where the whole interval agrees, else unknown."""
    line = compared_line(node, at)

    def over(given: Interval) -> Kleene:
        low, high = given
        if low is not None and low >= line:
            return True
        return False if high is not None and high < line else None

    if node.op in (Op.AT_LEAST, Op.ABOVE):
        return over

    def under(given: Interval) -> Kleene:
        value = over(given)
        return None if value is None else not value

    return under


def compared_line(node: Total, at: int) -> int:
    """Return the least whole number at a scale that is over the line: that `at_least` and `above` accept."""
    wanted = threshold(node.right) * at
    return math.ceil(wanted) if node.op in (Op.AT_LEAST, Op.BELOW) else math.floor(wanted) + 1


def threshold(right: Constant | Parameter) -> Fraction:
    """Return the right side of a total, exactly."""
    return Fraction(str(right.value))


def total(node: Total, reads: Reads) -> Callable[[Facts], Kleene]:
    """Return a total compared, as a function of facts to its value."""
    at = scale(node.tally.score)
    worth, test = bounds(node.tally.score, at, reads), compared(node, at)
    return lambda facts: test(worth(facts))
