"""Bearer tokens: an officer's program reads as the officer, for a time, until revoked.

Only the SHA-256 of a token is kept. A token is 256 random bits, so a slow hash would protect nothing more.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from huji import ledger
from huji.officers import queries
from huji.officers.acts import CITY
from huji.officers.queries import Appointed
from huji.officers.roles import Role
from huji.runtime.db import writing
from huji.standards import Refused, Text

PREFIX = "huji_"
LONGEST_DAYS = 400
READERS = frozenset({Role.COUNTER, Role.REVIEW, Role.APPROVE, Role.SUPERVISE})
"""The roles that read the register, and so may have a token."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A token just issued; `secret` is shown once and kept nowhere."""

    id: int
    secret: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A token as it is kept: whose, what for, since and until when, and whether it was revoked."""

    id: int
    username: str
    label: str
    made: datetime
    expires: datetime
    revoked: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who presents a token."""

    token: int
    officer: Appointed


def issue(username: str, label: str, days: int, now: datetime, by: str) -> Issued:
    """Issue a token for `days` from `now`; `label` says what for, `by` who ordered it.

    Raises `Refused` for an officer unknown, dismissed or without the register, and for too long a time.
    """
    officer = queries.named(username)
    if officer is None or not officer.active:
        raise Refused(
            "officer-unknown",
            Text(f"没有在岗的人员“{username}”。", f"There is no active officer “{username}”."),
        )
    if officer.role not in READERS:
        raise Refused(
            "token.role",
            Text(
                f"{officer.role.label.zh}人员不查阅户籍，不能使用接口。",
                f"The role {officer.role.label.en} does not read the register.",
            ),
        )
    if not 1 <= days <= LONGEST_DAYS or not 1 <= len(label) <= 100:
        raise Refused(
            "token.bounds",
            Text(
                f"有效期为 1 至 {LONGEST_DAYS} 天，用途说明为 1 至 100 字。",
                f"A token is good for 1 to {LONGEST_DAYS} days, its label has 1 to 100 characters.",
            ),
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    expires = now + timedelta(days=days)
    body = {"username": username, "label": label, "expires": expires, "by": by}
    with writing():
        entry = ledger.write(officer.office or CITY, "issue_token", body)
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into officers_token (officer, digest, label, made, expires, entry)"
                " values (%s, %s, %s, %s, %s, %s) returning id",
                [officer.id, _digest(secret), label, now, expires, entry],
            )
            (number,) = cursor.fetchone()
    return Issued(int(number), secret, expires)


def revoke(number: int, by: str) -> None:
    """Revoke a token at once. Raises `Refused` for one unknown or revoked already."""
    with writing(), connection.cursor() as cursor:
        cursor.execute(
            "select o.username, o.office from officers_token t join officers_officer o on o.id = t.officer"
            " where t.id = %s and t.revoked_entry is null for update of t",
            [number],
        )
        row = cursor.fetchone()
        if row is None:
            raise Refused(
                "token.unknown",
                Text(f"没有有效的令牌 {number}。", f"There is no token {number} to revoke."),
            )
        entry = ledger.write(row[1] or CITY, "revoke_token", {"token": number, "username": row[0], "by": by})
        cursor.execute("update officers_token set revoked_entry = %s where id = %s", [entry, number])


def tokens(username: str | None = None) -> list[Kept]:
    """Return all tokens, newest first, or those of one officer."""
    with writing(), connection.cursor() as cursor:
        cursor.execute(
            "select t.id, o.username, t.label, t.made, t.expires, t.revoked_entry is not null"
            " from officers_token t join officers_officer o on o.id = t.officer"
            " where %(name)s::text is null or o.username = %(name)s::text order by t.id desc",
            {"name": username},
        )
        return [Kept(*row) for row in cursor.fetchall()]


def holder(secret: str) -> Holder | None:
    """Return who presents a token; None for one unknown, past its time, revoked, or of one dismissed."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select token, officer from officers_token_holder(%s)", [_digest(secret)])
        row = cursor.fetchone()
    officer = queries.officer(row[1]) if row else None
    return Holder(int(row[0]), officer) if row and officer and officer.role in READERS else None


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
