"""Handing a draft to the worker: proofs, golden cases, one case."""

from collections.abc import Sequence
from typing import Any

from huji.drafting.apart import apart
from huji.rulebook import queries
from huji.standards import Refused, Text
from huji.web.saying import in_chinese

SECONDS = 40
"""How long a task may take; the pages' server gives a request a minute."""


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
    return apart(
        "worker",
        asked,
        SECONDS,
        Refused(
            "too_long",
            Text("计算没有在限定的时间内完成。", "The calculation did not finish in time."),
            Text("请简化草案后再试。", "Simplify the draft and try again."),
        ),
    )


def _published() -> Sequence[tuple[str, str]]:
    return [(one.name, queries.content(one.sha256).decode()) for one in queries.published()]
