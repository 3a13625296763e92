"""The decision: prohibitions, routes, companions, hosts and papers of one pack at one destination."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from huji.policy.answer import (
    Answer,
    CompanionAnswer,
    Nearest,
    Papers,
    ProhibitionAnswer,
    RouteAnswer,
    SuperiorRoute,
    Unsettled,
)
from huji.policy.case import Case, Companion
from huji.policy.interpret import Explain, Facts, Interpreter, Memo
from huji.policy.library import Library
from huji.policy.missing import Exact, Missing
from huji.policy.pack import Companions, Pack, Prohibition, Route
from huji.policy.papers import papers_of
from huji.policy.question import (
    ELIGIBLE,
    INELIGIBLE,
    UNDETERMINED,
    Admission,
    Question,
    admitted,
    companion_outcome,
    conjunction,
    disjunction,
    negation,
    outcome_of,
)
from huji.policy.reasons import Reason, live, live_facts, open_leaves, turning
from huji.policy.tree import Citation, Condition, Kleene
from huji.policy.vocabulary import Vocabulary
from huji.policy.words import Text

_OUTCOMES: dict[Kleene, str] = {True: ELIGIBLE, False: INELIGIBLE, None: UNDETERMINED}


@dataclass(frozen=True, slots=True)
class _Way:
    """A route with its closures: its conditions, those of its companions by relation, those of its hosts."""

    route: Route
    explain: Explain
    companions: Mapping[str | None, tuple[Explain, ...]]
    hosts: tuple[tuple[str, Explain | None], ...]


@dataclass(frozen=True, slots=True)
class _Ban:
    """A prohibition with its closures."""

    prohibition: Prohibition
    when: Explain
    unless: Explain | None


class Here:
    """What one pack says at one destination, compiled once and used for every case there."""

    def __init__(self, pack: Pack, vocabulary: Vocabulary, division: str, area: str) -> None:
        self.pack = pack
        self.vocabulary = vocabulary
        interpreter = Interpreter(pack.conditions)
        self.ways = tuple(
            _way(route, interpreter, vocabulary) for route in pack.routes if route.to.covers(division, area)
        )
        self.bans = tuple(
            _Ban(one, interpreter.explain(one.when), interpreter.explain(one.unless) if one.unless else None)
            for one in pack.prohibitions
            if one.to.covers(division, area)
        )
        self.exact = Exact(self.question(), vocabulary)
        self._companions: dict[object, Exact] = {}
        self._host_order = {host: index for index, host in enumerate(vocabulary.hosts)}

    def question(self, admissions: tuple[Admission, ...] | None = None, *, alone: bool = False) -> Question:
        """Return what an outcome here depends on; `alone` for a companion of an eligible applicant."""
        bans = () if alone else tuple((ban.prohibition.when, ban.prohibition.unless) for ban in self.bans)
        routes = () if alone else tuple(way.route.when for way in self.ways)
        return Question(bans, routes, self.pack.conditions, admissions)

    def companion_exact(self, relation: str, routes: tuple[int, ...] | None) -> Exact:
        """Return the exact `missing` of a companion; `routes` are the true ones, None if undetermined."""
        key = (relation, routes)
        found = self._companions.get(key)
        if found is None:
            admissions = tuple(
                Admission(None if routes is not None else index, relation in companions.relations, conditions)
                for index, way in enumerate(self.ways)
                if (companions := way.route.companions) is not None and (routes is None or index in routes)
                if (conditions := conditions_for(companions, relation)) is not None
            )
            found = Exact(self.question(admissions, alone=routes is not None), self.vocabulary)
            self._companions[key] = found
        return found

    def hosts(self, ways: Iterable[_Way], facts: Facts, memo: Memo) -> tuple[str, ...]:
        """Return the hosts of routes whose own conditions are true, in the vocabulary's order."""
        found = {
            host
            for way in ways
            for host, explain in way.hosts
            if explain is None or explain(facts, memo)[0] is True
        }
        return tuple(sorted(found, key=self._host_order.__getitem__))


