"""Opening a draft, from a pack there is or from nothing."""

from dataclasses import dataclass

from django.db import connection

from huji.officers.roles import Role
from huji.rulebook.acts.save_revision import add_revision
from huji.rulebook.acts.turn import officer_of, turning
from huji.rulebook.values import By
from huji.standards import Refused, Text

WHAT = Text("起草", "Draft")


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A working title, the first text, the pack it began from by digest; `token` lets it be opened once."""

    title: str
    text: str
    base: str | None
    token: str


def open_draft(statement: OpenDraft, by: By) -> int:
    """Open a draft with its first revision and return its id; sent twice, it is opened once.

    Refuses `not_your_role`, `no_title`, `too_large`.
    """
    title = " ".join(statement.title.split())
    if not 1 <= len(title) <= 120:
        raise Refused(
            "no_title",
            Text("请写草案的名称（不超过 120 字）。", "Give the draft a name (up to 120 characters)."),
        )
    with turning(), connection.cursor() as cursor:
        officer = officer_of(by, Role.DRAFT, WHAT)
        cursor.execute(
            "insert into rule_draft (title, base, author, token) values (%s, %s, %s, %s)"
            " on conflict (author, token) do nothing returning id",
            [title, statement.base, officer.id, statement.token],
        )
        made = cursor.fetchone()
        if made is None:
            cursor.execute(
                "select id from rule_draft where author = %s and token = %s", [officer.id, statement.token]
            )
            (draft,) = cursor.fetchone()
            return int(draft)
        add_revision(int(made[0]), 1, statement.text, officer.id, "", by)
    return int(made[0])
