"""Handing out what the register holds: filled, issued and recorded in one transaction.

    booklet(household, to=Hand(…)) · member_booklet(household, person, …) · form(person, …)
    birth(person, …) · cancellation(person, …) · change(person, …)                    -> Issued
    replace(number, because, …)                                                       -> Issued

Alone, each locks whom it shows, so that nothing that is being entered is missed; after an act, in its
transaction, it shows what the act has just done. A household's new booklet makes its former one void.
`after(entry, households, by, persons)` sees to the booklets that an act touched and that nobody issues anew.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from huji import ledger
from huji.documents import due, filling, issue, issuers, render, store
from huji.documents.filling import Filled, View
from huji.documents.imprint import Imprint, Issued, Kind
from huji.register.acts import Acting
from huji.register.acts.performing import hold, perform
from huji.register.queries import within_act
from huji.register.queries.cards import members_of
from huji.standards import Refused, Text

__all__ = [
    "Hand", "after", "birth", "booklet", "cancellation", "change", "form", "member_booklet", "replace",
    "stands",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hand:
    """Who hands out: acting officer, the name under 承办人, the instant (aware, on the acting day)."""

    by: Acting
    signed: str
    at: datetime
    press: render.Press | None = None
    token: str | None = None


def booklet(household: int, to: Hand) -> Issued:
    """Issue a household's booklet; the one it had is void. Refuses `paper-nothing` where nobody is in it."""
    return _out(to, lambda view: filling.booklet(household, view), whole=household, anew=True)


def member_booklet(household: int, person: int, to: Hand) -> Issued:
    """Issue a booklet to one member to whom the head does not hand the household's."""
    return _out(to, lambda view: filling.booklet(household, view, only=person), whole=household)


def after(entry: int, households: Iterable[int], by: Acting, persons: Iterable[int] = ()) -> None:
    """See to the booklets that an act (`entry`) has touched and that nobody issues anew, in its transaction.

    Where nobody is registered in a household any more, its booklet is void through the act. Where the
    register has outgrown a booklet of these households, or one that names these persons, whichever office
    keeps them, it is noted as due.
    """
    touched = sorted(set(households))
    for household, members in members_of(touched).items():
        for number in () if members else store.booklets_of(household):
            issue.cancel(number, "本户已无人登记", by=by, through=entry)
    due.note(entry, touched, persons)


def stands(household: int) -> bool:
    """Return whether a household's booklet is good again by an undoing, so that it needs no new one."""
    return store.good_again(household)


def form(person: int, to: Hand) -> Issued:
    """Issue a registration form, of whoever was ever registered here."""
    return _out(to, lambda view: filling.form(person, view), person=person)


def birth(person: int, to: Hand) -> Issued:
    """Issue a certificate of the registration of a birth."""
    return _out(to, lambda view: filling.birth(person, view), person=person)


def cancellation(person: int, to: Hand) -> Issued:
    """Issue a certificate that a registration has ended."""
    return _out(to, lambda view: filling.cancellation(person, view), person=person)


def change(person: int, to: Hand) -> Issued:
    """Issue a certificate of the items changed and corrected."""
    return _out(to, lambda view: filling.change(person, view), person=person)


def replace(number: str, because: str, to: Hand) -> Issued:
    """Issue a lost, damaged or expired paper anew, with what it says.

    A booklet or a form tells what is so: refused as `paper-outdated` when the register says otherwise by now.
    Refuses as `issue.replace` does.
    """

    def work() -> Issued:
        old = store.find(number)
        if old.kind in (Kind.BOOKLET, Kind.FORM) and old.source.household is not None:
            _still_so(old, old.source.household, to)
        return issue.replace(number, because, by=to.by, at=_instant(to), press=to.press, token=to.token)

    return perform(work)


def _still_so(old: store.Row, household: int, to: Hand) -> None:
    view = View(within_act(), to.by.on, signed=to.signed)
    if old.kind is Kind.BOOKLET:
        hold([], whole=[household])
        filled = filling.booklet(household, view)
    else:
        [person] = [one.person for one in store.bearers_of(old) if one.person is not None]
        hold([], others=[person])
        filled = filling.form(person, view)
    nobody = Imprint(issuer=issuers.of_office(old.office, old.kind), number="", code="", issued_on=to.by.on)
    now = json.loads(ledger.canonical(render.values(filled.paper, nobody)))
    if _told(now) != _told(json.loads(old.content)):
        raise Refused(
            "paper-outdated",
            Text(
                "签发以后登记有变动，不能照原样补发。",
                "The register has changed since it was issued; it is not issued anew as it was.",
            ),
            Text("请签发新的一份，内容以现在的登记为准。", "Issue a new one, which says what is so now."),
        )


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Return what a paper says of the register: not when and by whom it was issued."""
    return {key: value for key, value in values.items() if key not in ("imprint", "officer", "shown_on")}


def _instant(to: Hand) -> datetime:
    return to.at.astimezone(UTC).replace(microsecond=0)


def _out(
    to: Hand,
    fill: Callable[[View], Filled],
    *,
    person: int | None = None,
    whole: int | None = None,
    anew: bool = False,
) -> Issued:
    alone = not connection.in_atomic_block

    def work() -> Issued:
        if alone:
            hold([], whole=[] if whole is None else [whole], others=[] if person is None else [person])
        filled = fill(View(within_act(), to.by.on, signed=to.signed))
        source = store.Source(filled.household if anew or person else None, filled.on, filled.known)
        former = store.booklets_of(whole) if anew and whole is not None else ()
        return issue.issue(
            filled.paper,
            issuers.of_office(to.by.office, filled.paper.kind),
            by=to.by,
            at=_instant(to),
            press=to.press,
            source=source,
            instead_of=former,
            token=to.token,
        )

    return perform(work)
