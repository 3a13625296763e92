"""Conditions and outcomes as Z3 terms.

A condition is two rails, true and false, so that Kleene's unknown is where neither holds. Facts of a person
are complete here: unknown stays only what a document does not say.
"""

import math
from collections.abc import Iterable, Mapping

import z3

from huji.policy.points import Score, UnknownScore, conditions_of, facts_of_score, walk_score
from huji.policy.points.interval import scale, threshold
from huji.policy.question import DISCRETIONARY, ELIGIBLE, INELIGIBLE, Question
from huji.policy.smt.scores import Scores, Seen
from huji.policy.smt.variables import Blur, Person, Rails, Term, Variables
from huji.policy.tree import (
    All,
    AnyOf,
    Condition,
    Leaf,
    Not,
    Op,
    Reference,
    Total,
    Unknown,
    facts_of,
    walk,
)
from huji.policy.vocabulary import Fact


class Terms(Variables):
    """The encoding over one Z3 context, one set of facts, and the leaves and totals to be read of them."""

    def __init__(
        self, facts: Mapping[str, Fact], leaves: Iterable[Leaf], totals: Iterable[Total] = ()
    ) -> None:
        super().__init__(facts, leaves, totals)
        self._reads: dict[int, tuple[Condition, frozenset[str]]] = {}
        self._scores: dict[int, tuple[Score, frozenset[str], bool]] = {}

    # -- people ------------------------------------------------------------------------------------------

    def person(self, side: str, names: Iterable[str]) -> Person:
        """Return a person with a fresh variable for each fact; `side` tells people apart."""
        return Person({name: self.variable(side, name) for name in names})

    # -- conditions --------------------------------------------------------------------------------------

    def rails(self, node: Condition, criteria: Mapping[str, Condition], person: Person) -> Rails:
        """Return a condition of a person as rails."""
        true, false = self._rails(node, criteria, person)
        return true, z3.Not(true) if false is None else false

    def _rails(
        self, node: Condition, criteria: Mapping[str, Condition], person: Person
    ) -> tuple[Term, Term | None]:
        """Return the rails; None for a false rail that is nothing but the negation of the true one."""
        if person.like is not None and not person.changed & self.reads(node, criteria):
            return self._rails(node, criteria, person.like)
        if person.blur is not None and not person.blur.names & self.reads(node, criteria):
            return self._blurred(node, criteria, person.blur)
        kept = person.built.get(id(node))
        if kept is None:
            kept = person.built[id(node)] = (node, *self._build(node, criteria, person))
        return kept[1], kept[2]

    def _build(
        self, node: Condition, criteria: Mapping[str, Condition], person: Person
    ) -> tuple[Term, Term | None]:
        if isinstance(node, Leaf):
            return self.atom(node, person.variables), None
        if isinstance(node, Total):
            return self._total(node, criteria, person)
        if isinstance(node, Unknown):
            return self.nothing, self.nothing
        if isinstance(node, Reference):
            return self._rails(criteria[node.criterion], criteria, person)
        if isinstance(node, Not):
            true, false = self._rails(node.part, criteria, person)
            return (z3.Not(true), None) if false is None else (false, true)
        assert isinstance(node, All | AnyOf)
        rails = [self._rails(part, criteria, person) for part in node.parts]
        every, some = (z3.And, z3.Or) if isinstance(node, All) else (z3.Or, z3.And)
        true = every([true for true, _ in rails])
        if all(false is None for _, false in rails):
            return true, None
        return true, some([z3.Not(true) if false is None else false for true, false in rails])

    def _blurred(
        self, node: Condition, criteria: Mapping[str, Condition], blur: Blur
    ) -> tuple[Term, Term | None]:
        kept = blur.parts.get(id(node))
        if kept is None:
            true, false = (z3.Bool(f"part {len(blur.parts)} {rail}", self.ctx) for rail in ("true", "false"))
            if any(isinstance(part, Unknown) or _is_open(part) for part in walk(node, criteria)):
                blur.rules.append(z3.Not(z3.And(true, false)))
                kept = (node, true, false)
            else:
                kept = (node, true, None)
            blur.parts[id(node)] = kept
        return kept[1], kept[2]

    def _seen(self, criteria: Mapping[str, Condition], blur: Blur) -> Seen:
        return Seen(
            lambda score, at: self._blurred_score(score, at, criteria, blur),
            lambda score, at: self._any_points(("rest", id(score), at), score, blur),
        )

    def _blurred_score(
        self, score: Score, at: int, criteria: Mapping[str, Condition], blur: Blur
    ) -> Term | None:
        """Return any points whatever for a score that reads none of the facts looked at; None for others."""
        reads, settled = self._score(score, criteria)
        return self._any_points((id(score), at), score, blur) if settled and not blur.names & reads else None

    def _any_points(self, key: object, score: Score, blur: Blur) -> Term:
        kept = blur.parts.get(key)
        if kept is None:
            points = z3.Int(f"part {len(blur.parts)} points", self.ctx)
            kept = blur.parts[key] = (score, points, None)
        return kept[1]

    def _score(self, score: Score, criteria: Mapping[str, Condition]) -> tuple[frozenset[str], bool]:
        """Return the facts a score reads, and whether a complete person's points are always known."""
        kept = self._scores.get(id(score))
        if kept is None:
            nodes = (node for condition in conditions_of(score) for node in walk(condition, criteria))
            settled = not _unsaid(score) and not any(
                isinstance(node, Unknown) or _is_open(node) for node in nodes
            )
            kept = (score, frozenset(facts_of_score(score, criteria)), settled)
            self._scores[id(score)] = kept
        return kept[1], kept[2]

    def reads(self, node: Condition, criteria: Mapping[str, Condition]) -> frozenset[str]:
        """Return the facts a condition reads."""
        kept = self._reads.get(id(node))
        if kept is None:
            kept = self._reads[id(node)] = (node, frozenset(facts_of(node, criteria)))
        return kept[1]

    def _total(
        self, node: Total, criteria: Mapping[str, Condition], person: Person
    ) -> tuple[Term, Term | None]:
        """Return a total compared as rails: true or false where both ends of its interval agree."""
        variables, blur = person.variables, person.blur
        seen = None if blur is None else self._seen(criteria, blur)
        scores = Scores(
            self.ctx,
            lambda condition: self._rails(condition, criteria, person),
            lambda name: self.millionths(name, variables[name]),
            lambda name, code: variables[name] == list(self.facts[name].values).index(code),
            seen,
        )
        at = scale(node.tally.score)
        low, high = scores.ends(node.tally.score, at)
        wanted = threshold(node.right) * at
        over = node.op in (Op.AT_LEAST, Op.BELOW)
        line = math.ceil(wanted) if over else math.floor(wanted) + 1
        reached = low.value >= line
        if low is high and low.none is None:
            true, false = reached, None
        else:
            true = reached if low.none is None else z3.And(z3.Not(low.none), reached)
            below = high.value < line
            false = below if high.none is None else z3.And(z3.Not(high.none), below)
        if node.op in (Op.AT_LEAST, Op.ABOVE):
            return true, false
        return (z3.Not(true), None) if false is None else (false, true)

    # -- outcomes ----------------------------------------------------------------------------------------

    def ban(
        self,
        prohibition: tuple[Condition, Condition | None],
        criteria: Mapping[str, Condition],
        person: Person,
    ) -> Rails:
        """Return whether a prohibition holds and none of its exceptions does."""
        when, unless = prohibition
        true, false = self.rails(when, criteria, person)
        if unless is None:
            return true, false
        but_true, but_false = self.rails(unless, criteria, person)
        return z3.And(true, but_false), z3.Or(false, but_true)

    def outcome(self, question: Question, person: Person) -> dict[str, Term]:
        """Return by label when the outcome of a question is it; undetermined is where none of them holds."""
        criteria = question.criteria
        bans = [self.ban(one, criteria, person) for one in question.prohibitions]
        routes = [self.rails(route, criteria, person) for route in question.routes]
        banned, allowed = self._any(true for true, _ in bans), self._all(false for _, false in bans)
        some, none = self._any(true for true, _ in routes), self._all(false for _, false in routes)
        eligible, refused = z3.And(allowed, some), z3.Or(banned, z3.And(allowed, none))
        if question.admissions is None:
            return {ELIGIBLE: eligible, INELIGIBLE: refused}
        if not routes:  # the applicant is known to be eligible
            eligible, refused = self.anything, self.nothing
        sure: dict[bool, list[Term]] = {True: [], False: []}
        open_: dict[bool, list[Term]] = {True: [], False: []}
        maybe = []
        for admission in question.admissions:
            route_true, route_false = (
                (self.anything, self.nothing) if admission.route is None else routes[admission.route]
            )
            rails = [self.rails(condition, criteria, person) for condition in admission.conditions]
            true, false = self._all(true for true, _ in rails), self._any(false for _, false in rails)
            sure[admission.listed].append(z3.And(route_true, true))
            open_[admission.listed].append(z3.And(route_true, z3.Not(false)))
            maybe.append(z3.And(z3.Not(route_false), z3.Not(false)))
        admitted = self._any(sure[True])
        by_officer = z3.And(z3.Not(self._any(open_[True])), self._any(sure[False]))
        at_all = self._any([*open_[True], *open_[False]])
        undecided = z3.And(z3.Not(eligible), z3.Not(refused))
        return {
            ELIGIBLE: z3.And(eligible, admitted),
            DISCRETIONARY: z3.And(eligible, by_officer),
            INELIGIBLE: z3.Or(
                refused,
                z3.And(eligible, z3.Not(at_all)),
                z3.And(undecided, z3.Not(self._any(maybe))),
            ),
        }

    def _any(self, terms: Iterable[Term]) -> Term:
        return z3.Or([self.nothing, *terms])

    def _all(self, terms: Iterable[Term]) -> Term:
        return z3.And([self.anything, *terms])


def _unsaid(score: Score) -> bool:
    return any(isinstance(part, UnknownScore) for part in walk_score(score))


def _is_open(node: Condition) -> bool:
    """Return whether a node may be unknown of a complete person, other than by its parts."""
    return isinstance(node, Total) and _unsaid(node.tally.score)
