"""`/healthz`, `/readyz` and `/metrics`, answered before anything else looks at the request.

The first two are for a load balancer and say yes or no. Metrics are given only to whoever connects directly
from an address of HUJI_METRICS_ALLOW (loopback unless told otherwise): what came through a proxy never gets
them.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound, JsonResponse

from huji.runtime.logs import PROBE
from huji.web import metrics

_FORWARDED = (
    "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
)  # fmt: skip


class ProbesMiddleware:
    """Answers the three addresses, whatever the host name asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = _ANSWERS.get(request.path_info) if request.method in ("GET", "HEAD") else None
        if answer is None:
            return self.get_response(request)
        setattr(request, PROBE, f"probe:{request.path_info[1:]}")
        return answer(request)


def _alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def _ready(request: HttpRequest) -> HttpResponse:
    """The database answers and takes acts."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off',"
                " has_schema_privilege('public', 'usage')"
            )
            writes, there = cursor.fetchone()
        state = "converting" if not there else "ok" if writes else "read_only"
    except Error:
        connection.close()  # the next probe connects anew
        state = "unreachable"
    return JsonResponse({"database": state}, status=200 if state == "ok" else 503)


def _metrics(request: HttpRequest) -> HttpResponse:
    if not _may_collect(request):
        return HttpResponseNotFound("", content_type="text/plain")
    return HttpResponse(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_collect(request: HttpRequest) -> bool:
    if any(name in request.META for name in _FORWARDED):
        return False
    try:
        caller = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(network.strip()) for network in settings.HUJI_METRICS_ALLOW)


_ANSWERS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": _alive,
    "/readyz": _ready,
    "/metrics": _metrics,
}
