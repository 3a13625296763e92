"""Reading a person takes a purpose: chosen by the officer, shown on the page, and in the access log."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from huji.ledger.access import Purpose
from huji.officers.roles import Role
from huji.web.forms import Form
from huji.web.purposes import open_to
from huji.web.saying import say

PARAMETER = "purpose"


def chosen(request: HttpRequest) -> Purpose | None:
    """Return the purpose the address names, if the officer may name it."""
    named = request.GET.get(PARAMETER, "")
    return next((purpose for purpose in open_to(Role(request.user.role)) if purpose.value == named), None)


def with_purpose(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ask for the purpose first; the view is called with it once it is named."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        purpose = chosen(request)
        if purpose is None:
            form = PurposeForm(
                request.GET if PARAMETER in request.GET else None, role=Role(request.user.role)
            )
            # What else the address asks (as it was on a day, as known then) is asked still.
            asked_too = [(name, value) for name, value in request.GET.items() if name != PARAMETER]
            return render(request, "counter/purpose.html", {"form": form, "asked_too": asked_too})
        return view(request, *args, purpose=purpose, **kwargs)

    return asked


def suffix(purpose: Purpose) -> str:
    """Return the query that carries the purpose to the next page."""
    return "?" + urlencode({PARAMETER: purpose.value})


class PurposeField(forms.ChoiceField):
    """The purposes of a role, to choose one from."""

    def __init__(self, role: Role) -> None:
        super().__init__(
            label=_("查阅用途"),
            choices=[(purpose.value, say(purpose.label)) for purpose in open_to(role)],
            widget=forms.RadioSelect,
            error_messages={"required": _("请选择查阅用途。")},
        )
        self.in_line = True


class PurposeForm(Form):
    """Asks why the officer wants to read."""

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[PARAMETER] = PurposeField(role)
