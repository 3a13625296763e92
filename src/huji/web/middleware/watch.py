"""Every request is counted and logged: id, route, status, duration, office. Nothing it was about."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from huji.runtime.logs import FIELDS, REQUEST, route_of
from huji.web import metrics

log = logging.getLogger("huji.request")
HEADER = "X-Request-ID"
_OF_A_PROXY = re.compile(r"[0-9a-f-]{8,64}")


class WatchMiddleware:
    """The outermost of all, so that what the others refuse is seen too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        which = given if _OF_A_PROXY.fullmatch(given) else secrets.token_hex(8)
        token, begun = REQUEST.set(which), time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = which
            self._note(request, response.status_code, time.perf_counter() - begun)
            return response
        finally:
            REQUEST.reset(token)

    def _note(self, request: HttpRequest, status: int, seconds: float) -> None:
        route = route_of(request)
        metrics.count(route, request.method or "", status, seconds)
        fields: dict[str, Any] = {
            "route": route,
            "method": request.method if request.method in metrics.METHODS else "other",
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        # Only where the page asked who reads it: the log never causes a query.
        reader = getattr(request, "_cached_user", None)
        if reader is not None and (office := getattr(reader, "office", None)) is not None:
            fields["office"] = office
        level = logging.WARNING if status >= 500 else logging.INFO
        log.log(level, "request", extra={FIELDS: fields})
