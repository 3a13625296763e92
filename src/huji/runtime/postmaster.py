"""Who serves a cluster: the postmaster told apart from any other process, and what it leaves behind.

A pid file proves nothing: its process may be gone, its number reused, the file forged. A process is believed
only when it runs `postgres` on this very directory; `huji.runtime.embedded` then asks it over a connection
for its directory and the time of its start, which must be the file's.
"""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psutil


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


@dataclass(frozen=True, slots=True)
class Found:
    """A living postmaster and what its pid file says."""

    process: psutil.Process
    noted: PidFile

    def is_cut_off(self) -> bool:
        """Return whether the socket it once opened is gone, as a cleaner of temporary directories may do."""
        return (
            bool(self.noted.socket) and not (Path(self.noted.socket) / f".s.PGSQL.{self.noted.port}").exists()
        )


def find(cluster: Path) -> Found | None:
    """Return the living postmaster of `cluster`, or None when there is none.

    The process of the pid file must be no zombie, run an executable named `postgres`, have been started with
    `-D cluster` and stand in that directory. Its children do not pass: they rewrite their arguments.
    """
    noted = read_pid_file(cluster)
    if noted is None or noted.pid <= 1:
        return None
    try:
        process = psutil.Process(noted.pid)
        return (
            Found(process, noted) if _serves(process, cluster) and _is_started_on(process, cluster) else None
        )
    except (psutil.Error, OSError):
        return None


def orphans(cluster: Path) -> list[psutil.Process]:
    """Return the processes that still work in `cluster`, whatever the pid file says."""
    left = []
    for process in psutil.process_iter():
        try:
            if _serves(process, cluster):
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
    for process in orphans(cluster):
        # A postmaster whose pid file somebody removed: it is asked to go, as its own watch soon would.
        with contextlib.suppress(psutil.Error):
            if _is_started_on(process, cluster):
                process.send_signal(signal.SIGINT)
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


def _serves(process: psutil.Process, cluster: Path) -> bool:
    if process.status() == psutil.STATUS_ZOMBIE:
        return False
    # A binary replaced by an upgrade while it runs reads as "…/postgres (deleted)".
    program = os.path.basename(process.exe()).removesuffix(" (deleted)")
    return program == "postgres" and _same(Path(process.cwd()), cluster)


def _is_started_on(process: psutil.Process, cluster: Path) -> bool:
    arguments = process.cmdline()
    return "-D" in arguments[:-1] and _same(Path(arguments[arguments.index("-D") + 1]), cluster)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
