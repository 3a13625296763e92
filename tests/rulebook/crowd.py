"""Publishers' processes: each tries to publish one draft at the same moment as the others.

crowd.py APP_URL DRAFT EFFECTIVE ON OFFICER…     prints one line of JSON: what came of each
"""

import json
import multiprocessing
import sys
from datetime import date
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402 - after setup

from huji import policy  # noqa: E402
from huji.rulebook import acts  # noqa: E402
from huji.rulebook.values import By  # noqa: E402
from huji.runtime.settings import _database  # noqa: E402
from huji.standards import Refused  # noqa: E402

FORK = multiprocessing.get_context("fork")


def publish(app_url: str, draft: int, effective: date, by: By, start: Any, say: Any) -> None:
    connections.settings["default"].update(_database(app_url, "huji_web"))
    connection.ensure_connection()
    start.wait(60)
    try:
        say.send({"entry": acts.publish(acts.Publish(draft, 1, effective), by)})
    except Refused as refused:
        say.send({"refused": refused.code})
    except Exception as error:
        say.send({"error": f"{type(error).__name__}: {error}"})


def main() -> None:
    app_url, draft, effective, on, *officers = sys.argv[1:]
    policy.packs()
    start = FORK.Barrier(len(officers))
    crowd = []
    for officer in officers:
        hear, say = FORK.Pipe(duplex=False)
        by = By(int(officer), date.fromisoformat(on))
        statement = (app_url, int(draft), date.fromisoformat(effective), by, start, say)
        process = FORK.Process(target=publish, args=statement)
        process.start()
        crowd.append((process, hear))
    print(json.dumps([hear.recv() for _, hear in crowd]))
    for process, _ in crowd:
        process.join()


if __name__ == "__main__":
    main()
