"""The shortest proof of an outcome: which facts a person would have to tell, and no others.

A condition is compiled once into a function of what is known and of one complete person. It gives the
person's value and the facts, beyond those known, that would show it: of a true `any` the part that needs
fewest, of a true `all` every part, and the other way round where it is false. What leads to no value (the
document leaves it open, or the person cannot say) needs every part that is not settled.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from huji.policy.interpret import Facts
from huji.policy.points.interval import bounds, scale
from huji.policy.question import ELIGIBLE, INELIGIBLE, UNDETERMINED, Question, conjunction, holds, negation
from huji.policy.tree import All, AnyOf, Condition, Kleene, Leaf, Not, Reference, Total, Value, facts_of

Needs = frozenset[str]
NOTHING: Needs = frozenset()
Proved = tuple[Kleene, Needs]
Prove = Callable[[Facts, Facts, Needs], Proved]
"""Facts known, one complete person, facts that will be told anyway → the person's value, facts needed."""
Live = Callable[[Facts, Needs], tuple[Kleene, Needs]]
"""Facts known, facts not to be had → the value, and the other facts under no part already settled."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one person's outcome is, and the facts that show it."""

    outcome: str
    needs: Needs


class Proving:
    """The proofs of one question; compiled once and used for every person."""

    def __init__(self, question: Question) -> None:
        self._criteria = question.criteria
        self._bans = [
            (self._prove(when), None if unless is None else self._prove(unless))
            for when, unless in question.prohibitions
        ]
        self._routes = [self._prove(route) for route in question.routes]
        self._live = [self._alive(node) for node in question.routes]
        self._live_bans = [
            (self._alive(when), None if unless is None else self._alive(unless))
            for when, unless in question.prohibitions
        ]

    def told(self, known: Facts, person: Facts) -> Told:
        """Return a person's outcome, and the facts not known yet that would show it."""
        bans = [self._ban(ban, known, person) for ban in self._bans]
        forbidding = [needs for value, needs in bans if value is True]
        if forbidding:
            return Told(INELIGIBLE, min(forbidding, key=len))
        chosen: Needs = NOTHING
        for _, needs in bans:
            chosen |= needs
        if any(value is None for value, _ in bans):
            return Told(UNDETERMINED, chosen)
        routes = [route(known, person, chosen) for route in self._routes]
        open_ways = [needs for value, needs in routes if value is True]
        if open_ways:
            return Told(ELIGIBLE, chosen | min(open_ways, key=lambda needs: len(needs - chosen)))
        for route in self._routes:  # anew, since a fact told for one route may close the next as well
            chosen |= route(known, person, chosen)[1]
        undetermined = any(value is None for value, _ in routes)
        return Told(UNDETERMINED if undetermined else INELIGIBLE, chosen)

    def live(self, known: Facts, unsure: Needs = NOTHING) -> Needs:
        """Return the facts that Kleene's trees leave open: no other can matter any more."""
        found: Needs = NOTHING
        for when, unless in self._live_bans:
            value, needs = when(known, unsure)
            if unless is not None:
                excepted, more = unless(known, unsure)
                value, needs = conjunction([value, negation(excepted)]), needs | more
            if value is True:
                return NOTHING
            if value is None:
                found |= needs
        routes = [route(known, unsure) for route in self._live]
        if any(value is True for value, _ in routes):
            return found
        for value, needs in routes:
            if value is None:
                found |= needs
        return found

    def _ban(self, ban: tuple[Prove, Prove | None], known: Facts, person: Facts) -> Proved:
        when, unless = ban
        if unless is None:
            return when(known, person, NOTHING)
        return _joined([when(known, person, NOTHING), _turned(unless(known, person, NOTHING))], False)

    def _prove(self, node: Condition) -> Prove:
        if isinstance(node, Reference):
            return self._prove(self._criteria[node.criterion])
        if isinstance(node, Not):
            part = self._prove(node.part)
            return lambda known, person, chosen: _turned(part(known, person, chosen))
        if isinstance(node, All | AnyOf):
            return _parts([self._prove(part) for part in node.parts], settling=isinstance(node, AnyOf))
        return self._total(node) if isinstance(node, Total) else self._leaf(node)

    def _total(self, node: Total) -> Prove:
        """Return the proof of a total: the facts that narrow it most, until it is on one side of its line."""
        value, reads = holds(node, self._criteria), frozenset(facts_of(node, self._criteria))
        worth = bounds(node.tally.score, scale(node.tally.score), lambda one: holds(one, self._criteria))
        narrowed: dict[tuple[str, Value], float] = {}

        def width(name: str, given: Value) -> float:
            found = narrowed.get((name, given))
            if found is None:
                low, high = worth({name: given})
                found = math.inf if low is None or high is None else high - low
                narrowed[(name, given)] = found
            return found

        def prove(known: Facts, person: Facts, chosen: Needs) -> Proved:
            settled = value(known)
            if settled is not None:
                return settled, NOTHING
            names = [name for name in reads if name not in known and name in person]
            wanted = value(person)
            if wanted is None:
                return None, frozenset(names)
            names.sort(key=lambda name: (name not in chosen, width(name, person[name]), name))
            few, many = 0, len(names)  # what more is known never unsettles: the shortest beginning that does
            while few < many:
                half = (few + many) // 2
                if value({**known, **{name: person[name] for name in names[:half]}}) is None:
                    few = half + 1
                else:
                    many = half
            return wanted, frozenset(names[:few])

        return prove

    def _leaf(self, node: Condition) -> Prove:
        value, reads = holds(node, self._criteria), frozenset(facts_of(node, self._criteria))

        def prove(known: Facts, person: Facts, chosen: Needs) -> Proved:
            settled = value(known)
            if settled is not None:
                return settled, NOTHING
            return value(person), frozenset(name for name in reads if name not in known and name in person)

        return prove

    def _alive(self, node: Condition) -> Live:
        if isinstance(node, Reference):
            return self._alive(self._criteria[node.criterion])
        if isinstance(node, Not):
            part = self._alive(node.part)

            def turned(known: Facts, unsure: Needs) -> tuple[Kleene, Needs]:
                value, needs = part(known, unsure)
                return negation(value), needs

            return turned
        if isinstance(node, All | AnyOf):
            parts, settling = [self._alive(part) for part in node.parts], isinstance(node, AnyOf)

            def several(known: Facts, unsure: Needs) -> tuple[Kleene, Needs]:
                value: Kleene = not settling
                needs: Needs = NOTHING
                for part in parts:
                    one, more = part(known, unsure)
                    if one is settling:
                        return settling, NOTHING
                    if one is None:
                        value, needs = None, needs | more
                return value, needs

            return several
        value, reads = holds(node, self._criteria), frozenset(facts_of(node, self._criteria))

        single = isinstance(node, Leaf)

        def leaf(known: Facts, unsure: Needs) -> tuple[Kleene, Needs]:
            settled = value(known)
            if settled is not None or (single and reads & unsure):
                return settled, NOTHING
            return settled, reads - known.keys() - unsure

        return leaf


def _parts(parts: list[Prove], *, settling: bool) -> Prove:
    def prove(known: Facts, person: Facts, chosen: Needs) -> Proved:
        return _joined([part(known, person, chosen) for part in parts], settling, chosen)

    return prove


def _joined(proved: list[Proved], settling: bool, chosen: Needs = NOTHING) -> Proved:
    """Join the parts of an `any` (`settling` true) or of an `all` (`settling` false)."""
    deciding = [needs for value, needs in proved if value is settling]
    if deciding:
        return settling, min(deciding, key=lambda needs: len(needs - chosen))
    together: Needs = NOTHING
    for _, needs in proved:
        together |= needs
    return (None if any(value is None for value, _ in proved) else not settling), together


def _turned(proved: Proved) -> Proved:
    return negation(proved[0]), proved[1]
