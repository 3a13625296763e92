"""The log: one JSON object a line on standard error, and nothing in it that tells of a person.

Messages of our own rooms are written so that they hold ids and codes alone. Those of libraries are not
trusted: their templates are written without the values, and what looks like a name, a number or a query is
struck out. Of an exception its type and the places in the code are told, never its message, in which a
database repeats what was entered.
"""

import json
import logging
import re
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings

REQUEST: ContextVar[str | None] = ContextVar("huji_request", default=None)
"""The id of the request being answered; every line written meanwhile carries it."""
FIELDS = "huji"
"""The attribute of a record whose mapping is written as fields: `extra={"huji": {…}}`."""
PROBE = "huji_probe"
"""The attribute of a request that was answered before any route was looked for: what it is called."""
FRAMES = 12

_STRUCK = re.compile(r"\?\S+|[㐀-鿿豈-﫿\U00020000-\U0003ffff]+|\d{6,}[0-9Xx]*")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if request := REQUEST.get():
            line["request"] = request
        line |= getattr(record, FIELDS, {}) | _answered(record)
        if record.exc_info and record.exc_info[1] is not None:
            line |= _exception(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def struck(text: str) -> str:
    """Return a text without Chinese characters, long numbers and query strings."""
    return _STRUCK.sub("…", text)


def route_of(request: Any) -> str:
    """Return the name of a request's route, never the address: an address may hold a number or a search."""
    if match := request.resolver_match:
        return match.view_name or match.route or "unnamed"
    if probe := getattr(request, PROBE, None):
        return str(probe)
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] == "huji":
        return struck(record.getMessage())
    if status := _answered(record).get("status"):
        return HTTPStatus(status).phrase if status in set(HTTPStatus) else "answered"
    return struck(str(record.msg))


def _answered(record: logging.LogRecord) -> dict[str, Any]:
    """Return status and route where Django tells of an answer; its own text holds the address asked for."""
    request, status = getattr(record, "request", None), getattr(record, "status_code", None)
    if not isinstance(status, int) or not hasattr(request, "resolver_match"):
        return {}
    return {"status": status, "route": route_of(request)}


def _exception(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    told: dict[str, Any] = {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }
    # Codes of ours and of SQL say what happened without the values it happened to.
    code = getattr(error, "code", None) or getattr(error.__cause__ or error, "sqlstate", None)
    if isinstance(code, str) and re.fullmatch(r"[\w.-]{1,60}", code, re.ASCII):
        told["code"] = code
    return told


def _short(filename: str) -> str:
    for mark in ("/site-packages/", "/src/", f"/python{sys.version_info.major}.{sys.version_info.minor}/"):
        if mark in filename:
            return filename.rpartition(mark)[2]
    return filename.rpartition("/")[2]


def configuration(level: str, *, requests: str) -> dict[str, Any]:
    """Return what `logging` and gunicorn are configured with; `requests` is the level of requests' lines."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "huji.request": {"level": requests},
            # Django's own handlers would mail or print what these say; here they only go up to the root.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": [], "level": level, "propagate": True},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
