"""Backups of a running server: kept, told apart, checked; what is half or damaged is never taken as whole."""

import errno
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from huji.runtime import embedded, premises
from huji.runtime.backups import archive, place, recovery, taking, unpacking
from huji.standards import Refused


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """An installation with a server, a paper and a table; servers beside it are stopped at the end."""
    place = Path(tempfile.mkdtemp(prefix="huji-backups-"))
    place.chmod(0o755)
    home = place / "home"
    server = embedded.ensure(home / "postgres")
    (home / "evidence" / "ab").mkdir(parents=True)
    (home / "evidence" / "ab" / "abcd").write_bytes(b"a paper")
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute("create table noted (what int, at timestamptz default clock_timestamp())")
    yield home
    for lock in place.rglob("lock"):
        if lock.parent.name == "postgres":
            embedded.stop(lock.parent)
    shutil.rmtree(place)


@pytest.fixture
def aside(home: Path) -> Path:
    """A directory of one test's own, which the server's account can reach."""
    made = Path(tempfile.mkdtemp(dir=home.parent))
    made.chmod(0o755)
    return made


def take(home: Path, into: Path, **options: int) -> taking.Taken:
    server = embedded.ensure(home / "postgres")
    told = {"entries": 0, "chains": [], "seal": None}
    return taking.take(server, home, into, told, **options)


def note(home: Path, what: int) -> datetime:
    with psycopg.connect(embedded.ensure(home / "postgres").owner_url, autocommit=True) as owner:
        [[at]] = owner.execute("insert into noted (what) values (%s) returning at", [what]).fetchall()
    return at


def noted(home: Path) -> list[int]:
    with psycopg.connect(embedded.ensure(home / "postgres").owner_url) as owner:
        return [what for (what,) in owner.execute("select what from noted order by what").fetchall()]


def test_a_backup_comes_back_with_its_papers_and_nothing_later(home, aside):
    note(home, 1)
    taken = take(home, aside / "backups")
    assert taken.archiving
    at = note(home, 2)
    note(home, 3)
    take(home, aside / "backups")
    # Between the two acts, from the base before both: by the archive alone.
    between = at + timedelta(microseconds=500)
    source = place.found(aside / "backups")
    assert source.base_for(between).label == taken.base.label
    restored = recovery.restore(source, aside / "back", recovery.Target(between))
    assert noted(restored.home) == [1, 2]
    assert (restored.home / "evidence" / "ab" / "abcd").read_bytes() == b"a paper"
    # It archives nowhere until it is told where, and is an installation like any other.
    server = embedded.ensure(restored.home / "postgres")
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        assert admin.execute("show archive_command").fetchone() == (archive.NOTHING,)
    assert not (restored.home / taking.NOTE).exists()
    note(restored.home, 4)


def test_the_newest_copies_stay_with_the_log_since_them(home, aside):
    labels = [take(home, aside / "backups", keep=2).base.label for _ in range(3)]
    kept = place.found(aside / "backups")
    assert [base.label for base in kept.bases()] == labels[1:]
    oldest = kept.bases()[0].manifest["wal_first"]
    segments = sorted(file.name for file in kept.wal.iterdir() if len(file.name) == 27)
    assert segments[0] == f"{oldest}.gz"


def test_a_directory_of_other_things_or_of_another_city_is_left_alone(home, aside):
    (aside / "mine").mkdir()
    (aside / "mine" / "letter").write_text("dear")
    with pytest.raises(Refused) as other:
        take(home, aside / "mine")
    assert other.value.code == "backup.not_empty"
    take(home, aside / "backups")
    mark = aside / "backups" / place.MARK
    mark.write_text(json.dumps({**json.loads(mark.read_text()), "system": "1"}))
    with pytest.raises(Refused) as city:
        take(home, aside / "backups")
    assert city.value.code == "backup.other"


def test_a_place_takes_no_copy_of_an_installation_restored_from_it(home, aside):
    take(home, aside / "backups")
    recovery.restore(place.found(aside / "backups"), aside / "restored", recovery.Target())
    with pytest.raises(Refused) as refused:
        take(aside / "restored", aside / "backups")
    assert refused.value.code == "backup.restored"
    take(aside / "restored", aside / "others")


def test_a_damaged_copy_is_refused_and_a_place_without_whole_copies_too(home, aside):
    taken = take(home, aside / "backups")
    copy = taken.base.directory / place.COPY / "base.tar.gz"
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    source = place.found(aside / "backups")
    with pytest.raises(Refused) as damaged:
        recovery.restore(source, aside / "back", recovery.Target())
    assert damaged.value.code == "restore.damaged"
    assert not (aside / "back").exists()
    (taken.base.directory / place.MANIFEST).unlink()  # as a backup killed half-way leaves it
    with pytest.raises(Refused) as none:
        source.base_for(None)
    assert none.value.code == "backup.none"
    take(home, aside / "backups")
    assert not taken.base.directory.exists()


