"""Every fault that guards would refuse, made with the guards off, is found and named by id."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HUJI = Path(sys.executable).with_name("huji")


@pytest.fixture
def found(owner):
    """What the doctor finds: count and examples by check."""

    def ask() -> dict[str, tuple[int, tuple[str, ...]]]:
        from huji.quality.doctor import examine

        return {one.check.code: (one.count, one.examples) for one in examine(owner) if one.count}

    return ask


@pytest.fixture
def admin(server, database):
    """The superuser, who alone may turn triggers off for a session."""
    import psycopg

    with psycopg.connect(server.url("postgres", database.name), autocommit=True) as connection:
        yield connection


_MATTER = (
    "insert into matter (number, kind, office, level, heading, reporter, asked, opened)"
    " values ('M2026-001-00001', 'birth', 1, 'spot', '出生', '{}', '{}', '2026-11-20')"
)
FAULTS = {
    "life.tiled": ["delete from standing where person = 1 and lower(valid) = '2020-01-01'"],
    "life.overlap": [
        "alter table standing drop constraint standing_one_at_a_time",
        "insert into standing (person, valid, known, kind, office)"
        " values (3, '[2021-01-01,)', '[1,)', 'elsewhere', 1)",
    ],
    "life.one_number": [
        "alter table citizen_number drop constraint citizen_number_never_shared",
        "update citizen_number set number ="
        " (select number from citizen_number where person = 2) where person = 1",
    ],
    "life.items": ["delete from particulars where person = 1"],
    "household.head": ["update standing set relation = '97' where relation = '02' and household = 1"],
    "household.two_heads": [
        "alter table standing drop constraint standing_one_head",
        "update standing set relation = '02' where person = 2 and household = 1",
    ],
    "household.office": ["update standing set office = 2 where person = 1 and household = 1"],
    "household.seat": ["delete from household_address where household = 1"],
    "kinship.both_sides": ["delete from kinship where person = 1 and kind = 'spouse'"],
    "kinship.two_parents": [
        "insert into kinship (person, relative, kind, valid, known)"
        " values (4, 5, 'parent', '[2020-01-01,)', '[1,)')",
    ],
    "address.ended": ["update places_address set until = '2026-01-01' where id = 1"],
    "address.orphaned": ["update household_address set address = 30 where household = 1"],
    "ledger.entries": ["update particulars set known = '[987654,)' where person = 1"],
    "ledger.standings": [
        "update standing set relation = '97' where person = 3 and upper_inf(known) and upper_inf(valid)"
    ],
    "ledger.persons": ["update person set created_entry = 1 where id = (select max(id) from person)"],
    "ledger.chains": ["update ledger_entry set hash = sha256('') where office = 1 and seq = 1"],
    "ledger.clock": ["update ledger_entry set recorded = now() + interval '1 day' where entry = 1"],
    "ledger.sequences": ["select setval('person_id_seq', 1)"],
    "matter.people": [_MATTER, "update matter set person = 987654"],
    "matter.acted": [_MATTER, "update matter set state = 'done', act_entry = 1"],
    "case.state": [_MATTER, "update matter set state = 'accepted', accepted = '2026-11-20'"],
    "guard.triggers": ["alter table standing disable trigger tiled"],
    "guard.constraints": ["alter table kinship drop constraint kinship_one_spouse"],
    "guard.references": ["update kinship set relative = 987654 where person = 4 and relative = 1"],
    "guard.temporary": [
        "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$"
    ],
    "guard.row_security": ["alter table quarantine_row disable row level security"],
    "case.settled": [
        "insert into case_file (number, kind, office, state, applicant_number, applicant_name, opened,"
        " decided, accepted, address, division) values ('2026-001-00001', 'within_city', 1, 'settled',"
        " '1', '某人', '2026-11-20', '2026-11-20', '2026-11-20', 1, '990102001001')",
    ],
}  # fmt: skip


@pytest.fixture
def city(town, li, zhang):
    """The Li family, Mrs Zhang, and a child born since; her son moved."""
    from datetime import date

    from huji.register import acts

    child = acts.Particulars(name="李新生", sex="1")
    acts.birth(
        acts.Birth(
            child, date(2026, 11, 1), li, "20", date(2026, 11, 10), "991102", mother=town.people["王秀英"]
        ),
        town.acting(),
    )
    acts.settle(
        acts.Settle((acts.Mover(town.people["李明明"], "02"),), acts.NewHousehold(2), date(2026, 11, 11)),
        town.acting(),
    )
    return town


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_and_named(city, admin, owner, found, code):
    assert set(found()) <= {"archive.failing"}
    admin.execute("set session_replication_role = replica")
    for statement in FAULTS[code]:
        admin.execute(statement)
    seen = found()
    assert code in seen, seen
    count, examples = seen[code]
    assert count >= 1
    assert examples


def test_what_is_due_is_told_and_is_no_illness(city, found):
    from datetime import date

    from huji.register import acts

    who = city.people["张丽华"]
    acts.move_out(
        acts.MoveOut((who,), date(2026, 9, 1), "迁1", "沈阳市"), city.acting(2, on=date(2026, 9, 1))
    )
    assert found()["transit.overdue"] == (1, (str(who),))


def test_a_paper_that_fell_void_is_neither_due_nor_good(city, admin, found):
    from datetime import date

    from huji.register import acts

    then = city.acting(2, on=date(2026, 9, 1))
    permitted = acts.PermitMoveIn(
        "准1", (acts.Permitted(city.number(date(1990, 1, 1), "1"), "钱外来"),), 25, then.on
    )
    permit = acts.permit_move_in(permitted, then)
    assert found()["permit.expired"] == (1, (str(permit.entry),))
    acts.undo(acts.Undo(permit.entry, "办错了"), city.acting(2))
    assert "permit.expired" not in found()

    who = city.people["张丽华"]
    acts.move_out(acts.MoveOut((who,), then.on, "迁1", "沈阳市"), then)
    admin.execute("set session_replication_role = replica")
    # One that was good until next year, and was made void, keeps nobody on the way.
    admin.execute(
        "insert into migration_certificate (issuer, number, office, issued, expires, persons, entry,"
        " void_entry) values ('', '迁0', 2, '2026-09-01', '2099-01-01', array[%s::bigint], 1, 2)",
        [who],
    )
    assert found()["transit.overdue"] == (1, (str(who),))


def test_every_guard_of_the_schema_is_asked_for(owner):
    from huji.quality.doctor import guards

    there = owner.execute(
        "select t.tgrelid::regclass::text, string_agg(t.tgname, ' ' order by t.tgname collate \"C\")"
        " from pg_trigger t where not t.tgisinternal and t.tgname !~ '^procrastinate' group by 1"
    ).fetchall()
    assert dict(there) == guards.TRIGGERS
    named = owner.execute(
        "select conname from pg_constraint where connamespace = 'public'::regnamespace and (contype = 'x'"
        " or contype = 'c' and conname !~ '_check[0-9]*$' and conname <> 'check_not_todo_abort_requested')"
    ).fetchall()
    assert {name for (name,) in named} <= set(guards.CONSTRAINTS.split())


def test_a_trigger_that_is_gone_is_missed_whatever_its_table(city, admin, found):
    admin.execute("drop trigger believed_now on citizen_number")
    admin.execute("drop trigger guard on matter")
    assert found()["guard.triggers"] == (2, ("matter.guard", "citizen_number.believed_now"))


def test_no_check_reads_the_whole_ledger_anew_for_each_case(city, admin, owner):
    from huji.quality.doctor.examining import CHECKS

    [settled] = [one for one in CHECKS if one.code == "case.settled"]
    owner.execute("set enable_nestloop = off")
    plan = "\n".join(line for (line,) in owner.execute(f"explain {settled.query}").fetchall())
    assert "Nested Loop" not in plan


def test_an_operator_reads_it_in_two_languages_or_as_json(city, admin, database, tmp_path):
    environment = {
        **os.environ, "HUJI_HOME": str(tmp_path),
        "DATABASE_URL": database.app_url, "DATABASE_OWNER_URL": database.owner_url,
    }  # fmt: skip

    def huji(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [HUJI, "doctor", *arguments], env=environment, capture_output=True, text=True, check=False
        )

    sound = huji()
    assert sound.returncode == 0, sound.stdout
    assert "健康" in sound.stdout
    admin.execute("set session_replication_role = replica")
    admin.execute("delete from particulars where person = 1")
    ill = huji()
    assert ill.returncode == 1
    assert "Of a person no items are believed" in ill.stdout
    told = json.loads(huji("--format", "json").stdout)
    assert told["sound"] is False
    [finding] = [one for one in told["checks"] if one["count"] and one["weight"] == "ill"]
    assert (finding["code"], finding["examples"]) == ("life.items", ["1"])
    # What was looked at is the same however it stands; what was found says how it stands.
    assert finding["title"] == {"zh": "每人的登记项目", "en": "items of every person"}
    assert finding["finding"]["zh"] == "发现 1 处：某人没有现在相信的登记项目。"
    assert finding["finding"]["en"] == "1 found: Of a person no items are believed."
    said = {one["finding"]["en"] for one in told["checks"] if not one["count"] and not one["skipped"]}
    assert said == {"Nothing found."}
    # Ids only: whoever reads a report of the doctor learns nobody's name or number.
    for name, number in city.numbers.items():
        assert name not in ill.stdout
        assert number not in ill.stdout


def test_looking_changes_nothing(city, owner):
    from huji.quality.doctor import examine

    seen = set()

    def look(check):
        asked = "select current_setting('transaction_read_only'), pg_current_xact_id_if_assigned()"
        seen.add(owner.execute(asked).fetchone())

    assert len(examine(owner, tell=look)) > 30
    assert seen == {("on", None)}
