"""Long work in a process of its own, that can be stopped: within a time, one after the other."""

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any

from huji.standards import Refused, Text

log = logging.getLogger(__name__)
_turn = BoundedSemaphore(1)


def apart(module: str, task: Mapping[str, Any], seconds: float, too_long: Refused) -> dict[str, Any]:
    """Return what a module of this room answers to a task, JSON in and out.

    Raises `too_long` where it does not come to an end within the seconds, or breaks; `busy` where other work
    of this server is not done in ten.
    """
    if not _turn.acquire(timeout=10):
        raise Refused(
            "busy",
            Text("另一项计算还没有完成。", "Another calculation is not finished yet."),
            Text("请稍后再试。", "Try again in a moment."),
        )
    try:
        told = subprocess.run(
            [sys.executable, "-I", "-m", f"huji.drafting.{module}"],
            input=json.dumps(task),
            capture_output=True,
            encoding="utf-8",
            env={"LC_ALL": "C.UTF-8"},  # it needs none of the application's addresses and keys
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        log.error("%s did not come to an end: %s %s", module, error, error.stderr)
        raise too_long from error
    finally:
        _turn.release()
    said: dict[str, Any] = json.loads(told.stdout)
    return said
