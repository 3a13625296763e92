"""The rows of papers: what the verbs of `issue.py` lock, insert and move on. Private to this room."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from huji import ledger
from huji.documents import render
from huji.documents.imprint import Issued, Kind, Numbered
from huji.documents.papers import Bearer, masked
from huji.register.acts import Acting
from huji.standards import Refused, Text

STATES = {
    "issued": Text("有效", "valid"),
    "used": Text("已使用", "used"),
    "cancelled": Text("已作废", "void"),
    "replaced": Text("已换发", "replaced"),
    "expired": Text("已过期", "expired"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """What a paper was made from: the household, the day it shows, the last entry of the ledger known."""

    household: int | None = None
    valid_on: date | None = None
    known: int | None = None


NOWHERE = Source()


@dataclass(frozen=True, slots=True)
class Row:
    """One paper as stored."""

    id: int
    office: int
    kind: Kind
    number: str
    status: str
    last_day: date | None
    case_number: str | None
    holder: str
    content: str
    source: Source


def find(number: str, *, lock: bool = False) -> Row:
    """The paper with this number as the writer sees it, locked if asked; refuses `paper-unknown`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, office, kind, number, status, last_day, case_number, holder, content,"
            " household, valid_on, known"
            " from documents_paper where number = %s" + (" for update" if lock else ""),
            [number],
        )
        found = cursor.fetchone()
    if found is None:
        raise Refused(
            "paper-unknown",
            Text(f"没有编号为“{number}”的证件。", f"There is no paper with the number “{number}”."),
            Text("请核对编号。", "Check the number."),
        )
    identity, office, kind, printed, status, last_day, case, holder, content, *made_from = found
    source = Source(*made_from)
    return Row(identity, office, Kind(kind), printed, status, last_day, case, holder, content, source)


def of_token(token: str) -> str | None:
    """Return the number of the paper a form has issued already."""
    with connection.cursor() as cursor:
        cursor.execute("select number from documents_paper where token = %s", [token])
        found = cursor.fetchone()
    return str(found[0]) if found else None


def booklets_of(household: int) -> list[str]:
    """Return the numbers of a household's booklets that are in force, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select number from documents_paper where household = %s and kind = 'booklet'"
            " and status = 'issued' order by id",
            [household],
        )
        return [number for (number,) in cursor.fetchall()]


def lock(number: str, by: Acting, states: Sequence[str] = ("issued",)) -> Row:
    """Lock a paper that is in one of `states`, after the acting office's chain; refuses `paper-status`."""
    with connection.cursor() as cursor:
        cursor.execute("select documents_hold_chain(%s)", [by.office])
    row = find(number, lock=True)
    if row.status not in states:
        state = STATES[row.status]
        raise Refused(
            "paper-status",
            Text(
                f"{number}{state.zh}，不能再办理。",
                f"{number} is {state.en}; nothing more can be done with it.",
            ),
        )
    return row


def bearers_of(row: Row) -> list[Bearer]:
    """Whom a stored paper concerns; their names are given masked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select person, citizen_number from documents_bearer where paper = %s order by place", [row.id]
        )
        return [
            Bearer(name=row.holder, person=person, citizen_number=known)
            for person, known in cursor.fetchall()
        ]


def move_on(
    row: Row, status: str, why: Mapping[str, Any], by: Acting, through: int | None = None, act: str = ""
) -> int:
    """Record that a locked paper is now `status`; returns the ledger entry.

    `through` is the entry of the register's act that made it so, if one did.
    """
    body = {**acting(by), "number": row.number, "status": status, **why}
    if through is not None:
        body["through"] = through
    entry = ledger.write(by.office, act or f"paper_{status}", body, offices=(row.office,))
    with connection.cursor() as cursor:
        cursor.execute(
            "update documents_paper set status = %s, status_on = %s, status_entry = %s, through = %s"
            " where id = %s",
            [status, by.on, entry, through, row.id],
        )
    return entry


def void_through(entry: int) -> list[str]:
    """Return the numbers of papers void through an act of the register, the oldest first.

    A booklet is left out where its household has been issued another that is in force.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select number from documents_paper p where through = %s and status = 'cancelled'"
            " and not (kind = 'booklet' and household is not null and exists (select from documents_paper o"
            "   where o.household = p.household and o.kind = 'booklet' and o.status = 'issued')) order by id",
            [entry],
        )
        return [number for (number,) in cursor.fetchall()]


