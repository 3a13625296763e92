"""Totals of points as Ibis expressions: two whole-number columns, the least and the most of each score.

The rules of every form are those of `huji.policy.points.interval`, in the same whole numbers at the same
scale, so that all engines agree with it exactly. NULL is no end on that side. Where a column may be NULL the
comparison comes first, and its NULL falls to the branch that keeps it; no condition is evaluated by CASE.
"""

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from huji.policy.points.interval import LARGEST, PRECISION, scale, threshold
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
    UnknownScore,
)
from huji.policy.tree import Condition, Kleene, Op, Total

End: TypeAlias = ir.Value | int | None
"""One end of an interval: a whole-number column (NULL: no end there), the same number for all, or no end."""
Interval: TypeAlias = tuple[End, End]
Keep = Callable[[Interval], Interval]
"""Puts an interval that is used more than once into columns, and returns those."""
Truths = Callable[[Condition], ir.BooleanValue | Kleene]
Columns = Callable[[str], ir.Value | None]

_LOW, _HIGH = -(2**62), 2**62
"""Stand for no end on the lower and the upper side where ends are compared; no score comes near them."""


def interval(score: Score, at: int, truth: Truths, fact: Columns, keep: Keep) -> Interval:
    """Return the interval of a score at the scale `at`, a multiple of its own, for everybody."""
    if isinstance(score, Award):
        return _award(int(score.points * at), truth(score.when))
    if isinstance(score, Per):
        return _per(score, at, quantity(score.quantity, fact))
    if isinstance(score, Steps):
        return _steps(score, at, quantity(score.quantity, fact))
    if isinstance(score, Options):
        return _options(score, at, fact(score.fact))
    if isinstance(score, UnknownScore):
        return None, None
    if isinstance(score, BestOf | Sum):
        parts = [interval(part, at, truth, fact, keep) for part in score.parts]
        return _best(parts) if isinstance(score, BestOf) else _together(parts)
    inner = interval(score.part, at, truth, fact, keep)
    if isinstance(score, Bounded):
        return _bounded(score, at, inner)
    return _times(keep(inner), score.factor, truth(score.when))


def compared(node: Total, given: Interval) -> ir.BooleanValue | Kleene:
    """Return the test of a total whose interval is given: settled where the whole interval agrees."""
    wanted = threshold(node.right) * scale(node.tally.score)
    upwards = node.op in (Op.AT_LEAST, Op.ABOVE)
    line = math.ceil(wanted) if node.op in (Op.AT_LEAST, Op.BELOW) else math.floor(wanted) + 1
    low, high = given
    if not isinstance(low, ir.Value) and not isinstance(high, ir.Value):
        value: Kleene = None
        if low is not None and low >= line:
            value = True
        elif high is not None and high < line:
            value = False
        return value if value is None or upwards else not value
    surely, maybe = _reaches(low, line, False), _reaches(high, line, True)
    reached = surely | (maybe & ibis.null("boolean"))
    return reached if upwards else ~reached


def quantity(of: Quantity, fact: Columns) -> Interval:
    """Return a quantity in millionths."""
    if isinstance(of, FactQuantity):
        least = int(of.minimum * PRECISION)
        most = None if of.maximum is None else int(of.maximum * PRECISION)
        column = fact(of.fact)
        if column is None:
            return least, most
        known = _millionths(column)
        return known.fill_null(least), known if most is None else known.fill_null(most)
    if isinstance(of, Fixed):
        fixed = int(of.value * PRECISION)
        return fixed, fixed
    if isinstance(of, Least):
        parts = [quantity(part, fact) for part in of.parts]
        return _least([0 if low is None else low for low, _ in parts]), _least([high for _, high in parts])
    whole, part = quantity(of.whole, fact), quantity(of.part, fact)
    low = 0 if part[1] is None else _clipped(_minus(whole[0], part[1]), 0, None, _LOW)
    return low, _clipped(_minus(whole[1], part[0]), 0, None, _HIGH)


