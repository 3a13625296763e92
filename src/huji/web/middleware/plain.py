"""What no request may hold, refused before anything reads it.

A NUL is in no text that PostgreSQL keeps, so it would break wherever it arrived. A body larger than any of
our forms is not read at all: the check against forgery would else store it on disk for a caller nobody knows.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase, UnreadablePostError

LARGEST_REQUEST = 64 * 1024 * 1024
"""Bytes; room for a paper of the permitted size, and for the form to say kindly that one is too large."""


class PlainMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _length(request) > LARGEST_REQUEST:
            raise RequestDataTooBig("longer than any of our forms")
        # Cookies write a NUL as \000, addresses as %00.
        texts = (request.path_info, request.META.get("QUERY_STRING", "").replace("%00", "\0"))
        if any("\0" in text for text in (*texts, *request.COOKIES.values())):
            raise BadRequest("a NUL in the address or in a cookie")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        try:
            fields = request.POST.lists()
        except UnreadablePostError:
            return  # the caller has gone
        if any("\0" in text for name, values in fields for text in (name, *values)):
            raise BadRequest("a NUL in a form")


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    if not (told.isascii() and told.isdigit()):
        return 0
    return int(told) if len(told) < 19 else LARGEST_REQUEST + 1
