"""The sign-in page, and in a demonstration the list of officers to sign in as with one click."""

from itertools import groupby
from typing import Any

from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from huji.officers import queries
from huji.web import typed
from huji.web.access import public
from huji.web.signin.offices import names_of

MOST_OFFERED = 60


class SignIn(LoginView):
    """allauth's sign-in with what our page adds; rate limits and the second factor are allauth's."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values: dict[str, Any] = super().get_context_data(**kwargs)
        for field in values["form"].fields.values():
            field.widget.attrs.pop("placeholder", None)  # a label says it already, and stays
        back_to = self.request.GET.get("next") or self.request.POST.get("next", "")
        values |= {
            "signing_in": True,
            "back_to": back_to,
            "expired": bool(back_to)
            and bool(self.request.get_signed_cookie(typed.OFFICER_COOKIE, default="")),
            "typing_waits": typed.waiting(self.request),
            "offered": _offered() if settings.HUJI_DEMONSTRATION else [],
        }
        return values


sign_in = public(SignIn.as_view())


@public
@require_POST
def as_demonstrated(request: HttpRequest, officer: int) -> HttpResponse:
    """Sign in as an officer of the demonstration, without a password; elsewhere there is no such page."""
    if not settings.HUJI_DEMONSTRATION:
        raise Http404
    account = get_object_or_404(get_user_model(), pk=officer, is_active=True)
    response: HttpResponse = perform_login(request, account, email_verification="none")
    return response


@public
def nobody_signs_up(request: HttpRequest) -> HttpResponse:
    """allauth asks for this address; officers are appointed by `huji officer appoint`."""
    raise Http404


def _offered() -> list[dict[str, Any]]:
    """Return the demonstration's officers by office, in the order of their roles."""
    shown = queries.all_active()[:MOST_OFFERED]
    names = names_of({officer.office for officer in shown if officer.office is not None})
    ordered = sorted(shown, key=lambda officer: (officer.office is None, officer.office or 0, officer.id))
    return [
        {"office": names.get(office) if office is not None else None, "officers": list(group)}
        for office, group in groupby(ordered, key=lambda officer: officer.office)
    ]
