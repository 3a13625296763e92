"""What became of each article of a document: encoded and by what, not about settlement, or not encodable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huji.policy.citing import article
from huji.policy.faults import Fault
from huji.policy.pack import Article, Pack, Status
from huji.policy.tree import All, AnyOf, Citation, Condition, Reference
from huji.policy.words import Text

STATUS_WORDS = {
    Status.ENCODED: Text("已编码", "encoded"),
    Status.NOT_SETTLEMENT: Text("与落户无关", "not about settlement"),
    Status.NOT_ENCODABLE: Text("无法编码", "not encodable"),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The articles in the order of the document, and the faults of their list."""

    articles: tuple[Article, ...]
    faults: tuple[Fault, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the coverage as JSON-ready data."""
        return {
            "articles": [
                {
                    "article": one.article,
                    "title": one.title.as_dict(),
                    "status": one.status.value,
                    "as": list(one.by),
                    "reason": one.reason.as_dict() if one.reason else None,
                }
                for one in self.articles
            ],
            "faults": [str(fault) for fault in self.faults],
        }


def coverage(pack: Pack) -> Coverage:
    """Return what became of each article, and every clause whose article the list leaves out."""
    return Coverage(pack.articles, tuple(_faults(pack)))


def _faults(pack: Pack) -> Iterator[Fault]:
    listed: dict[str, set[str]] = {}
    for one in pack.articles:
        listed.setdefault(one.article, set()).update(one.by)
    encoded = {name for one in pack.articles for name in one.by}
    seen: set[str] = set()
    for one in pack.articles:
        if one.article in seen:
            yield _fault(
                pack, "articles", f"第{one.article}条列了两次", f"article {one.article} is listed twice"
            )
        seen.add(one.article)
    for clause, ids, cites in _cited(pack):
        if cites.document != pack.document.name:
            continue
        by = _listed(cites.article, listed)
        cited = article(cites.article)
        if by is None:
            yield _fault(
                pack,
                clause,
                f"“{clause}”引用的{cited.zh}不在 articles 列表中",
                f'"{clause}" cites {cited.en}, which the list of articles leaves out',
            )
        elif not by & ids:
            yield _fault(
                pack,
                clause,
                f"“{clause}”引用{cited.zh}，articles 列表中这一条的 as 却没有它",
                f'"{clause}" cites {cited.en}, but the list of articles does not name it there ("as")',
            )
    clauses = [*(one.id for one in pack.routes), *(one.id for one in pack.prohibitions)]
    clauses += [one.id for one in pack.points.indicators] if pack.points else []
    for clause in clauses:
        if clause not in encoded:
            yield _fault(
                pack,
                clause,
                f"没有哪一条写明由“{clause}”编码",
                f'no article says that "{clause}" encodes it',
            )


def _cited(pack: Pack) -> Iterator[tuple[str, set[str], Citation]]:
    """Yield each clause that cites, the ids by any of which its article may name it, and what it cites."""
    for route in pack.routes:
        yield route.id, {route.id}, route.cites
        for host in route.hosts:
            if host.cites is not None and host.cites != route.cites:
                yield route.id, {route.id, *_named(host.when)}, host.cites
    for ban in pack.prohibitions:
        yield ban.id, {ban.id}, ban.cites
    if pack.points is not None:
        for indicator in pack.points.indicators:
            yield indicator.id, {indicator.id}, indicator.cites
        for tally in pack.totals.values():
            yield tally.id, {tally.id}, tally.cites
        if pack.points.selection is not None:
            yield "selection", {"selection"}, pack.points.selection.cites
    for criterion in pack.criteria.values():
        if criterion.cites is not None:
            yield criterion.id, {criterion.id}, criterion.cites


def _named(condition: Condition | None) -> Iterator[str]:
    """Yield the criteria a condition names itself: by them an article encodes who may join a household."""
    if isinstance(condition, Reference):
        yield condition.criterion
    elif isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from _named(part)


def _listed(cited: str, listed: Mapping[str, set[str]]) -> set[str] | None:
    """Return by what an article, or the one it is an item of (`三(二)` of `三`), is encoded, if listed."""
    return listed.get(cited, listed.get(cited.partition("(")[0]))


def _fault(pack: Pack, clause: str, zh: str, en: str) -> Fault:
    return Fault(pack.file, pack.lines.get(clause, 1), "coverage", Text(zh, en))
