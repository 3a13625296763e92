"""Saving a revision of a draft; faulty texts too, since a draft is work in progress."""

import hashlib
from dataclasses import dataclass

from django.db import connection

from huji.officers.roles import Role
from huji.rulebook.acts.turn import hold, insert, officer_of, turning
from huji.rulebook.refusals import changed_meanwhile, not_now
from huji.rulebook.values import LARGEST, By, State
from huji.standards import Refused, Text

WHAT = Text("起草", "Draft")


@dataclass(frozen=True, slots=True)
class SaveRevision:
    """The new text of a draft, what was changed, and the revision it was written from."""

    draft: int
    after: int
    text: str
    note: str = ""


def save_revision(statement: SaveRevision, by: By) -> int:
    """Save a revision and return its number; a text that changes nothing is not saved again.

    Refuses `not_your_role`, `no_such_draft`, `not_now`, `changed_meanwhile`, `too_large`.
    """
    with turning():
        officer = officer_of(by, Role.DRAFT, WHAT)
        held = hold(statement.draft)
        if held.state is not State.DRAFTING:
            raise not_now(held.id, held.state)
        if _is_last(held.id, held.last, statement.text):
            return held.last
        if held.last != statement.after:
            raise changed_meanwhile(held.id)
        add_revision(held.id, held.last + 1, statement.text, officer.id, statement.note, by)
    return held.last + 1


def add_revision(draft: int, number: int, text: str, author: int, note: str, by: By) -> None:
    """Insert a revision; refuses `too_large`."""
    content = encoded(text)
    insert(
        "rule_revision",
        {
            "draft": draft,
            "number": number,
            "content": content,
            "sha256": "sha256:" + hashlib.sha256(content).hexdigest(),
            "author": author,
            "note": note.strip()[:500],
            "day": by.on,
        },
    )


def encoded(text: str) -> bytes:
    """Return a draft's text as bytes, lines ended by LF; refuses `too_large`."""
    content = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    if len(content) > LARGEST:
        raise Refused(
            "too_large",
            Text(f"草案超过 {LARGEST:,} 字节。", f"The draft has more than {LARGEST:,} bytes."),
            Text("请删减后再保存。", "Shorten it and save again."),
        )
    return content


def _is_last(draft: int, last: int, text: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select content = %s from rule_revision where draft = %s and number = %s",
            [encoded(text), draft, last],
        )
        found = cursor.fetchone()
    return bool(found and found[0])
