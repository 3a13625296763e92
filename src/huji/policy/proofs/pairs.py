"""Two people who differ in some facts only, the second of whom fares worse.

To fare worse is to be no longer eligible, or to be refused where one was not before; so an undetermined
applicant may become eligible, and never ineligible.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import z3

from huji.policy.decision import Here
from huji.policy.proofs.report import Witness
from huji.policy.proofs.setting import Label, Setting
from huji.policy.proofs.sites import Site
from huji.policy.question import ELIGIBLE, INELIGIBLE, Question
from huji.policy.smt import Person, Term
from huji.policy.tree import Condition, Value
from huji.policy.words import Text

BEFORE = Text("原来", "before")
AFTER = Text("之后", "after")

Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Worse:
    """Where a change makes somebody worse off: the site, the companion's relation if it is one, the people.

    `host` is the household that is lost where the outcome itself stays.
    """

    site: Site
    relation: str | None
    host: str | None
    witnesses: tuple[Witness, ...]


def worse(before: Label, after: Label) -> Term:
    """Return the term that says one outcome is worse than another."""
    return z3.Or(
        z3.And(before[ELIGIBLE], z3.Not(after[ELIGIBLE])),
        z3.And(z3.Not(before[INELIGIBLE]), after[INELIGIBLE]),
    )


class Change:
    """A change of some facts: from one person to the same person but for them.

    `order` says which changes are meant; `steps` gives plain pairs of values to show it by, the first best.
    """

    def __init__(
        self,
        setting: Setting,
        names: Iterable[str],
        order: Callable[[Person, Person], Sequence[Term]],
        steps: Callable[[Facts, Facts], Iterator[tuple[Facts, Facts]]],
    ) -> None:
        people = setting.people
        self.setting = setting
        self.names = frozenset(names) & frozenset(people.names)
        self.steps = steps
        self.other, possible = people.differing(sorted(self.names))
        self.claims = [*possible, *order(people.anybody, self.other)] if self.names else []
        self._seen = people.anybody.blurred(self.names)
        self._other_seen = self._seen.but({name: self.other.variables[name] for name in self.names})
        self._domains = [
            rule
            for person in (people.anybody, self.other)
            for name in self.names
            for rule in people.terms.domain(name, person.variables[name])
        ]

    def worse(self, *, hosts: bool = False) -> Iterator[Worse]:
        """Yield for each site, and each relation there, two people of whom the second fares worse."""
        setting = self.setting
        for site in setting.sites:
            at = setting.at(site)
            whose = [None, *(group[0] for group in setting.relations(at))]
            asked = [(relation, setting.question(at, relation)) for relation in whose]
            asked = [(relation, question) for relation, question in asked if question.facts & self.names]
            if asked and not self._plainly_hold([question for _, question in asked]):
                for relation, question in asked:
                    found = self._outcome(site, question, relation)
                    if found is not None:
                        yield found
                        if relation is None:
                            break  # what happens to companions and households follows from it
            if hosts:
                yield from self._hosts(site, at)

    def _outcome(self, site: Site, question: Question, relation: str | None) -> Worse | None:
        setting, people = self.setting, self.setting.people
        first, then = setting.outcome(question), setting.outcome(question, self.other)
        both = people.anybody, self.other
        model = people.find([*self.claims, worse(first, then)], *both)
        if model is None:
            return None
        plainest = people.find([*self.claims, first[ELIGIBLE], then[INELIGIBLE]], *both)
        model = plainest or model
        before, after = (setting.surely(question, question.label(facts)) for facts in model)
        return self._shown(site, model, relation, None, lambda a, b: before(a) and after(b))

    def _plainly_hold(self, questions: Iterable[Question]) -> bool:
        """Return whether nobody can fare worse, as is seen already from the parts that read the facts."""
        terms, seen = self.setting.people.terms, self._seen
        failing = [
            worse(terms.outcome(question, seen), terms.outcome(question, self._other_seen))
            for question in questions
        ]
        assert seen.blur is not None
        claims = [*self._domains, *self.claims, *seen.blur.rules, z3.Or(failing)]
        return self.setting.people.nobody(claims)

    def _hosts(self, site: Site, at: Here) -> Iterator[Worse]:
        setting, people = self.setting, self.setting.people
        question = setting.question(at)
        for host in setting.vocabulary.hosts:
            ways = [
                (way.route.when, one.when) for way in at.ways for one in way.route.hosts if one.host == host
            ]
            if not any(self._reads(condition) for way in ways for condition in way):
                continue
            eligible = [setting.outcome(question, one)[ELIGIBLE] for one in (people.anybody, self.other)]
            open_, shut = (self._received(ways, one) for one in (people.anybody, self.other))
            model = people.find([*self.claims, *eligible, open_, z3.Not(shut)], people.anybody, self.other)
            if model is not None:

                def loses(a: Facts, b: Facts, at: Here = at, host: str = host) -> bool:
                    return _received(at, host, a) is True and _received(at, host, b) is False

                yield self._shown(site, model, None, host, loses)

    def _reads(self, condition: Condition | None) -> bool:
        criteria = self.setting.pack.conditions
        return condition is not None and bool(
            self.setting.people.terms.reads(condition, criteria) & self.names
        )

    def _received(self, ways: list[tuple[Condition, Condition | None]], person: Person) -> Term:
        terms, criteria = self.setting.people.terms, self.setting.pack.conditions
        return z3.Or(
            [
                z3.And([terms.rails(part, criteria, person)[0] for part in way if part is not None])
                for way in ways
            ]
        )

    def _shown(
        self,
        site: Site,
        model: tuple[Facts, ...],
        relation: str | None,
        host: str | None,
        claim: Callable[[Facts, Facts], bool],
    ) -> Worse:
        examples = self.setting.examples
        before, after = model
        shared = {name: value for name, value in before.items() if name not in self.names}
        first = {name: before[name] for name in self.names if name in before}
        then = {name: after[name] for name in self.names if name in after}
        shared = examples.plain(
            shared, lambda facts: claim({**facts, **first}, {**facts, **then}), (first, then)
        )
        for one, other in self.steps(first, then):
            if claim({**shared, **one}, {**shared, **other}) and examples.possible(shared, (one, other)):
                first, then = dict(one), dict(other)
                break
        people = ({**shared, **first}, {**shared, **then})
        witnesses = tuple(
            self.setting.witness(facts, role, site, relation=relation)
            for facts, role in zip(people, (BEFORE, AFTER), strict=True)
        )
        return Worse(site, relation, host, witnesses)


def _received(at: Here, host: str, facts: Facts) -> bool | None:
    question = at.exact.question
    if question.label(facts) != ELIGIBLE:
        return None
    values = [
        (question.value(way.route.when)(facts), True if one.when is None else question.value(one.when)(facts))
        for way in at.ways
        for one in way.route.hosts
        if one.host == host
    ]
    if any(way is True and own is True for way, own in values):
        return True
    return False if all(way is False or own is False for way, own in values) else None
