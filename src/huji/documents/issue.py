"""Issuing papers and ending them: each is one act of the ledger.

Within one transaction: `number` for a permit or a certificate, then the register's act, then the verbs
here. So no two transactions ever wait for each other.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import replace as altered
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from huji.documents import numbering, render, store
from huji.documents.imprint import Imprint, Issued, Issuer, Kind, Numbered, last_day
from huji.documents.papers import Paper, bearers
from huji.register.acts import Acting
from huji.runtime.db import writing
from huji.standards import Refused, Text

__all__ = ["Issued", "Numbered", "cancel", "expire", "issue", "number", "replace", "restore", "use"]

ZONE = ZoneInfo("Asia/Shanghai")


def number(kind: Kind, issuer: Issuer, *, by: Acting) -> Numbered:
    """Take the acting office's next number for a paper of `kind`, within `huji.runtime.db.writing()`.

    For an act that must name its paper: take the number, do the act, then `issue(…, numbered=…)` in the same
    transaction. A number taken and not issued keeps the transaction from committing.
    """
    with connection.cursor() as cursor:
        cursor.execute("select documents_number(%s, %s, %s)", [by.office, kind.value, by.on.year])
        (serial,) = cursor.fetchone()
    printed = numbering.number(issuer, kind, by.on.year, by.office, serial)
    return Numbered(kind, by.office, by.on.year, serial, printed)


def issue(
    paper: Paper,
    issuer: Issuer,
    *,
    by: Acting,
    at: datetime,
    numbered: Numbered | None = None,
    press: render.Press | None = None,
    draw: numbering.Draw = secrets.choice,
    source: store.Source = store.NOWHERE,
    instead_of: Sequence[str] = (),
    token: str | None = None,
) -> Issued:
    """Number, typeset, record and store a paper.

    `at` is the aware instant of issue; its day in Asia/Shanghai is `by.on`. `source` is what it was made
    from. Papers `instead_of` which it is issued are void from now on; it names the last of them. A form's
    `token` issues once: the second time it is refused as `paper-token`.

    Raises `Refused` when the paper cannot be printed (`glyph`, `too-long`, `invisible`, `private-use`) or
    names nobody (`paper-bearer`; a refusal goes to anybody, and is on file under its case); then nothing was
    issued and no number is lost. A demonstration's papers are marked as such.
    """
    _check_day(at, by)
    concerned = [bearer for bearer in bearers(paper) if bearer.person is not None or bearer.citizen_number]
    if not concerned and paper.kind is not Kind.REFUSAL:
        raise Refused(
            "paper-bearer",
            Text("证件上没有任何人员，不能签发。", "The paper names nobody and cannot be issued."),
        )
    with writing():
        _once(token, by)
        former = [store.lock(one, by, ("issued", "expired")) for one in instead_of]
        taken = numbered or number(paper.kind, issuer, by=by)
        if (taken.kind, taken.office, taken.year) != (paper.kind, by.office, by.on.year):
            raise ValueError(f"{taken.number} was not taken for this paper")
        imprint = Imprint(
            issuer=altered(issuer, demonstration=issuer.demonstration or settings.HUJI_DEMONSTRATION),
            number=taken.number,
            code=numbering.draw_code(draw),
            issued_on=by.on,
            last_day=last_day(paper.kind, by.on),
            replaces=former[-1].number if former else "",
        )
        values = render.values(paper, imprint)
        for row in former:
            store.move_on(row, "replaced", {"because": by.basis, "replacement": taken.number}, by)
        return store.insert(
            values,
            concerned,
            taken,
            holder=(concerned or bearers(paper))[0].name,
            by=by,
            at=at,
            press=press or render.press(),
            source=source,
            replaces=former[-1].id if former else None,
            token=token,
        )


def use(paper: str, *, by: Acting) -> int:
    """A permit or certificate (its number) was handed in and is used up. Returns the ledger entry.

    Raises `Refused`: `paper-unknown`, `paper-status`, `paper-late` (past its last day on `by.on`).
    """
    with writing():
        row = store.lock(paper, by)
        if row.last_day is not None and by.on > row.last_day:
            raise Refused(
                "paper-late",
                Text(
                    f"{paper}的有效期至{row.last_day:%Y-%m-%d}止，已经过期。",
                    f"{paper} was good until {row.last_day:%Y-%m-%d} and has expired.",
                ),
                Text("请向原签发机关申请换发。", "Apply to the issuing office for a replacement."),
            )
        return store.move_on(row, "used", {}, by)


def cancel(paper: str, because: str, *, by: Acting, through: int | None = None) -> int:
    """Make a paper (its number) void for a reason in words. Returns the entry; refuses as `use` does.

    `through` is the entry of the register's act that alone makes it void: undone, the paper is good again.
    """
    with writing():
        return store.move_on(store.lock(paper, by), "cancelled", {"because": because}, by, through)


def restore(undone: int, *, by: Acting, through: int) -> tuple[str, ...]:
    """Let papers be good again that were void through the act `undone`, by its undoing `through`.

    Their days are those printed. Returns their numbers. What was handed in (used, replaced) stays so.
    """
    with writing():
        numbers = tuple(store.void_through(undone))
        for number in numbers:
            row = store.lock(number, by, ("cancelled",))
            store.move_on(row, "issued", {"undone": undone}, by, through, act="paper_restored")
        return numbers


def replace(
    paper: str,
    because: str,
    *,
    by: Acting,
    at: datetime,
    press: render.Press | None = None,
    draw: numbering.Draw = secrets.choice,
    numbered: Numbered | None = None,
    token: str | None = None,
) -> Issued:
    """Issue a lost or expired paper (its number) anew: same content, own number, code and days.

    The old paper is void; the new one names it (Nanjing rule art. 123). Refuses as `use` does, and
    `paper-office` when the acting office did not issue the paper.
    """
    _check_day(at, by)
    with writing():
        _once(token, by)
        old = store.find(paper)
        values = json.loads(old.content)
        if old.office != by.office:
            raise Refused(
                "paper-office",
                Text("只有原签发机关可以换发、补发。", "Only the office that issued a paper replaces it."),
            )
        taken = numbered or number(old.kind, Issuer(**values["imprint"]["issuer"]), by=by)
        old = store.lock(paper, by, ("issued", "expired"))
        day = last_day(old.kind, by.on)
        values["imprint"] |= {
            "number": taken.number,
            "code": numbering.draw_code(draw),
            "issued_on": by.on.isoformat(),
            "last_day": day.isoformat() if day else None,
            "replaces": paper,
        }
        store.move_on(old, "replaced", {"because": because, "replacement": taken.number}, by)
        return store.insert(
            values,
            store.bearers_of(old),
            taken,
            holder=old.holder,
            by=altered(by, case=by.case or old.case_number),
            at=at,
            press=press or render.press(),
            source=old.source,
            replaces=old.id,
            token=token,
        )


def expire(*, by: Acting) -> tuple[str, ...]:
    """Mark the acting office's papers whose last day is before `by.on`; returns their numbers."""
    with writing():
        return store.expire(by)


def issued_by(token: str) -> str | None:
    """Return the number of the paper that a form's token issued, if it did."""
    with writing():
        return store.of_token(token)


def _once(token: str | None, by: Acting) -> None:
    if token is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(1213549133, hashtext(%s))", [token])
    if (before := store.of_token(token)) is not None:
        raise Refused(
            "paper-token",
            Text(f"这份表单已经提交过，签发了{before}。", f"The form was sent already and issued {before}."),
        )


def _check_day(at: datetime, by: Acting) -> None:
    if at.tzinfo is None or at.astimezone(ZONE).date() != by.on:
        raise ValueError(f"the instant of issue {at} is not on the day of the act {by.on}")
