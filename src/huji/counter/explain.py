"""The policy engine's answer as a page draws it: each route as a tree of reasons, with article and note.

The answer's shapes are the engine's (frozen); titles, articles and interpretation notes come from the pack
that was used, values and labels from the vocabulary, sources from the facts of the case.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from huji import policy
from huji.counter.proofs import Proofs, proofs
from huji.counter.wording import value
from huji.policy import Pack
from huji.policy.reason_lines import ReasonLines
from huji.rulebook import queries as rulebook
from huji.web.law import article, department, laws
from huji.web.saying import in_chinese, say

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
    """A route or prohibition: title, article, tree, note, and who is responsible.

    `outcome` is a route's; of a prohibition it is whether it holds.
    """

    id: str
    title: str
    outcome: str | Kleene
    law: str
    tree: tuple[Node, ...]
    note: str = ""
    alternatives: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    open: bool = False


@dataclass(frozen=True)
class Explanation:
    """The whole answer for a reader."""

    outcome: str
    policy: str
    digest: str
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
    proofs: tuple[Proofs, ...]
    companions: tuple[tuple[str, str], ...]
    unanimous: str = ""


def explanation(answer: Mapping[str, Any], sources: Mapping[str, str]) -> Explanation:
    """Put an answer into words; `sources` says, by fact, whence its value is known."""
    pack = _pack(answer)
    reader = _Reader(pack, sources)
    nearest = answer.get("nearest") or {}
    opened = {answer.get("granted_by"), nearest.get("route")}
    routes = tuple(reader.clause(route, opened) for route in answer["routes"])
    titles = {route.id: route.title for route in routes}
    words = policy.vocabulary()
    return Explanation(
        outcome=answer["outcome"],
        policy=say(pack.title),
        digest=pack.digest,
        document=pack.document.name,
        granted_by=titles.get(answer.get("granted_by") or "", ""),
        basis=laws(answer.get("basis", ())),
        routes=routes,
        prohibitions=tuple(reader.clause(one) for one in answer.get("prohibitions", ())),
        missing=tuple(say(words[name].title) for name in answer.get("missing", ()) if name in words.facts),
        unsettled=tuple(
            _("%(route)s：%(reason)s") % {"route": reader.title(one["route"]), "reason": say(one["reason"])}
            for one in answer.get("unsettled", ())
        ),
        nearest=titles.get(nearest.get("route", ""), ""),
        nearest_leaves=tuple(reader.node(leaf) for leaf in nearest.get("leaves", ())),
        superior=tuple(_superior(one, answer["date"]) for one in answer.get("superior", ())),
        hosts=tuple(say(words.hosts[host]) for host in answer.get("hosts", ()) if host in words.hosts),
        proofs=proofs(answer, pack),
        companions=tuple(
            (say(words.relations[one["relation"]]), one["outcome"]) for one in answer.get("companions", ())
        ),
        unanimous=answer.get("unanimous") or "",
    )


class _Reader:
    """Reads reason nodes with the pack's titles and the case's sources."""

    def __init__(self, pack: Pack, sources: Mapping[str, str]) -> None:
        self.pack = pack
        self.sources = sources
        self.clauses = {one.id: one for one in (*pack.routes, *pack.prohibitions)}

    def clause(self, answer: Mapping[str, Any], opened: Iterable[str | None] = ()) -> Clause:
        """Put a route or a prohibition into words; those `opened` show their reasons at once."""
        known = self.clauses.get(answer["id"])
        note = known.note if known else None
        return Clause(
            id=answer["id"],
            title=say(known.title) if known else answer["id"],
            outcome=answer["outcome"] if "outcome" in answer else answer["holds"],
            law=laws(answer.get("basis", ())),
            tree=tuple(self._trees(answer)),
            note=say(note.text) if note else "",
            alternatives=tuple(say(one) for one in note.alternatives) if note else (),
            responsible=tuple(department(one) for one in known.responsible) if known else (),
            open=answer["id"] in opened,
        )

    def _trees(self, answer: Mapping[str, Any]) -> Iterator[Node]:
        if answer.get("reason"):
            node = self.node(answer["reason"])
            yield from node.parts if "all" in answer["reason"] else (node,)
        if answer.get("unless"):
            exception = self.node(answer["unless"])
            yield Node(exception.holds, _("例外"), parts=(exception,))

    def title(self, clause: str) -> str:
        """Name a route or prohibition."""
        return say(self.clauses[clause].title) if clause in self.clauses else clause

    def node(self, reason: Mapping[str, Any]) -> Node:
        """Put one reason node into words."""
        words = say(policy.say(dict(reason), self.pack, policy.vocabulary()))
        if "fact" in reason:
            name = reason["fact"]
            given = value(name, reason.get("given"))
            return Node(reason["holds"], words, given, self.sources.get(name, ""))
        if "criterion" in reason:
            criterion = self.pack.criteria[reason["criterion"]]
            return Node(
                reason["holds"],
                words,
                parts=tuple(self.node(part) for part in reason["of"]),
                law=article(criterion.cites.article) if criterion.cites and criterion.cites.article else "",
                note=say(criterion.note.text) if criterion.note else "",
            )
        if "unknown" in reason:
            return Node(None, words)
        if "total" in reason:
            lines = ReasonLines(self.pack, policy.vocabulary(), "zh" if in_chinese() else "en")
            parts = (
                Node(None if one["points"] is None else True, lines.indicator(one).removeprefix("· "))
                for one in reason["of"]
            )
            total = dict(reason)
            given = lines.points(total, "given") + lines.lacking(total)
            return Node(reason["holds"], words, given, parts=tuple(parts))
        key = next(key for key in ("all", "any", "not") if key in reason)
        return Node(reason[key], words, parts=tuple(self.node(part) for part in reason["of"]))


def _pack(answer: Mapping[str, Any]) -> Pack:
    """Return the pack the answer was made by: that of its digest, else the one that now bears its name."""
    library = rulebook.library()
    found = library.by_digest.get(answer["policy_digest"]) or library.get(answer["policy"])
    if found is None:
        raise Http404
    return found


def _superior(one: Mapping[str, Any], on: str) -> str:
    pack = rulebook.library().get(one["policy"], date.fromisoformat(on))
    route = next((route for route in pack.routes if route.id == one["route"]), None) if pack else None
    if pack is None or route is None:
        return laws(one["basis"])
    return f"{say(pack.title)} {laws(one['basis'])} {say(route.title)}"
