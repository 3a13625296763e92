"""Appending to the ledger and verifying it, beside the same table without chain and hashing in PostgreSQL.

    python benchmarks/ledger.py [ENTRIES]

Prints entries a second; 100 chains, bodies of about 330 bytes, one client.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

FILL = """
insert into {table} (office, act, offices, body)
select i % 100 + 1, 'settle', array[i % 100 + 1, i % 7],
       convert_to(json_build_object('case', 'C' || i, 'from', '2026-11-21', 'household', i,
         'members', json_build_array(i, i + 1, i + 2), 'name', '欧阳' || i,
         'note', repeat('x', 200))::text, 'UTF8')
  from generate_series(1, {entries}) i
"""
HASHED = (
    "select count(*) from (select sha256(prev || body) from ledger_entry order by office, seq offset 0) h"
)


def rate(label: str, entries: int, work: Callable[[], object]) -> None:
    """Run once and print the rate."""
    start = time.perf_counter()
    work()
    print(f"{label:58} {entries / (time.perf_counter() - start):10,.0f} entries/s")


def main(entries: int) -> None:
    """Measure on a server of its own in a temporary directory."""
    with tempfile.TemporaryDirectory(prefix="huji-bench-") as directory:
        Path(directory).chmod(0o755)
        os.environ["HUJI_HOME"] = directory
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ.pop(name, None)
        from huji.runtime import boot, embedded

        try:
            boot.boot()
            boot.migrate()
            measure(entries)
        finally:
            embedded.stop(Path(directory) / "postgres")


def measure(entries: int) -> None:
    """Fill and read the two tables."""
    from huji.ledger import verifying

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("create table bare (like ledger_entry including indexes including constraints)")
        for column in ("entry", "seq", "recorded", "prev", "hash"):
            value = {"entry": "nextval('bare_number')", "seq": "nextval('bare_number')", "recorded": "now()"}
            owner.execute("create sequence if not exists bare_number")
            zero = "decode(repeat('00', 32), 'hex')"
            owner.execute(f"alter table bare alter {column} set default {value.get(column, zero)}")
        rate("append, the same table without chain", entries, lambda: fill(owner, "bare", entries))
        rate("append, chained", entries, lambda: fill(owner, "ledger_entry", entries))
        owner.execute("vacuum analyze ledger_entry")
        rate("read and hash inside PostgreSQL, nothing compared", entries, lambda: owner.execute(HASHED))
        report: list[verifying.Report] = []
        rate("verify", entries, lambda: report.append(verifying.verify(owner)))
        assert report[0].clean
        assert report[0].entries == entries
    print(
        f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"
    )


def fill(owner: psycopg.Connection, table: str, entries: int) -> None:
    """Append `entries` to a table in one statement."""
    owner.execute(FILL.format(table=table, entries=entries))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
