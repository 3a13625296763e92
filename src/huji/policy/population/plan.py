"""What a policy says of everybody at a destination, as one Ibis table of outcomes.

The order is that of one decision (`huji.policy.decision`): a prohibition that holds, else a prohibition that
is unknown, else a true route, else an unknown one, else none. CASE appears only where every branch is already
settled: it picks a number, it never evaluates a condition.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import ibis
import ibis.expr.types as ir

from huji.policy.pack import Pack, Prohibition, Reach, Route
from huji.policy.population import counting
from huji.policy.population.columns import (
    AREA,
    DIVISION,
    GRANTED,
    OUTCOME,
    ROW,
    UNKNOWN,
    column_of,
    prohibition_column,
    route_column,
)
from huji.policy.population.compile import (
    Trees,
    Truth,
    as_column,
    conjunction,
    disjunction,
    negation,
    unknown,
)
from huji.policy.question import ELIGIBLE, INELIGIBLE, UNDETERMINED
from huji.policy.tree import Condition, facts_of

OUTCOMES = (INELIGIBLE, UNDETERMINED, ELIGIBLE)
"""The outcomes, at the places of their numbers in a result."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where everybody would settle; an area or division that is None is read from each person's columns."""

    area: str | None
    division: str | None


@dataclass(frozen=True, eq=False)
class _Same:
    """A pack, the same only as itself: a draft may still bear the digest of the pack it was made from."""

    pack: Pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.pack is self.pack

    def __hash__(self) -> int:
        return id(self.pack)


