"""A conversion that runs out of room says so in one sentence, and goes on when there is some."""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pytest

from huji.quality.conversion import stopping
from huji.runtime import embedded
from huji.standards import Refused

HUJI = Path(sys.executable).with_name("huji")


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError("Error writing bytes to file. Detail: [errno 28] No space left on device"),
        pa.ArrowInvalid("IOError: No space left on device"),
        duckdb.IOException('Could not write file "x": No space left on device'),
        duckdb.OutOfMemoryException("limit was set by the 'max_temp_directory_size' setting"),
        psycopg.errors.DiskFull('could not extend file "base/1/2"'),
    ],
)
def test_a_full_disk_is_one_sentence_whoever_met_it(error: Exception) -> None:
    with pytest.raises(Refused, match="no room") as refused, stopping.told():
        raise error
    assert refused.value.code == "conversion.no_room"
    assert refused.value.hint
    assert "same command" in refused.value.hint.en


def test_a_server_that_went_away_is_told_and_another_fault_stays_what_it_is() -> None:
    with pytest.raises(Refused) as gone, stopping.told():
        raise psycopg.OperationalError("server closed the connection unexpectedly")
    assert gone.value.code == "conversion.server"
    with pytest.raises(psycopg.errors.UndefinedTable), stopping.told():
        raise psycopg.errors.UndefinedTable("no such table")
    with pytest.raises(FileNotFoundError), stopping.told():
        raise FileNotFoundError(errno.ENOENT, "no such file")


@pytest.fixture
def small_disk() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="huji-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=260m,mode=755", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        place.rmdir()
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield place
        embedded.stop(place / "home" / "postgres")
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)
        place.rmdir()


def _filled(place: Path, left: int) -> Path:
    """Take the room on the disk but for so many bytes; return the file that holds it."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while (free := shutil.disk_usage(place).free - left) > 0:
            file.write(bytes(min(free, 1024**2)))
    return ballast


@pytest.mark.faults
def test_on_a_nearly_full_disk_it_stops_in_words_and_goes_on(small_disk: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "PG", "HUJI_", "DJANGO_"))}
    home, old, plan = (str(small_disk / name) for name in ("home", "old.csv", "plan.yaml"))

    def huji(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([HUJI, *arguments], env=kept, capture_output=True, text=True, check=False)

    huji("demo", "old-register", "--people", "2000", "--faults", "0.05", "--out", old, "--into", home)
    huji("convert", "plan", old, "--on", "2015-12-31", "--out", plan, "--home", home)
    assert huji("convert", "backup", plan, "--home", home).returncode == 0
    stopped = 0
    for room in (200, 1500):
        ballast = _filled(small_disk, room * 1024)
        done = huji("convert", "run", plan, "--home", home, "--format", "json")
        if done.returncode:
            assert done.returncode == 1
            assert json.loads(done.stdout)["error"] in ("conversion.no_room", "conversion.server")
            stopped += 1
        ballast.unlink()
    assert stopped
    done = huji("convert", "run", plan, "--home", home, "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["read"] == told["loaded"] + told["flagged"] + told["rejected"]
    assert huji("convert", "verify", plan, "--home", home).returncode == 0
    assert huji("doctor", "--home", home).returncode == 0