@lru_cache(maxsize=256)
def here(pack: Pack, vocabulary: Vocabulary, division: str, area: str) -> Here:
    """Return the compiled pack at a destination; divisions that no clause tells apart share one."""
    return _compiled(pack, vocabulary, _signature(pack, division), area)


@lru_cache(maxsize=256)
def _compiled(pack: Pack, vocabulary: Vocabulary, division: str, area: str) -> Here:
    return Here(pack, vocabulary, division, area)


def _signature(pack: Pack, division: str) -> str:
    """Return the longest prefix of a division by which some clause of the pack tells it apart."""
    reaches = [*(route.to for route in pack.routes), *(ban.to for ban in pack.prohibitions)]
    prefixes = [prefix for reach in reaches for prefix in (*reach.divisions, *reach.except_divisions)]
    return max((prefix for prefix in prefixes if division.startswith(prefix)), key=len, default="")


def conditions_for(companions: Companions, relation: str) -> tuple[Condition, ...] | None:
    """Return the conditions a companion of a relation must meet on a route; None where it admits none."""
    when = (companions.when,) if companions.when is not None else ()
    if relation in companions.relations:
        own = companions.by_relation.get(relation)
        return (*when, own) if own is not None else when
    return when if companions.and_so_on else None


def decide_here(case: Case, at: Here, packs: Library, division: str, area: str) -> Answer:
    """Return the answer of a pack at a destination; the case's values are taken as checked."""
    facts, memo = case.applicant, Memo()
    bans = [_explain_ban(ban, facts, memo) for ban in at.bans]
    reasons = [way.explain(facts, memo) for way in at.ways]
    ban = disjunction([holds for holds, _, _ in bans])
    values = [value for value, _ in reasons]
    outcome = outcome_of(ban, values)
    true = tuple(index for index, value in enumerate(values) if value is True)
    routes = tuple(
        RouteAnswer(way.route.id, _OUTCOMES[value], (way.route.cites,), reason)
        for way, (value, reason) in zip(at.ways, reasons, strict=True)
    )
    prohibitions = tuple(
        ProhibitionAnswer(one.prohibition.id, holds, (one.prohibition.cites,), when, unless)
        for one, (holds, when, unless) in zip(at.bans, bans, strict=True)
    )
    live_trees = _live_trees(prohibitions, routes) if outcome == UNDETERMINED else []
    missing = _missing(at, facts, ban, values, live_trees) if live_trees else Missing(frozenset(), None)
    granted = at.ways[true[0]] if outcome == ELIGIBLE else None
    basis = _basis(outcome, granted, prohibitions, routes, at)
    alike: dict[object, CompanionAnswer] = {}  # companions of whom the same is known share one answer
    keys = [(companion.relation, frozenset(companion.facts.items())) for companion in case.companions]
    for key, companion in zip(keys, case.companions, strict=True):
        if key not in alike:
            alike[key] = _companion(at, case, companion, outcome, values, true, live_trees, basis)
    standing = [] if outcome == INELIGIBLE else [at.ways[index] for index in true]
    return Answer(
        outcome=outcome,
        policy=at.pack.policy,
        policy_digest=at.pack.digest,
        date=case.date,
        granted_by=granted.route.id if granted else None,
        basis=basis,
        routes=routes,
        prohibitions=prohibitions,
        missing=_ordered(missing.facts, live_trees, at.pack),
        unanimous=missing.unanimous,
        unsettled=tuple(_unsettled(live_trees)),
        nearest=_nearest(routes) if outcome == INELIGIBLE and ban is False else None,
        superior=_superior(case, at, packs, division, area) if outcome != ELIGIBLE else (),
        companions=tuple(alike[key] for key in keys),
        hosts=at.hosts(standing, facts, memo),
        evidence=_evidence(at, outcome, granted, values, reasons),
    )


