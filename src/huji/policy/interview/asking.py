"""Choosing the next question of an interview."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median_low

from huji.policy.decision import Here, conditions_for, here
from huji.policy.domains import samples
from huji.policy.interpret import Facts
from huji.policy.interview.aims import AIMS, FURTHER, Aim, aim, counted
from huji.policy.interview.likely import COUNTED, people
from huji.policy.interview.proving import Proving
from huji.policy.missing import Exact
from huji.policy.pack import Pack
from huji.policy.question import UNDETERMINED, Question
from huji.policy.tree import (
    All,
    AnyOf,
    Condition,
    Leaf,
    Not,
    OtherFact,
    Reference,
    Unknown,
    Value,
    facts_of,
)
from huji.policy.vocabulary import Scope, Type, Vocabulary
from huji.policy.words import Text

PEOPLE = 96
"""Likely people a question is weighed by; more change the order no more."""
PEOPLE_WITH_POINTS = 24
"""Where points are counted: each person takes longer to weigh."""
LISTED = "points."
"""What the settled rounds of a scheme of points tell of a person."""
TRIED = 3
MANY = 10
FEWEST_FOR_BOXES = 4
"""Where fewer facts are open, they are asked one by one."""
MOST_BOXES = 10

_CANNOT_TELL = Text("申请人说不清楚", "the applicant cannot tell")


@dataclass(frozen=True, slots=True)
class Step:
    """Where an interview stands: the outcome so far, what to ask next, how many questions may follow.

    `fact` is None where nothing more can change the outcome. `most` counts the question itself and is never
    exceeded; `typical` is what likely people still need.
    """

    outcome: str
    fact: str | None
    most: int
    typical: int


class Interview:
    """The interview of one question at one destination; compiled once and used for everybody."""

    def __init__(self, exact: Exact, pack: Pack) -> None:
        self._settled = exact
        self._vocabulary = exact.vocabulary
        self._question = exact.question
        self._proving = Proving(self._question)
        count = PEOPLE_WITH_POINTS if self._question.totals else PEOPLE
        self._people = people(self._question, self._vocabulary, count)
        self._flips = {name: self._values(name) for name in self._question.facts}
        self._without: dict[frozenset[str], Exact] = {}
        order = pack.order
        self._order = {name: (order.get(name, len(order)), name) for name in self._question.facts}

    @property
    def facts(self) -> frozenset[str]:
        """The facts the outcome reads."""
        return self._question.facts

    def boxes(self, known: Facts) -> tuple[Aim, ...]:
        """Return the boxes of the opening page: what, left out, closes a way that is still open."""
        live = self._proving.live(known)
        if len(live) < FEWEST_FOR_BOXES:
            return ()
        found = [one for name in AIMS if name in live and (one := aim(name, self._vocabulary))]
        closing = {one: self._closes(one, known) for one in found}
        plainly = {index for one, closed in closing.items() if one.fact not in FURTHER for index in closed}
        shown = [
            one for one, closed in closing.items() if closed - (plainly if one.fact in FURTHER else set())
        ]
        shown = shown[:MOST_BOXES] + self._counted(live - {one.fact for one in shown})
        return tuple(shown) if len(shown) > 1 else ()

    def _counted(self, live: frozenset[str]) -> list[Aim]:
        """Return the boxes of what a scheme of points counts; few people have much of it."""
        if len(live) < MANY:
            return []
        criteria = self._question.criteria
        read = dict.fromkeys(name for total in self._question.totals for name in facts_of(total, criteria))
        return [one for name in read if name in live and (one := counted(name, self._vocabulary))]

    def step(self, known: Facts, unsure: Collection[str] = ()) -> Step:
        """Return where the interview stands with these facts known, and `unsure` not to be had."""
        outcome = self._question.label(known)
        if outcome != UNDETERMINED:
            return Step(outcome, None, 0, 0)
        live = self._proving.live(known, frozenset(unsure))
        if not live:
            return Step(outcome, None, 0, 0)
        # The list of a round comes after everything else: until then people are weighed without it.
        later = {name for name in live if name.startswith(LISTED)}
        kept_out = {*unsure, *(later if later < live else ())}
        persons = [
            {**{name: value for name, value in one.items() if name not in kept_out}, **known}
            for one in self._people
        ]
        needs = [self._proving.told(known, one).needs & live for one in persons]
        weight = dict.fromkeys(live, 0.0)
        for one in needs:
            for name in one:
                weight[name] += 1 / len(one)
        names = sorted(live, key=lambda name: (self._of_office(name), -weight[name], self._order[name]))
        open_now = self._missing(known, names, persons, frozenset(unsure))
        if not open_now:
            return Step(outcome, None, 0, 0)
        typical = median_low([len(one) for one in needs if one] or [1])
        return Step(outcome, open_now, len(live), min(max(typical, 1), len(live)))

    def _missing(
        self, known: Facts, names: list[str], persons: list[dict[str, Value]], unsure: frozenset[str]
    ) -> str | None:
        """Return the first of the names that can still change the outcome."""
        for name in names[:TRIED]:  # as good as always the first, and found at once
            if name in persons[0] and self._changes(name, persons):
                return name
        if self._question.totals and len(names) > MANY:
            return names[0]  # with so many facts open, points on both sides of every line can be had
        exact = self._exact(unsure & self._question.facts)
        candidates = [name for name in names if name in exact.question.facts]
        missing = exact.missing(known, candidates, [], simple=False).facts
        return next((name for name in names if name in missing), None)

    def _changes(self, name: str, persons: list[dict[str, Value]]) -> bool:
        label = self._question.label
        for person in persons:
            own, outcome = person[name], label(person)
            for value in self._flips[name]:
                if value != own:
                    person[name] = value
                    if label(person) != outcome:
                        person[name] = own
                        return True
            person[name] = own
        return False

    def _exact(self, unsure: frozenset[str]) -> Exact:
        """Return the exact `missing` where what reads a fact of `unsure` stays open for good."""
        if not unsure:
            return self._settled
        found = self._without.get(unsure)
        if found is None:
            if len(self._without) > 64:
                self._without.clear()
            found = self._without[unsure] = Exact(_without(self._question, unsure), self._vocabulary)
        return found

    def _closes(self, one: Aim, known: Facts) -> set[int]:
        """Return which of the open ways and prohibitions an empty box settles."""
        empty = {**known, one.fact: one.empty}
        question = self._question
        nodes = [*question.routes, *(when for when, _ in question.prohibitions)]
        values = [(question.value(node)(known), question.value(node)(empty)) for node in nodes]
        return {index for index, (now, then) in enumerate(values) if now is None and then is not None}

    def _of_office(self, name: str) -> bool:
        # Figures of a place and the list of a round are for the office to know; people are asked last.
        return self._vocabulary[name].scope is Scope.PLACE or name.startswith(LISTED)

    def _values(self, name: str) -> tuple[Value, ...]:
        question = self._question
        leaves = [
            leaf
            for leaf in question.leaves
            if leaf.fact == name or (isinstance(leaf.right, OtherFact) and leaf.right.name == name)
        ]
        fact = self._vocabulary[name]
        numbers = self._question.totals and fact.type in (Type.INTEGER, Type.NUMBER)
        return tuple(dict.fromkeys((*samples(fact, leaves), *(COUNTED[""] if numbers else ()))))


@lru_cache(maxsize=256)
def interview(pack: Pack, vocabulary: Vocabulary, division: str, area: str) -> Interview:
    """Return the interview of a pack at a destination; divisions that no clause tells apart share one."""
    return _of(here(pack, vocabulary, division, area))


@lru_cache(maxsize=256)
def _of(at: Here) -> Interview:
    return Interview(at.exact, at.pack)


@lru_cache(maxsize=256)
def along(
    pack: Pack, vocabulary: Vocabulary, division: str, area: str, relation: str
) -> tuple[Interview, ...]:
    """Return the interviews that settle whether one of a relation may come along.

    First the ways whose list names the relation, then those that leave it to the officer. Each is true where
    one of its ways is open to applicant and companion alike; none where no way admits the relation.
    """
    return _along(here(pack, vocabulary, division, area), relation)


@lru_cache(maxsize=256)
def _along(at: Here, relation: str) -> tuple[Interview, ...]:
    ways: dict[bool, list[Condition]] = {True: [], False: []}
    for way in at.ways:
        companions = way.route.companions
        if companions is None or (conditions := conditions_for(companions, relation)) is None:
            continue
        when = way.route.when
        listed = relation in companions.relations
        ways[listed].append(All(when.id, when.words, when.cites, (when, *conditions)))
    questions = [Question((), tuple(routes), at.pack.conditions) for routes in ways.values() if routes]
    return tuple(Interview(Exact(one, at.vocabulary), at.pack) for one in questions)


def _without(question: Question, unsure: frozenset[str]) -> Question:
    """Return the question with every comparison that reads one of the facts left open."""
    criteria = {name: _open(node, unsure, question.criteria) for name, node in question.criteria.items()}
    bans = tuple(
        (
            _open(when, unsure, question.criteria),
            None if unless is None else _open(unless, unsure, question.criteria),
        )
        for when, unless in question.prohibitions
    )
    routes = tuple(_open(route, unsure, question.criteria) for route in question.routes)
    return replace(question, prohibitions=bans, routes=routes, criteria=criteria)


def _open(node: Condition, unsure: frozenset[str], criteria: Mapping[str, Condition]) -> Condition:
    if isinstance(node, All | AnyOf):
        return replace(node, parts=tuple(_open(part, unsure, criteria) for part in node.parts))
    if isinstance(node, Not):
        return replace(node, part=_open(node.part, unsure, criteria))
    if isinstance(node, Reference):
        return node
    if isinstance(node, Leaf) and not unsure.isdisjoint(facts_of(node, criteria)):
        return Unknown(node.id, node.words, node.cites, _CANNOT_TELL)
    return node  # a total of points stays: it can be reached without one of its facts
