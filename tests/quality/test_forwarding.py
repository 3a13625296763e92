"""A row of the quarantine that is another office's goes there, with who, when and why."""

from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from tests.quality.test_quarantine import (
    TODAY,
    browser,
    converted,  # noqa: F401
    corrected,
    ledger_body,
    officers,  # noqa: F401
    register,
    wrong_digit,
)

from huji import ledger
from huji.officers.acts import Appoint, appoint
from huji.officers.models import Officer
from huji.officers.roles import Role
from huji.places import queries as places
from huji.quality.quarantine import acts, forwarding, queries
from huji.runtime.db import set_area, writing
from huji.standards import Refused


def other(own: int) -> int:
    return next(one.id for one in forwarding.receivers(own, TODAY) if one.kind == "station")


def seen(row: int, office: int) -> bool:
    set_area([office])
    return queries.held(1, row) is not None


def test_a_forwarded_row_leaves_one_queue_and_stands_in_the_other(
    converted: psycopg.Connection,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, own = wrong_digit(converted), officers[0].office
    assert own is not None
    to = other(own)
    set_area([own])
    left = queries.left()
    set_area([to])
    waiting = queries.left()
    set_area([own])
    entry = forwarding.forward(1, row, to, "地址属于对方", acts.By(officers[0].pk, TODAY))
    assert (seen(row, own), seen(row, to)) == (False, True)
    assert queries.left() == waiting + 1
    assert forwarding.forwarded(1, [row]) == [
        forwarding.Forwarded(row, own, to, officers[0].pk, TODAY, "地址属于对方", entry)
    ]
    set_area([own])
    assert queries.left() == left - 1
    entered = converted.execute(
        "select office, act, offices from ledger_entry where entry = %s", [entry]
    ).fetchone()
    assert entered == (own, "forward_row", sorted([own, to]))
    body = ledger_body(converted, entry)
    assert body["statement"] == {
        "conversion": 1, "row": row, "from": own, "to": to, "reason": "地址属于对方",
    }  # fmt: skip
    # Who looked at it before is no more the one who works on it.
    with pytest.raises(Refused, match="no such row"):
        acts.set_aside(1, row, "查无此人", acts.By(officers[0].pk, TODAY))
    set_area("*")
    assert queries.held(1, row) is not None


def test_the_receiver_registers_it_and_may_send_it_on(
    converted: psycopg.Connection,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, own = wrong_digit(converted), officers[0].office
    assert own is not None
    to, by = other(own), acts.By(officers[0].pk, TODAY)
    forwarding.forward(1, row, to, "地址属于对方", by)
    forwarding.forward(1, row, own, "户在贵所", by)
    acts.propose(1, row, corrected(row), by)
    with pytest.raises(Refused, match="stands elsewhere by now: To be reviewed"):
        forwarding.forward(1, row, to, "再转", by)
    register(row, officers[1])
    with pytest.raises(Refused, match="stands elsewhere by now: Registered"):
        forwarding.forward(1, row, to, "再转", by)
    assert [(one.sender, one.receiver) for one in forwarding.forwarded(1, [row])] == [(own, to), (to, own)]


def test_forwarding_is_refused_to_the_own_office_one_without_area_and_without_reason(
    converted: psycopg.Connection,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, own, by = wrong_digit(converted), officers[0].office, acts.By(officers[0].pk, TODAY)
    assert own is not None
    to = other(own)
    converted.execute(
        "update places_office_area set valid = daterange(lower(valid), %s) where office = %s",
        [TODAY - timedelta(days=1), to],
    )
    for asked, reason, code in (
        (own, "不属本所", "quarantine.own_office"),
        (to, "不属本所", "quarantine.office_dismissed"),
        (987_654, "不属本所", "office.unknown"),
        (to, "  ", "quarantine.reason_needed"),
    ):
        with pytest.raises(Refused) as refused:
            forwarding.forward(1, row, asked, reason, by)
        assert refused.value.code == code
        assert refused.value.text.zh != refused.value.text.en
    acts.set_aside(1, row, "查无此人", by)
    with pytest.raises(Refused, match="Put aside"):
        forwarding.forward(1, row, to, "不属本所", by)
    assert to not in {one.id for one in forwarding.receivers(own, TODAY)}


def test_the_writer_moves_no_row_without_forwarding_it(
    converted: psycopg.Connection,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, own = wrong_digit(converted), officers[0].office
    assert own is not None
    to = other(own)
    with writing(), connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match="by being forwarded"), transaction.atomic():
            cursor.execute("update quarantine_row set office = %s where row = %s", [to, row])
        add = (
            "insert into quarantine_forwarding (conversion, row, entry, sender, receiver, officer,"
            ' "on", reason) values (1, %s, %s, %s, %s, 1, %s, %s)'
        )
        with pytest.raises(IntegrityError, match="entry being made"), transaction.atomic():
            cursor.execute(add, [row, 1, own, to, TODAY, "x"])
        entry = ledger.write(own, "forward_row", {})
        with pytest.raises(IntegrityError, match="two_offices"), transaction.atomic():
            cursor.execute(add, [row, entry, own, own, TODAY, "x"])
        cursor.execute(add, [row, entry, own, to, TODAY, "x"])
        with pytest.raises(IntegrityError, match="by being forwarded"), transaction.atomic():
            cursor.execute("update quarantine_row set office = %s where row = %s", [to + 1, row])


def test_the_pages_forward_a_row_and_tell_the_receiver_whence_it_came(
    converted: psycopg.Connection,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, own = wrong_digit(converted), officers[0].office
    assert own is not None
    to = other(own)
    found = queries.held(1, row)
    assert found is not None
    theirs = appoint(Appoint("ta", "他所", Role.COUNTER, to, "Long-enough-1"), "test")
    parent = places.office(to).parent
    above = appoint(Appoint("du", "督", Role.SUPERVISE, parent or to, "Long-enough-1"), "test")
    sender, receiver, county = (browser(Officer.objects.get(pk=pk)) for pk in (officers[0].pk, theirs, above))
    at = f"/counter/quarantine/1/{row}/"
    assert "转给别的派出所" in sender.get(at).content.decode()
    assert receiver.get(at).status_code == 404
    empty = sender.post(f"{at}work/", {"step": "forward", "to": to, "reason": ""}).content.decode()
    assert "请填写这一项" in empty
    mine = sender.post(f"{at}work/", {"step": "forward", "to": own, "reason": "不属本所"})
    assert mine.status_code == 200  # not offered, so refused by the form
    done = sender.post(f"{at}work/", {"step": "forward", "to": to, "reason": "地址属于对方"}, follow=True)
    assert "已转往" in done.content.decode()
    assert sender.get(at).status_code == 404
    page = receiver.get(at).content.decode()
    assert "地址属于对方" in page
    assert (
        f"由{places.office(own).name}转来"
        in receiver.post("/counter/quarantine/", {"key": found.name}).content.decode()
    )
    assert county.get(at).status_code == 200
    assert county.post(f"{at}work/", {"step": "forward", "to": own, "reason": "回"}).status_code == 403
