"""A pack as a guide: every clause, paper, note and article of it, in words."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from huji.policy.guide.conditions import Conditions
from huji.policy.guide.phrases import ISSUERS, body
from huji.policy.guide.schemes import Schemes
from huji.policy.guide.sentences import Sentences, amount, both, lowered, sentences
from huji.policy.guide.values import (
    Ban,
    Family,
    Figure,
    Guide,
    Home,
    Item,
    Kind,
    Notion,
    Papers,
    Point,
    Reading,
    Relation,
    Sheet,
    Way,
)
from huji.policy.pack import Companions, Given, Host, Note, Pack, Prohibition, Reach, Route
from huji.policy.points import Times, conditions_of
from huji.policy.tree import AnyOf, Condition, Leaf, OtherFact, Reference, walk
from huji.policy.vocabulary import Fact, Vocabulary
from huji.policy.wording import UNITS, value_words
from huji.policy.words import Text

Named = Callable[[str, dt.date], Text]
"""Names a division by its code on a day."""

WHOLE_COUNTRY = Text("全国", "the whole country")


def guide_of(
    pack: Pack,
    vocabulary: Vocabulary,
    *,
    named: Named | None = None,
    superior: Text | None = None,
    issuer: Text | None = None,
    promises: Iterable[Text] = (),
) -> Guide:
    """Return the guide of a pack.

    `named` names divisions (their codes stand where it is missing), `superior` is the title of the policy
    above and `issuer` the body behind the document, in both languages; `promises` are the time limits of the
    installation's procedure, told as its own where the document sets none.
    """
    above = superior or (Text(pack.superior, pack.superior) if pack.superior else None)
    return _Building(pack, vocabulary, named or (lambda code, on: Text(code, code))).guide(
        above, issuer or Text(pack.document.issuer, pack.document.issuer), tuple(promises)
    )


class _Building:
    def __init__(self, pack: Pack, vocabulary: Vocabulary, named: Named) -> None:
        self.pack = pack
        self.vocabulary = vocabulary
        on = pack.in_force_from
        self.named: Callable[[str], Text] = lambda code: named(code, on) if code else WHOLE_COUNTRY
        self.sentences = Sentences(vocabulary, self.named, sentences())
        self.conditions = Conditions(pack, self.sentences)
        self.schemes = Schemes(pack, vocabulary, self.conditions, _reading, self._sheets)

    def guide(self, superior: Text | None, issuer: Text, promises: tuple[Text, ...]) -> Guide:
        pack = self.pack
        return Guide(
            policy=pack.policy,
            title=pack.title,
            document=pack.document,
            issuer=issuer,
            place=both(self.named(code) for code in pack.applies_to),
            areas=tuple(self.vocabulary.areas[area] for area in pack.areas),
            area_ids=pack.areas,
            in_force_from=pack.in_force_from,
            in_force_to=pack.in_force_to,
            superior=superior,
            digest=pack.digest,
            reading=_reading(pack.note),
            ways=tuple(self._way(route) for route in pack.routes),
            bans=tuple(self._ban(ban) for ban in pack.prohibitions),
            scheme=self.schemes.scheme(),
            notions=tuple(self._notions()),
            figures=tuple(self._figure(given) for given in pack.parameters.values()),
            articles=tuple(self._articles()),
            promises=promises,
        )

    # -- clauses -----------------------------------------------------------------------------------------

    def _way(self, route: Route) -> Way:
        when = self.conditions.point(route.when)
        papers = self._papers(route)
        return Way(
            id=route.id,
            title=route.title,
            cites=route.cites,
            areas=route.to.areas,
            where=self._where(route.to),
            when=when,
            settles=not _always_open(when),
            family=self._family(route.companions) if route.companions else None,
            homes=tuple(self._home(host) for host in route.hosts),
            papers=tuple(
                Papers(purpose, tuple(self._sheet(name) for name in any_of), depends)
                for any_of, (purpose, depends) in papers.items()
            ),
            known=tuple(self._known(route, papers)),
            responsible=tuple(body(name) for name in route.responsible),
            lead=route.lead,
            reading=_reading(route.note),
        )

    def _ban(self, ban: Prohibition) -> Ban:
        return Ban(
            id=ban.id,
            title=ban.title,
            cites=ban.cites,
            areas=ban.to.areas,
            where=self._where(ban.to),
            when=self.conditions.point(ban.when),
            unless=self.conditions.point(ban.unless) if ban.unless is not None else None,
            responsible=tuple(body(name) for name in ban.responsible),
            reading=_reading(ban.note),
        )

    def _where(self, to: Reach) -> Text:
        areas = [self.vocabulary.areas[area] for area in to.areas]
        zh = "、".join(area.zh for area in areas)
        en = both(
            Text(area.zh, area.en if not number else lowered(area.en)) for number, area in enumerate(areas)
        ).en
        if to.divisions:
            named = both(self.named(code) for code in to.divisions)
            zh, en = f"{zh}（限{named.zh}）", f"{en}, in {named.en} only"
        if to.except_divisions:
            named = both(self.named(code) for code in to.except_divisions)
            zh, en = f"{zh}（{named.zh}除外）", f"{en}, but not in {named.en}"
        return Text(zh, en)

    def _family(self, companions: Companions) -> Family:
        relations = self.vocabulary.relations
        point = self.conditions.point
        others = [
            text for name, text in relations.items() if name not in companions.relations and name != "friend"
        ]
        return Family(
            relations=tuple(
                Relation(
                    relations[name],
                    point(companions.by_relation[name]) if name in companions.by_relation else None,
                )
                for name in companions.relations
            ),
            when=point(companions.when) if companions.when is not None else None,
            others=tuple(others) if companions.and_so_on else (),
            reading=_reading(companions.note),
        )

    def _home(self, host: Host) -> Home:
        when = self.conditions.point(host.when) if host.when is not None else None
        return Home(self.vocabulary.hosts[host.host], when, host.cites, _reading(host.note))

    # -- papers ------------------------------------------------------------------------------------------

    def _papers(self, route: Route) -> dict[tuple[str, ...], tuple[Text | None, bool]]:
        """Return the papers with what they prove, as an answer lists them: those of criteria, those of single
        facts where the route lists none of its own, the route's, and those of criteria that open a household.
        """
        found: dict[tuple[str, ...], tuple[Text | None, bool]] = {}
        for any_of, purpose, depends in self._proofs(route.when, leaves=not route.evidence):
            found.setdefault(any_of, (purpose, depends))
        for any_of in route.evidence:
            if found.get(any_of, (None, True))[1]:
                found[any_of] = (None, False)
        for host in route.hosts:
            if host.when is not None:
                for any_of, purpose, _ in self._proofs(host.when, leaves=False):
                    found.setdefault(any_of, (purpose, True))
        single = {any_of[0] for any_of, (_, depends) in found.items() if len(any_of) == 1 and not depends}
        # Where each paper of an alternative is asked for by itself, the alternative asks for nothing more.
        return {
            any_of: told
            for any_of, told in found.items()
            if len(any_of) == 1 or not single.issuperset(any_of)
        }

    def _proofs(
        self, node: Condition, *, leaves: bool, depends: bool = False
    ) -> Iterator[tuple[tuple[str, ...], Text, bool]]:
        """Yield papers, what they prove, and whether something else would do instead."""
        if isinstance(node, Reference):
            criterion = self.pack.criteria[node.criterion]
            if criterion.evidence:
                yield from ((any_of, criterion.title, depends) for any_of in criterion.evidence)
            else:
                yield from self._proofs(criterion.condition, leaves=leaves, depends=depends)
        elif isinstance(node, Leaf):
            fact = self.vocabulary[node.fact]
            if leaves and fact.evidence and fact.source != "register":
                yield fact.evidence, fact.title, depends
        else:
            choice = isinstance(node, AnyOf) and len(node.parts) > 1
            for part in _parts(node):
                yield from self._proofs(part, leaves=leaves, depends=depends or choice)

    def _sheets(self, evidence: tuple[tuple[str, ...], ...]) -> tuple[Papers, ...]:
        return tuple(Papers(None, tuple(self._sheet(name) for name in any_of)) for any_of in evidence)

    def _sheet(self, name: str) -> Sheet:
        paper = self.vocabulary.evidence[name]
        return Sheet(paper.title, ISSUERS.get(paper.issued_by or ""))

    def _known(self, route: Route, papers: Iterable[tuple[str, ...]]) -> Iterator[Text]:
        """Yield what the register itself knows of a route's facts, unless a paper of the route proves it."""
        asked = {name for any_of in papers for name in any_of}
        leaves = self._leaves(route.when)
        for name in dict.fromkeys(leaf.fact for leaf in leaves):
            fact = self.vocabulary[name]
            if fact.source == "register" and not asked & set(fact.evidence):
                yield fact.title

    def _leaves(self, node: Condition) -> Iterator[Leaf]:
        """Yield the facts a condition compares, criteria followed into, totals of points not."""
        if isinstance(node, Leaf):
            yield node
        elif isinstance(node, Reference):
            yield from self._leaves(self.pack.conditions[node.criterion])
        else:
            for part in _parts(node):
                yield from self._leaves(part)

    # -- notions, figures, articles ----------------------------------------------------------------------

    def _notions(self) -> Iterator[Notion]:
        for name, criterion in self.pack.criteria.items():
            used = tuple(dict.fromkeys(title for title, node in self._clauses() if self._reads(node, name)))
            content = self.conditions.point(criterion.condition) if not used else None
            yield Notion(name, criterion.title, criterion.cites, used, content, _reading(criterion.note))

    def _reads(self, node: Condition, name: str) -> bool:
        nodes = walk(node, self.pack.conditions)
        return any(isinstance(one, Reference) and one.criterion == name for one in nodes)

    def _clauses(self) -> Iterator[tuple[Text, Condition]]:
        for route in self.pack.routes:
            yield route.title, route.when
            yield from ((route.title, host.when) for host in route.hosts if host.when is not None)
            if route.companions is not None:
                if route.companions.when is not None:
                    yield route.title, route.companions.when
                yield from ((route.title, one) for one in route.companions.by_relation.values())
        for indicator in self.pack.points.indicators if self.pack.points else ():
            yield from ((indicator.title, one) for one in conditions_of(indicator.score))
        for tally in self.pack.totals.values():
            yield from ((tally.title, rule.when) for rule in tally.rules if isinstance(rule, Times))
        for ban in self.pack.prohibitions:
            yield ban.title, ban.when
            if ban.unless is not None:
                yield ban.title, ban.unless

    def _figure(self, given: Given) -> Figure:
        fact = next((fact for fact in self._compared() if fact[1] == given.name), None)
        if fact is not None:
            value = amount(fact[0], given.value) if fact[0].unit else value_words(fact[0], given.value)
        else:
            unit = UNITS.get(given.unit or "", Text("", ""))
            value = Text(f"{given.value} {unit.zh}".strip(), f"{given.value} {unit.en}".strip())
        return Figure(given.title, value, given.article)

    def _compared(self) -> Iterator[tuple[Fact, str]]:
        for condition in (*self.pack.conditions.values(), *(node for _, node in self._clauses())):
            for node in walk(condition, self.pack.conditions):
                if (
                    isinstance(node, Leaf)
                    and not isinstance(node.right, OtherFact)
                    and hasattr(node.right, "name")
                ):
                    yield self.vocabulary[node.fact], node.right.name

    def _articles(self) -> Iterator[Item]:
        titles = {
            **{name: criterion.title for name, criterion in self.pack.criteria.items()},
            **{route.id: route.title for route in self.pack.routes},
            **{ban.id: ban.title for ban in self.pack.prohibitions},
        }
        if self.pack.points:
            titles |= {one.id: one.title for one in self.pack.points.indicators}
            titles |= {name: tally.title for name, tally in self.pack.totals.items()}
            titles.setdefault("selection", Text("名单怎样确定", "how the list is made"))
        for one in self.pack.articles:
            by = tuple(titles.get(name, Text(name, name)) for name in one.by)
            yield Item(one.article, one.title, one.status, by, one.reason)


def _parts(node: Condition) -> tuple[Condition, ...]:
    parts: tuple[Condition, ...] = getattr(node, "parts", ())
    part: Condition | None = getattr(node, "part", None)
    return (*parts, part) if part is not None else parts


def _always_open(point: Point) -> bool:
    """Return whether no facts can make a point true: it waits for what the document does not say."""
    if point.kind is Kind.UNKNOWN:
        return True
    if point.kind is Kind.ALL:
        return any(_always_open(part) for part in point.parts)
    return point.kind is Kind.ANY and all(_always_open(part) for part in point.parts)


def _reading(note: Note | None) -> Reading | None:
    return Reading(note.text, note.alternatives) if note is not None else None
