"""One chain per office, filled by the database alone."""

import contextlib
import hashlib
from datetime import UTC, date

import psycopg
import pytest

from huji.ledger import canonical, write
from huji.runtime.db import writing


def act(office: int, verb: str = "settle", offices: tuple[int, ...] = (), /, **body: object) -> int:
    with writing():
        return write(office, verb, body, offices)


def entries(database) -> list[tuple]:
    with psycopg.connect(database.owner_url) as owner:
        return owner.execute(
            "select office, seq, entry, act, offices, recorded, body, prev, hash"
            " from ledger_entry order by office, seq"
        ).fetchall()


def test_the_first_act_of_an_office_opens_its_chain(database):
    entry = act(7, person=1, on=date(2026, 11, 21), name="欧阳")
    [(office, seq, number, name, offices, _, body, prev, _)] = entries(database)
    assert (office, seq, number, name, offices) == (7, 1, entry, "settle", [7])
    assert body == '{"name":"欧阳","on":"2026-11-21","person":1}'.encode()
    assert prev == bytes(32)


def test_each_entry_binds_the_one_before_it_and_everything_it_says(database):
    act(7, person=1)
    act(9, "move_out", (7, 3, 7), person=2)
    act(7, "death", person=1)
    before: dict[int, bytes] = {}
    for office, seq, entry, name, offices, recorded, body, prev, hash_ in entries(database):
        assert prev == before.get(office, bytes(32))
        said = recorded.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        header = f"huji-ledger-1\n{office}\n{seq}\n{entry}\n{name}\n{said}\n{','.join(map(str, offices))}\n"
        assert hash_ == hashlib.sha256(prev + header.encode() + body).digest()
        before[office] = hash_
    assert before.keys() == {7, 9}


def test_the_acting_office_stands_among_the_offices_concerned(database):
    act(9, "move_out", (7, 3, 7))
    assert entries(database)[0][4] == [3, 7, 9]


def test_an_act_outside_a_transaction_is_a_mistake_of_the_caller(database):
    with pytest.raises(RuntimeError):
        write(7, "settle", {})


def test_a_rolled_back_act_leaves_no_hole_in_the_chain(database):
    act(7)
    with contextlib.suppress(ConnectionAbortedError), writing():
        write(7, "settle", {})
        raise ConnectionAbortedError
    act(7)
    assert [row[1] for row in entries(database)] == [1, 2]


@pytest.mark.parametrize("body", [b"[1]", b'{"a":1,"a":2}', b'{"a":', b'{"a":"\xff"}', b""])
def test_a_body_that_is_no_json_object_is_refused_by_the_database(database, body):
    with psycopg.connect(database.owner_url) as owner, pytest.raises(psycopg.Error):
        owner.execute(
            "insert into ledger_entry (office, act, offices, body) values (1, 'x', '{}', %s)", [body]
        )


def test_the_chain_is_the_same_whatever_the_callers_time_zone_and_date_style(database):
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(
            "set timezone = 'America/New_York'; set datestyle = 'German'; set bytea_output = 'escape'"
        )
        owner.execute(
            "insert into ledger_entry (office, act, offices, body) values (1, 'x', '{}', %s)", [canonical({})]
        )
    [(office, seq, entry, name, _, recorded, body, prev, hash_)] = entries(database)
    said = recorded.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    header = f"huji-ledger-1\n{office}\n{seq}\n{entry}\n{name}\n{said}\n1\n"
    assert hash_ == hashlib.sha256(prev + header.encode() + body).digest()
