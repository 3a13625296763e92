"""Machines in processes of their own, at once on one database; each journals what it was told, line by line.

    python -m tests.proof.at_once JOURNAL SEED NAME STEPS

DATABASE_URL and DATABASE_OWNER_URL say where. The journal has a line `token act outcome` for each attempt
(`?`) and for each outcome; what is written there survives the death of the process.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import django


def start(journal: Path, seed: int, name: str, steps: int) -> "subprocess.Popen[bytes]":
    """Start a machine in a process of its own, in a process group of its own."""
    command = [sys.executable, "-m", "tests.proof.at_once", str(journal), str(seed), name, str(steps)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, cwd=root, start_new_session=True)


def crowd(url: str, seed: int, processes: int, steps: int):  # type: ignore[no-untyped-def]
    """Run machines at once that try `steps` acts in all; return the tally, and the tokens done, refused."""
    from django.db import connections

    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="huji-journals-") as folder:
        journals = [Path(folder) / f"{n}.txt" for n in range(processes)]
        running = [
            start(journal, seed * 1000 + n, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"[n], -(-steps // processes))
            for n, journal in enumerate(journals)
        ]
        ended = [process.wait() for process in running]
        assert ended == [0] * processes, f"machines ended with {ended}"
        return read(journals)


def read(journals: list[Path]):  # type: ignore[no-untyped-def]
    """Return the tally of journals, the tokens acknowledged, and those refused."""
    from tests.proof.machine import Tally

    tally, done, refused = Tally(), set(), set()
    for journal in journals:
        lines = journal.read_text().split("\n")[:-1] if journal.exists() else []  # the last may be half
        for line in lines:
            token, act, what = line.split(" ")
            if what == "done":
                done.add(token)
                tally.done[act] += 1
            elif what not in ("?", "error"):
                refused.add(token)
                tally.refused[act] += 1
                tally.codes[act, what] += 1
    return tally, done, refused


def main(journal: str, seed: str, name: str, steps: str) -> None:
    django.setup()
    from django.db import connections

    with Path(journal).open("a", buffering=1) as file:
        machine = _made(int(seed), name, lambda token, act, what: print(token, act, what, file=file))
        if "HUJI_PROOF_FAULTS" not in os.environ:
            for _ in range(int(steps)):
                machine.step()
        else:
            for _ in range(int(steps)):
                _through(machine, file)
        machine.close()
    connections.close_all()


def _made(seed: int, name: str, hear: Any) -> Any:
    """Make a machine, as soon as the server is there."""
    import psycopg
    from tests.proof.machine import Machine

    while True:
        with suppress(psycopg.OperationalError):
            return Machine(os.environ["DATABASE_OWNER_URL"], seed, name, fresh=3, hear=hear)
        time.sleep(0.1)


def _through(machine: Any, file: Any) -> None:
    """Do an act; when the server goes away, come back with it. What came of the act is then unknown."""
    import django.db
    import psycopg
    from django.db import connections

    try:
        machine.step()
    except (django.db.OperationalError, django.db.InterfaceError, psycopg.OperationalError,
            psycopg.InterfaceError):  # fmt: skip
        print(f"{machine.chance.name}步{machine.steps} ? error", file=file)
        connections.close_all()
        while True:
            with suppress(psycopg.Error):
                machine.again()
                return
            time.sleep(0.1)


if __name__ == "__main__":
    main(*sys.argv[1:])
