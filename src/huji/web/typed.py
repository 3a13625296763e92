"""What an officer typed survives an expired sign-in.

A form sent without a valid sign-in is laid aside in the (anonymous) session with the name of the officer who
last used this browser; after that officer signs in again the same form shows what was typed. Another
officer's typing is thrown away, passwords and files are never kept.
"""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

KEY = "typed"
OFFICER_COOKIE = "huji_officer"
MOST_CHARACTERS = 200_000
NEVER_KEPT = ("csrfmiddlewaretoken", "token", "version")


def remember_officer(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let this browser remember, signed, who signed in last, so that typing goes back to its owner only."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    if request.get_signed_cookie(OFFICER_COOKIE, default="") != user.get_username():
        response.set_signed_cookie(
            OFFICER_COOKIE,
            user.get_username(),
            max_age=12 * 3600,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """Send the reader to the sign-in page and back here; a form in the request is laid aside."""
    lay_aside(request)
    back_to = _page(request)
    target = f"{reverse('account_login')}?{urlencode({'next': back_to})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def lay_aside(request: HttpRequest) -> None:
    """Keep the fields of a POST until its officer signs in again; nothing without a known officer.

    Forms of the desks alone: those of signing in and of an account hold passwords and codes.
    """
    officer = request.get_signed_cookie(OFFICER_COOKIE, default="")
    desks = (reverse("counter:queue"), reverse("drafting:home"))
    if request.method != "POST" or not officer or not request.path.startswith(desks):
        return
    fields = [
        (name, values)
        for name, values in request.POST.lists()
        if not any(name.startswith(kept_out) for kept_out in NEVER_KEPT)
    ]
    if sum(len(value) for _, values in fields for value in values) > MOST_CHARACTERS:
        return
    request.session[KEY] = {
        "page": _page(request).partition("?")[0],
        "officer": officer,
        "fields": fields,
        "files": bool(request.FILES),
    }


def waiting(request: HttpRequest) -> bool:
    """Tell whether typing waits for a sign-in, for the sentence on the sign-in page."""
    return KEY in request.session


def take(request: HttpRequest) -> QueryDict | None:
    """Return and forget what was typed into this page before the sign-in expired; None if nothing was."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None or not request.user.is_authenticated:
        return None
    if kept["officer"] != request.user.get_username():
        del request.session[KEY]
        return None
    if kept["page"] != request.path:
        return None
    del request.session[KEY]
    fields = QueryDict(mutable=True)
    for name, values in kept["fields"]:
        fields.setlist(name, values)
    request.typed_again = True  # type: ignore[attr-defined]
    request.file_to_choose_again = kept["files"]  # type: ignore[attr-defined]
    return fields


def form_data(request: HttpRequest) -> QueryDict | None:
    """Return what a form page is filled with: the POST, else what was typed before signing in again."""
    return request.POST if request.method == "POST" else take(request)


def _page(request: HttpRequest) -> str:
    """Return the page the reader looks at: for a partial request the page it was sent from."""
    current = request.headers.get("HX-Current-URL")
    if current:
        parts = urlsplit(current)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.get_full_path()
