"""A score as a page draws it: each indicator with its points, how they were reckoned, and who checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huji import policy
from huji.counter.wording import paper_title, title
from huji.policy import Pack
from huji.policy.reason_lines import ReasonLines
from huji.rounds.values import Score
from huji.web.law import article, department
from huji.web.saying import in_chinese, say


@dataclass(frozen=True)
class Item:
    """One indicator: its points in words, the lines of the reckoning (depth and words), note and papers."""

    id: str
    title: str
    points: str
    settled: bool
    law: str
    lines: tuple[tuple[int, str], ...]
    note: str
    responsible: tuple[str, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True)
class ScoreShown:
    """One score: the total in words, the indicators, the conditions of application, what is not known."""

    score: Score
    total: str
    items: tuple[Item, ...]
    adjusted: tuple[str, ...]
    conditions: tuple[tuple[str, str, tuple[tuple[int, str], ...]], ...]
    missing: tuple[str, ...]


def shown(score: Score, pack: Pack) -> ScoreShown:
    """Put a stored score into words, by the pack it was made by."""
    lines = ReasonLines(pack, policy.vocabulary(), "zh" if in_chinese() else "en")
    reason = score.reason
    return ScoreShown(
        score,
        lines.points(dict(reason), "given"),
        tuple(_item(node, pack, lines) for node in reason["of"]),
        tuple(line.strip() for line in lines.adjusted(reason.get("adjusted", []), 1)),
        tuple(
            (
                _route(pack, route["id"]),
                route["outcome"],
                tuple(_deep(line) for line in lines.tree(route["reason"], 1)),
            )
            for route in reason["routes"]
        ),
        tuple(title(name) for name in reason.get("missing", ())),
    )


def _item(node: Mapping[str, Any], pack: Pack, lines: ReasonLines) -> Item:
    assert pack.points is not None
    indicator = pack.points.indicator(node["indicator"])
    return Item(
        indicator.id,
        say(indicator.title),
        lines.points(dict(node)),
        node["points"] is not None,
        article(indicator.cites.article),
        tuple(_deep(line) for line in lines.score(node["of"][0], indicator.score, 0)),
        say(indicator.note.text) if indicator.note else "",
        tuple(department(one) for one in indicator.responsible),
        tuple(joined_or(group) for group in indicator.evidence),
    )


def joined_or(group: tuple[str, ...]) -> str:
    """Name papers any one of which will do."""
    return _(" 或 ").join(paper_title(key) for key in group)


def _route(pack: Pack, id_: str) -> str:
    return next((say(route.title) for route in pack.routes if route.id == id_), id_)


def _deep(line: str) -> tuple[int, str]:
    return (len(line) - len(line.lstrip())) // 2, line.strip()
