"""Traps at the named steps of an act: who comes to the step next kills itself, its backend, or the server.

A trap is a file in the folder of `HUJI_PROOF_TRAPS`, named after the step, that says who is to die; it is
taken by renaming, so that it goes off once.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

STEPS = ("locked", "entered", "committing", "committed")
"""After the locks, after entry and standings, before the commit, after it and before the acknowledgement."""
VICTIMS = ("client", "backend", "server")


def lay() -> None:
    """Have every act of this process look for traps."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    from huji.register.acts import performing

    prepared, commit = performing.prepared, BaseDatabaseWrapper.commit

    def watched(query: Any, values: Any) -> Any:
        result = prepared(query, values)
        _spring("locked" if "register_hold" in query else "entered")
        return result

    def committing(self: Any) -> None:
        _spring("committing")
        commit(self)
        _spring("committed")

    performing.prepared = watched
    BaseDatabaseWrapper.commit = committing


def _spring(step: str) -> None:
    trap = Path(os.environ["HUJI_PROOF_TRAPS"]) / step
    mine = trap.with_suffix(f".{os.getpid()}")
    try:
        trap.rename(mine)
    except FileNotFoundError:
        return
    deaths: dict[str, Callable[[], None]] = {"client": _client, "backend": _backend, "server": kill_server}
    deaths[mine.read_text()]()


def _client() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _backend() -> None:
    from django.db import connection

    os.kill(connection.connection.info.backend_pid, signal.SIGKILL)


def kill_server(alone: bool = False) -> None:
    """kill -9 of the postmaster and all of its own, or of the postmaster alone."""
    from contextlib import suppress

    import psutil

    from huji.runtime import embedded

    found = embedded.status(Path(os.environ["HUJI_HOME"]) / "postgres")
    if found.pid is None:
        return
    postmaster = psutil.Process(found.pid)
    for process in [postmaster, *([] if alone else postmaster.children(recursive=True))]:
        with suppress(psutil.NoSuchProcess):  # it went with its postmaster
            process.kill()
