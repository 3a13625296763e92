"""What no migration may give away: read from the catalogue, so that it holds for whatever is added."""

import psycopg
import pytest

ROLES = ["huji_web", "huji_writer", "huji_worker", "huji_auditor", "huji_app"]

# What an application must be able to take back: sessions, second factors, tries, a draft's companions, jobs.
DELETABLE = {"django_session", "mfa_authenticator", "web_try", "case_person"}
DELETABLE |= {"procrastinate_jobs", "procrastinate_workers", "procrastinate_periodic_defers"}  # jobs done

# No row of these says anything of a person under the register.
IMPERSONAL = {
    "account_emailaddress", "account_emailconfirmation",  # allauth's, always empty
    "auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations",
    "case_count", "case_duty", "case_kept", "case_move", "conversion", "conversion_step", "documents_counter",
    "place_figure",
    "places_address", "places_division", "places_dwelling", "places_office", "places_office_area",
    "places_reading", "places_zone",
    "rule_draft", "rule_publication", "rule_revision", "rule_step",
    "round_count", "round_duty", "round_move", "matter_count", "matter_duty", "matter_move",
    "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
}  # fmt: skip

# Personal, and without policies because no role of the application reads them by rows of its choice.
CLOSED = {
    "access_line",  # insert alone; read through access_of()
    "case_receipt", "matter_receipt", "round_receipt",  # the writer's, by token
    "prepared_application",  # nobody's: added, looked at and taken by definer functions alone
    "django_session", "mfa_authenticator", "officers_officer", "web_try",  # of officers, for signing in
    "officers_token",  # asked about by digest alone
    "ledger_entry",  # bodies are granted to nobody but the auditor
}  # fmt: skip

# For everybody, as the law wants a list published: numbers, masked names, points.
PUBLISHED = {"round_list"}

OURS = """
    select p.oid::regprocedure::text, p.prosecdef, p.prorettype = 'trigger'::regtype,
           exists (select from unnest(p.proconfig) c
                    where c ~ '^search_path=pg_catalog, (public, )?pg_temp$'),
           has_function_privilege('huji_writer', p.oid, 'execute'),
           has_function_privilege('huji_web', p.oid, 'execute'),
           p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0)
      from pg_proc p
     where p.pronamespace = 'public'::regnamespace
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')"""


@pytest.fixture
def owner(database):
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(database):
    with psycopg.connect(database.app_url) as connection:
        yield connection


def test_every_definer_function_pins_its_search_path_with_temporary_tables_last(owner):
    definers = [(name, pinned) for name, definer, _, pinned, *_ in owner.execute(OURS) if definer]
    assert len(definers) > 10
    assert [name for name, pinned in definers if not pinned] == []


def test_every_trigger_function_pins_its_search_path_and_is_called_by_nobody(owner):
    loose = [
        name
        for name, _, trigger, pinned, writer, web, public in owner.execute(OURS)
        if trigger and (not pinned or writer or web or public)
    ]
    assert loose == []


def test_no_function_of_ours_is_open_to_everyone(owner):
    assert [row[0] for row in owner.execute(OURS) if row[-1]] == []


def test_no_role_of_the_application_may_delete_truncate_or_tie_triggers(owner):
    found = owner.execute(
        """select r, c.relname, p from unnest(%s::text[]) r, pg_class c,
                  unnest(array['delete', 'truncate', 'trigger', 'references', 'maintain']) p
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
              and has_table_privilege(r, c.oid, p)""",
        [ROLES],
    ).fetchall()
    assert {(table, privilege) for _, table, privilege in found} <= {(table, "delete") for table in DELETABLE}


def test_every_table_of_persons_is_under_row_security(owner):
    open_tables = {
        name
        for (name,) in owner.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'p') and not relrowsecurity"
        )
    }
    assert open_tables - IMPERSONAL - CLOSED - PUBLISHED == set()


def test_no_policy_shows_the_reading_role_rows_without_asking_for_its_area(owner):
    careless = owner.execute(
        """select tablename, policyname from pg_policies
            where roles && array['huji_web', 'public']::name[]
              and not qual ~ 'huji\\.area|register_(everywhere|keeps|kept|area)'
              and not qual ~ 'FROM (case_file|household_address|matter|quarantine_row)'
              and not qual ~ 'FROM (round_application|round r)'"""
    ).fetchall()
    assert careless == []


def test_the_login_may_do_nothing_by_itself(owner):
    held = owner.execute(
        """select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
              and c.relkind in ('r', 'p', 'v', 'm', 'S')
              and case c.relkind when 'S' then has_sequence_privilege('huji_app', c.oid, 'usage')
                    else has_any_column_privilege('huji_app', c.oid, 'select, insert, update') end"""
    ).fetchall()
    assert held == []


def test_nobody_but_the_owner_makes_tables_functions_or_schemas(owner):
    held = owner.execute(
        """select r from unnest(%s::text[]) r
            where has_schema_privilege(r, 'public', 'create')
               or has_database_privilege(r, current_database(), 'create')
               or pg_has_role(r, 'huji_owner', 'member')
               or exists (select from pg_roles
                           where rolname = r and (rolsuper or rolbypassrls or rolcreaterole))""",
        [ROLES],
    ).fetchall()
    assert held == []


def test_a_new_object_gives_nothing_away_by_default(owner):
    assert owner.execute("select defaclrole::regrole, defaclacl from pg_default_acl").fetchall() == []


