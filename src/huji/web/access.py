"""Who may open a page. Roles fail closed: a view that declares nothing is refused to everyone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase

from huji.officers.roles import Role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

ANYONE = "anyone"
"""The declaration of a page without sign-in."""


def public(view: View) -> View:
    """Declare that anyone may open `view`, signed in or not."""
    return _declared(view, ANYONE)


def officers(*roles: Role) -> Callable[[View], View]:
    """Declare the roles that may open a view; no role named means every officer."""
    return lambda view: _declared(view, frozenset(roles or Role))


def declared(view: Callable[..., Any]) -> frozenset[Role] | str | None:
    """Return what `view` declared: roles, `ANYONE`, or None where it declared nothing."""
    return getattr(view, "huji_open_to", None)


def _declared(view: View, to: frozenset[Role] | str) -> View:
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.huji_open_to = to  # type: ignore[attr-defined]
    return opened  # type: ignore[return-value]
