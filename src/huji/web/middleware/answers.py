"""What a form answers without leading on (faults, a preview, what a search found) gets an address of its own.

A page that answers a POST cannot be gone back to: the browser would have to send the form again, and as it
may keep no page, it shows an error instead. So the page is laid aside as it was made and the browser is led
to it by 303: back and forward ask for it by a name drawn by lot, and nothing is read or done again. It lies
under the session, for as long as one lasts (docs/decisions/0022-an-answer-has-an-address.md).
"""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from huji.web import typed

PARAMETER = "answer"
LARGEST = 1_000_000
"""Characters; a longer page is answered as it is."""
_LAID_ASIDE = frozenset({200, 404, 409})


class SeeOther(HttpResponseRedirect):
    """Leads from a POST to a page that is got."""

    status_code = 303


class AnswersMiddleware:
    """Stands inside the guard: who may not open a page sees no answer of it either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _led_on(request, response):
            return response
        name, page = secrets.token_urlsafe(9), response.content.decode()
        if len(page) > LARGEST:
            return response
        kept = {"status": response.status_code, "page": page}
        cache.set(_key(request, name), kept, settings.SESSION_COOKIE_AGE)
        return SeeOther(_address(request, name))

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.GET.get(PARAMETER)
        if name is None or request.method not in ("GET", "HEAD") or not _of_a_desk(request):
            return None
        kept = None if typed.waiting(request) else cache.get(_key(request, name))
        if kept is None:  # of another session or language, or its time is over: the form itself
            return HttpResponseRedirect(_address(request, None))
        return HttpResponse(kept["page"], status=kept["status"])


def _led_on(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether a page answers a form that the browser went to: what a script asks makes no history."""
    return (
        request.method == "POST"
        and response.status_code in _LAID_ASIDE
        and response.headers.get("Content-Type", "").startswith("text/html")
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and "HX-Request" not in request.headers
        and _of_a_desk(request)
    )


def _of_a_desk(request: HttpRequest) -> bool:
    """Tell whether a page is of the desks and its reader signed in; the public's pages keep nothing."""
    desks = (reverse("counter:queue"), reverse("drafting:home"))
    return request.path.startswith(desks) and request.user.is_authenticated


def _key(request: HttpRequest, name: str) -> str:
    """Return where an answer lies: the page was drawn in one language, and answers in no other."""
    return f"answer:{request.session.session_key}:{get_language()}:{name[:40]}"


def _address(request: HttpRequest, name: str | None) -> str:
    """Return the address asked for, with the name of an answer or without one."""
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    if name is not None:
        query[PARAMETER] = name
    return request.path + (f"?{query.urlencode()}" if query else "")
