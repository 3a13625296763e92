"""What a verification works on: the pack, what stands above it, the sites, and the people."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from huji.policy.decision import Here, conditions_for, here
from huji.policy.library import Library
from huji.policy.pack import Pack, Route
from huji.policy.proofs.examples import Examples, Facts, witness
from huji.policy.proofs.people import People
from huji.policy.proofs.report import Witness
from huji.policy.proofs.sites import Site, sites
from huji.policy.question import UNDETERMINED, Admission, Question
from huji.policy.selection import Places
from huji.policy.smt import Person, Term
from huji.policy.tree import Condition
from huji.policy.words import Text

Label = Mapping[str, Term]
"""An outcome as terms: when it is this and when that."""


class Setting:
    """One pack among others, on the days it is in force; `superiors` are the packs whose floor it keeps."""

    def __init__(self, pack: Pack, packs: Library, places: Places, superiors: tuple[Pack, ...]) -> None:
        self.pack = pack
        self.packs = packs
        self.places = places
        self.superiors = superiors
        self.vocabulary = packs.vocabulary
        conditions = [
            (node, one.conditions)
            for one in (pack, *superiors)
            for node in (*conditions_of(one), *_named(one))
        ]
        self.people = People(packs.vocabulary, conditions)
        self.examples = Examples(self.people, packs.vocabulary, self.people.leaves)
        self._questions: dict[object, tuple[Here, Question]] = {}
        self._outcomes: dict[tuple[int, int], tuple[Question, Person, Label]] = {}

    @cached_property
    def unnamed(self) -> tuple[Pack, ...]:
        """Those of the superiors that the pack does not name, directly or through the ones it names."""
        named = self.packs.lineage(self.pack, self.pack.in_force_from)
        above = self.packs.above(self.pack, self.pack.in_force_from)
        return tuple(one for one in self.superiors if one in above and one not in named)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """The destinations the pack alone tells apart."""
        return sites((self.pack,), self.places, self.pack.in_force_from)

    def common_day(self, superior: Pack) -> dt.date | None:
        """Return the first day on which the pack and a superior are both in force, or None."""
        day = max(self.pack.in_force_from, superior.in_force_from)
        both = self.packs.in_force(self.pack, day) and self.packs.in_force(superior, day)
        return day if both else None

    def at(self, site: Site, pack: Pack | None = None) -> Here:
        """Return what a pack (the one verified by default) says at a site."""
        return here(pack or self.pack, self.vocabulary, site.division, site.area)

    def question(self, at: Here, relation: str | None = None) -> Question:
        """Return what the applicant's outcome depends on, or that of a companion of a relation."""
        key = (id(at), relation)
        if key not in self._questions:
            admissions = None if relation is None else tuple(self.admissions(at, relation))
            self._questions[key] = (at, at.question(admissions))
        return self._questions[key][1]

    def admissions(self, at: Here, relation: str) -> Iterator[Admission]:
        """Yield how each route treats a companion of a relation."""
        for index, way in enumerate(at.ways):
            companions = way.route.companions
            conditions = conditions_for(companions, relation) if companions is not None else None
            if companions is not None and conditions is not None:
                yield Admission(index, relation in companions.relations, conditions)

    def relations(self, *where: Here) -> Iterator[tuple[str, ...]]:
        """Yield the relations in groups that every pack treats alike; those nobody admits are left out."""
        groups: dict[object, list[str]] = {}
        for relation in self.vocabulary.relations:
            told = tuple(
                tuple(
                    (one.route, one.listed, tuple(map(id, one.conditions)))
                    for one in self.admissions(at, relation)
                )
                for at in where
            )
            if told[0]:
                groups.setdefault(told, []).append(relation)
        yield from (tuple(group) for group in groups.values())

    def outcome(self, question: Question, person: Person | None = None) -> Label:
        """Return the outcome of a question for a person (anybody by default) as terms."""
        person = person or self.people.anybody
        key = (id(question), id(person))
        if key not in self._outcomes:
            self._outcomes[key] = (question, person, self.people.terms.outcome(question, person))
        return self._outcomes[key][2]

    def surely(self, question: Question, label: str) -> Callable[[Facts], bool]:
        """Return the claim that whoever has some facts has an outcome, whatever the others are.

        Decided outcomes stay as more is known; of an undetermined one the solver must say that no further
        fact decides it.
        """
        if label != UNDETERMINED:
            return lambda facts: question.label(facts) == label
        decided = list(self.outcome(question).values())

        def undetermined(facts: Facts) -> bool:
            if question.label(facts) != UNDETERMINED:
                return False
            known = self.people.having(facts)
            return not any(self.people.find([*known, term]) for term in decided)

        return undetermined

    def witness(
        self,
        facts: Facts,
        role: Text,
        site: Site,
        *,
        pack: Pack | None = None,
        on: dt.date | None = None,
        relation: str | None = None,
    ) -> Witness:
        """Return a case of these facts at a site, decided by a pack (the one verified by default)."""
        return witness(
            facts,
            role,
            pack=pack or self.pack,
            packs=self.packs,
            places=self.places,
            site=site,
            on=on or self.pack.in_force_from,
            relation=relation,
        )

    def route(
        self, route: Route, pack: Pack | None = None, person: Person | None = None
    ) -> tuple[Term, Term]:
        """Return a route's conditions as rails."""
        criteria = (pack or self.pack).conditions
        return self.people.terms.rails(route.when, criteria, person or self.people.anybody)

    def where(self, site: Site) -> Text:
        """Return a site in words: its kinds of area, and its divisions where they need telling."""
        areas = [self.vocabulary.areas[area] for area in site.areas]
        zh, en = "、".join(area.zh for area in areas), ", ".join(area.en.lower() for area in areas)
        if site.prefixes and any(site.prefixes):
            codes = [prefix for prefix in site.prefixes if prefix]
            zh, en = f"{zh}（{'、'.join(codes)}）", f"{en} ({', '.join(codes)})"
        return Text(zh, en)


def conditions_of(pack: Pack) -> Iterator[Condition]:
    """Yield every condition a pack's clauses state: of routes, companions, hosts and prohibitions."""
    for route in pack.routes:
        yield route.when
        if route.companions is not None:
            if route.companions.when is not None:
                yield route.companions.when
            yield from route.companions.by_relation.values()
        for host in route.hosts:
            if host.when is not None:
                yield host.when
    for ban in pack.prohibitions:
        yield ban.when
        if ban.unless is not None:
            yield ban.unless


def _named(pack: Pack) -> Iterator[Condition]:
    yield from pack.conditions.values()
