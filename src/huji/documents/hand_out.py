"""Handing out what the register holds: filled, issued and recorded in one transaction.

    booklet(household, to=Hand(…)) · member_booklet(household, person, …) · form(person, …)
    birth(person, …) · cancellation(person, …) · change(person, …)                    -> Issued

Alone, each locks whom it shows, so that nothing that is being entered is missed; after an act, in its
transaction, it shows what the act has just done. A household's new booklet makes its former one void.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from huji.documents import filling, issue, issuers, render, store
from huji.documents.filling import Filled, View
from huji.documents.imprint import Issued
from huji.register.acts import Acting
from huji.register.acts.performing import hold, perform
from huji.register.queries import within_act

__all__ = ["Hand", "birth", "booklet", "cancellation", "change", "form", "member_booklet"]


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
            at=to.at.astimezone(UTC).replace(microsecond=0),
            press=to.press,
            source=source,
            instead_of=former,
            token=to.token,
        )

    return perform(work)
