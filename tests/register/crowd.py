"""Processes that act at once on the environment's database, each with a connection of its own.

Argument: a JSON list of {"verb", "statement" (Python), "office", "on"}. One process is forked for each; they
start together. Prints a JSON list of {"done": entry}, {"refused": code, "text": English} or {"error": text}.
"""

import json
import multiprocessing
import os
import sys
from datetime import date
from typing import Any

import django

FORK = multiprocessing.get_context("fork")


def act(asked: dict[str, Any], start: Any, say: Any) -> None:
    """Do one act when all are ready and send what came of it."""
    from django.db import connection

    from huji.register import acts
    from huji.standards import Refused

    connection.ensure_connection()
    statement = eval(asked["statement"], {"acts": acts, "date": date})
    by = acts.Acting(7, asked["office"], date.fromisoformat(asked["on"]), "竞争")
    start.wait(60)
    try:
        say.send({"done": getattr(acts, asked["verb"])(statement, by).entry})
    except Refused as refusal:
        say.send({"refused": refusal.code, "text": refusal.text.en})
    except Exception as error:
        say.send({"error": f"{type(error).__name__}: {error}"})


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huji.runtime.settings")
    django.setup()
    import huji.register.acts
    import huji.register.queries  # noqa: F401 - before the fork, so that all are quick after it
    from huji.standards import names

    names.sort_key("准备")

    crowd = json.loads(sys.argv[1])
    start = FORK.Barrier(len(crowd))
    pipes = [FORK.Pipe(duplex=False) for _ in crowd]
    processes = [
        FORK.Process(target=act, args=(asked, start, say))
        for asked, (_, say) in zip(crowd, pipes, strict=True)
    ]
    for process in processes:
        process.start()
    print(json.dumps([hear.recv() for hear, _ in pipes]), flush=True)
    for process in processes:
        process.join()


if __name__ == "__main__":
    main()
