"""Who may ask, for what, and how often."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from ninja.security import HttpBearer

from huji.api.problems import Problem, not_this_way, too_large
from huji.ledger.access import Purpose
from huji.officers import tokens
from huji.officers.tokens import Holder
from huji.register.queries import Reader
from huji.runtime.db import set_area
from huji.standards import Text
from huji.web.access import public
from huji.web.middleware.guard import area_of
from huji.web.purposes import open_to

LARGEST_BODY = 16 * 1024
A_MINUTE, A_DAY, GUESSES_A_MINUTE = 120, 5_000, 30
"""Requests of one token a minute and a day; wrong tokens from one address a minute."""
PURPOSE = "Huji-Purpose"
NO_TOKEN = Problem(
    401,
    "token",
    Text("没有有效的令牌。", "There is no valid token."),
    Text("由运维人员签发：huji api token issue。", "An operator issues one: huji api token issue."),
    headers={"WWW-Authenticate": 'Bearer realm="huji"'},
)


class Account:
    """The officer a token stands for, as the access log and row security know one."""

    def __init__(self, holder: Holder) -> None:
        self.pk, self.office, self.role = holder.officer.id, holder.officer.office, holder.officer.role


class Asking(HttpRequest):
    """A request that passed the entrance."""

    auth: Reader


class Token(HttpBearer):
    """A bearer token and a purpose make a reader."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        reader = super().__call__(request)
        if reader is None:
            _count(_guesses(request), 60)
            raise NO_TOKEN
        return reader

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        if _count(_guesses(request), 60, 0) >= GUESSES_A_MINUTE:
            raise _too_often(60)
        holder = tokens.holder(token) if token.isascii() else None
        if holder is None:
            return None
        if _count(f"api-minute:{holder.token}", 60) > A_MINUTE:
            raise _too_often(60)
        if _count(f"api-day:{holder.token}", 86_400) > A_DAY:
            raise _too_often(3_600)
        officer = Account(holder)
        set_area(area_of(officer))
        return Reader(officer, _purpose(request, officer))


def entrance(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Bound the body, keep the session's area out, and take the token's area back when the answer is made."""

    @public
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not (told.isascii() and told.isdigit()) or int(told) > LARGEST_BODY:
            return too_large()
        set_area(None)
        try:
            response = view(request, *args, **kwargs)
        finally:
            set_area(None)
        return _plain(response)

    return entered


def _plain(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponseNotAllowed):
        return not_this_way(response.headers["Allow"])
    if isinstance(response, HttpResponse):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _purpose(request: HttpRequest, officer: Account) -> Purpose:
    named = request.headers.get(PURPOSE, "")
    may = open_to(officer.role)
    found = next((purpose for purpose in may if purpose.value == named), None)
    if found is None:
        known = ", ".join(purpose.value for purpose in may)
        raise Problem(
            400 if not named else 403,
            "purpose",
            Text(f"请在 {PURPOSE} 中写明查阅用途：{known}。", f"Name the purpose in {PURPOSE}: {known}."),
        )
    return found


def _guesses(request: HttpRequest) -> str:
    """Name the count of wrong tokens from where the request comes, as allauth sees it behind our proxies."""
    try:
        return f"api-guess:{get_adapter(request).get_client_ip(request)}"
    except PermissionDenied:
        return "api-guess:unknown"


def _too_often(seconds: int) -> Problem:
    text = Text("请求过于频繁，请稍后再试。", "Too many requests; try again later.")
    return Problem(429, "too_often", text, headers={"Retry-After": str(seconds)})


def _count(key: str, seconds: int, more: int = 1) -> int:
    """Count one more under a key that lasts for `seconds`, and return how many there were."""
    if more == 0:
        return int(cache.get(key, 0))
    while True:
        if cache.add(key, 1, seconds):
            return 1
        try:
            return int(cache.incr(key))
        except ValueError:
            continue  # its time ended in between