def test_only_who_signs_people_in_reads_what_passwords_are_checked_against(owner):
    held = owner.execute(
        "select r from unnest(%s::text[]) r"
        " where has_column_privilege(r, 'officers_officer', 'password', 'select') order by r",
        [ROLES],
    ).fetchall()
    assert held == [("huji_web",), ("huji_writer",)]


QUEUE = [f"procrastinate_{name}" for name in ("events", "jobs", "periodic_defers", "workers")]
RIGHTS = ["select", "insert", "update", "delete"]


def callable_by(owner, role):
    """Return which of our functions a role may call, whoever it was granted to."""
    return {
        name
        for (name,) in owner.execute(
            "select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace"
            " and has_function_privilege(%s, p.oid, 'execute')"
            " and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')",
            [role],
        )
    }


def rights_of(owner, role):
    """Return the tables and views a role may do anything with, and what; rights to columns count."""
    held = owner.execute(
        """select c.relname, p from pg_class c, unnest(%s::text[]) p
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
              and (has_table_privilege(%s, c.oid, p)
                   or p <> 'delete' and has_any_column_privilege(%s, c.oid, p))""",
        [RIGHTS, role, role],
    )
    return set(held)


def test_an_act_queues_a_job_and_does_nothing_else_with_the_queue(owner):
    queue = {name for name in callable_by(owner, "huji_writer") if name.startswith("procrastinate")}
    assert queue == {"procrastinate_defer_jobs_v1"}
    assert {one for one in rights_of(owner, "huji_writer") if one[0] in QUEUE} == {
        ("procrastinate_jobs", "select"),
        ("procrastinate_jobs", "insert"),
        ("procrastinate_events", "insert"),
    }


def test_who_reads_calls_nothing_of_the_queue(owner):
    for role in ("huji_web", "huji_auditor", "huji_app"):
        assert not {name for name in callable_by(owner, role) if name.startswith("procrastinate")}


def test_the_worker_reaches_the_queue_and_nothing_beside_it(owner):
    named = ("defer_jobs_v1", "defer_periodic_job_v2", "fetch_job_v2", "finish_job_v1", "retry_job_v2")
    living = ("register_worker_v1", "unregister_worker_v1", "update_heartbeat_v1", "prune_stalled_workers_v1")
    assert callable_by(owner, "huji_worker") == {f"procrastinate_{name}" for name in (*named, *living)}
    held = rights_of(owner, "huji_worker")
    assert {table for table, _ in held} == set(QUEUE)
    assert {right for table, right in held if table == "procrastinate_events"} == {"select", "insert"}


def test_the_worker_is_nobody_else_and_nobody_else_is_the_worker(owner):
    members = owner.execute(
        "select member::regrole::text, inherit_option from pg_auth_members"
        " where roleid = 'huji_worker'::regrole and member <> 'postgres'::regrole"
    ).fetchall()
    assert members == [("huji_app", False)]
    assert owner.execute("select from pg_auth_members where member = 'huji_worker'::regrole").fetchall() == []


def test_a_job_is_not_taken_ended_or_forgotten_in_the_name_of_an_act(app):
    app.execute("set role huji_writer")
    for forbidden in (
        "select procrastinate_fetch_job_v2(null, null)",
        "select procrastinate_cancel_job_v1(1, true, true)",
        "select procrastinate_finish_job_v1(1, 'succeeded', true)",
        "update procrastinate_jobs set args = '{}'",
        "delete from procrastinate_jobs",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute(forbidden)


@pytest.fixture
def careless(owner, app):
    """The application's connection where somebody gave temporary tables to everybody."""
    owner.execute(f'grant temporary on database "{owner.info.dbname}" to public')
    return app


def test_the_application_makes_no_temporary_tables(app):
    app.execute("set role huji_writer")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("create temp table places_moving (a int)")


@pytest.mark.parametrize(
    ("table", "function"),
    [("case_step", "case_step_taken"), ("standing", "standing_life_is_tiled"), ("x", "ledger_chain")],
)
def test_a_guard_cannot_be_hung_on_a_table_of_ones_own(careless, table, function):
    careless.execute("set role huji_writer")
    careless.execute(f"create temp table {table} (a int)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        careless.execute(
            f"create trigger t after insert on pg_temp.{table} for each row execute function {function}()"
        )


def test_a_temporary_table_cannot_stand_before_ours(careless):
    """A guard that looked into the writer's own table would believe what the writer put there."""
    careless.execute("set role huji_writer")
    careless.execute("create temp table officers_officer (id bigint, is_active boolean, password text)")
    careless.execute("grant all on officers_officer to public")
    careless.execute("insert into officers_officer values (1, false, 'kept')")
    careless.execute("select officers_end_sessions(1)")
    assert careless.execute("select password from pg_temp.officers_officer").fetchone() == ("kept",)


@pytest.mark.parametrize(
    "area", ["abc", "1,,2", " *", "*,1", "1;2", "٣", "99999999999999999999", "{1}", "1,*"]
)
def test_an_area_that_cannot_be_read_shows_nothing(app, area):
    app.execute("set role huji_web")
    tables = [
        name
        for (name,) in app.execute(
            "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace"
            " and c.relrowsecurity and has_table_privilege('huji_web', c.oid, 'select')"
        ).fetchall()
    ]
    assert len(tables) > 10
    app.execute("select set_config('huji.area', %s, false)", [area])
    for table in tables:
        try:
            with app.transaction():
                assert app.execute(f"select count(*) from {table}").fetchone() == (0,), table
        except (psycopg.errors.InvalidTextRepresentation, psycopg.errors.NumericValueOutOfRange):
            pass  # refused: nothing is shown either
