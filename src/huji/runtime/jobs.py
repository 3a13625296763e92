"""The worker of `huji work`: long and nightly jobs, queued in PostgreSQL with what asks for them.

The rooms say in their `tasks.py` what jobs there are. A job names orders and days, never persons. One that a
killed worker left behind is taken up again by the next, so each has to be such that it can be begun anew.
"""

import asyncio
import contextlib
import logging
import os
import signal
from typing import Any

from huji.standards import Refused, Text

log = logging.getLogger(__name__)

HEARTBEAT, SILENT = 2.0, 10.0
"""Seconds between signs of life of a worker, and after how many without one its jobs are taken up again."""
CONCURRENCY = 2
PATIENCE = 20.0
"""Seconds that jobs under way are given to come to a good point when the worker is told to stop."""


def work(parent: int | None = None, *, until_idle: bool = False) -> None:
    """Do jobs until told to stop (SIGINT, SIGTERM); `parent` is a process whose end is such a telling too.

    With `until_idle` it returns as soon as nothing is left to do. Django is set up already. Raises Refused
    when the worker ends untold, as it does when the server goes away: whoever keeps it starts it again.
    """
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.psycopg_connector import PsycopgConnector

    params = connector_params("default") | {"options": "-c role=huji_worker"}
    connector = PsycopgConnector(kwargs=params, min_size=1, max_size=4)

    async def run() -> None:
        beside = [_take_up(app), *([] if parent is None else [_follow(parent)])]
        async with app.open_async(), _aside(*beside):
            working = asyncio.create_task(
                app.run_worker_async(
                    concurrency=CONCURRENCY,
                    wait=not until_idle,
                    delete_jobs="successful",
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=SILENT,
                    shutdown_graceful_timeout=PATIENCE,
                    install_signal_handlers=False,
                )
            )
            told = _told(working)
            with contextlib.suppress(asyncio.CancelledError):
                await working
            if not until_idle and not told.is_set():
                raise Refused(
                    "work.lost", Text("后台任务失去了数据库连接。", "The worker lost its database.")
                )

    with app.replace_connector(connector):
        asyncio.run(run())


def _told(working: "asyncio.Task[None]") -> asyncio.Event:
    """Let the first SIGINT or SIGTERM stop the work gently; return whether one came."""
    told = asyncio.Event()

    def stop() -> None:
        if not told.is_set():
            told.set()
            working.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    return told


@contextlib.asynccontextmanager
async def _aside(*tasks: Any) -> Any:
    running = [asyncio.create_task(task) for task in tasks]
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _take_up(workers: Any) -> None:
    """Put back into the queue, again and again, what silent workers were at."""
    while True:
        try:
            for job in await workers.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
                log.warning("job %s (%s) was left by its worker and is taken up again", job.id, job.task_name)
                await workers.job_manager.retry_job(job)
        except Exception as error:  # the server may be away for a moment
            log.warning("left jobs could not be looked for: %s", type(error).__name__)
        await asyncio.sleep(HEARTBEAT)


async def _follow(parent: int) -> None:
    while os.getppid() == parent:
        await asyncio.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
