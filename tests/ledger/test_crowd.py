"""Chains under real processes writing at once."""

import subprocess
import sys

import psycopg

from huji.ledger import verifying

WRITE = """
import sys, psycopg
url, number = sys.argv[1], int(sys.argv[2])
with psycopg.connect(url, autocommit=True, options="-c role=huji_writer") as writer:
    for i in range(60):
        try:
            with writer.transaction():
                writer.execute("insert into ledger_entry (office, act, offices, body)"
                               " values (%s, 'settle', '{}', %s)", [i % 3, b'{"by":%d}' % number])
                if i % 10 == 9:
                    raise ConnectionAbortedError
        except ConnectionAbortedError:
            pass
"""


def test_eight_processes_writing_at_once_leave_three_whole_chains(database):
    writers = [subprocess.Popen([sys.executable, "-c", WRITE, database.app_url, str(n)]) for n in range(8)]
    assert [writer.wait() for writer in writers] == [0] * 8
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        report = verifying.verify(owner)
        assert (report.clean, report.entries, report.chains) == (True, 8 * 54, 3)
        tops = owner.execute("select max(seq), count(*) from ledger_entry group by office").fetchall()
    assert all(top == count for top, count in tops)