def _millionths(column: ir.Value) -> ir.Value:
    """Return a number column in millionths, half up, as the interpreter reads it."""
    if column.type().is_integer():
        whole = column.cast("int64")
        return ibis.ifelse(whole > LARGEST, LARGEST, whole) * ibis.literal(PRECISION, "int64")
    real = column.cast("float64")
    real = ibis.ifelse(real > float(LARGEST), float(LARGEST), real)
    return (real * float(PRECISION) + 0.5).floor().cast("int64")


# -- the forms -------------------------------------------------------------------------------------------


def _award(worth: int, when: ir.BooleanValue | Kleene) -> Interval:
    if isinstance(when, ir.Value):
        return _worth(when.fill_null(worth < 0), worth), _worth(when.fill_null(worth > 0), worth)
    if when is None:
        return min(0, worth), max(0, worth)
    return (worth, worth) if when else (0, 0)


def _worth(when: ir.BooleanValue, worth: int) -> ir.Value:
    return when.cast("int64") * ibis.literal(worth, "int64")


def _per(score: Per, at: int, given: Interval) -> Interval:
    unit, worth = int(score.unit * PRECISION), int(score.points * at)
    rate = score.points * at / unit
    if not worth:  # nothing for each of however many
        return 0, 0

    def points(end: End) -> End:
        if end is None:
            return None
        if score.whole:
            return _mapped(end, lambda one: one // unit * worth)
        return _mapped(end, lambda one: one * rate.numerator // rate.denominator)

    low, high = given if worth >= 0 else (given[1], given[0])
    return points(low), points(high)


def _steps(score: Steps, at: int, given: Interval) -> Interval:
    starts = [int(start * PRECISION) for start, _ in score.steps]
    worth = [0, *(int(points * at) for _, points in score.steps)]
    low, high = given
    lows: list[End] = []
    highs: list[End] = []
    for index, points in enumerate(worth):
        # A step is among those reached if it may begin by the upper end and the next one not by the lower.
        begun = True if index == 0 else _reaches(high, starts[index - 1], True)
        over = False if index == len(starts) else _reaches(low, starts[index], False)
        if begun is False or over is True:
            continue
        if begun is True and over is False:
            lows.append(points)
            highs.append(points)
            continue
        reached = begun if over is False else ~over if begun is True else begun & ~over
        lows.append(ibis.ifelse(reached, _column(points), _column(None)))
        highs.append(ibis.ifelse(reached, _column(points), _column(None)))
    return _least(lows), _most(highs)


def _options(score: Options, at: int, given: ir.Value | None) -> Interval:
    worth = {code: int(points * at) for code, points in score.points}
    least, most = min(worth.values()), max(worth.values())
    if given is None:
        return least, most
    branches = [(given == code, ibis.literal(points, "int64")) for code, points in worth.items()]
    ends = (ibis.cases(*branches, else_=ibis.literal(end, "int64")) for end in (least, most))
    return next(ends), next(ends)


def _best(parts: list[Interval]) -> Interval:
    highs = [high for _, high in parts]
    low = _most([low for low, _ in parts])
    if any(high is None for high in highs):
        return low, None
    # Where one part has no upper end, neither has the best of them.
    return low, _opened(_most([_filled(high, _HIGH) for high in highs]), _HIGH)


def _together(parts: list[Interval]) -> Interval:
    return _sum(low for low, _ in parts), _sum(high for _, high in parts)


def _sum(ends: Iterable[End]) -> End:
    fixed = 0
    columns: list[ir.Value] = []
    for end in ends:
        if end is None:
            return None
        if isinstance(end, ir.Value):
            columns.append(end)
        else:
            fixed += end
    if not columns:
        return fixed
    whole = reduce(lambda a, b: a + b, columns)
    return whole + ibis.literal(fixed, "int64") if fixed else whole


def _bounded(score: Bounded, at: int, given: Interval) -> Interval:
    floor = None if score.floor is None else int(score.floor * at)
    cap = None if score.cap is None else int(score.cap * at)

    return _clipped(given[0], floor, cap, _LOW), _clipped(given[1], floor, cap, _HIGH)


def _times(given: Interval, factor: Fraction, applies: ir.BooleanValue | Kleene) -> Interval:
    if applies is False:
        return given
    low, high = (
        0
        if factor == 0
        else None
        if end is None
        else _mapped(end, lambda one: one * factor.numerator // factor.denominator)
        for end in given
    )
    if applies is True:
        return low, high
    if applies is None:
        may = may_not = None
    else:
        may, may_not = applies.fill_null(True), ~applies.fill_null(False)
    least = _least([_where(may, low, _LOW), _where(may_not, given[0], _LOW)])
    most = _most([_where(may, high, _HIGH), _where(may_not, given[1], _HIGH)])
    return _opened(least, _LOW), _opened(most, _HIGH)


def _where(may: ir.BooleanValue | None, end: End, endless: int) -> End:
    """Return an end where it may count (`endless` for none), else NULL."""
    end = _filled(end, endless)
    return end if may is None else ibis.ifelse(may, _column(end), _column(None))


# -- ends ------------------------------------------------------------------------------------------------


def _column(end: End) -> ir.Value:
    if end is None:
        return ibis.null("int64")
    return end if isinstance(end, ir.Value) else ibis.literal(end, "int64")


def _mapped(end: ir.Value | int, change: Callable[[ir.Value | int], ir.Value | int]) -> ir.Value | int:
    """Apply whole-number arithmetic; a column's NULL stays."""
    changed = change(end)
    return changed.cast("int64") if isinstance(changed, ir.Value) else changed


def _filled(end: End, instead: int) -> End:
    if end is None:
        return instead
    return end.fill_null(instead) if isinstance(end, ir.Value) else end


def _reaches(end: End, line: int, endless: bool) -> ir.BooleanValue | bool:
    """Return whether an end is at or above a line, a missing end counting as `endless`; never NULL."""
    if end is None:
        return endless
    reached = end >= line
    return reached.fill_null(endless) if isinstance(reached, ir.Value) else bool(reached)


def _minus(a: End, b: End) -> End:
    """Return a without b; no end where a has none. A b without an end is the caller's to see to."""
    if a is None:
        return None
    return a if b is None else a - b


def _opened(end: End, endless: int) -> End:
    """Return an end with `endless` read as none."""
    if isinstance(end, ir.Value):
        return end.nullif(_column(endless))
    return None if end == endless else end


def _clipped(end: End, floor: int | None, cap: int | None, endless: int) -> End:
    """Return an end moved into bounds; `endless` stands for none, so that a bound on that side is one."""
    if not isinstance(end, ir.Value):
        moved = endless if end is None else end
        moved = moved if floor is None else max(moved, floor)
        moved = moved if cap is None else min(moved, cap)
        return _opened(moved, endless)
    moved = end.fill_null(endless)
    if floor is not None:
        moved = ibis.greatest(moved, _column(floor))
    if cap is not None:
        moved = ibis.least(moved, _column(cap))
    return _opened(moved, endless)


def _least(ends: list[End]) -> End:
    """Return the least of several ends; one that is missing counts for nothing."""
    return _extreme(ends, min, ibis.least, _HIGH)


def _most(ends: list[End]) -> End:
    """Return the most of several ends; one that is missing counts for nothing."""
    return _extreme(ends, max, ibis.greatest, _LOW)


def _extreme(
    ends: list[End], choose: Callable[..., int], compare: Callable[..., ir.Value], endless: int
) -> End:
    fixed = [end for end in ends if end is not None and not isinstance(end, ir.Value)]
    columns = [end.fill_null(endless) for end in ends if isinstance(end, ir.Value)]
    if not columns:
        return choose(fixed) if fixed else None
    if fixed:
        columns.append(_column(choose(fixed)))
    chosen = compare(*columns) if len(columns) > 1 else columns[0]
    return chosen.nullif(_column(endless))
