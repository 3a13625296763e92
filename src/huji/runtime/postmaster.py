"""Who serves a cluster: the postmaster told apart from any other process, and what it leaves behind.

A pid file proves nothing: its process may be gone, its number reused, the file forged. A postmaster is
believed only when the process of that number is a `postgres` started on this very directory at the time
the file says; `huji.runtime.embedded` then asks it over a connection.
"""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

# The server notes its start a moment after the system made the process; clocks round to seconds.
START_TOLERANCE = 5.0


@dataclass(frozen=True, slots=True)
class PidFile:
    """The lines of `postmaster.pid` that are needed; `started` in epoch seconds."""

    pid: int
    directory: str
    started: int
    port: int
    socket: str


def read_pid_file(cluster: Path) -> PidFile | None:
    """Return what `postmaster.pid` says, or None when it is missing, unreadable or not yet whole."""
    try:
        lines = (cluster / "postmaster.pid").read_text("utf-8", "surrogateescape").splitlines()
        return PidFile(int(lines[0]), lines[1], int(lines[2]), int(lines[3]), lines[4])
    except (OSError, ValueError, IndexError):
        return None


def find(cluster: Path) -> tuple[psutil.Process, PidFile] | None:
    """Return the living postmaster of `cluster` and its pid file, or None when there is none.

    The process must be no zombie, run an executable named `postgres`, have been started with `-D cluster`,
    stand in that directory, and have begun when the file says.
    """
    noted = read_pid_file(cluster)
    if noted is None or noted.pid <= 1:
        return None
    try:
        process = psutil.Process(noted.pid)
        if process.status() == psutil.STATUS_ZOMBIE or not _is_postgres(process):
            return None
        arguments = process.cmdline()
        named = Path(arguments[arguments.index("-D") + 1])
        if not (_same(named, cluster) and _same(Path(process.cwd()), cluster)):
            return None
        if abs(process.create_time() - noted.started) > START_TOLERANCE:
            return None
        return process, noted
    except (psutil.Error, ValueError, IndexError, OSError):
        return None


def orphans(cluster: Path) -> list[psutil.Process]:
    """Return processes of a dead postmaster that still work in `cluster`."""
    left = []
    for process in psutil.process_iter():
        try:
            if process.status() == psutil.STATUS_ZOMBIE or not _is_postgres(process):
                continue
            if _same(Path(process.cwd()), cluster):
                left.append(process)
        except (psutil.Error, OSError):
            continue
    return left


def clear_away(cluster: Path, patience: float = 10.0) -> None:
    """Make a cluster without postmaster fit to start: no orphans, no pid file.

    Orphans are waited for `patience` seconds, then ended: their shared memory is lost with their postmaster,
    so no commit goes with them, the next start replays the log. The pid file is dropped here because the
    server would believe in any living process of that number, even a zombie. Call it under the launcher's
    lock and only after `find` returned None.
    """
    deadline = time.monotonic() + patience
    while (left := orphans(cluster)) and time.monotonic() < deadline:
        time.sleep(0.02)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(left, timeout=patience)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def end(process: psutil.Process, patience: float) -> bool:
    """Ask a postmaster for a fast shutdown and return whether it was gone within `patience` seconds."""
    try:
        process.send_signal(signal.SIGINT)
    except psutil.NoSuchProcess:
        return True
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not is_alive(process):
            return True
        time.sleep(0.02)
    return False


def is_alive(process: psutil.Process) -> bool:
    """Return whether the very process still runs; a zombie, which some containers never reap, does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _is_postgres(process: psutil.Process) -> bool:
    # A binary replaced by an upgrade while it runs reads as "…/postgres (deleted)".
    return os.path.basename(process.exe()).removesuffix(" (deleted)") == "postgres"


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
