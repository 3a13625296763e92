"""The queue of an office looks at that office's cases and matters, not at every one of the city."""

import pytest
from django.db import connection

from huji.runtime.db import set_area

TABLES = ("case_file", "matter")


@pytest.fixture
def drafts(server, database):
    """A draft of each room at each of three offices."""
    import psycopg

    with psycopg.connect(server.url("postgres", database.name), autocommit=True) as admin:
        admin.execute("set session_replication_role = replica")
        admin.execute(
            "insert into places_office (name, kind, opened, entry)"
            " select '所' || i, 'station', '2020-01-01', 1 from generate_series(1, 3) i"
        )
        admin.execute(
            "insert into case_file (number, kind, office, applicant_number, applicant_name, opened)"
            " select '2026-001-0000' || id, 'within_city', id, '1', '某人', '2026-01-01' from places_office"
        )
        admin.execute(
            "insert into matter (number, kind, office, level, heading, reporter, asked, opened)"
            " select 'M2026-001-0000' || id, 'birth', id, 'spot', 'x', '{}', '{}', '2026-01-01'"
            " from places_office"
        )
        yield [row[0] for row in admin.execute("select id from places_office order by id").fetchall()]


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_an_area_shows_its_own(drafts, table):
    first, second, _ = drafts
    for area, seen in ((None, []), ([second], [second]), ([first, second], [first, second]), ("*", drafts)):
        set_area(area)
        assert [row[0] for row in rows(f"select office from {table} order by 1")] == seen


@pytest.mark.parametrize("table", TABLES)
def test_the_index_by_office_serves_it(drafts, table):
    set_area(drafts[:1])
    rows("select set_config('enable_seqscan', 'off', false)")
    plan = "\n".join(row[0] for row in rows(f"explain select state, count(*) from {table} group by 1"))
    assert f"{table}_office_state" in plan
    assert "Index Cond: (office = ANY" in plan


@pytest.mark.parametrize("index", ["move_in_permit_due", "migration_certificate_due"])
def test_what_runs_out_is_found_by_office(drafts, index):
    from datetime import date

    from huji.ledger.access import Purpose
    from huji.register import queries

    class Officer:
        pk, office = 1, drafts[0]

    set_area(drafts[:1])
    rows("select set_config('enable_seqscan', 'off', false)")
    said = []

    def hear(execute, query, values, many, context):
        said.append((query, values))
        return execute(query, values, many, context)

    with connection.execute_wrapper(hear):
        queries.permits_lapsed(date(2026, 11, 20))
        queries.transits(queries.Reader(Officer(), Purpose.HANDLE_CASE))
    with connection.cursor() as cursor:
        plans = []
        for query, values in said:
            if "select" in query.lower():
                cursor.execute(f"explain {query}", values)
                plans += [line for (line,) in cursor.fetchall()]
    assert any(index in line for line in plans), plans
