"""Who stands at the drafting desk: which roles open which pages, and in whose name a form acts."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from huji.officers.roles import Role
from huji.rulebook.values import By
from huji.web.access import officers

any_reader = officers()
"""Policies are public: every officer may read them and their versions."""
desk = officers(Role.DRAFT, Role.PUBLISH)
"""Drafts are read by who drafts and who publishes."""
drafters = officers(Role.DRAFT)
publishers = officers(Role.PUBLISH)


def today() -> date:
    """Return the day in Shanghai, on which whatever is done now is done."""
    return timezone.localdate()


def acting(request: HttpRequest) -> By:
    """Return in whose name and on which day the request acts."""
    return By(request.user.pk, today())


def may_draft(request: HttpRequest) -> bool:
    """Tell whether the reader may change drafts."""
    return bool(request.user.role == Role.DRAFT)


def may_publish(request: HttpRequest) -> bool:
    """Tell whether the reader may publish."""
    return bool(request.user.role == Role.PUBLISH)
