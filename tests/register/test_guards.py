"""What the database refuses, attacked by bare SQL as the writer."""

from datetime import date

import psycopg
import pytest

DAY = date(2026, 11, 1)


@pytest.fixture
def writer(town, li, zhang):
    """A bare connection as the writer, with an entry of its own open transaction at hand."""
    with psycopg.connect(town.app_url) as connection:
        connection.execute("set role huji_writer")
        connection.commit()
        yield connection


def entry(writer):
    return writer.execute(
        "insert into ledger_entry (office, act, offices, body) values (1, 'attack', '{1}', '{}')"
        " returning entry"
    ).fetchone()[0]


def fails(writer, constraint, *statements, error=psycopg.Error):
    def attack():
        for statement, values in statements:
            writer.execute(statement, values)
        writer.commit()

    with pytest.raises(error) as caught:
        attack()
    writer.rollback()
    if constraint:
        assert caught.value.diag.constraint_name == constraint, caught.value
    return caught.value


CLOSE = (
    "update standing set known = int8range(lower(known), %s)"
    " where person = %s and upper_inf(known) and upper_inf(valid)"
)
STAND = (
    "insert into standing (person, valid, known, kind, household, relation, office)"
    " values (%s, daterange(%s, %s), int8range(%s, null), %s, %s, %s, %s)"
)


def test_a_belief_cannot_be_closed_without_a_new_one(town, writer):
    n = entry(writer)
    fails(writer, "standing_life_is_tiled", (CLOSE, [n, town.people["李明明"]]))


def test_a_life_cannot_have_a_gap_of_a_day(town, writer, li, zhang):
    n, who = entry(writer), town.people["李明明"]
    before = (STAND, [who, date(2020, 1, 1), DAY, n, "registered", li, "20", 1])
    after = (STAND, [who, date(2026, 11, 2), None, n, "registered", zhang, "99", 2])
    fails(writer, "standing_life_is_tiled", (CLOSE, [n, who]), before, after)


def test_a_person_cannot_be_in_two_places_on_a_day(town, writer, zhang):
    n, who = entry(writer), town.people["李明明"]
    fails(writer, "standing_one_at_a_time", (STAND, [who, DAY, None, n, "registered", zhang, "99", 2]))


def test_a_life_cannot_end_or_begin_before_birth(town, writer, li):
    n, who = entry(writer), town.people["李明明"]
    begun = (STAND, [who, date(1990, 1, 1), date(1996, 7, 1), n, "elsewhere", None, None, 1])
    fails(writer, "standing_from_birth", begun)
    n = entry(writer)
    short = (STAND, [who, date(2020, 1, 1), DAY, n, "registered", li, "20", 1])
    fails(writer, "standing_life_is_tiled", (CLOSE, [n, who]), short)


def test_death_is_final(town, writer, li):
    n, who = entry(writer), town.people["李明明"]
    ended = (STAND, [who, date(2020, 1, 1), DAY, n, "ended", None, None, 1])
    fails(writer, "standing_death_is_final", (CLOSE, [n, who]), ended)


def test_a_new_person_needs_a_whole_life(writer):
    n = entry(writer)
    fails(
        writer,
        "standing_life_is_tiled",
        ("insert into person (born, created_entry) values ('2000-01-01', %s)", [n]),
    )


def test_nobody_and_no_household_is_made_by_an_earlier_entry_or_under_an_id_never_drawn(town, writer):
    [(old,)] = town.sql("select min(entry) from ledger_entry")
    born = "insert into person (born, created_entry) values ('2000-01-01', %s)"
    stands = "insert into household (kind, created_entry) values ('family', %s)"
    for made in (born, stands):
        fails(writer, "ledger_entered_now", (made, [old]))
        fails(writer, "ledger_entered_now", (made, [999_999]))
    for table, values in (("person (id, born,", "'2000-01-01'"), ("household (id, kind,", "'family'")):
        sequence = f"{table.split()[0]}_id_seq"
        fails(
            writer,
            None,
            (f"select setval('{sequence}', 9)", None),
            error=psycopg.errors.InsufficientPrivilege,
        )
        [(last,)] = town.sql(f"select last_value from {sequence}")
        later = f"insert into {table} created_entry) values ({last + 1}, {values}, %s)"
        fails(writer, "ledger_drawn", (later, [entry(writer)]))
    writer.execute(stands, [entry(writer)])
    writer.commit()


