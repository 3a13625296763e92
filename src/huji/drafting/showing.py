"""A pack and the difference of two packs as the pages draw them, in the page's language."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huji.policy import Pack, Vocabulary
from huji.policy.coverage import STATUS_WORDS
from huji.policy.difference import Change, Mark, compare
from huji.policy.facets import FACETS, KINDS, Clause, clauses
from huji.policy.tree import Citation
from huji.policy.words import Text
from huji.standards import place_names
from huji.web.law import article, department
from huji.web.saying import day, say

MOST_LINES = 2_000
Line = tuple[int, str]
"""Depth and words."""


@dataclass(frozen=True)
class ShownClause:
    """A clause in words: its kind, title, citation, parts, and how it was read."""

    kind: str
    id: str
    title: str
    law: str
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    note: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """An article of the document beside the clauses that encode it; without one, the clauses of none."""

    number: str
    title: str
    status: str
    label: str
    reason: str
    clauses: tuple[ShownClause, ...]


def rows(pack: Pack, vocabulary: Vocabulary) -> tuple[Row, ...]:
    """Return the document's articles in order, each with its clauses; what no article names comes last."""
    known = {one.id: one for one in clauses(pack, vocabulary) if one.kind not in ("pack", "article")}
    named: set[str] = set()
    found = []
    for one in pack.articles:
        named.update(one.by)
        found.append(
            Row(
                article(one.article),
                say(one.title),
                one.status.value,
                say(STATUS_WORDS[one.status]),
                say(one.reason),
                tuple(_clause(known[name], pack) for name in one.by if name in known),
            )
        )
    rest = tuple(_clause(clause, pack) for name, clause in known.items() if name not in named)
    if rest:
        found.append(Row("", _("未在条文列表中的条款"), "", "", "", rest))
    return tuple(found)


def _clause(clause: Clause, pack: Pack) -> ShownClause:
    return ShownClause(
        kind=say(KINDS[clause.kind]),
        id=clause.id,
        title=say(clause.title),
        law=_law(clause.cites, pack),
        parts=tuple(
            (
                say(facet.title),
                tuple((line.depth, _said(facet.title, line.text, pack)) for line in facet.lines),
            )
            for facet in clause.facets
        ),
        note=say(clause.note.text) if clause.note else "",
        alternatives=tuple(say(one) for one in clause.note.alternatives) if clause.note else (),
    )


def _said(part: Text, text: Text, pack: Pack) -> str:
    """Say a line: places by their names, days as days, departments in the page's language."""
    words = department(say(text))
    if part in (FACETS["to"], FACETS["applies_to"]):
        return re.sub(r"\b\d{2,12}\b", lambda code: _place(code[0], pack.in_force_from), words)
    if part == FACETS["in_force"]:
        words = re.sub(r"\d{4}-\d\d-\d\d", lambda iso: day(date.fromisoformat(iso[0])), words)
        return _("%(day)s起") % {"day": words.removesuffix(" –")} if words.endswith(" –") else words
    return words


def _place(code: str, on: date) -> str:
    return say(place_names.known(code, on) or code)


def _law(cites: Citation | None, pack: Pack) -> str:
    if cites is None or not cites.article:
        return ""
    own = cites.document == pack.document.name
    return article(cites.article) if own else f"{cites.document} {article(cites.article)}"


@dataclass(frozen=True)
class ShownChange:
    """A clause that differs: what became of it, and its parts line by line (mark, depth, words)."""

    kind: str
    label: str
    clause: str
    id: str
    title: str
    law: str
    parts: tuple[tuple[str, tuple[tuple[str, int, str], ...]], ...]


def changes(old: Pack, new: Pack, vocabulary: Vocabulary) -> tuple[ShownChange, ...]:
    """Return the difference of two packs in words."""
    labels = {"added": _("新增"), "removed": _("删除"), "changed": _("有修改")}
    return tuple(
        ShownChange(
            kind=one.kind.value,
            label=labels[one.kind.value],
            clause=say(KINDS[one.clause]),
            id=one.id,
            title=say(one.title),
            law=_law(one.cites, new),
            parts=tuple(_parts(one, new)),
        )
        for one in compare(old, new, vocabulary)
    )


def _parts(change: Change, pack: Pack) -> Iterator[tuple[str, tuple[tuple[str, int, str], ...]]]:
    for part in change.parts:
        lines = tuple(
            (one.mark.value, one.line.depth, _said(part.title, one.line.text, pack)) for one in part.lines
        )
        yield say(part.title), lines


@dataclass(frozen=True)
class TextLine:
    """A line of the difference of two texts: its mark, its numbers in both (0: not in it), its text."""

    mark: str
    old: int
    new: int
    text: str


def text_changes(old: str, new: str, around: int = 3) -> tuple[tuple[TextLine, ...], ...]:
    """Return the places where two texts differ, with some lines around each.

    Only the first lines of very long texts are compared: no pack is so long, and comparing takes the square.
    """
    before, after = old.split("\n")[:MOST_LINES], new.split("\n")[:MOST_LINES]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return tuple(tuple(_text_lines(group, before, after)) for group in matcher.get_grouped_opcodes(around))


def _text_lines(
    group: Iterable[tuple[str, int, int, int, int]], before: list[str], after: list[str]
) -> Iterator[TextLine]:
    for tag, i1, i2, j1, j2 in group:
        if tag == "equal":
            for at in range(i2 - i1):
                yield TextLine(Mark.SAME.value, i1 + at + 1, j1 + at + 1, before[i1 + at])
            continue
        for at in range(i1, i2):
            yield TextLine(Mark.REMOVED.value, at + 1, 0, before[at])
        for at in range(j1, j2):
            yield TextLine(Mark.ADDED.value, 0, at + 1, after[at])
