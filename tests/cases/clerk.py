"""An officer's process: takes one step of a case when told to, or dies on the way as it was told.

    python clerk.py '{"verb": …, "statement": "acts.…", "officer": …, "on": …, "token": …, "die_before": …}'

Says "ready", waits for a line, and prints what came of it as JSON. `die_before` is a part of an SQL
statement, or "commit": the process kills itself (SIGKILL) when it is about to send it.
"""

import json
import os
import signal
import sys
from datetime import date
from typing import Any

import django
import psycopg

django.setup()

from django.db import connection  # noqa: E402 - after setup

from huji.cases import acts  # noqa: E402
from huji.cases.values import By  # noqa: E402
from huji.standards import Refused  # noqa: E402

task = json.loads(sys.argv[1])
statement = eval(task["statement"], {"acts": acts, "date": date})  # written by the tests beside this file


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


with connection.cursor() as cursor:
    cursor.execute("select 1")
if task["die_before"]:
    arm(task["die_before"])
print("ready", flush=True)
sys.stdin.readline()
try:
    done = getattr(acts, task["verb"])(
        statement, By(task["officer"], date.fromisoformat(task["on"]), task["token"])
    )
    print(
        json.dumps(
            {"entry": done.entry, "state": done.state, "repeated": done.repeated, "papers": done.papers}
        )
    )
except Refused as refused:
    print(json.dumps({"refused": refused.code, "text": str(refused)}))
