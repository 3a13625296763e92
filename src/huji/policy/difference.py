"""Two versions of a policy compared clause by clause: what was added, removed and changed, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from huji.policy.facets import FACETS, Clause, Line, clauses
from huji.policy.pack import Note, Pack
from huji.policy.tree import Citation
from huji.policy.vocabulary import Vocabulary
from huji.policy.words import Text


class Kind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Mark(StrEnum):
    """What became of a line."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Marked:
    """A line of either version, and what became of it."""

    mark: Mark
    line: Line


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a clause in both versions, its lines in reading order."""

    title: Text
    lines: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that differs: its kind (a key of `facets.KINDS`), id, title, citation, and the parts."""

    kind: Kind
    clause: str
    id: str
    title: Text
    cites: Citation | None
    parts: tuple[Part, ...]


def compare(old: Pack, new: Pack, vocabulary: Vocabulary) -> tuple[Change, ...]:
    """Return every clause that differs between two packs, in the new one's order, removed ones last.

    A clause is the same where kind and id are. The pack itself is one; so is every article listed.
    """
    before = {(one.kind, one.id if one.kind != "pack" else ""): one for one in clauses(old, vocabulary)}
    after = {(one.kind, one.id if one.kind != "pack" else ""): one for one in clauses(new, vocabulary)}
    return tuple(_changes(before, after))


def _changes(before: dict[tuple[str, str], Clause], after: dict[tuple[str, str], Clause]) -> Iterator[Change]:
    for key, clause in after.items():
        if key not in before:
            yield _change(Kind.ADDED, clause, tuple(_parts(None, clause)))
        elif parts := tuple(_parts(before[key], clause)):
            yield _change(Kind.CHANGED, clause, parts)
    for key, clause in before.items():
        if key not in after:
            yield _change(Kind.REMOVED, clause, tuple(_parts(clause, None)))


def _change(kind: Kind, clause: Clause, parts: tuple[Part, ...]) -> Change:
    return Change(kind, clause.kind, clause.id, clause.title, clause.cites, parts)


def _parts(old: Clause | None, new: Clause | None) -> Iterator[Part]:
    before, after = _lines(old), _lines(new)
    for name in (*after, *(name for name in before if name not in after)):
        earlier, later = before.get(name, ()), after.get(name, ())
        if earlier != later:
            yield Part(_TITLES.get(name, FACETS.get(name, Text(name, name))), tuple(marked(earlier, later)))


def marked(old: tuple[Line, ...], new: tuple[Line, ...]) -> Iterator[Marked]:
    """Yield the lines of both in reading order, each with what became of it."""
    if len(old) * len(new) > _MOST:  # nobody reads so long a clause line by line
        yield from (Marked(Mark.REMOVED, line) for line in old)
        yield from (Marked(Mark.ADDED, line) for line in new)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Marked(Mark.SAME, line) for line in new[j1:j2])
        else:
            yield from (Marked(Mark.REMOVED, line) for line in old[i1:i2])
            yield from (Marked(Mark.ADDED, line) for line in new[j1:j2])


def _lines(clause: Clause | None) -> dict[str, tuple[Line, ...]]:
    if clause is None:
        return {}
    found: dict[str, tuple[Line, ...]] = {"title": (Line(0, clause.title),)}
    if clause.cites is not None:
        cites = f"{clause.cites.document} {clause.cites.article}"
        found["cites"] = (Line(0, Text(cites, cites)),)
    found |= {facet.name: facet.lines for facet in clause.facets}
    found["note"] = tuple(_note(clause.note))
    return {name: lines for name, lines in found.items() if lines}


def _note(note: Note | None) -> Iterator[Line]:
    if note is not None:
        yield Line(0, note.text)
        yield from (Line(1, other) for other in note.alternatives)


_MOST = 4_000_000
_TITLES = {
    "title": Text("标题", "Title"),
    "cites": Text("出处", "Article"),
    "note": Text("释义", "Reading"),
}
