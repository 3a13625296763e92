"""What became of each article of a document: encoded and by what, not about settlement, or not encodable."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from huji.policy.faults import Fault
from huji.policy.pack import Article, Pack, Status
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
    listed = {one.article for one in pack.articles}
    encoded = {name for one in pack.articles for name in one.by}
    seen: set[str] = set()
    for one in pack.articles:
        if one.article in seen:
            yield _fault(pack, f"第{one.article}条列了两次", f"article {one.article} is listed twice")
        seen.add(one.article)
    for clause, cites in _cited(pack):
        own = cites.document == pack.document.name
        if own and not _is_listed(cites.article, listed):
            yield _fault(
                pack,
                f"“{clause}”引用的第{cites.article}条不在 articles 列表中",
                f'"{clause}" cites article {cites.article}, which the list of articles leaves out',
            )
    clauses = [*(one.id for one in pack.routes), *(one.id for one in pack.prohibitions)]
    clauses += [one.id for one in pack.points.indicators] if pack.points else []
    for clause in clauses:
        if clause not in encoded:
            yield _fault(
                pack, f"没有哪一条写明由“{clause}”编码", f'no article says that "{clause}" encodes it'
            )


def _cited(pack: Pack) -> Iterator[tuple[str, Any]]:
    for route in pack.routes:
        yield route.id, route.cites
        for host in route.hosts:
            if host.cites is not None:
                yield f"{route.id} {host.host}", host.cites
    for ban in pack.prohibitions:
        yield ban.id, ban.cites
    if pack.points is not None:
        for indicator in pack.points.indicators:
            yield indicator.id, indicator.cites
        for tally in pack.totals.values():
            yield tally.id, tally.cites
        if pack.points.selection is not None:
            yield "selection", pack.points.selection.cites
    for criterion in pack.criteria.values():
        if criterion.cites is not None:
            yield criterion.id, criterion.cites


def _is_listed(article: str, listed: set[str]) -> bool:
    """Return whether an article, or the article it is an item of (`三(二)` of `三`), is listed."""
    return article in listed or article.partition("(")[0] in listed


def _fault(pack: Pack, zh: str, en: str) -> Fault:
    return Fault(pack.file, 1, "coverage", Text(zh, en))
