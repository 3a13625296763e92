"""The policy engine's answer as a page draws it: each route as a tree of reasons, with article and note.

The answer's shapes are the engine's (frozen); titles, articles and interpretation notes come from the pack
that was used, values and labels from the vocabulary, sources from the facts of the case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huji.counter.wording import leaf, paper_title, value
from huji.policy import Pack, packs, vocabulary
from huji.policy import Text as PolicyText
from huji.web.saying import say

Kleene = bool | None


@dataclass(frozen=True)
class Node:
    """One line of a tree: whether it holds, its words, what was given, whence it is known, and its parts."""

    holds: Kleene
    words: str
    given: str = ""
    source: str = ""
    parts: tuple["Node", ...] = ()
    law: str = ""
    note: str = ""


@dataclass(frozen=True)
class Clause:
    """A route or prohibition: title, outcome, article, tree, note, and who is responsible."""

    id: str
    title: str
    outcome: str
    law: str
    tree: tuple[Node, ...]
    note: str = ""
    alternatives: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    granted: bool = False


@dataclass(frozen=True)
class Explanation:
    """The whole answer for a reader."""

    outcome: str
    policy: str
    document: str
    granted_by: str
    basis: str
    routes: tuple[Clause, ...]
    prohibitions: tuple[Clause, ...]
    missing: tuple[str, ...]
    unsettled: tuple[str, ...]
    nearest: str
    nearest_leaves: tuple[Node, ...]
    superior: tuple[str, ...]
    hosts: tuple[str, ...]
    evidence: tuple[str, ...]
    companions: tuple[tuple[str, str], ...]
    unanimous: str = ""


def explanation(answer: Mapping[str, Any], sources: Mapping[str, str]) -> Explanation:
    """Put an answer into words; `sources` says, by fact, whence its value is known."""
    pack = _pack(answer)
    reader = _Reader(pack, sources)
    routes = tuple(reader.clause(route, answer.get("granted_by")) for route in answer["routes"])
    titles = {route.id: route.title for route in routes}
    nearest = answer.get("nearest") or {}
    words = vocabulary()
    return Explanation(
        outcome=answer["outcome"],
        policy=say(pack.title) if pack else str(answer.get("policy", "")),
        document=pack.document.name if pack else "",
        granted_by=titles.get(answer.get("granted_by") or "", ""),
        basis=laws(answer.get("basis", ())),
        routes=routes,
        prohibitions=tuple(reader.clause(one, None) for one in answer.get("prohibitions", ())),
        missing=tuple(say(words[name].title) for name in answer.get("missing", ()) if name in words.facts),
        unsettled=tuple(
            f"{titles.get(one.get('route') or '', '')}{_('：')}{say(one['reason'])}"
            for one in answer.get("unsettled", ())
        ),
        nearest=titles.get(nearest.get("route", ""), ""),
        nearest_leaves=tuple(reader.node(leaf) for leaf in nearest.get("of", nearest.get("leaves", ()))),
        superior=tuple(_superior(one) for one in answer.get("superior", ())),
        hosts=tuple(say(words.hosts[host]) for host in answer.get("hosts", ()) if host in words.hosts),
        evidence=tuple(
            _(" 或 ").join(paper_title(key) for key in one["any_of"]) for one in answer.get("evidence", ())
        ),
        companions=tuple(
            (
                say(words.relations.get(one["relation"], PolicyText(one["relation"], one["relation"]))),
                one["outcome"],
            )
            for one in answer.get("companions", ())
        ),
        unanimous=answer.get("unanimous") or "",
    )


def laws(basis: Any) -> str:
    """Write citations: 盘政发〔2015〕53号 五."""
    return "；".join(
        f"{one['document']} {_('第%(article)s条') % {'article': one['article']}}" for one in basis
    )


class _Reader:
    """Reads reason nodes with the pack's titles and the case's sources."""

    def __init__(self, pack: Pack | None, sources: Mapping[str, str]) -> None:
        self.pack = pack
        self.sources = sources
        self.clauses = {one.id: one for one in (*pack.routes, *pack.prohibitions)} if pack else {}

    def clause(self, answer: Mapping[str, Any], granted_by: str | None) -> Clause:
        """Put a route or a prohibition into words."""
        known = self.clauses.get(answer["id"])
        note = known.note if known else None
        return Clause(
            id=answer["id"],
            title=say(known.title) if known else answer["id"],
            outcome=answer.get("outcome", ""),
            law=laws(answer.get("basis", ())),
            tree=tuple(self._trees(answer)),
            note=say(note.text) if note else "",
            alternatives=tuple(say(one) for one in note.alternatives) if note else (),
            responsible=known.responsible if known else (),
            granted=answer["id"] == granted_by,
        )

    def _trees(self, answer: Mapping[str, Any]) -> Iterator[Node]:
        if answer.get("reason"):
            node = self.node(answer["reason"])
            yield from node.parts if "all" in answer["reason"] else (node,)
        if answer.get("unless"):
            exception = self.node(answer["unless"])
            yield Node(exception.holds, _("例外"), parts=(exception,))

    def node(self, reason: Mapping[str, Any]) -> Node:
        """Put one reason node into words."""
        if "fact" in reason:
            name = reason["fact"]
            return Node(
                reason["holds"], leaf(reason), value(name, reason.get("given")), self.sources.get(name, "")
            )
        if "criterion" in reason:
            criterion = self.pack.criteria.get(reason["criterion"]) if self.pack else None
            note = criterion.note if criterion else None
            return Node(
                reason["holds"],
                say(criterion.title) if criterion else reason["criterion"],
                parts=tuple(self.node(part) for part in reason["of"]),
                law=_("第%(article)s条") % {"article": criterion.cites.article}
                if criterion and criterion.cites.article
                else "",
                note=say(note.text) if note else "",
            )
        if "unknown" in reason:
            return Node(None, say(reason["unknown"]))
        key = next(key for key in ("all", "any", "not") if key in reason)
        words = {"all": _("以下全部"), "any": _("以下任一"), "not": _("并非以下情形")}[key]
        return Node(reason[key], words, parts=tuple(self.node(part) for part in reason["of"]))


def _pack(answer: Mapping[str, Any]) -> Pack | None:
    library = packs()
    digest = answer.get("policy_digest")
    return library.by_digest.get(digest) or library.get(str(answer.get("policy"))) if digest else None


def _superior(one: Mapping[str, Any]) -> str:
    pack = packs().get(str(one.get("policy")))
    route = (
        next((route for route in pack.routes if route.id == one.get("route", one.get("id"))), None)
        if pack
        else None
    )
    title = say(route.title) if route else str(one.get("route", one.get("id", "")))
    return f"{say(pack.title) if pack else one.get('policy')}{_('：')}{title}"
