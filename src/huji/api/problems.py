"""What is said when a question is not answered: RFC 9457, in both languages."""

import json
import logging
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from huji.runtime import closing
from huji.standards import Refused, Text
from huji.web import errors
from huji.web.access import public

log = logging.getLogger(__name__)


class Problem(Exception):  # noqa: N818 - it is the answer's own name
    """An answer other than the one asked for."""

    def __init__(
        self,
        status: int,
        code: str,
        text: Text,
        hint: Text | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(text.en)
        self.status, self.code, self.text, self.hint = status, code, text, hint
        self.headers = headers or {}

    def answer(self) -> HttpResponse:
        """Return it as `application/problem+json`."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "status": self.status,
            "code": self.code,
            "title": self.text.en,
            "text": {"zh": self.text.zh, "en": self.text.en},
        }
        if self.hint:
            body["hint"] = {"zh": self.hint.zh, "en": self.hint.en}
        return HttpResponse(
            json.dumps(body, ensure_ascii=False),
            status=self.status,
            content_type="application/problem+json",
            headers=self.headers,
        )


NOT_FOUND = Problem(
    404,
    "not_found",
    Text("没有这一项，或者不在您可以查阅的范围内。", "There is none, or not in the area you may read."),
)
NO_PATH = Problem(404, "no_path", Text("接口没有这个地址。", "The interface has no such address."))
BROKEN = Problem(500, "broken", Text("系统出错，请稍后再试。", "Something is broken here; try again later."))
SILENT = Problem(
    503,
    "unavailable",
    Text("数据库暂不应答，请稍后再试。", "The database does not answer; try again."),
    headers={"Retry-After": "10"},
)
CONVERTING = Problem(503, "conversion.under_way", closing.TEXT, closing.HINT, headers={"Retry-After": "10"})
_UNREADABLE = Text("请求无法读懂。", "The request cannot be read.")


def unreadable(status: int = 400) -> Problem:
    """Return the problem of a request that is none."""
    return Problem(status, "unreadable", _UNREADABLE)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what was refused before any view saw it: a program in its own form, a reader with a page."""
    if not of_a_program(request.path_info):
        return errors.bad_request(request, exception)
    return too_large() if isinstance(exception, RequestDataTooBig) else unreadable().answer()


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that is none of ours, as `bad_request` does."""
    return NO_PATH.answer() if of_a_program(request.path_info) else errors.not_found(request, exception)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Answer what broke outside an operation, as `bad_request` does."""
    return fallen(sys.exc_info()[1]).answer() if of_a_program(request.path_info) else errors.broken(request)


def fallen(error: BaseException | None) -> Problem:
    """Return the problem of an error of our own: closed for a conversion, no database, or broken."""
    if error is not None and closing.explains(error):
        return CONVERTING
    return SILENT if isinstance(error, OperationalError | InterfaceError) else BROKEN


def of_a_program(path: str) -> bool:
    """Tell whether an address is the interface's, in whatever version."""
    return path == "/api" or path.startswith("/api/")


def not_this_way(allowed: str) -> HttpResponse:
    """Answer a method an address does not take."""
    text = Text("这个地址不接受这种请求。", "This address does not take that method.")
    return Problem(405, "method", text, headers={"Allow": allowed}).answer()


def too_large() -> HttpResponse:
    """Answer a body beyond the bound, and do not wait for the rest of it."""
    text = Text("请求内容过大。", "The request is too large.")
    return Problem(413, "too_large", text, headers={"Connection": "close"}).answer()


def too_long(status: int) -> Problem:
    """Return the problem of an address (414) or headers (431) beyond the bound."""
    return Problem(
        status, "too_long", Text("请求的地址或头部过长。", "The address or the headers are too long.")
    )


def install(api: NinjaAPI) -> None:
    """Let every error of an operation be answered as a problem."""

    @api.exception_handler(Problem)
    def _(request: HttpRequest, problem: Problem) -> HttpResponse:
        return problem.answer()

    @api.exception_handler(Refused)
    def _(request: HttpRequest, refused: Refused) -> HttpResponse:
        return Problem(409, refused.code, refused.text, refused.hint).answer()

    @api.exception_handler(ValidationError)
    def _(request: HttpRequest, error: ValidationError) -> HttpResponse:
        # Where and what kind, never the value: it may be somebody's number.
        faults = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['type']}" for one in error.errors)
        text = Text(f"请求无法读懂（{faults}）。", f"The request cannot be read ({faults}).")
        return Problem(422, "unreadable", text).answer()

    @api.exception_handler(HttpError)
    def _(request: HttpRequest, error: HttpError) -> HttpResponse:
        return unreadable(error.status_code).answer()

    @api.exception_handler(Http404)
    def _(request: HttpRequest, error: Http404) -> HttpResponse:
        return NOT_FOUND.answer()

    @api.exception_handler(Exception)
    def _(request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error, RequestDataTooBig):
            return too_large()
        if isinstance(error, RawPostDataException):
            return unreadable().answer()  # a form with files, read as such before it came here
        problem = fallen(error)
        if problem is BROKEN:
            log.error("an operation of the interface broke: %s", type(error).__name__, exc_info=error)
        return problem.answer()
