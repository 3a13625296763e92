"""Handing a task to the worker, within a time and one after the other."""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from threading import BoundedSemaphore
from typing import Any

from huji.rulebook import queries
from huji.standards import Refused, Text
from huji.web.saying import in_chinese

SECONDS = 40
"""How long a task may take; the pages' server gives a request a minute."""
log = logging.getLogger(__name__)
_turn = BoundedSemaphore(1)


def work(task: str, text: str, *, base: str | None = None, case: str = "") -> dict[str, Any]:
    """Return what the worker says of a draft's text.

    Raises `Refused`: `too_long` where it did not come to an end in time, `busy` where others wait already.
    """
    asked = {
        "task": task,
        "text": text,
        "base": base,
        "case": case,
        "lang": "zh" if in_chinese() else "en",
        "published": _published(),
    }
    if not _turn.acquire(timeout=10):
        raise Refused(
            "busy",
            Text("另一项计算还没有完成。", "Another calculation is not finished yet."),
            Text("请稍后再试。", "Try again in a moment."),
        )
    try:
        told = subprocess.run(
            [sys.executable, "-I", "-m", "huji.drafting.worker"],
            input=json.dumps(asked),
            capture_output=True,
            encoding="utf-8",
            env={"LC_ALL": "C.UTF-8"},  # it needs none of the application's addresses and keys
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        log.error("The worker did not finish %s: %s %s", task, error, error.stderr)
        raise Refused(
            "too_long",
            Text("计算没有在限定的时间内完成。", "The calculation did not finish in time."),
            Text("请简化草案后再试。", "Simplify the draft and try again."),
        ) from error
    finally:
        _turn.release()
    said: dict[str, Any] = json.loads(told.stdout)
    return said


def _published() -> Sequence[tuple[str, str]]:
    return [(one.name, queries.content(one.sha256).decode()) for one in queries.published()]
