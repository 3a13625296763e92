# ruff: noqa: E501 - each act on one line
"""kill -9 of client and server in the middle of each act: whole or not at all, and the ledger verifies."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]
CROWD = Path(__file__).with_name("crowd.py")
DAY = "date(2026, 11, 1)"
TABLES = (
    "person", "citizen_number", "particulars", "household", "household_address", "standing", "kinship",
    "move_in_permit", "migration_certificate", "ledger_entry",
)  # fmt: skip


def populate(town):
    """People enough that each act has its own, two of them in transit; return the acts to be interrupted."""
    from huji.register import acts

    li = town.family(
        1, ("李建国", "1", "1970-05-01", "02"), ("王秀英", "2", "1990-06-01", "10"), ("李明明", "1", "1996-07-01", "20")
    )  # fmt: skip
    zhang = town.family(21, ("张丽华", "2", "1980-03-01", "02"))
    zhao = town.family(
        2,
        ("赵强", "1", "1970-01-01", "02"),
        ("赵大", "1", "1999-01-01", "20"),
        ("赵二", "1", "2001-01-01", "20"),
    )
    for address, name in enumerate(("钱一", "孙二", "周三", "吴四"), 3):
        town.family(address, (name, "1", "1985-01-01", "02"))
    for name, certificate in (("孙二", "盘迁1"), ("周三", "盘迁2")):
        acts.move_out(acts.MoveOut((town.people[name],), town.on, certificate, "沈阳市"), town.acting())
    of, on = town.people, "date(2026, 11, 20)"
    number = town.number(__import__("datetime").date(1990, 2, 3), "1")
    certificate = "acts.Certificate('迁1', '沈阳市公安局', date(2026, 10, 20), date(2026, 11, 18))"
    return [
        ("permit_move_in", f"acts.PermitMoveIn('准1', (acts.Permitted('{number}', '陈远'),), 9, date(2026, 10, 1))", 1, "move_in_permit"),
        ("move_in", f"acts.MoveIn((acts.Newcomer('{number}', acts.Particulars('陈远', '1'), '02'),), acts.NewHousehold(9), {DAY}, {certificate}, '准1')", 1, "particulars"),
        ("birth", f"acts.Birth(acts.Particulars('李新', '1'), {DAY}, {li}, '20', {DAY}, '211102', {of['王秀英']}, {of['李建国']})", 1, "kinship"),
        ("settle", f"acts.Settle((acts.Mover({of['李明明']}, '99'),), {zhang}, {DAY})", 2, "standing"),
        ("found_household", f"acts.FoundHousehold(8, {DAY}, (acts.Mover({of['赵大']}, '02'),))", 1, "standing"),
        ("change_head", f"acts.ChangeHead({zhao}, acts.Succession({of['赵二']}), {DAY}, '协商')", 1, "standing"),
        ("move_out", f"acts.MoveOut(({of['钱一']},), {on}, '盘迁3', '大连市')", 1, "migration_certificate"),
        ("arrive_elsewhere", f"acts.ArriveElsewhere(({of['孙二']},), {on}, '盘迁1', '沈落7')", 1, "standing"),
        ("return_to_origin", f"acts.ReturnToOrigin((acts.Mover({of['周三']}, '02'),), {on}, '盘迁2', acts.ReturnReason.REFUSED)", 1, "standing"),
        ("death", f"acts.Death({of['吴四']}, {DAY}, '证明')", 1, "standing"),
        ("open_register", "acts.OpenRegister('又一册', [acts.OpeningPerson(1, '991102198001010014', date(1980, 1, 1), acts.Particulars('新人', '1'), 1, '02', date(2020, 1, 1))], [acts.OpeningHousehold(1, 12, 1, date(2020, 1, 1))])", 1, "standing"),
    ]  # fmt: skip


def start(town, verb, statement, office):
    """Start an act in a process group of its own."""
    asked = [{"verb": verb, "statement": statement, "office": office, "on": str(town.on)}]
    return subprocess.Popen(
        [sys.executable, CROWD, json.dumps(asked)],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
        env=os.environ | {"DATABASE_URL": town.app_url, "DATABASE_OWNER_URL": town.owner_url},
    )  # fmt: skip


def until(true, what):
    """Wait for a condition by looking."""
    end = time.monotonic() + 40
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@contextmanager
def stuck(town, table, *act):
    """An act that has locked what it changes, has its entry, and stands before its change of `table`."""
    with psycopg.connect(town.owner_url) as gate:
        gate.execute(f"lock table {table} in share mode")
        process = start(town, *act)
        waiting = "select count(*) from pg_locks where not granted and relation = %s::regclass"
        until(lambda: town.sql(waiting, [table]) == [(1,)], f"{act[0]} never came to {table}")
        yield process


def state(town):
    return [
        town.sql(f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t")
        for table in TABLES
    ]


def assert_verified(town):
    from huji.ledger import verifying

    with psycopg.connect(town.owner_url, autocommit=True) as owner:
        assert verifying.verify(owner).clean
    town.assert_sound()


def complete(town, *act):
    """Do the act undisturbed; return its entry."""
    process = start(town, *act)
    [result] = json.loads(process.communicate(timeout=60)[0])
    assert "done" in result, (act[0], result)
    return result["done"]


def test_killing_the_client_in_the_middle_of_an_act_leaves_nothing_of_it(town):
    clients = (
        "select count(*) from pg_stat_activity where usename = 'huji_app' and datname = current_database()"
    )
    for *act, table in populate(town):
        from django.db import connections

        connections.close_all()
        before = state(town)
        with stuck(town, table, *act) as process:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        until(lambda: town.sql(clients) == [(0,)], "the server keeps a dead client's transaction")
        assert state(town) == before, act[0]
        entries = town.entries()
        complete(town, *act)
        assert town.entries() == entries + 1
    assert_verified(town)


def test_killing_the_server_in_the_middle_of_an_act_leaves_nothing_and_after_it_the_whole(
    server, tmp_path, make_town
):
    from django.core.management import call_command
    from django.db import connections

    from huji.runtime import embedded
    from huji.runtime.settings import _database

    tmp_path.chmod(0o755)
    own = tmp_path / "postgres"
    mine = embedded.ensure(own)
    kept = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}

    def lead(alias, settings):
        connections[alias].close()
        connections[alias].settings_dict.update(settings)

    def kill():
        postmaster = psutil.Process(embedded.status(own).pid)
        for process in [postmaster, *postmaster.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):  # it went with its postmaster
                process.kill()
        postmaster.wait(30)
        embedded.ensure(own)

    try:
        lead("default", _database(mine.app_url, "huji_web"))
        lead("owner", _database(mine.owner_url, None))
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        town = make_town(mine.owner_url, mine.app_url)
        everything = populate(town)
        connections.close_all()
        for *act, table in everything:
            before = state(town)
            with suppress(psycopg.OperationalError), stuck(town, table, *act) as process:
                kill()
                [result] = json.loads(process.communicate(timeout=60)[0])
            assert "error" in result
            assert state(town) == before, act[0]
            entry = complete(town, *act)
        kill()
        assert town.sql("select act from ledger_entry where entry = %s", [entry]) == [("open_register",)]
        assert_verified(town)
    finally:
        for alias, settings in kept.items():
            lead(alias, settings)
        embedded.stop(own)
