"""The guard before every view: sign-in, role, and the area whose rows the officer may see."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from huji.places import queries as places
from huji.runtime.db import set_area
from huji.web import typed
from huji.web.access import ANYONE, declared

log = logging.getLogger(__name__)


class GuardMiddleware:
    """Refuses a view that declares nothing, sends the signed-out to sign in, and the wrong role away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        typed.remember_officer(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        open_to = declared(view)
        if open_to == ANYONE:
            return None
        if open_to is None:
            log.error("The view %s declares no roles and was refused.", view)
            raise PermissionDenied
        if not request.user.is_authenticated:
            return typed.sign_in_first(request)
        if request.user.role not in open_to:
            raise PermissionDenied
        return None


class AreaMiddleware:
    """Shows the database connection the officer's area for this request only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        area = area_of(request.user) if request.user.is_authenticated else None
        if area is None:
            return self.get_response(request)
        set_area(area)
        try:
            return self.get_response(request)
        finally:
            set_area(None)


def area_of(officer: Any) -> frozenset[int] | None:
    """Return the offices whose register an officer may read: the own one and those under it; None: nothing.

    An operator belongs to no office and reads nobody.
    """
    return places.offices_under(officer.office) if officer.office is not None else None
