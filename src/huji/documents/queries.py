"""Reading papers: the public check, the lists of a case and of a person, and the exact reprint."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.db import connection

from huji.documents import numbering, render, store
from huji.documents.due import Since
from huji.documents.imprint import FORMS, Kind
from huji.ledger import access
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Verified:
    """What the public may know of a paper whose code it holds. `status` is as on the day asked.

    `outdated`: a booklet in force of which the register tells otherwise by now; not what.
    """

    kind: Kind
    number: str
    office: str
    issued_on: date
    last_day: date | None
    status: str
    name: str
    outdated: bool = False

    @property
    def title(self) -> Text:
        """The kind in words."""
        return FORMS[self.kind].title

    @property
    def state(self) -> Text:
        """The status in words."""
        return _OUTDATED if self.outdated else store.STATES[self.status]

    @property
    def good(self) -> bool:
        """Whether the paper is in force and tells what is registered now."""
        return self.status == "issued" and not self.outdated


_OUTDATED = Text(
    "签发以后登记有变动，请到登记机关换领新的户口簿",
    "the register has changed since; ask its office for a new booklet",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper in a list: no content, no name, no code.

    `since`: of a booklet in force, since when the register tells otherwise, as the public check says it does.
    """

    kind: Kind
    number: str
    office: int
    issued_on: date
    last_day: date | None
    status: str
    case: str | None
    household: int | None = None
    since: Since | None = None

    @property
    def title(self) -> Text:
        """The kind in words."""
        return FORMS[self.kind].title

    @property
    def state(self) -> Text:
        """The status in words."""
        return CHANGED if self.since else store.STATES[self.status]

    @property
    def good(self) -> bool:
        """Whether the paper is in force and tells what is registered now."""
        return self.status == "issued" and self.since is None


CHANGED = Text("签发以后登记有变动", "the register has changed since")


@dataclass(frozen=True, slots=True)
class Line:
    """Why a paper is void, by which it was replaced, which it replaces and why; empty where nothing such.

    `again`: the undoing by which a void paper is good again.
    """

    because: str = ""
    followed_by: str = ""
    instead_of: str = ""
    instead_because: str = ""
    again: int | None = None


@dataclass(frozen=True, slots=True)
class Reprint:
    """A stored paper typeset again; `exact`: byte for byte what was issued.

    Not exact after an upgrade of typesetter, templates or fonts: the same words, perhaps other shapes.
    `pdf` is what to send; `pages` (PNG) are for the screen.
    """

    number: str
    kind: Kind
    pdf: bytes
    exact: bool


def verify(number: str, code: str, today: date) -> Verified | None:
    """What may be said to whoever holds a paper: number and code as typed; None if they do not fit.

    Needs no area and no officer. The caller limits how often one may ask.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, number, issuer, issued_on, last_day, status, holder, outdated"
            " from documents_verify(%s, %s)",
            [_clean(numbering.read_number(number)), _clean(numbering.read_code(code))],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    kind, printed, office, issued_on, last_day, status, name, outdated = found
    if status == "issued" and last_day is not None and today > last_day:
        status = "expired"
    return Verified(Kind(kind), printed, office, issued_on, last_day, status, name, outdated)


def of_case(case: str) -> list[Listed]:
    """The papers of a case within the reader's area, oldest first. No personal data, so no access line."""
    return _listed("case_number = %s order by id", case)


def of_number(number: str) -> Listed | None:
    """The paper of that number within the reader's area. No personal data, so no access line."""
    return next(iter(_listed("number = %s", _clean(number))), None)


def of_household(household: int) -> list[Listed]:
    """The papers made of a household within the reader's area, newest first; nobody is named."""
    return _listed("household = %s order by id desc limit 50", household)


def line_of(number: str) -> Line:
    """What came before and after a paper of the reader's area, and why; nobody is named."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select documents_because(p.id), n.number, o.number, documents_because(o.id),"
            " case when p.status = 'issued' then p.through end"
            " from documents_paper p left join documents_paper n on n.replaces = p.id"
            " left join documents_paper o on o.id = p.replaces where p.number = %s",
            [number],
        )
        found = cursor.fetchone()
    if found is None:
        return Line()
    *texts, again = found
    return Line(*(text or "" for text in texts), again=again)


def of_person(person: int, officer: access.Reader, purpose: access.Purpose) -> list[Listed]:
    """The papers that concern a person of the register, newest first, within the reader's area."""
    access.look(officer, purpose, [person], "证件目录")
    return _listed("id in (select paper from documents_bearer where person = %s) order by id desc", person)


def reprint(
    number: str,
    officer: access.Reader,
    purpose: access.Purpose,
    *,
    lang: render.Lang = "zh",
    press: render.Press | None = None,
) -> Reprint:
    """Typeset a stored paper again, within the reader's area; refuses `paper-unknown`.

    `lang="en"` adds the English reading aid and is therefore never `exact`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.kind, p.content, p.issued_at, p.digest, array(select b.person from documents_bearer b"
            " where b.paper = p.id and b.person is not null) from documents_paper p where p.number = %s",
            [number],
        )
        found = cursor.fetchone()
    if found is None:
        raise Refused(
            "paper-unknown",
            Text(
                f"没有编号为“{number}”的证件，或者不属于你的辖区。",
                f"There is no paper “{number}”, or it is outside your area.",
            ),
        )
    kind, content, issued_at, digest, persons = found
    access.look(officer, purpose, persons, f"证件 {number}")
    pdf = (press or render.press()).pdf(json.loads(content), issued_at, lang)
    return Reprint(number, Kind(kind), pdf, hashlib.sha256(pdf).digest() == bytes(digest))


def _listed(where: str, value: str | int) -> list[Listed]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.kind, p.number, p.office, p.issued_on, p.last_day, p.status, p.case_number,"
            " p.household, s.* from documents_paper p left join lateral documents_since(p.id) s"
            f" on p.kind = 'booklet' and p.status = 'issued' where p.{where}",
            [value],
        )
        return [
            Listed(Kind(row[0]), *row[1:8], Since(*row[8:]) if row[8] else None) for row in cursor.fetchall()
        ]


def _clean(typed: str) -> str:
    """What PostgreSQL takes as text: a NUL or half a surrogate pair fits no number anyway."""
    return typed.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
