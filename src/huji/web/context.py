"""What every page knows: the installation, the reader, and the places the reader may go."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huji.officers.roles import Role

EVERY_DESK = frozenset({Role.COUNTER, Role.REVIEW, Role.APPROVE, Role.SUPERVISE})
POLICY_DESK = frozenset({Role.DRAFT, Role.PUBLISH})


@dataclass(frozen=True)
class Place:
    """An entry of the navigation: words, name of its address, access key, and the roles it is shown to."""

    words: str
    name: str
    key: str
    roles: frozenset[Role]


NAVIGATION = (
    Place(gettext_noop("待办"), "counter:queue", "1", EVERY_DESK),
    Place(gettext_noop("办理业务"), "counter:matters", "7", frozenset({Role.COUNTER})),
    Place(gettext_noop("新申请"), "counter:new", "2", frozenset({Role.COUNTER})),
    Place(gettext_noop("查询"), "counter:search", "3", EVERY_DESK),
    Place(gettext_noop("积分"), "counter:rounds", "6", EVERY_DESK),
    Place(gettext_noop("地名地址"), "counter:places", "8", frozenset({Role.SUPERVISE, Role.OPERATE})),
    Place(gettext_noop("核验文书"), "portal:verify", "4", EVERY_DESK),
    Place(gettext_noop("政策"), "drafting:home", "5", EVERY_DESK | POLICY_DESK),
)


def _here(path: str, name: str) -> bool:
    """Tell whether a path lies in a place; the queue is also where cases lie."""
    if name == "counter:queue":
        return path == reverse(name) or path.startswith(
            (f"{reverse(name)}cases/", f"{reverse(name)}matters/M")
        )
    if name == "counter:matters":
        return path == reverse(name) or path.startswith(f"{reverse(name)}new/")
    if name == "counter:search":
        return path.startswith(
            (reverse(name), "/counter/persons/", "/counter/households/", "/counter/addresses/")
        )
    return path.startswith(reverse(name))


def home_of(role: Role | None) -> str:
    """Return where an officer's work begins, and for who is not signed in the public home."""
    if role is None:
        return reverse("portal:home")
    if role is Role.OPERATE:
        return reverse("counter:places")
    return reverse("drafting:home" if role in POLICY_DESK else "counter:queue")


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the layout; works for error pages too, where there may be no reader."""
    user = getattr(request, "user", None)
    role = Role(user.role) if user is not None and user.is_authenticated else None
    return {
        "demonstration": settings.HUJI_DEMONSTRATION,
        "expires_in": settings.SESSION_COOKIE_AGE,
        "role": role,
        "home": home_of(role),
        "navigation": [
            {
                "words": _(place.words),
                "url": reverse(place.name),
                "key": place.key,
                "here": _here(request.path, place.name),
            }
            for place in NAVIGATION
            if role in place.roles
        ],
        "english": request.LANGUAGE_CODE == "en" if hasattr(request, "LANGUAGE_CODE") else False,
    }
