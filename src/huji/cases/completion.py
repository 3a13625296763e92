"""What is still missing, by the way the applicant may pursue: each open route, its facts, their papers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from huji.cases import kept, proposal
from huji.cases.models import CaseFile
from huji.cases.records import MissingFact, Way
from huji.facts import terms
from huji.policy import Pack
from huji.policy.decision import conditions_for
from huji.policy.interpret import live_facts
from huji.policy.tree import facts_of
from huji.standards import Text


def ways(file: CaseFile) -> tuple[Way, ...]:
    """Return what must be known whichever way is pursued (`always`), then the open routes, nearest first.

    A fact belongs to a way where it can still change the outcome (`missing`) and the way reads it. A route
    that waits for what its document does not say is no way, unless there is no other.
    """
    said = proposal.answer(file)
    if said is None or file.accepted is None:
        return ()
    packs = kept.library(file.law or {})
    pack = packs.by_digest.get(str(said["policy_digest"]))
    if pack is None:
        return ()
    return tuple(_ways(said, pack, _Companions(file, said)))


def left_out(found: Sequence[Way], asked: Iterable[str]) -> tuple[Way | None, tuple[str, ...]]:
    """Return the way that a request for `asked` comes nearest to, and the facts it leaves out of that way.

    With nothing left out the request is full. The way is None where none is open, or several are full.
    """
    given = set(asked)
    always = [fact.name for way in found if way.always for fact in way.facts if fact.name not in given]
    routes = [way for way in found if not way.always]
    if not routes:
        return None, tuple(dict.fromkeys(always))
    short = {way.id: [fact.name for fact in way.facts if fact.name not in given] for way in routes}
    nearest = min(routes, key=lambda way: len(short[way.id]))
    full = [way for way in routes if not short[way.id]]
    return (nearest if len(full) < 2 else None), tuple(dict.fromkeys([*always, *short[nearest.id]]))


class _Companions:
    """The companions of a case whose coming along is open, and what is missing of them on a route."""

    def __init__(self, file: CaseFile, said: Mapping[str, Any]) -> None:
        rows = zip(file.persons.order_by("place"), said["companions"], strict=True)
        self._open = [(row.name, row.relation, one["missing"]) for row, one in rows if one["missing"]]

    def missing(self, pack: Pack | None, route: str) -> Iterator[tuple[str, str]]:
        """Yield fact and companion's name; with no pack, whatever the route says of companions."""
        for name, relation, missing in self._open:
            read = set(missing) if pack is None else _admission_reads(pack, route, relation)
            for fact in missing:
                if fact in read:
                    yield fact, name


def _admission_reads(pack: Pack, route: str, relation: str) -> set[str]:
    companions = next(one.companions for one in pack.routes if one.id == route)
    conditions = conditions_for(companions, relation) if companions is not None else None
    return {name for one in conditions or () for name in facts_of(one, pack.conditions)}


def _ways(said: Mapping[str, Any], pack: Pack, companions: _Companions) -> Iterator[Way]:
    titles = {one.id: one.title for one in pack.routes} | {one.id: one.title for one in pack.prohibitions}
    missing = set(said["missing"])

    def way(clause: Mapping[str, Any], always: bool, names: Iterable[str], along: Iterable[Any] = ()) -> Way:
        asked: dict[str, list[str]] = {name: [] for name in names if name in missing}
        for name, companion in along:
            if name.startswith("companion."):
                asked.setdefault(name, []).append(companion)
            else:
                asked.setdefault(name, [])
        facts = tuple(_fact(name, tuple(people)) for name, people in asked.items())
        title = Text(titles[clause["id"]].zh, titles[clause["id"]].en)
        return Way(clause["id"], title, cited(clause["basis"]), always, facts)

    for ban in said["prohibitions"]:
        if ban["holds"] is None:
            trees = [tree for tree in (ban["reason"], ban["unless"]) if tree is not None]
            yield way(ban, True, (name for tree in trees for name in live_facts(tree)))
    if (granting := next((one for one in said["routes"] if one["outcome"] == "eligible"), None)) is not None:
        found = way(granting, True, (), companions.missing(None, granting["id"]))
        if found.facts:
            yield found
        return
    unsettled = {one["route"] for one in said["unsettled"]}
    routes = [
        way(one, False, live_facts(one["reason"]), companions.missing(pack, one["id"]))
        for one in said["routes"]
        if one["outcome"] == "undetermined"
    ]
    routes = [one for one in routes if any(fact.name in missing for fact in one.facts)]
    settled = [one for one in routes if one.id not in unsettled]
    yield from sorted(settled or routes, key=lambda one: len(one.facts))


def cited(basis: Iterable[Mapping[str, str]]) -> str:
    """Return documents and articles as a paper cites them."""
    return "；".join(f"{one['document']}（{one['article']}）" for one in basis)


def _fact(name: str, people: tuple[str, ...]) -> MissingFact:
    entry = terms.fact(name)
    return MissingFact(name, entry, people, tuple(terms.paper(key) for key in entry.evidence))