def good_again(household: int) -> bool:
    """Return whether a household's booklet is one that is good again, and tells what is registered now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from documents_paper where household = %s and kind = 'booklet'"
            " and status = 'issued' and through is not null and documents_outgrown(id) is null)",
            [household],
        )
        return bool(cursor.fetchone()[0])


def expire(by: Acting) -> tuple[str, ...]:
    """Move on every paper of the acting office whose last day has passed, as one act."""
    with connection.cursor() as cursor:
        cursor.execute("select documents_hold_chain(%s)", [by.office])
        cursor.execute(
            "select id, number from documents_paper"
            " where office = %s and status = 'issued' and last_day < %s order by id for update",
            [by.office, by.on],
        )
        late = cursor.fetchall()
        numbers = tuple(number for _, number in late)
        if late:
            entry = ledger.write(by.office, "papers_expired", {**acting(by), "numbers": numbers})
            cursor.execute(
                "update documents_paper set status = 'expired', status_on = %s, status_entry = %s"
                " where id = any(%s)",
                [by.on, entry, [paper for paper, _ in late]],
            )
    return numbers


def insert(
    values: render.Values,
    concerned: Sequence[Bearer],
    taken: Numbered,
    *,
    holder: str,
    by: Acting,
    at: datetime,
    press: render.Press,
    source: Source = NOWHERE,
    replaces: int | None = None,
    token: str | None = None,
) -> Issued:
    """Typeset, record and store a numbered paper; `holder` is the name on it, of which a part is told."""
    pdf = press.pdf(values, at)
    digest = hashlib.sha256(pdf).digest()
    content = ledger.canonical(values)
    imprint = values["imprint"]
    last = date.fromisoformat(imprint["last_day"]) if imprint["last_day"] else None
    body = {
        **acting(by),
        "kind": taken.kind.value,
        "number": taken.number,
        "persons": [bearer.person for bearer in concerned if bearer.person is not None],
        "content": hashlib.sha256(content).hexdigest(),
        "pdf": digest.hex(),
        "replaces": imprint["replaces"],
        "household": source.household,
        "valid_on": source.valid_on,
        "known": source.known,
    }
    entry = ledger.write(by.office, "issue_paper", body)
    row = {
        "office": by.office,
        "kind": taken.kind.value,
        "year": taken.year,
        "serial": taken.serial,
        "number": taken.number,
        "code": imprint["code"],
        "issuer": imprint["issuer"]["name"],
        "holder": masked(holder),
        "case_number": by.case,
        "issued_on": by.on,
        "issued_at": at,
        "last_day": last,
        "content": content.decode(),
        "digest": digest,
        "edition": bytes.fromhex(press.edition),
        "entry": entry,
        "replaces": replaces,
        "household": source.household,
        "valid_on": source.valid_on,
        "known": source.known,
        "token": token,
        "status_on": by.on,
        "status_entry": entry,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into documents_paper ({', '.join(row)})"
            f" values ({', '.join(['%s'] * len(row))}) returning id",
            list(row.values()),
        )
        (paper,) = cursor.fetchone()
        cursor.executemany(
            "insert into documents_bearer (paper, place, office, person, citizen_number)"
            " values (%s, %s, %s, %s, %s)",
            [
                (paper, place, by.office, bearer.person, bearer.citizen_number)
                for place, bearer in enumerate(concerned)
            ],
        )
    return Issued(taken.number, imprint["code"], taken.kind, by.on, last, digest, pdf, entry)


def acting(by: Acting) -> dict[str, Any]:
    """Who acts, as every entry of this room says it."""
    return {"officer": by.officer, "on": by.on, "basis": by.basis, "case": by.case}
