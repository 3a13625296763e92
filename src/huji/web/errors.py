"""What a reader sees when something is refused, not found, out of date or broken: a sentence and a way on."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _

from huji.officers.roles import Role
from huji.runtime import closing
from huji.standards import Refused, Text
from huji.web import saying, typed
from huji.web.access import public
from huji.web.context import home_of
from huji.web.saying import say

log = logging.getLogger(__name__)

NOT_THERE = frozenset(
    {
        "no_such_application",
        "no_such_case",
        "matter.no_such_matter",
        "no_such_draft",
        "no_such_paper",
        "no_such_publication",
        "no_such_round",
        "paper-unknown",
    }
)
"""Refusals that say a record does not exist, or not for this reader."""


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(request, 400, _("请求无法读懂"), _("浏览器发来的内容不完整或格式不对，没有办理任何事项。"))


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("您的岗位不能打开这一页"),
        _("这一页由其他岗位的人员使用。如认为有误，请联系督查或运维人员。"),
    )


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _("没有这一页"), _("地址有误，或者该记录不在您可以查阅的范围内。"))


@public
def too_many(request: HttpRequest) -> HttpResponse:
    return _page(
        request, 429, _("提交过于频繁"), _("一分钟内提交的次数太多，没有办理任何事项。请过一分钟再试。")
    )


@public
def too_large(request: HttpRequest) -> HttpResponse:
    title = Text("内容过大", "Too much at once")
    sentence = Text(
        "一份材料不超过 10 MB。没有办理任何事项。", "A paper may have 10 MB. Nothing was carried out."
    )
    page = _page(request, 413, say(title), say(sentence))
    page.headers["Connection"] = "close"  # what was not read is not waited for
    return page


@public
def broken(request: HttpRequest) -> HttpResponse:
    """The page of last resort: no database, no reader, both languages at once.

    While the database does not answer it says so (503); the next request tries again.
    """
    error = sys.exc_info()[1]
    converting = error is not None and closing.explains(error)
    unavailable = converting or isinstance(error, OperationalError | InterfaceError)
    page = get_template("web/fault.html").render(
        {"unavailable": unavailable, "converting": closing.TEXT if converting else None}
    )
    response = HttpResponse(page, status=503 if unavailable else 500)
    if unavailable:
        response.headers["Retry-After"] = "10"
    return response


def _not_this_way(request: HttpRequest, allowed: str) -> HttpResponse:
    """A page asked for in a way it is not made for, as by reloading the answer to a form."""
    page = _page(
        request, 405, _("这一页不能这样打开"), _("请从页面上的按钮办理，不要直接打开或者刷新这个地址。")
    )
    page.headers["Allow"] = allowed
    return page


@public
def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form whose protection no longer fits: signed out or signed in anew in another tab.

    Typing is kept where the form plainly came from our own page; then the same form opens filled in.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if ours and request.user.is_authenticated:
        typed.lay_aside(request)
        if typed.waiting(request):
            return HttpResponseRedirect(request.get_full_path())
    if ours:
        return typed.sign_in_first(request)
    return _page(
        request,
        419,
        _("表单已过期"),
        _("这份表单是在登录变化之前打开的，没有提交。请返回上一页，刷新后再提交。"),
    )


class RefusedMiddleware:
    """Turns a refusal that no view caught, and a bare 405, into a page with a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return _not_this_way(request, response.headers["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return refused(request, exception, 404 if exception.code in NOT_THERE else 409)


def refused(request: HttpRequest, refusal: Refused, status: int = 409) -> HttpResponse:
    """Show a refusal: what was wrong, where, what to do."""
    title, *sentences = [saying.days_in_words(say(text)) for text in (refusal.text, refusal.hint) if text]
    return _page(request, status, title, *sentences)


def _page(request: HttpRequest, status: int, title: str, *sentences: str) -> HttpResponse:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    home = home_of(Role(user.role) if signed_in else None)
    values: dict[str, Any] = {
        "status": status,
        "title": title,
        "sentences": sentences,
        "back": home,
        "back_words": _("回到待办") if home == reverse("counter:queue") else _("回到首页"),
    }
    return render(request, "web/error.html", values, status=status)
