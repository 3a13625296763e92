"""Reading orders within the reader's area. An order names no person; reading its files leaves a line."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from huji.documents.imprint import FORMS, Kind
from huji.documents.printing import parts
from huji.ledger import access
from huji.standards import Refused, Text

SHOWN = 50
STATES = {
    "printing": Text("正在打印", "printing"),
    "ready": Text("已完成", "ready"),
    "stopped": Text("已停止", "stopped"),
    "gone": Text("文件已清除", "files removed"),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """An order and how far it is: `printed` papers issued and `faulty` lines without one, of `total`."""

    id: int
    office: int
    officer: int
    kind: Kind
    division: str
    because: str
    ordered_on: date
    ordered_at: datetime
    kept_until: date
    total: int
    printed: int
    faulty: int
    status: str

    @property
    def title(self) -> Text:
        """What is printed, in words."""
        return FORMS[self.kind].title

    @property
    def stem(self) -> str:
        """What the names of its files begin with: booklets-12, forms-12."""
        return f"{self.kind.value}s-{self.id}"

    @property
    def settled(self) -> int:
        """Lines that are done with, with a paper or without."""
        return self.printed + self.faulty

    @property
    def state(self) -> Text:
        """The status in words."""
        return STATES[self.status]


@dataclass(frozen=True, slots=True)
class Part:
    """A file of an order."""

    number: int
    papers: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that got no paper, and why: a household's, or of one (`person`) of its members."""

    household: int
    number: str
    person: int | None
    why: Text


_BATCHES = """
    select b.id, b.office, b.officer, b.kind, b.division, b.because, b.ordered_on, b.ordered_at, b.kept_until,
           b.total, count(i.paper), count(i.fault), b.status
      from documents_batch b join documents_batch_item i on i.batch = b.id"""


def batches() -> list[Batch]:
    """Return the latest orders, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_BATCHES} group by b.id order by b.id desc limit {SHOWN}")
        return [_batch(row) for row in cursor.fetchall()]


def batch(which: int) -> Batch | None:
    """Return an order."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_BATCHES} where b.id = %s group by b.id", [which])
        found = cursor.fetchone()
    return _batch(found) if found else None


def _batch(row: tuple[Any, ...]) -> Batch:
    identity, office, officer, kind, *rest = row
    return Batch(identity, office, officer, Kind(kind), *rest)


def parts_of(which: int) -> list[Part]:
    """Return the files that are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select part, papers, bytes from documents_batch_part where batch = %s order by part", [which]
        )
        return [Part(*row) for row in cursor.fetchall()]


def faults_of(which: int, at_most: int = 200) -> list[Fault]:
    """Return the lines that got no paper, at most so many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select i.household, h.number, i.person, i.fault from documents_batch_item i"
            " join household h on h.id = i.household"
            " where i.batch = %s and i.fault is not null order by i.place limit %s",
            [which, at_most],
        )
        return [
            Fault(household, number, person, Text(told["zh"], told["en"]))
            for household, number, person, fault in cursor.fetchall()
            for told in [json.loads(fault) if isinstance(fault, str) else fault]
        ]


def part(which: int, number: int, officer: access.Reader, purpose: access.Purpose) -> bytes:
    """Return a file; a line is left for everyone in it. Refuses `print-gone`.

    A file that was damaged or removed is made again from its papers.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.digest, b.status from documents_batch_part p join documents_batch b on b.id = p.batch"
            " where p.batch = %s and p.part = %s",
            [which, number],
        )
        found = cursor.fetchone()
        if found is None or found[1] == "gone":
            raise Refused(
                "print-gone",
                Text("没有这个打印文件，或者已过保存期限。", "There is no such file, or its days are over."),
                Text("每份证件仍可逐份重印。", "Each paper can still be printed again by itself."),
            )
        cursor.execute(
            "select distinct r.person from documents_batch_item i"
            " join documents_bearer r on r.paper = i.paper"
            " where i.batch = %s and (i.place - 1) / %s + 1 = %s and r.person is not null",
            [which, parts.PAPERS, number],
        )
        persons = [row[0] for row in cursor.fetchall()]
    access.look(officer, purpose, persons, f"批量打印文件 {which}-{number}")
    try:
        pdf = parts.path(which, number).read_bytes()
    except FileNotFoundError:
        pdf = b""
    if hashlib.sha256(pdf).digest() != bytes(found[0]):
        pdf = parts.merged(which, number)
    return pdf
