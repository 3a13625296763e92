"""A room of officers' processes: forks one for each task, lets them act at once, tells what came of it.

Reads lines of JSON {"app_url": …, "tasks": [{"verb", "statement" (Python), "officer", "on", "token",
"die_before"}]} and answers each with one line, a JSON list in the order of the tasks. `die_before` is a part
of an SQL statement, or "commit": the process kills itself (SIGKILL) when it is about to send it.
"""

import json
import multiprocessing
import os
import signal
import sys
from datetime import date
from typing import Any

import django
import psycopg

django.setup()

from django.db import connection, connections  # noqa: E402 - after setup

import huji.urls  # noqa: E402, F401 - all that acts import, before the fork
from huji import policy  # noqa: E402
from huji.cases import acts  # noqa: E402
from huji.cases.values import By  # noqa: E402
from huji.runtime.settings import _database  # noqa: E402
from huji.standards import Refused, names  # noqa: E402

FORK = multiprocessing.get_context("fork")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(die_before: str) -> None:
    execute = psycopg.Cursor.execute

    def watched(self: Any, query: Any, *arguments: Any, **named: Any) -> Any:
        if die_before in (query.decode() if isinstance(query, bytes) else str(query)):
            die()
        return execute(self, query, *arguments, **named)

    psycopg.Cursor.execute = watched  # type: ignore[method-assign]
    if die_before == "commit":
        connection._commit = die  # type: ignore[method-assign]


def act(app_url: str, task: dict[str, Any], start: Any, say: Any) -> None:
    """Take the step when all are ready and send what came of it."""
    connections.settings["default"].update(_database(app_url, "huji_web"))
    connection.ensure_connection()
    statement = eval(task["statement"], {"acts": acts, "date": date})  # written by the tests beside this file
    if task["die_before"]:
        arm(task["die_before"])
    start.wait(60)
    try:
        by = By(task["officer"], date.fromisoformat(task["on"]), task["token"])
        done = getattr(acts, task["verb"])(statement, by)
        say.send({"entry": done.entry, "state": done.state, "repeated": done.repeated, "papers": done.papers})
    except Refused as refused:
        say.send({"refused": refused.code, "text": str(refused)})
    except Exception as error:
        say.send({"error": f"{type(error).__name__}: {error}"})


def heard(process: Any, hear: Any) -> dict[str, Any]:
    """Return what a process says; a killed one has no result but its signal."""
    try:
        told: dict[str, Any] = hear.recv()
    except EOFError:
        process.join()
        return {"killed": -process.exitcode}
    process.join()
    return told


def main() -> None:
    policy.packs()
    names.sort_key("准备")
    for line in sys.stdin:
        asked = json.loads(line)
        start = FORK.Barrier(len(asked["tasks"]))
        crowd = []
        for task in asked["tasks"]:
            hear, say = FORK.Pipe(duplex=False)
            process = FORK.Process(target=act, args=(asked["app_url"], task, start, say))
            process.start()
            say.close()
            crowd.append((process, hear))
        print(json.dumps([heard(*one) for one in crowd], default=str), flush=True)


if __name__ == "__main__":
    main()
