"""The papers to show, by the route they serve: the route that is open or nearest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huji import policy
from huji.counter.wording import paper_title
from huji.policy import Pack
from huji.policy.reasons import live, open_leaves
from huji.web.saying import say

AnyOf = tuple[str, ...]
"""Keys of papers any one of which will do."""


@dataclass(frozen=True)
class Proofs:
    """What one route asks to be shown; `wanted` are the keys, of each line any one."""

    route: str
    title: str
    wanted: tuple[AnyOf, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Return each line in words."""
        return tuple(alternatives(any_of) for any_of in self.wanted)


def alternatives(any_of: AnyOf) -> str:
    """Name papers any one of which will do."""
    return _(" 或 ").join(paper_title(key) for key in any_of)


def proofs(answer: Mapping[str, Any], pack: Pack) -> tuple[Proofs, ...]:
    """Return the papers of an answer route by route, fewest unknowns first; routes without any are left out.

    A paper that several routes ask for stands with each of them.
    """
    listed = [tuple(one["any_of"]) for one in answer.get("evidence", ())]
    granted = answer.get("granted_by")
    routes = [
        one
        for one in answer["routes"]
        if one["id"] == granted or (granted is None and one["outcome"] != "ineligible")
    ]
    titles = {one.id: say(one.title) for one in pack.routes}
    own = {one.id: one.evidence for one in pack.routes}
    found = []
    for route in sorted(routes, key=lambda one: _unknown(one["reason"])):
        read = {*own.get(route["id"], ()), *_read(route["reason"], pack)}
        wanted = tuple(any_of for any_of in listed if any_of in read)
        if wanted:
            found.append(Proofs(route["id"], titles.get(route["id"], route["id"]), wanted))
    return tuple(found)


def still_wanted(found: tuple[Proofs, ...], on_file: set[str]) -> tuple[Proofs, ...]:
    """Return what is left of the papers to show once those on file are struck out."""
    left = (
        Proofs(one.route, one.title, tuple(any_of for any_of in one.wanted if not on_file & set(any_of)))
        for one in found
    )
    return tuple(one for one in left if one.wanted)


def _read(reason: Mapping[str, Any], pack: Pack) -> Iterator[AnyOf]:
    """Yield what proves the parts of a tree: a criterion's own papers, and those of each fact."""
    if "criterion" in reason:
        yield from pack.criteria[reason["criterion"]].evidence
    if "indicator" in reason and pack.points is not None:
        yield from pack.points.indicator(reason["indicator"]).evidence
    if "fact" in reason:
        yield tuple(policy.vocabulary()[reason["fact"]].evidence)
    for part in reason.get("of", ()):
        yield from _read(part, pack)


def _unknown(reason: Mapping[str, Any]) -> int:
    """Count the leaves of a tree that are not known."""
    return sum(1 for leaf in live(dict(reason)) for _leaf in open_leaves(leaf))
