"""The ends of the chains: noted in a backup, so that what comes back can be held against them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain when it was looked at; `count` entries stood in the chain."""

    office: int
    seq: int
    hash: bytes
    count: int


def read(connection: Connection) -> list[Head]:
    """Return the last entry of each chain. `connection` may read the whole ledger."""
    rows = connection.execute(
        "select c.office, c.seq, e.hash, c.n"
        " from (select office, max(seq) as seq, count(*) as n from public.ledger_entry group by office) c"
        " join public.ledger_entry e using (office, seq) order by c.office"
    ).fetchall()
    return [Head(office, seq, bytes(hash_), count) for office, seq, hash_, count in rows]


def lacking(connection: Connection, heads: Iterable[Head]) -> list[Head]:
    """Return those of `heads` that the ledger does not hold, or holds with another hash."""
    asked = list(heads)
    rows = connection.execute(
        "select office, seq, hash from public.ledger_entry"
        " join unnest(%s::integer[], %s::bigint[]) as asked (office, seq) using (office, seq)",
        [[head.office for head in asked], [head.seq for head in asked]],
    ).fetchall()
    there = {(office, seq): bytes(hash_) for office, seq, hash_ in rows}
    return [head for head in asked if there.get((head.office, head.seq)) != head.hash]
