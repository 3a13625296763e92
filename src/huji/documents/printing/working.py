"""Working on an order: its papers one by one, each with its line of the order in one transaction."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from huji.documents import hand_out, render
from huji.documents.imprint import FORMS, Issued, Kind
from huji.documents.printing import parts
from huji.ledger import access
from huji.officers import queries as officers
from huji.places import queries as places
from huji.register.acts import Acting
from huji.register.acts.performing import hold, perform
from huji.register.queries.cards import heads_of, members_of
from huji.runtime.db import set_area, writing
from huji.standards import Refused

SLICE = 20
"""Lines whose people are noted in the access log at once, just before they are read."""
_LOCK = 1_213_550_160
BASIS = {
    Kind.BOOKLET: "公通字〔1995〕91号（居民户口簿换发）",
    Kind.FORM: "公通字〔1995〕91号（常住人口登记表）",
}


class BusyError(Exception):
    """Another process is working on the order."""


@dataclass(frozen=True, slots=True)
class _Order:
    id: int
    office: int
    officer: int
    purpose: access.Purpose
    kind: Kind
    signed: str
    total: int
    status: str


@dataclass(frozen=True, slots=True)
class _Line:
    place: int
    household: int
    person: int | None


@dataclass(frozen=True, slots=True)
class _Reader:
    pk: int
    office: int | None


def work_on(
    batch: int,
    stopping: Callable[[], bool] = lambda: False,
    tell: Callable[[int, int], None] = lambda done, of: None,
    press: render.Press | None = None,
) -> bool:
    """Print what is left of an order, until `stopping`; return whether it is whole.

    May be broken off anywhere and begun again: a paper is issued in one transaction with its line, and the
    files are made from the papers. `tell` is told how many are settled. Raises `BusyError`.
    """
    with _alone(batch):
        set_area("*")
        order = _order(batch)
        officer = officers.officer(order.officer)
        if officer is None or not officer.active:
            _mark(order, "stopped")
            order = _order(batch)
        set_area(places.offices_under(order.office))
        while order.status == "printing" and (slice_ := _next(order)):
            if stopping():
                return False
            _print(order, slice_, press)
            settled = _settled(order)
            parts.make(order.id, whole=False)
            tell(settled, order.total)
            order = _order(batch)
        parts.make(order.id, whole=True)
        if order.status == "printing":
            _mark(order, "ready")
    return True


def expire(on: date) -> int:
    """Delete the files of orders kept long enough; return of how many. Their papers stay."""
    set_area("*")
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from documents_batch where status in ('ready', 'stopped') and kept_until < %s"
            " order by id",
            [on],
        )
        over = [row[0] for row in cursor.fetchall()]
    for batch in over:
        shutil.rmtree(parts.folder(batch), ignore_errors=True)
        with writing(), connection.cursor() as cursor:
            cursor.execute("update documents_batch set status = 'gone' where id = %s", [batch])
    return len(over)


def _print(order: _Order, lines: list[_Line], press: render.Press | None) -> None:
    access.look(
        _Reader(order.officer, order.office),
        order.purpose,
        _shown(order, lines),
        f"批量打印{FORMS[order.kind].title.zh} {order.id}",
    )
    for line in lines:
        now = timezone.localtime().replace(microsecond=0)
        by = Acting(order.officer, order.office, now.date(), BASIS[order.kind])
        to = hand_out.Hand(by, order.signed, now, press)
        try:
            issued = perform(lambda line=line, to=to: _issue(order, line, to))  # type: ignore[misc]
        except Refused as refused:
            said = {"code": refused.code, "zh": refused.text.zh, "en": refused.text.en}
            with writing(), connection.cursor() as cursor:
                cursor.execute(
                    "update documents_batch_item set fault = %s where batch = %s and place = %s",
                    [json.dumps(said, ensure_ascii=False), order.id, line.place],
                )
        else:
            parts.lay_down(order.id, line.place, issued.pdf)


def _shown(order: _Order, lines: list[_Line]) -> set[int]:
    """Return whom the papers of these lines show; a form names the head as well."""
    households = {line.household for line in lines}
    groups = members_of(households) if order.kind is Kind.BOOKLET else heads_of(households)
    named = {line.person for line in lines if line.person}
    return named.union(*groups.values())


def _issue(order: _Order, line: _Line, to: hand_out.Hand) -> Issued:
    """Issue a line's paper and settle the line: both or neither, and no act gets in between."""
    if line.person is None:
        hold([], whole=[line.household])
        issued = hand_out.booklet(line.household, to)
    else:
        hold([], others=[line.person])
        issued = hand_out.form(line.person, to)
    with connection.cursor() as cursor:
        cursor.execute(
            "update documents_batch_item set paper ="
            " (select id from documents_paper where number = %s) where batch = %s and place = %s",
            [issued.number, order.id, line.place],
        )
    return issued


def _order(batch: int) -> _Order:
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, office, officer, purpose, kind, signed, total, status"
            " from documents_batch where id = %s",
            [batch],
        )
        which, office, officer, purpose, kind, *rest = cursor.fetchone()
    return _Order(which, office, officer, access.Purpose(purpose), Kind(kind), *rest)


def _next(order: _Order) -> list[_Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select place, household, person from documents_batch_item"
            " where batch = %s and paper is null and fault is null order by place limit %s",
            [order.id, SLICE],
        )
        return [_Line(*row) for row in cursor.fetchall()]


def _settled(order: _Order) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from documents_batch_item where batch = %s and num_nonnulls(paper, fault) = 1",
            [order.id],
        )
        return int(cursor.fetchone()[0])


def _mark(order: _Order, status: str) -> None:
    with writing(), connection.cursor() as cursor:
        cursor.execute(
            "update documents_batch set status = %s where id = %s and status = 'printing'", [status, order.id]
        )


@contextmanager
def _alone(batch: int) -> Iterator[None]:
    """Hold the order for this connection; the server lets go of it when the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_LOCK, batch])
        (got,) = cursor.fetchone()
    if not got:
        raise BusyError(batch)
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [_LOCK, batch])
            set_area(None)