def test_facts_papers_and_places_name_the_entry_being_made(town, writer):
    permit = (
        "insert into move_in_permit (number, office, address, issued, expires, numbers, names, entry)"
        " values ('准1', 1, 1, '2026-11-01', '2026-12-01', '{1}', '{李}', %s)"
    )
    statements = [
        permit,
        "insert into migration_certificate (issuer, number, office, issued, expires, persons, entry)"
        " values ('', '迁1', 1, '2026-11-01', '2026-12-01', '{1}', %s)",
        "insert into fact (subject, name, value, scope, valid, known, source, note, officer, office)"
        " values ('1', 'a.b', 'true', '', '[2020-01-01,)', int8range(%s, null), 'attested', 'x', 1, 1)",
        "insert into places_office (name, kind, opened, entry) values ('新所', 'station', '2020-01-01', %s)",
        "insert into places_zone (division, area, basis, valid, known)"
        " values ('211102999999', 'rural', 'x', '[2020-01-01,)', int8range(%s, null))",
        "insert into places_address (division, number, local, since, entry)"
        " values ('211102999999', '1', '1号', '2020-01-01', %s)",
    ]
    town.sql("select setval('places_office_id_seq', 90), setval('places_address_id_seq', 90)")
    [(old,)] = town.sql("select min(entry) from ledger_entry")
    for statement in statements:
        fails(writer, "ledger_entered_now", (statement, [old]))
    n = entry(writer)
    for statement in statements:
        writer.execute(statement, [n])
    writer.commit()
    fails(writer, "ledger_entered_now", ("update move_in_permit set used_entry = %s", [old]))
    fails(writer, "ledger_entered_now", ("update fact set known = int8range(lower(known), %s)", [n + 99]))
    close = "update places_zone set known = int8range(lower(known), %s) where division = '211102999999'"
    fails(writer, "ledger_entered_now", (close, [n + 99]))
    fails(writer, "ledger_only_closed", (close.replace("lower(known)", "0"), [entry(writer)]))
    drawn = (
        "insert into places_office (id, name, kind, opened, entry)"
        " values (99, '旁所', 'station', '2020-01-01', %s)"
    )
    fails(writer, "ledger_drawn", (drawn, [entry(writer)]))


def test_a_household_cannot_lose_its_head(town, writer, li, zhang):
    n, who = entry(writer), town.people["李建国"]
    before = (STAND, [who, date(2020, 1, 1), DAY, n, "registered", li, "02", 1])
    after = (STAND, [who, DAY, None, n, "registered", zhang, "99", 2])
    fails(writer, "household_has_head", (CLOSE, [n, who]), before, after)


def test_a_household_cannot_have_two_heads(town, writer, li, zhang):
    n, who = entry(writer), town.people["李明明"]
    second = (STAND, [who, DAY, None, n, "registered", zhang, "02", 2])
    fails(writer, "standing_one_head", (CLOSE, [n, who]), second)


def test_nobody_comes_to_a_household_before_it_stood_or_under_another_office(town, writer, li, zhang):
    n, who = entry(writer), town.people["李明明"]
    early = (STAND, [who, date(1996, 7, 1), None, n, "registered", zhang, "99", 2])
    whole_life = CLOSE.removesuffix(" and upper_inf(valid)")
    fails(writer, "standing_household_stands", (whole_life, [n, who]), early)
    n = entry(writer)
    wrong = (STAND, [who, DAY, None, n, "registered", zhang, "99", 1])
    fails(writer, "standing_household_stands", (CLOSE, [n, who]), wrong)


def test_a_household_is_not_moved_away_from_its_members(town, writer, li, zhang):
    n = entry(writer)
    close = "update household_address set known = int8range(lower(known), %s) where household = %s"
    seat = (
        "insert into household_address (household, address, office, valid, known)"
        " select %s, address, office, daterange(%s, null), int8range(%s, null) from household_address"
        " where household = %s and upper_inf(known)"
    )
    fails(writer, "standing_household_stands", (close, [n, li]))
    n = entry(writer)
    fails(writer, "standing_household_stands", (close, [n, li]), (seat, [li, date(2000, 1, 1), n, zhang]))
    n = entry(writer)
    fails(writer, "standing_household_stands", (close, [n, li]), (seat, [li, DAY, n, li]))


