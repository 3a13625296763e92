"""`huji serve`: the pages, by gunicorn's threaded workers on a loopback address unless told otherwise."""

import os
import shutil
import socket
from pathlib import Path
from typing import Any

import click

from huji.standards import Refused


def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve until interrupted; Django is set up already. Each worker opens its own connections.

    The jobs are done by a process beside, which ends with this one.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections
    from gunicorn.app.base import BaseApplication
    from gunicorn.util import import_app

    from huji.cli import work
    from huji.runtime.boot import forget_owner

    _share_counts(Path(settings.HUJI_HOME) / "run" / "metrics")
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()
    forget_owner()

    class Pages(BaseApplication):
        def load_config(self) -> None:
            chosen: dict[str, Any] = {
                "bind": f"{host}:{port}",
                "worker_class": "huji.api.worker.Worker",
                "workers": workers,
                "threads": threads,
                "timeout": 60,
                "graceful_timeout": 10,
                "logconfig_dict": settings.LOGGING,
                "child_exit": _counted,
                "limit_request_line": 4094,
                "control_socket_disable": True,
            }
            for name, value in chosen.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return import_app("huji.wsgi:application")

    here, jobs = os.getpid(), work.begin()
    try:
        Pages().run()
    finally:
        if os.getpid() == here:  # not in a forked worker of the pages
            work.end(jobs)


def _share_counts(folder: Path) -> None:
    """Let the workers keep their counts where each can read all; told before anything counts."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _counted(server: Any, worker: Any) -> None:
    """Keep what a worker that ended has counted, without what it alone had under way."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def free_port(host: str, wanted: int) -> int:
    """Return `wanted`, or the next free port within twenty; Refused by the caller's bind when none is."""
    for port in range(wanted, wanted + 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return wanted


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option("--home", type=click.Path(path_type=Path), help="The installation's directory (HUJI_HOME).")
def command(host: str, port: int, workers: int, threads: int, home: Path | None) -> None:
    """Serve the officers' counter and the public pages.

    \b
    Example:
      huji serve --port 8000
    """
    from huji.runtime.boot import boot, migrate

    try:
        boot(home)
        migrate()
        from huji.rulebook import mirror

        mirror.at_start()
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"http://{host}:{port}/")
    serve(host, port, workers, threads)