def _way(route: Route, interpreter: Interpreter, vocabulary: Vocabulary) -> _Way:
    companions: dict[str | None, tuple[Explain, ...]] = {}
    if route.companions is not None:
        for relation in vocabulary.relations:
            conditions = conditions_for(route.companions, relation)
            if conditions is not None:
                companions[relation] = tuple(interpreter.explain(condition) for condition in conditions)
    hosts = tuple((host.host, interpreter.explain(host.when) if host.when else None) for host in route.hosts)
    return _Way(route, interpreter.explain(route.when), companions, hosts)


def _explain_ban(ban: _Ban, facts: Facts, memo: Memo) -> tuple[Kleene, Reason, Reason | None]:
    holds, reason = ban.when(facts, memo)
    if ban.unless is None:
        return holds, reason, None
    excepted, unless = ban.unless(facts, memo)
    return conjunction([holds, negation(excepted)]), reason, unless


Tree = tuple[str, tuple[Reason, ...]]
"""The id of a clause and those of its trees that are unknown."""


def _live_trees(prohibitions: Iterable[ProhibitionAnswer], routes: Iterable[RouteAnswer]) -> list[Tree]:
    trees: list[Tree] = []
    for ban in prohibitions:
        if ban.holds is None:
            trees.append((ban.id, (ban.reason,) if ban.unless is None else (ban.reason, ban.unless)))
    trees.extend((route.id, (route.reason,)) for route in routes if route.outcome == UNDETERMINED)
    return trees


def _missing(at: Here, facts: Facts, ban: Kleene, values: list[Kleene], trees: list[Tree]) -> Missing:
    some_route = disjunction(values)
    # Where a route is true already, the other routes cannot change anything; where none can be, the
    # prohibitions alone do not either, unless a document leaves one of them open.
    decisive = [
        tree for tree in trees if some_route is None or tree[0] in {b.prohibition.id for b in at.bans}
    ]
    leaves = [leaf for _, reasons in decisive for reason in reasons for leaf in live(reason)]
    names = _names(reason for _, reasons in decisive for reason in reasons)
    return at.exact.missing(facts, names, leaves, simple=some_route is not False or ban is False)


def _names(reasons: Iterable[Reason]) -> list[str]:
    return list(dict.fromkeys(name for reason in reasons for name in live_facts(reason)))


def _ordered(facts: Iterable[str], trees: list[Tree], pack: Pack) -> tuple[str, ...]:
    count: dict[str, int] = {}
    for _, reasons in trees:
        for name in _names(reasons):
            count[name] = count.get(name, 0) + 1
    order = pack.order
    return tuple(sorted(facts, key=lambda name: (-count.get(name, 0), order.get(name, len(order)))))


def _unsettled(trees: list[Tree]) -> Iterator[Unsettled]:
    for id_, reasons in trees:
        for reason in reasons:
            for leaf in live(reason):
                for part in open_leaves(leaf):
                    if "unknown" in part:
                        yield Unsettled(id_, Text(part["unknown"]["zh"], part["unknown"]["en"]))


def _nearest(routes: Iterable[RouteAnswer]) -> Nearest | None:
    ways = [(route.id, turning(route.reason)) for route in routes]
    if not ways:
        return None
    id_, leaves = min(ways, key=lambda way: len(way[1]))
    return Nearest(id_, tuple(leaves))


def _basis(
    outcome: str,
    granted: _Way | None,
    prohibitions: tuple[ProhibitionAnswer, ...],
    routes: tuple[RouteAnswer, ...],
    at: Here,
) -> tuple[Citation, ...]:
    """Return what the outcome rests on: the granting route; what forbids or is open; else all that failed."""
    if granted is not None:
        return (granted.route.cites,)
    if outcome == INELIGIBLE:
        cited = [ban.basis for ban in prohibitions if ban.holds] or [route.basis for route in routes]
    else:
        cited = [ban.basis for ban in prohibitions if ban.holds is None]
        cited += [route.basis for route in routes if route.outcome != INELIGIBLE]
    return tuple(dict.fromkeys(citation for basis in cited for citation in basis))


