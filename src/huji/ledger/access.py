"""Reading a person leaves a line: who, why, whom, what, when; committed before the data leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.db import connection

from huji.standards import Text


class Purpose(StrEnum):
    """Why an officer reads a person; what the law on personal information asks.

    Personal Information Protection Law (2021), art. 6 (a clear purpose),
    art. 34 (state organs within their powers), art. 44 and 45 (the person's right to know and to see).
    """

    HANDLE_CASE = "handle_case"
    ANSWER_PERSON = "answer_person"
    CORRECT = "correct"
    SUPERVISE = "supervise"
    AUDIT = "audit"
    STUDY = "study"
    DEMONSTRATE = "demonstrate"

    @property
    def label(self) -> Text:
        """The purpose in words, as the person will read it."""
        return _LABELS[self]


_LABELS = {
    Purpose.HANDLE_CASE: Text("办理事项", "Handling a case"),
    Purpose.ANSWER_PERSON: Text("答复本人查询", "Answering the person"),
    Purpose.CORRECT: Text("更正登记事项", "Correcting an item"),
    Purpose.SUPERVISE: Text("督导检查", "Supervision"),
    Purpose.AUDIT: Text("审计", "Audit"),
    Purpose.STUDY: Text("政策测算（不含姓名和号码）", "Trying out a policy, without names or numbers"),
    Purpose.DEMONSTRATE: Text("演示", "Demonstration"),
}


class Reader(Protocol):
    """An officer as the access log knows one: the account's number and office (None: an operator)."""

    @property
    def pk(self) -> int: ...

    @property
    def office(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One look at a person: when, by which officer of which office, why, and what was shown."""

    at: datetime
    officer: int
    office: int | None
    purpose: Purpose
    what: str


def look(officer: Reader, purpose: Purpose, persons: Iterable[int], what: str) -> None:
    """Note that `officer` is about to read `persons`; call it before the reading.

    `what` names what is shown, in words for the person ("户口详情" or "search by number"). One line holds all
    persons; a search without a hit is a line without persons. The line is committed when this returns. Raises
    RuntimeError inside a transaction, where a rollback could take the line back after the data has left.
    """
    if connection.in_atomic_block or not connection.get_autocommit():
        raise RuntimeError("a look at a person is noted outside any transaction, before the data is read")
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into access_line (who, office, purpose, persons, what)"
            " values (%s, %s, %s, %s::bigint[], %s)",
            [officer.pk, officer.office, Purpose(purpose).value, sorted(set(persons)), what],
        )


def looks_at(person: int, at_most: int = 200) -> list[Line]:
    """Return who looked at `person`, newest first: what a citizen may always see of herself."""
    with connection.cursor() as cursor:
        cursor.execute("select at, who, office, purpose, what from access_of(%s, %s)", [person, at_most])
        return [
            Line(at, who, office, Purpose(purpose), what)
            for at, who, office, purpose, what in cursor.fetchall()
        ]
