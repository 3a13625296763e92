"""`huji work`: the worker that prints communities and does the nightly jobs."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click

from huji.cli.db import HOME, refusals

HUJI = [sys.executable, "-c", "from huji.cli import main; main()", "work"]
STOPPING = 25.0
"""Seconds a worker is given to stop; its jobs come to a good point within twenty."""


@click.command("work")
@HOME
@click.option("--until-idle", is_flag=True, help="Stop as soon as nothing is left to do.")
@click.option("--keep", is_flag=True, hidden=True, help="Start the worker again whenever it dies.")
@click.option("--parent", type=int, hidden=True, help="Stop when this process is no longer the parent.")
def command(home: Path | None, until_idle: bool, keep: bool, parent: int | None) -> None:
    """Do the long and nightly jobs: print communities, close what has run out, seal the ledger.

    `huji serve` and `huji demo` run one of their own. Any number may work at once; a job that a killed one
    leaves behind is taken up by another within seconds.

    \b
    Example:
      huji work --home /srv/huji
    """
    if keep:
        sys.exit(_keep(home, parent))
    from huji.runtime.boot import boot, forget_owner
    from huji.runtime.jobs import work

    with refusals("text"):
        boot(home, existing=True)
        forget_owner()
        work(parent, until_idle=until_idle)


def begin() -> "subprocess.Popen[bytes]":
    """Start a worker of the installation in this process's environment; it ends with this process."""
    return subprocess.Popen([*HUJI, "--keep", "--parent", str(os.getpid())])


def end(worker: "subprocess.Popen[bytes]") -> None:
    """Stop the worker begun by this process, and wait until it has stopped."""
    worker.terminate()
    try:
        worker.wait(STOPPING + 5)
    except subprocess.TimeoutExpired:
        worker.kill()


def _keep(home: Path | None, parent: int | None) -> int:
    """Run the worker and start it again when it dies; stop it when told to, or when the parent is gone."""
    told = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal told
        told = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    where = ["--home", str(home)] if home else []
    pause = 1.0
    while True:
        begun = time.monotonic()
        worker = subprocess.Popen([*HUJI, *where, "--parent", str(os.getpid())], preexec_fn=_politely)
        while worker.poll() is None and not told and (parent is None or os.getppid() == parent):
            time.sleep(0.2)
        if worker.poll() is None:
            worker.terminate()
            try:
                worker.wait(STOPPING)
            except subprocess.TimeoutExpired:
                worker.kill()
            return 0
        if told:
            return 0
        pause = 1.0 if time.monotonic() - begun > 60 else min(pause * 2, 30.0)
        rest = time.monotonic() + pause
        while time.monotonic() < rest and not told and (parent is None or os.getppid() == parent):
            time.sleep(0.2)
        if told or (parent is not None and os.getppid() != parent):
            return 0


def _politely() -> None:
    """Let the pages go first."""
    os.nice(5)