def _companion(
    at: Here,
    case: Case,
    companion: Companion,
    outcome: str,
    values: list[Kleene],
    true: tuple[int, ...],
    trees: list[Tree],
    basis: tuple[Citation, ...],
) -> CompanionAnswer:
    relation = companion.relation
    if outcome == INELIGIBLE:
        return CompanionAnswer(relation, INELIGIBLE, (), basis)
    facts: Facts = {**case.applicant, **companion.facts}
    memo: Memo = {}
    judged: list[tuple[tuple[int, int], Citation]] = []
    reasons: list[Reason] = []
    ways = set[tuple[bool, tuple[Condition, ...]]]()
    for index in true if outcome == ELIGIBLE else [i for i, value in enumerate(values) if value is not False]:
        way = at.ways[index]
        explains = way.companions.get(relation)
        companions = way.route.companions
        if explains is None or companions is None:
            judged.append(((0, 0), way.route.cites))
            continue
        explained = [explain(facts, memo) for explain in explains]
        listed = relation in companions.relations
        judged.append((admitted(listed, conjunction([value for value, _ in explained])), way.route.cites))
        conditions = conditions_for(companions, relation) or ()
        if (listed, conditions) not in ways:
            reasons.extend(reason for value, reason in explained if value is None)
            ways.add((listed, conditions))
    own = companion_outcome(outcome, [bounds for bounds, _ in judged])
    most = max((bounds[1] for bounds, _ in judged), default=0)
    cited = next((cites for bounds, cites in judged if bounds[1] == most), None)
    missing: tuple[str, ...] = ()
    if own == UNDETERMINED:
        exact = at.companion_exact(relation, true if outcome == ELIGIBLE else None)
        everything = [*trees, *((f"companion {relation}", (reason,)) for reason in reasons)]
        names = _names(reason for _, tree in everything for reason in tree)
        leaves = [leaf for _, tree in everything for reason in tree for leaf in live(reason)]
        simple = outcome == ELIGIBLE and len(ways) == 1
        missing = _ordered(exact.missing(facts, names, leaves, simple).facts, everything, at.pack)
    return CompanionAnswer(relation, own, missing, (cited,) if cited else basis)


def _superior(case: Case, at: Here, packs: Library, division: str, area: str) -> tuple[SuperiorRoute, ...]:
    found: list[SuperiorRoute] = []
    for pack in packs.superiors(at.pack, case.date):
        above = here(pack, packs.vocabulary, division, area)
        memo: Memo = {}
        if any(_explain_ban(ban, case.applicant, memo)[0] is not False for ban in above.bans):
            continue
        for way in above.ways:
            if way.explain(case.applicant, memo)[0] is True:
                found.append(SuperiorRoute(pack.policy, way.route.id, (way.route.cites,)))
    return tuple(found)


def _evidence(
    at: Here,
    outcome: str,
    granted: _Way | None,
    values: list[Kleene],
    reasons: list[tuple[Kleene, Reason]],
) -> tuple[Papers, ...]:
    """Return the papers of the granting route; of an undetermined case, those of every route still open."""
    if outcome == INELIGIBLE:
        return ()
    found: dict[tuple[str, ...], Papers] = {}
    for way, value, (_, reason) in zip(at.ways, values, reasons, strict=True):
        if way is granted or (granted is None and value is not False):
            own = way.route.evidence
            for papers in papers_of(reason, at.pack, at.vocabulary, leaves=not own):
                found.setdefault(papers.any_of, papers)
            for any_of in own:
                found.setdefault(any_of, Papers(any_of, way.route.id))
    return tuple(found.values())