def test_a_marriage_is_held_from_both_sides(town, writer):
    """One with a spouse could be another's spouse as well, if that other alone said so."""
    wed = (
        "insert into kinship (person, relative, kind, valid, known)"
        " values (%s, %s, 'spouse', daterange('2020-01-01', null), int8range(%s, null))"
    )
    one, other = town.people["张丽华"], town.people["李明明"]
    fails(writer, "kinship_both_sides", (wed, [one, town.people["李建国"], entry(writer)]))
    n = entry(writer)
    writer.execute(wed, [one, other, n])
    writer.execute(wed, [other, one, n])
    writer.commit()
    close = "update kinship set known = int8range(lower(known), %s) where person = %s and kind = 'spouse'"
    fails(writer, "kinship_both_sides", (close, [entry(writer), one]))


def test_nobody_is_married_to_one_who_has_ended(town, writer, acts):
    """Whichever comes first: the marriage, or the end."""
    acts.death(acts.Death(town.people["李明明"], DAY, "证明"), town.acting(1))
    one, dead, wife = (town.people[name] for name in ("张丽华", "李明明", "王秀英"))
    wed = (
        "insert into kinship (person, relative, kind, valid, known)"
        " values (%s, %s, 'spouse', daterange('2020-01-01', null), int8range(%s, null))"
    )
    n = entry(writer)
    fails(writer, "kinship_of_the_living", (wed, [one, dead, n]), (wed, [dead, one, n]))
    n = entry(writer)
    closed = "update standing set known = int8range(lower(known), %s) where person = %s and upper_inf(known)"
    ended = (
        "insert into standing (person, valid, known, kind, office, cause)"
        " select id, daterange(born, null), int8range(%s, null), 'ended', 1, 'void' from person where id = %s"
    )
    fails(writer, "kinship_of_the_living", (closed, [n, wife]), (ended, [n, wife]))


def test_nobody_has_three_parents_on_one_day(town, writer):
    child, third = town.people["李小红"], town.people["张丽华"]
    tie = (
        "insert into kinship (person, relative, kind, valid, known)"
        " values (%s, %s, 'parent', daterange(%s, %s), int8range(%s, null))"
    )
    n = entry(writer)
    fails(writer, "kinship_two_parents", (tie, [child, third, DAY, None, n]))
    n = entry(writer)
    close = (
        "update kinship set known = int8range(lower(known), %s)"
        " where person = %s and relative = %s and upper_inf(known)"
    )
    writer.execute(close, [n, child, town.people["王秀英"]])
    writer.execute(tie, [child, town.people["王秀英"], date(2012, 8, 1), DAY, n])
    writer.execute(tie, [child, third, DAY, None, n])
    writer.commit()
    early = (tie, [child, town.people["李明明"], date(2026, 10, 31), DAY, entry(writer)])
    fails(writer, "kinship_two_parents", early)


def test_the_writer_cannot_delete_or_change_what_was_so(town, writer):
    for table in ("standing", "particulars", "citizen_number", "kinship", "household_address", "person"):
        fails(writer, None, (f"delete from {table}", None), error=psycopg.errors.InsufficientPrivilege)
    for change in (
        "relation = '99'",
        "valid = daterange('2000-01-01', null)",
        "kind = 'ended'",
        "person = 1",
    ):
        fails(
            writer, None, (f"update standing set {change}", None), error=psycopg.errors.InsufficientPrivilege
        )
    fails(writer, None, ("truncate standing", None), error=psycopg.errors.InsufficientPrivilege)
    fails(writer, "register_past", ("update person set born = '2000-01-01'", None))
    fails(writer, None, ("update person set id = 1", None), error=psycopg.errors.InsufficientPrivilege)
    fails(writer, None, ("delete from former_birth", None), error=psycopg.errors.InsufficientPrivilege)
    fails(
        writer,
        None,
        ("alter table standing disable trigger all", None),
        error=psycopg.errors.InsufficientPrivilege,
    )


def test_what_was_known_is_closed_once_and_never_rewritten(town, acts, writer, zhang):
    who = town.people["李明明"]
    acts.settle(acts.Settle((acts.Mover(who, "99"),), zhang, DAY), town.acting(2))
    n = entry(writer)
    reopen = ("update standing set known = int8range(lower(known), null) where person = %s", [who])
    fails(writer, "register_append_only", reopen)
    n = entry(writer)
    again = (
        "update standing set known = int8range(lower(known), %s) where person = %s and not upper_inf(known)",
        [n, who],
    )
    fails(writer, "register_append_only", again)
    n = entry(writer)
    earlier = (
        "update standing set known = int8range(0, %s) where person = %s and upper_inf(known)",
        [n, who],
    )
    fails(writer, "register_append_only", earlier)


