"""Conditions as Ibis expressions: the tree of a policy over a table, one row a person.

A condition becomes a boolean expression whose NULL is Kleene's unknown, which is what SQL's AND, OR and NOT
make of it. CASE does not (a WHEN that is NULL counts as false), so no condition is ever compiled to one.
What is used more than once, a criterion, a leaf or the total of a scheme, is computed once in a column of its
own, from which the rest is put together; the engines are not trusted to find it.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import and_, ge, gt, le, lt, or_
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from huji.policy.points.interval import scale
from huji.policy.points.scheme import Tally
from huji.policy.population import totals
from huji.policy.population.columns import column_of
from huji.policy.tree import (
    All,
    AnyOf,
    Condition,
    Kleene,
    Leaf,
    Not,
    Op,
    OtherFact,
    Reference,
    Total,
    Unknown,
)
from huji.policy.words import Text

Truth: TypeAlias = ir.BooleanValue | Kleene
"""What a condition compiles to: an expression, or the value it has for everybody."""

_FLOAT = "float64"
_NOWHERE = Text("", "")
_ORDER: dict[Op, Callable[[ir.Value, ir.Value], ir.BooleanValue]] = {
    Op.AT_LEAST: ge,
    Op.AT_MOST: le,
    Op.ABOVE: gt,
    Op.BELOW: lt,
}


def compiled(
    table: ir.Table, conditions: Mapping[str, Condition], criteria: Mapping[str, Condition]
) -> ir.Table:
    """Return the table with one boolean column (NULL is unknown) for each named condition, and helpers.

    `table` holds facts in columns of `column_of(fact)`: booleans, codes and divisions as strings, numbers as
    integers or floats; a fact without a column is unknown for everybody. Helper columns begin with `_`.
    """
    trees = Trees(table, criteria)
    trees.share(conditions.values())
    return trees.table.mutate(**{name: as_column(trees.value(node)) for name, node in conditions.items()})


def as_column(value: Truth) -> ir.BooleanValue:
    """Return a truth as an expression."""
    return value if isinstance(value, ir.Value) else ibis.literal(value, type="boolean")


def conjunction(values: Iterable[Truth]) -> Truth:
    """Return Kleene's `all`."""
    return _joined(values, settling=False)


def disjunction(values: Iterable[Truth]) -> Truth:
    """Return Kleene's `any`."""
    return _joined(values, settling=True)


def negation(value: Truth) -> Truth:
    """Return Kleene's `not`."""
    if isinstance(value, ir.Value):
        return ~value
    return None if value is None else not value


def unknown(value: ir.BooleanValue) -> ir.BooleanValue:
    """Return whether an expression is NULL.

    Never `isnull()`: Ibis writes `NOT (x) IS NULL` for the negation of x, which SQL reads as NOT (x IS NULL).
    """
    return value.fill_null(True) & ~value.fill_null(False)


def _joined(values: Iterable[Truth], *, settling: bool) -> Truth:
    unknown = False
    found: list[ir.BooleanValue] = []
    for value in values:
        if isinstance(value, ir.Value):
            found.append(value)
        elif value is None:
            unknown = True
        elif value is settling:
            return settling
    if unknown and found:
        found.append(as_column(None))
    if not found:
        return None if unknown else not settling
    return reduce(or_ if settling else and_, found)


