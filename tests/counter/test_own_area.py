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
