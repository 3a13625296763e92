"""Laying a prepared application aside, looking at it, taking it, forgetting what has run out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.db import DatabaseError, connection, transaction

from huji.prepared import codes
from huji.runtime.db import writing
from huji.standards import Refused, Text

LARGEST = 5_000
"""Bytes of what is laid aside, before it is locked."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The code, which is told once and never again, and the last day it opens anything."""

    code: str
    until: date


def keep(content: Mapping[str, Any]) -> Kept:
    """Lay plain data aside under a fresh code, for thirty days.

    Refuses `prepared_too_large` and `prepared_full` (so many are laid aside that the table takes no more).
    """
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    if len(plain) > LARGEST:
        raise Refused(
            "prepared_too_large",
            Text("内容太多，无法保存。", "There is too much to be kept."),
            Text("请下载情况文件，带到窗口。", "Download the file instead and bring it along."),
        )
    code = codes.new()
    lock = codes.lock(code.replace("-", ""))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select prepared_keep(%s, %s)", [lock.digest, Fernet(lock.key).encrypt(plain)])
            (until,) = cursor.fetchone()
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != "54000":
            raise
        raise Refused(
            "prepared_full",
            Text("现在保存的太多，暂时不能再保存。", "So many are kept now that no more can be."),
            Text("请下载情况文件，带到窗口。", "Download the file instead and bring it along."),
        ) from error
    return Kept(code, until)


def look(typed: str) -> dict[str, Any] | None:
    """Return what a code opens and leave it there; None where it opens nothing (any more)."""
    return _opened("select prepared_look(%s)", typed)


def take(typed: str) -> dict[str, Any] | None:
    """Return what a code opens and delete it, with the transaction around; None where it opens nothing."""
    return _opened("select prepared_take(%s)", typed)


def forget() -> int:
    """Delete what is past its last day and return how many there were."""
    with writing(), connection.cursor() as cursor:
        cursor.execute("select prepared_forget()")
        (count,) = cursor.fetchone()
    return int(count)


def _opened(query: str, typed: str) -> dict[str, Any] | None:
    letters = codes.read(typed)
    if letters is None:
        return None
    lock = codes.lock(letters)
    with writing(), connection.cursor() as cursor:
        cursor.execute(query, [lock.digest])
        (locked,) = cursor.fetchone()
    if locked is None:
        return None
    try:
        found = json.loads(Fernet(lock.key).decrypt(bytes(locked)))
    except (InvalidToken, ValueError):
        return None
    return found if isinstance(found, dict) else None
