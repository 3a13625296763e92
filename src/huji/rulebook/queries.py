"""Reading the rulebook: the policies at hand here, publications, drafts with their revisions and steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from huji import policy
from huji.policy import Library, Pack
from huji.policy.library import text_of as library_text
from huji.rulebook.refusals import no_such_draft
from huji.rulebook.values import Draft, Publication, Revision, State, Step, Taken
from huji.standards import Refused, Text

_PUBLICATION = (
    "entry, draft, revision, policy, digest, sha256, proposer, publisher, day, effective, withdrawn_on"
)
_DRAFT = (
    "d.id, d.title, d.state, d.base, d.author, d.opened,"
    " (select coalesce(max(number), 0) from rule_revision r where r.draft = d.id)"
)


@dataclass(frozen=True, slots=True)
class Published:
    """A publication in use: its place among the packs (a file's name), and the digest of its bytes."""

    name: str
    sha256: str


def library(on: date | None = None) -> Library:
    """Return the package's packs and those published here; with a day only what is in force on it.

    Follows publications at once in every process: what is published is asked each time, by digest alone.
    """
    whole = library_of(published())
    return (
        whole if on is None else Library([one for one in whole if whole.in_force(one, on)], whole.vocabulary)
    )


def published() -> tuple[Published, ...]:
    """Return what is published and stands, in the order of publication."""
    rows = _rows(
        "select policy, effective, sha256 from rule_publication where withdrawn is null order by entry"
    )
    return tuple(
        Published(f"published/{policy_}@{effective}.yaml", sha256) for policy_, effective, sha256 in rows
    )


@lru_cache(maxsize=8)
def library_of(found: tuple[Published, ...]) -> Library:
    """Return the package's packs and the published ones named; contents by digest never change."""
    package = policy.packs()
    # A release may bring what was published here before.
    added = [pack for one in found if (pack := _pack(one)).digest not in package.by_digest]
    return Library([*package, *added], package.vocabulary) if added else package


@lru_cache(maxsize=256)
def _pack(one: Published) -> Pack:
    return policy.read_pack(content(one.sha256).decode(), one.name, policy.vocabulary())


def text_of(pack: Pack) -> str:
    """Return the text of a pack at hand, published here or of the package."""
    rows = _rows("select content from rule_publication where digest = %s limit 1", [pack.digest])
    return bytes(rows[0][0]).decode() if rows else library_text(pack.file)


def content(sha256: str) -> bytes:
    """Return the bytes published under a digest; refuses `not_published`."""
    rows = _rows("select content from rule_publication where sha256 = %s limit 1", [sha256])
    if not rows:
        raise Refused("not_published", Text(f"没有发布过 {sha256}。", f"Nothing was published as {sha256}."))
    return bytes(rows[0][0])


def publications(policy_name: str | None = None) -> tuple[Publication, ...]:
    """Return every publication, withdrawn ones too, the newest first; of one policy where named."""
    where, values = ("where policy = %s", [policy_name]) if policy_name else ("", [])
    rows = _rows(f"select {_PUBLICATION} from rule_publication {where} order by entry desc", values)
    return tuple(Publication(*row) for row in rows)


def drafts(*states: State) -> tuple[Draft, ...]:
    """Return the drafts in those states (all where none is named), the newest first."""
    rows = _rows(
        f"select {_DRAFT} from rule_draft d where d.state = any (%s) order by d.id desc limit 500",
        [[state.value for state in states or State]],
    )
    return tuple(_draft(row) for row in rows)


def draft(draft_id: int) -> Draft:
    """Return a draft; refuses `no_such_draft`."""
    rows = _rows(f"select {_DRAFT} from rule_draft d where d.id = %s", [draft_id])
    if not rows:
        raise no_such_draft(draft_id)
    return _draft(rows[0])


def revisions(draft_id: int) -> tuple[Revision, ...]:
    """Return the revisions of a draft without their texts, the newest first."""
    rows = _rows(
        "select draft, number, '', sha256, author, note, day, saved from rule_revision"
        " where draft = %s order by number desc",
        [draft_id],
    )
    return tuple(Revision(*row) for row in rows)


def revision(draft_id: int, number: int) -> Revision:
    """Return a revision with its text; refuses `no_such_draft`."""
    rows = _rows(
        "select draft, number, content, sha256, author, note, day, saved from rule_revision"
        " where draft = %s and number = %s",
        [draft_id, number],
    )
    if not rows:
        raise no_such_draft(draft_id)
    found, at, text, *rest = rows[0]
    return Revision(found, at, bytes(text).decode(), *rest)


def steps(draft_id: int) -> tuple[Taken, ...]:
    """Return the steps of a draft, the newest first."""
    rows = _rows(
        "select entry, draft, revision, step, officer, day, note from rule_step"
        " where draft = %s order by entry desc",
        [draft_id],
    )
    return tuple(
        Taken(entry, found, number, Step(step), officer, day, note)
        for entry, found, number, step, officer, day, note in rows
    )


def submission(draft_id: int) -> Taken:
    """Return the last submission of a draft; refuses `no_such_draft`."""
    for taken in steps(draft_id):
        if taken.step is Step.SUBMIT:
            return taken
    raise no_such_draft(draft_id)


def authors(draft_id: int) -> frozenset[int]:
    """Return the officers who wrote a revision of a draft."""
    rows = _rows("select distinct author from rule_revision where draft = %s", [draft_id])
    return frozenset(author for (author,) in rows)


def _draft(row: Sequence[Any]) -> Draft:
    number, title, state, *rest = row
    return Draft(number, title, State(state), *rest)


def _rows(query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        return list(cursor.fetchall())