class Plan:
    """The clauses of a pack open at a destination, what they read, and the table of outcomes they make.

    `known` names facts that the table knows of everybody, so that nobody's unknowns need be counted there.
    `bits` says that the engine keeps booleans as bits, as Polars does: unknowns are then counted as bits.
    """

    def __init__(
        self, pack: Pack, destination: Destination, known: Iterable[str] = (), *, bits: bool = True
    ) -> None:
        self._add_up = counting.count if bits else counting.count_bytes
        self.pack = pack
        self.destination = destination
        self.known = frozenset(known)
        self.routes: tuple[Route, ...] = tuple(route for route in pack.routes if self._may_reach(route.to))
        self.prohibitions: tuple[Prohibition, ...] = tuple(
            ban for ban in pack.prohibitions if self._may_reach(ban.to)
        )

    @property
    def asks(self) -> Hashable:
        """What stands for the table of outcomes over a table of some columns: equal where it is the same."""
        return (_Same(self.pack), self.destination, self.known, self._add_up)

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The facts that the open clauses read, in reading order."""
        return tuple(dict.fromkeys(name for names in self._clause_facts for name in names))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that a table should have for this plan."""
        where = [AREA] if self.destination.area is None else []
        where += [DIVISION] if self.destination.division is None and self._tells_divisions else []
        return (*(column_of(name) for name in self.reads), *where)

    @cached_property
    def results(self) -> tuple[str, ...]:
        """The columns of the result, in order."""
        values = [route_column(route.id) for route in self.routes]
        values += [prohibition_column(ban.id) for ban in self.prohibitions]
        return (OUTCOME, GRANTED, UNKNOWN, *values)

    def outcomes(self, table: ir.Table, carried: Iterable[str] = ()) -> ir.Table:
        """Return one row a person: the carried columns (`_row` always, where the table has it), the results.

        `outcome` is a place in `OUTCOMES` (NULL: the pack does not cover the destination), `granted_by` a
        place among the open routes (NULL unless eligible), `unknown` the number of facts unknown of the
        person among those that the clauses open at the destination read. Each route and prohibition is true,
        false or NULL (unknown); one that is not open at the person's destination is false.
        """
        carried = [*carried, *([ROW] if ROW in table.columns else [])]
        trees = Trees(table, self.pack.conditions)
        covered = self._covered(trees)
        reaches = self._reaches(trees, covered)
        trees.share(self._conditions())
        values: dict[str, Truth] = {}
        for route in self.routes:
            values[route_column(route.id)] = conjunction([reaches[route.to], trees.value(route.when)])
        for one in self.prohibitions:
            parts = [reaches[one.to], trees.value(one.when)]
            if one.unless is not None:
                parts.append(negation(trees.value(one.unless)))
            values[prohibition_column(one.id)] = conjunction(parts)
        self._count_unknown(trees, reaches)
        table = trees.table.mutate(
            **{name: as_column(value) for name, value in values.items()},
            _covered=as_column(covered),
        )
        settled = {
            name: table[name] if isinstance(value, ir.Value) else value for name, value in values.items()
        }
        ways = [settled[route_column(route.id)] for route in self.routes]
        ban = disjunction([settled[prohibition_column(one.id)] for one in self.prohibitions])
        some = disjunction(ways)
        admitted = conjunction([negation(ban), some])
        table = table.mutate(
            _eligible=as_column(admitted).fill_null(False),
            _open=unknown(as_column(ban)) | unknown(as_column(admitted)),
        )
        outcome = table["_eligible"].cast("int8") * ibis.literal(2, "int8") + table["_open"].cast("int8")
        if covered is not True:
            outcome = ibis.ifelse(table["_covered"], outcome.cast("int8"), ibis.null("int8"))
        return table.select(
            *carried,
            **{OUTCOME: outcome.cast("int8"), GRANTED: _first(ways, table["_eligible"])},
            **{UNKNOWN: table[UNKNOWN]},
            **{name: table[name] for name in values},
        )

    # -- where -----------------------------------------------------------------------------------------

    @cached_property
    def _tells_divisions(self) -> bool:
        """Return whether the pack covers, or a clause is open, in some divisions only."""
        reaches = [*(one.to for one in self.pack.routes), *(one.to for one in self.pack.prohibitions)]
        return any(self.pack.applies_to) or any(one.divisions or one.except_divisions for one in reaches)

    def _may_reach(self, reach: Reach) -> bool:
        area, division = self.destination.area, self.destination.division
        if area is not None and area not in reach.areas:
            return False
        return division is None or reach.covers(division, area if area is not None else reach.areas[0])

    def _reaches(self, trees: Trees, covered: Truth) -> Mapping[Reach, Truth]:
        """Compute once, in columns, who wants to settle where each clause is open."""
        found: dict[Reach, Truth] = {}
        columns: dict[str, ir.Value] = {}
        for reach in dict.fromkeys(reach for reach, _ in self._clauses()):
            parts: list[Truth] = [covered]
            if self.destination.area is None:
                parts.append(disjunction([trees.table[AREA] == area for area in reach.areas]))
            if self.destination.division is None:
                if reach.divisions:
                    parts.append(self._below(trees, reach.divisions))
                if reach.except_divisions:
                    parts.append(negation(self._below(trees, reach.except_divisions)))
            found[reach] = conjunction(parts)
            if isinstance(found[reach], ir.Value):
                columns[f"_reach_{len(columns)}"] = found[reach]
        if columns:
            trees.table = trees.table.mutate(**columns)
            names = iter(columns)
            for reach, value in found.items():
                if isinstance(value, ir.Value):
                    found[reach] = trees.table[next(names)]
        return found

    def _below(self, trees: Trees, prefixes: Iterable[str]) -> Truth:
        return disjunction([trees.table[DIVISION].startswith(prefix) for prefix in prefixes])

    def _covered(self, trees: Trees) -> Truth:
        """Return who wants to settle where the pack applies; nobody is asked where the destination is one."""
        parts: list[Truth] = []
        if self.destination.area is None:
            parts.append(disjunction([trees.table[AREA] == area for area in self.pack.areas]))
        if self.destination.division is None and "" not in self.pack.applies_to:
            parts.append(self._below(trees, self.pack.applies_to))
        return conjunction(parts)

    # -- what is not known -----------------------------------------------------------------------------

    @cached_property
    def _clause_facts(self) -> list[tuple[str, ...]]:
        """The facts of each open clause, routes first."""
        return [
            tuple(dict.fromkeys(name for node in nodes for name in facts_of(node, self.pack.conditions)))
            for _, nodes in self._clauses()
        ]

    def _clauses(self) -> list[tuple[Reach, tuple[Condition, ...]]]:
        routes = [(route.to, (route.when,)) for route in self.routes]
        bans = [
            (ban.to, (ban.when,) if ban.unless is None else (ban.when, ban.unless))
            for ban in self.prohibitions
        ]
        return [*routes, *bans]

    def _conditions(self) -> list[Condition]:
        return [node for _, nodes in self._clauses() for node in nodes]

    def _count_unknown(self, trees: Trees, reaches: Mapping[Reach, Truth]) -> None:
        """Count the facts not known of each person, of those the clauses open there read, in a column."""
        readers: dict[str, dict[Reach, None]] = {}
        for (reach, _), names in zip(self._clauses(), self._clause_facts, strict=True):
            for name in names:
                readers.setdefault(name, {})[reach] = None
        bits: list[ir.BooleanValue] = []
        for name, where in readers.items():
            column = trees.fact(name)
            if name in self.known:
                continue
            absent: Truth = True if column is None else column.isnull()
            counts = conjunction([absent, disjunction([reaches[reach] for reach in where])])
            if counts is not False:
                bits.append(as_column(counts))
        trees.table = self._add_up(trees.table, bits, UNKNOWN)


def _first(ways: list[Truth], eligible: ir.BooleanValue) -> ir.Value:
    """Return the place of the first true route of those who are eligible, else NULL."""
    branches = [(~eligible, ibis.null("int8"))]  # of the others some route is true: the first, unknown or not
    for index, way in enumerate(ways):
        if way is True:
            return ibis.cases(*branches, else_=ibis.literal(index, "int8"))
        if isinstance(way, ir.Value):
            branches.append((way, ibis.literal(index, "int8")))
    return ibis.cases(*branches, else_=ibis.null("int8"))