def test_the_past_cannot_be_contradicted(town, writer, li):
    [(old,)] = town.sql("select min(entry) from ledger_entry")
    who = town.people["李明明"]
    fails(writer, "register_past", (CLOSE, [old + 1, who]))
    fails(writer, "register_past", (CLOSE, [999_999, who]))
    backdated = (STAND, [who, date(1996, 7, 1), None, old, "elsewhere", None, None, 1])
    fails(writer, None, (CLOSE, [entry(writer), who]), backdated)
    n = entry(writer)
    finished = STAND.replace("int8range(%s, null)", "int8range(%s, 999999)")
    fails(
        writer,
        "register_past",
        (CLOSE, [n, who]),
        (finished, [who, date(2020, 1, 1), None, n, "registered", li, "20", 1]),
    )


def test_an_entry_made_under_a_savepoint_is_the_transactions_own(town, writer, zhang):
    who = town.people["李明明"]
    writer.execute("select 1")
    with writer.transaction():
        n = entry(writer)
    writer.execute(CLOSE, [n, who])
    writer.execute(STAND, [who, date(2020, 1, 1), DAY, n, "elsewhere", None, None, 1])
    writer.execute(STAND, [who, DAY, None, n, "registered", zhang, "99", 2])
    writer.commit()
    town.assert_sound()


def test_no_period_is_empty(town, writer):
    n, who = entry(writer), town.people["李明明"]
    fails(writer, "standing_valid_check", (STAND, [who, DAY, DAY, n, "elsewhere", None, None, 1]))


def test_a_citizen_number_is_never_given_to_another(town, writer):
    n, who = entry(writer), town.people["李明明"]
    number = town.numbers["王秀英"]
    close = ("update citizen_number set known = int8range(lower(known), %s) where person = %s", [n, who])
    take = (
        "insert into citizen_number (person, number, valid, known)"
        " values (%s, %s, daterange('1996-07-01', null), int8range(%s, null))",
        [who, number, n],
    )
    fails(writer, "citizen_number_never_shared", close, take)


def test_nobody_has_two_spouses_at_once(town, writer):
    n = entry(writer)
    tie = (
        "insert into kinship (person, relative, kind, valid, known)"
        " values (%s, %s, 'spouse', daterange('2026-01-01', null), int8range(%s, null))",
        [town.people["王秀英"], town.people["张丽华"], n],
    )
    fails(writer, "kinship_one_spouse", tie)


def test_who_comes_to_a_household_waits_for_whoever_moves_it(town, li, writer):
    son, n = town.people["李明明"], entry(writer)
    writer.execute("set local lock_timeout = '50ms'")
    with psycopg.connect(town.owner_url) as mover:
        mover.execute("select from household where id = %s for no key update", [li])
        coming = (STAND, [son, "2026-11-01", None, n, "registered", li, "97", 1])
        fails(writer, None, (CLOSE, [n, son]), coming, error=psycopg.errors.LockNotAvailable)


def test_the_reading_role_writes_nothing(town, li):
    with psycopg.connect(town.app_url, autocommit=True) as web:
        web.execute("set role huji_web")
        for statement in (
            "insert into person (born, created_entry) values ('2000-01-01', 1)",
            "update standing set known = '[1,2)'",
            "delete from standing",
            "select * from register_hold('{1}', '{}', '{}', '{}')",
            "select register_enter(1, 'x', '{1}', '{}')",
            "select register_stand(1, '[]')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement)


def test_the_definers_read_no_temporary_table_of_anybody_else(town, server, writer):
    """Nobody may make one; did somebody get the right all the same, it would still not be read."""
    name = writer.info.dbname
    with psycopg.connect(server.url("postgres", name), autocommit=True) as admin:
        admin.execute(f"grant temporary on database {name} to huji_writer")
    moving = (
        "create temporary table places_moving as select 1 as address, 2 as office, date '2020-01-01' as day"
    )
    for made in (
        (moving, "select register_follow_hold()"),
        (moving.replace("table", "view"), "select register_follow(1)"),
        ("create temporary table places_changing (like places_reading)", "select places_read_anew(1)"),
        (
            "create temporary table places_changing (address int)",
            "select places_work_out_offices(now()::date, '[]')",
        ),
        ("select 1", "select register_follow_hold()"),
    ):
        attack = [(statement, None) for statement in made]
        refused = fails(writer, None, *attack, error=psycopg.errors.InsufficientPrivilege)
        assert "is not ours" in str(refused)
