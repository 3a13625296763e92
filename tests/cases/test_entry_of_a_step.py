"""A step of a case stands in the ledger, or it is not taken: held by the database."""

import psycopg
import pytest

STEP = """insert into case_step ("case", kind, step, from_state, to_state, officer, role, office, day, entry)
    values ('2026-001-00001', 'within_city', 'open_draft', 'draft', 'draft', 1, 'counter', 1, '2026-03-01',
            %s)"""
ENTRY = "insert into ledger_entry (office, act, offices, body) values (1, %s, '{1}', '{}') returning entry"


@pytest.fixture
def writer(database):
    with psycopg.connect(database.app_url) as connection:
        connection.execute("set role huji_writer")
        connection.execute(
            "insert into case_file (number, kind, office, applicant_number, applicant_name, opened)"
            " values ('2026-001-00001', 'within_city', 1, '990000200001010010', '甲', '2026-03-01')"
        )
        yield connection


def test_a_step_is_taken_with_the_entry_that_its_transaction_made(writer):
    (entry,) = writer.execute(ENTRY, ["case_open_draft"]).fetchone()
    writer.execute(STEP, [entry])
    assert writer.execute("select version from case_file").fetchone() == (1,)


def test_a_step_with_an_entry_that_nobody_made_is_refused(writer):
    with pytest.raises(psycopg.errors.CheckViolation, match="no entry of its own"):
        writer.execute(STEP, [999])


def test_a_step_with_the_entry_of_another_act_is_refused(writer):
    (entry,) = writer.execute(ENTRY, ["case_approve"]).fetchone()
    with pytest.raises(psycopg.errors.CheckViolation, match="no entry of its own"):
        writer.execute(STEP, [entry])


def test_a_step_with_the_entry_of_an_earlier_transaction_is_refused(writer):
    (entry,) = writer.execute(ENTRY, ["case_open_draft"]).fetchone()
    writer.commit()
    with pytest.raises(psycopg.errors.CheckViolation, match="no entry of its own"):
        writer.execute(STEP, [entry])