class Trees:
    """The conditions of one pack over one table; `table` grows by a column for whatever is shared."""

    def __init__(self, table: ir.Table, criteria: Mapping[str, Condition]) -> None:
        self.table = table
        self.criteria = criteria
        self._shared: dict[Leaf | str, str | Kleene] = {}
        self._totals: dict[Tally, tuple[str | int | None, str | int | None]] = {}

    def share(self, conditions: Iterable[Condition]) -> None:
        """Compute once what these conditions use more than once: leaves, then criteria and totals."""
        uses: dict[Leaf, int] = {}
        depths: dict[str | Tally, int] = {}  # criteria and totals, each deeper than those it reads

        def visit(node: Condition) -> int:
            if isinstance(node, All | AnyOf):
                return max((visit(part) for part in node.parts), default=0)
            if isinstance(node, Not):
                return visit(node.part)
            if isinstance(node, Reference):
                return below(node.criterion, (self.criteria[node.criterion],))
            if isinstance(node, Total):
                return below(node.tally, node.tally.conditions)
            if isinstance(node, Leaf):
                uses[_key(node)] = uses.get(_key(node), 0) + 1
            return 0

        def below(key: str | Tally, nodes: Iterable[Condition]) -> int:
            if key not in depths:
                depths[key] = max((visit(node) for node in nodes), default=0) + 1
            return depths[key]

        for node in conditions:
            visit(node)
        self._add(
            {key: self.leaf(key) for key, times in uses.items() if times > 1 and not _is_plain(key)}, "_leaf"
        )
        for depth in sorted(set(depths.values())):
            here = [key for key, found in depths.items() if found == depth]
            names = [key for key in here if isinstance(key, str)]
            self._add({name: self.value(self.criteria[name]) for name in names}, "_criterion")
            for tally in here:
                if not isinstance(tally, str) and tally not in self._totals:
                    self._totals[tally] = self._kept(self.total(tally), f"_total_{len(self._totals)}")

    def value(self, node: Condition) -> Truth:
        """Return a condition's value over the table, from the shared columns where there are any."""
        if isinstance(node, All):
            return conjunction([self.value(part) for part in node.parts])
        if isinstance(node, AnyOf):
            return disjunction([self.value(part) for part in node.parts])
        if isinstance(node, Not):
            return negation(self.value(node.part))
        if isinstance(node, Reference):
            if node.criterion in self._shared:
                return self._found(node.criterion)
            return self.value(self.criteria[node.criterion])
        if isinstance(node, Unknown):
            return None
        if isinstance(node, Total):
            found = self._totals.get(node.tally)
            return totals.compared(node, self._at(found) if found else self.total(node.tally))
        key = _key(node)
        return self._found(key) if key in self._shared else self.leaf(node)

    def leaf(self, leaf: Leaf) -> Truth:
        """Return the comparison of a leaf; None where the table lacks a fact it reads."""
        given = self.fact(leaf.fact)
        if given is None:
            return None
        right = leaf.right
        if isinstance(right, OtherFact):
            other = self.fact(right.name)
            return None if other is None else _numbers(given, leaf.op, other)
        value = right.value
        if isinstance(value, bool):
            return given if value else ~given
        if leaf.division:
            prefixes = value if isinstance(value, tuple) else (str(value),)
            return disjunction([given.startswith(prefix) for prefix in prefixes])
        if leaf.op is Op.IS or leaf.op is Op.IN:
            return _one_of(given, value if isinstance(value, tuple) else (str(value),))
        if leaf.rank is not None:
            return _one_of(given, leaf.rank[leaf.rank.index(str(value)) :])
        assert isinstance(value, int | float)
        return _number(given, leaf.op, value)

    def fact(self, name: str) -> ir.Value | None:
        """Return the column of a fact, or None where the table has none."""
        column = column_of(name)
        return self.table[column] if column in self.table.columns else None

    def total(self, tally: Tally) -> totals.Interval:
        """Return the least and the most of a total, in whole numbers at the scale of its score."""

        def keep(given: totals.Interval) -> totals.Interval:
            return self._at(self._kept(given, f"_score_{len(self.table.columns)}"))

        return totals.interval(tally.score, scale(tally.score), self.value, self.fact, keep)

    def _add(self, values: Mapping[Leaf | str, Truth], prefix: str) -> None:
        """Put values into columns, those that are the same for everybody aside."""
        columns: dict[str, ir.Value] = {}
        for key, value in values.items():
            if isinstance(value, ir.Value):
                name = f"{prefix}_{key if isinstance(key, str) else len(self._shared)}"
                columns[name] = value
                self._shared[key] = name
            else:
                self._shared[key] = value
        if columns:
            self.table = self.table.mutate(**columns)

    def _found(self, key: Leaf | str) -> Truth:
        found = self._shared[key]
        return self.table[found] if isinstance(found, str) else found

    def _kept(self, given: totals.Interval, name: str) -> tuple[str | int | None, str | int | None]:
        """Put the ends of an interval into columns; return their names, or the ends themselves."""
        columns = {
            f"{name}_{side}": end
            for side, end in zip(("low", "high"), given, strict=True)
            if isinstance(end, ir.Value)
        }
        if columns:
            self.table = self.table.mutate(**columns)
        low, high = given
        return (
            f"{name}_low" if isinstance(low, ir.Value) else low,
            f"{name}_high" if isinstance(high, ir.Value) else high,
        )

    def _at(self, ends: tuple[str | int | None, str | int | None]) -> totals.Interval:
        low, high = (self.table[end] if isinstance(end, str) else end for end in ends)
        return low, high


def _key(leaf: Leaf) -> Leaf:
    """Return a leaf without its place in the pack, so that the same comparison met twice is the same."""
    return Leaf("", _NOWHERE, None, leaf.fact, leaf.op, leaf.right, leaf.rank, leaf.division)


def _is_plain(leaf: Leaf) -> bool:
    """Return whether a leaf is a column as it stands, or nearly: not worth one of its own."""
    return not isinstance(leaf.right, OtherFact) and isinstance(leaf.right.value, bool)


def _one_of(given: ir.Value, codes: Iterable[str]) -> Truth:
    return disjunction([given == code for code in codes])


def _number(given: ir.Value, op: Op, value: int | float) -> ir.BooleanValue:
    """Compare a number column with a constant; whole columns with a whole one, so that no engine rounds."""
    kind = given.type()
    if not kind.is_integer():
        return _ORDER[op](_float(given), ibis.literal(float(value), type=_FLOAT))
    whole = math.ceil(value) if op in (Op.AT_LEAST, Op.BELOW) else math.floor(value)
    low, high = kind.bounds
    return _ORDER[op](given, ibis.literal(whole, type=kind if low <= whole <= high else "int64"))


def _numbers(given: ir.Value, op: Op, other: ir.Value) -> ir.BooleanValue:
    if given.type().is_integer() and other.type().is_integer():
        return _ORDER[op](given, other)
    return _ORDER[op](_float(given), _float(other))


def _float(given: ir.Value) -> ir.Value:
    return given if given.type().is_float64() else given.cast(_FLOAT)