def test_a_moment_before_the_first_copy_is_refused_and_one_after_the_archive_is_its_end(home, aside):
    taken = take(home, aside / "backups")
    note(home, 5)
    take(home, aside / "backups")
    source = place.found(aside / "backups")
    with pytest.raises(Refused) as early:
        source.base_for(taken.base.finished - timedelta(days=1))
    assert early.value.code == "backup.too_early"
    late = recovery.restore(source, aside / "back", recovery.Target(taken.base.finished + timedelta(days=1)))
    assert late.to_the_end
    assert noted(late.home) == noted(home)


def test_a_log_with_a_gap_is_not_taken_for_all_that_was_done(home, aside):
    taken = take(home, aside / "backups")
    at = note(home, 6)
    server = embedded.ensure(home / "postgres")
    source = place.found(aside / "backups")
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as admin:
        lost = [archive.flush(admin, source) for _ in range(3)][1]
    (source.wal / f"{lost}.gz").unlink()
    for target in (recovery.Target(), recovery.Target(at + timedelta(days=1))):
        with pytest.raises(Refused, match=lost) as refused:
            recovery.restore(source, aside / "back", target)
        assert refused.value.code == "restore.gap"
        assert not (aside / "back").exists()
    assert archive.missing(source, taken.base.manifest["wal_first"]) == lost


def test_a_full_disk_is_told_and_nothing_is_left_of_the_restoring(home, aside, monkeypatch):
    take(home, aside / "backups")

    def full(base, where):
        where.cluster.mkdir(mode=0o700)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(unpacking, "unpack", full)
    with pytest.raises(Refused) as refused:
        recovery.restore(place.found(aside / "backups"), aside / "back", recovery.Target())
    assert refused.value.code == "restore.no_room"
    assert not (aside / "back").exists()


def test_segments_follow_one_another_over_the_end_of_a_log(tmp_path):
    source = place.Place(tmp_path)
    source.wal.mkdir()
    names = ["0000000100000000000000FE", "0000000100000000000000FF", "000000010000000100000000"]
    for name in (*names, "00000002.history", "000000010000000000000001"):
        (source.wal / f"{name}.gz").touch()
    assert archive.missing(source, names[0]) is None
    (source.wal / f"{names[1]}.gz").unlink()
    assert archive.missing(source, names[0]) == names[1]
    assert archive.missing(source, "000000020000000000000001") is None


def test_what_a_killed_restoring_left_is_not_started(home, aside):
    take(home, aside / "backups")
    source = place.found(aside / "backups")
    half = recovery.restore(source, aside / "back", recovery.Target()).home
    (half / "postgres" / recovery.RESTORING).touch()
    with pytest.raises(Refused) as refused:
        embedded.ensure(half / "postgres")
    assert refused.value.code == "db.restoring"
    (half / "postgres" / recovery.RESTORING).unlink()
    embedded.ensure(half / "postgres")


def test_a_segment_that_cannot_be_archived_stays_and_is_told(home, aside):
    take(home, aside / "backups")
    server = embedded.ensure(home / "postgres")
    kept = place.found(aside / "backups")
    gone = aside / "unmounted"
    kept.wal.rename(gone)
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as admin:
        with pytest.raises(Refused) as refused:
            archive.flush(admin, kept, patience=3)
        assert refused.value.code == "backup.archive"
        assert archive.health(admin).failing
        segment = admin.execute("select last_failed_wal from pg_stat_archiver").fetchone()[0]
        assert (premises.look(server.data_dir).cluster / "pg_wal" / segment).exists()
        gone.rename(kept.wal)
        archive.flush(admin, kept)
        assert (kept.wal / f"{segment}.gz").exists()


def test_a_segment_that_the_old_command_took_is_not_waited_for(home, aside):
    server = embedded.ensure(home / "postgres")
    where = premises.look(server.data_dir)
    kept = place.opened(aside / "backups", "1")
    with (
        psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as admin,
        psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as beside,
    ):
        archive.turn_on(admin, place.opened(aside / "before", "1"), where)
        archive.flush(admin, place.opened(aside / "before", "1"))
        # Stopped, the postmaster tells nobody of the new command, as when it is slow to.
        postmaster = int((where.cluster / "postmaster.pid").read_text().split()[0])
        before = beside.execute("select archived_count from pg_stat_archiver").fetchone()
        os.kill(postmaster, signal.SIGSTOP)
        try:
            archive.turn_on(admin, kept, where)
            with ThreadPoolExecutor(1) as aside_of_us:
                flushing = aside_of_us.submit(archive.flush, admin, kept, patience=20)
                while beside.execute("select archived_count from pg_stat_archiver").fetchone() == before:
                    assert not flushing.done()
                os.kill(postmaster, signal.SIGCONT)
                segment = flushing.result()
        finally:
            os.kill(postmaster, signal.SIGCONT)
    assert (kept.wal / f"{segment}.gz").is_file()


def test_what_a_backup_holds_is_closed_to_everybody_but_its_account(home, aside):
    into = aside / "backups"
    into.mkdir(mode=0o755)  # as an operator may have made it
    take(home, into)
    held = [path for path in into.rglob("*") if path.name != place.MARK]
    assert {path.name for path in held} >= {"bases", "wal", "home", "manifest.json", "copy"}
    for path in held:
        way = [one for one in (path, *path.parents) if into in one.parents]
        assert any(one.stat().st_mode & 0o077 == 0 for one in way), path
