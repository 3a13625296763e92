"""Scores as Z3 terms: the interval of `huji.policy.points.interval`, for a person whose facts are complete.

Points are whole numbers at the score's scale and quantities whole numbers of millionths, as there, so the
terms are linear over integers and as exact. The ends of an interval differ only where a document does not say
something: an unknown condition, or unknown points.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import z3

from huji.policy.points import (
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
from huji.policy.points.interval import PRECISION
from huji.policy.smt.variables import Term
from huji.policy.tree import Condition


@dataclass(frozen=True, slots=True)
class End:
    """One end of an interval: its value, and when there is none; never where `none` is None."""

    value: Term
    none: Term | None = None


Ends = tuple[End, End]
"""The lower and the upper end; the same object where they cannot differ."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How people are looked at for some facts only: any points whatever stand for the other parts."""

    whole: Callable[[Score, int], Term | None]  # of a score that reads none of the facts; None of others
    rest: Callable[[Score, int], Term]  # of all such parts of a score together


@dataclass(frozen=True, slots=True)
class Scores:
    """The reading of one person's scores: conditions as rails, facts as variables."""

    ctx: Term
    rails: Callable[[Condition], tuple[Term, Term | None]]
    millionths: Callable[[str], Term]
    is_code: Callable[[str, str], Term]
    seen: Seen | None = None

    def ends(self, score: Score, at: int) -> Ends:
        """Return the ends of a score at a scale, a multiple of its own."""
        if self.seen is not None and (points := self.seen.whole(score, at)) is not None:
            return _sure(points)
        if isinstance(score, Award):
            worth = int(score.points * at)
            true, false = self.rails(score.when)
            if false is None:
                return _sure(z3.If(true, self._int(worth), self._int(0)))
            return tuple(  # type: ignore[return-value]
                End(z3.If(true, self._int(worth), z3.If(false, self._int(0), self._int(open_))))
                for open_ in (min(0, worth), max(0, worth))
            )
        if isinstance(score, Per):
            return _sure(self._per(score, at))
        if isinstance(score, Steps):
            count, found = self._quantity(score.quantity), self._int(0)
            for start, points in score.steps:
                reached = count >= int(start * PRECISION)
                found = z3.If(reached, self._int(int(points * at)), found)
            return _sure(found)
        if isinstance(score, Options):
            found = self._int(0)
            for code, points in score.points:
                found = z3.If(self.is_code(score.fact, code), self._int(int(points * at)), found)
            return _sure(found)
        if isinstance(score, BestOf):
            return _each(self._parts(score, at), self._best_low, self._best_high)
        if isinstance(score, Sum):
            return _each(self._parts(score, at), self._sum, self._sum)
        if isinstance(score, UnknownScore):
            return End(self._int(0), self._true()), End(self._int(0), self._true())
        low, high = self.ends(score.part, at)
        if isinstance(score, Bounded):
            floor, cap = (None if end is None else int(end * at) for end in (score.floor, score.cap))
            moved = self._moved(low, floor, cap, floor)
            return moved, moved if high is low else self._moved(high, floor, cap, cap)
        true, false = self.rails(score.when)
        factor = score.factor
        scaled = [
            End(end.value * factor.numerator / factor.denominator, end.none) if factor else End(self._int(0))
            for end in (low, high)
        ]
        if false is None:
            one = self._choose(true, scaled[0], low)
            return one, one if high is low else self._choose(true, scaled[1], high)
        either = self._least([low, scaled[0]]), self._most([high, scaled[1]])
        return (
            self._choose(true, scaled[0], self._choose(false, low, either[0])),
            self._choose(true, scaled[1], self._choose(false, high, either[1])),
        )

    def _parts(self, score: BestOf | Sum, at: int) -> list[Ends]:
        """Return the ends of the parts; those that are blurred are taken together as one."""
        if self.seen is None:
            return [self.ends(part, at) for part in score.parts]
        clear = [part for part in score.parts if self.seen.whole(part, at) is None]
        found = [self.ends(part, at) for part in clear]
        if len(clear) < len(score.parts):
            found.append(_sure(self.seen.rest(score, at)))
        return found

    # -- the forms ---------------------------------------------------------------------------------------

    def _per(self, score: Per, at: int) -> Term:
        count = self._quantity(score.quantity)
        unit = int(score.unit * PRECISION)
        if score.whole:
            return count / self._int(unit) * int(score.points * at)
        rate = score.points * at / unit
        return count * rate.numerator / self._int(rate.denominator)

    def _quantity(self, of: Quantity) -> Term:
        if isinstance(of, FactQuantity):
            return self.millionths(of.fact)
        if isinstance(of, Fixed):
            return self._int(int(of.value * PRECISION))
        if isinstance(of, Least):
            parts = [self._quantity(part) for part in of.parts]
            found = parts[0]
            for part in parts[1:]:
                found = z3.If(part < found, part, found)
            return found
        left = self._quantity(of.whole) - self._quantity(of.part)
        return z3.If(left > 0, left, self._int(0))

    def _best_low(self, parts: Sequence[End]) -> End:
        """The most of the ends there are."""
        found = parts[0]
        for part in parts[1:]:
            more = z3.If(part.value > found.value, part.value, found.value)
            if found.none is None and part.none is None:
                found = End(more)
                continue
            gone, other = self._gone(found), self._gone(part)
            found = End(z3.If(gone, part.value, z3.If(other, found.value, more)), z3.And(gone, other))
        return found

    def _best_high(self, parts: Sequence[End]) -> End:
        """The most of all ends, none where one has none."""
        return self._most(parts)

    def _most(self, parts: Sequence[End]) -> End:
        found = parts[0].value
        for part in parts[1:]:
            found = z3.If(part.value > found, part.value, found)
        return End(found, self._some(parts))

    def _least(self, parts: Sequence[End]) -> End:
        found = parts[0].value
        for part in parts[1:]:
            found = z3.If(part.value < found, part.value, found)
        return End(found, self._some(parts))

    def _sum(self, parts: Sequence[End]) -> End:
        return End(z3.Sum([part.value for part in parts]), self._some(parts))

    def _moved(self, end: End, floor: int | None, cap: int | None, instead: int | None) -> End:
        value = end.value
        if floor is not None:
            value = z3.If(value < floor, self._int(floor), value)
        if cap is not None:
            value = z3.If(value > cap, self._int(cap), value)
        if end.none is None or instead is None:
            return End(value, end.none)
        return End(z3.If(end.none, self._int(instead), value))

    def _choose(self, when: Term, one: End, other: End) -> End:
        value = z3.If(when, one.value, other.value)
        if one.none is None and other.none is None:
            return End(value)
        return End(value, z3.If(when, self._gone(one), self._gone(other)))

    def _gone(self, end: End) -> Term:
        return self._false() if end.none is None else end.none

    def _some(self, parts: Sequence[End]) -> Term | None:
        none = [part.none for part in parts if part.none is not None]
        return z3.Or(none) if none else None

    def _int(self, value: int) -> Term:
        return z3.IntVal(value, self.ctx)

    def _true(self) -> Term:
        return z3.BoolVal(True, self.ctx)

    def _false(self) -> Term:
        return z3.BoolVal(False, self.ctx)


def _sure(value: Term) -> Ends:
    end = End(value)
    return end, end


def _each(
    parts: list[Ends], low: Callable[[Sequence[End]], End], high: Callable[[Sequence[End]], End]
) -> Ends:
    lows = low([part[0] for part in parts])
    if all(part[0] is part[1] for part in parts):
        return lows, lows
    return lows, high([part[1] for part in parts])
