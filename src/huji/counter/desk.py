"""Who stands at the desk: which roles open which pages, and in whose name a form acts."""

import re
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from huji.cases.values import By
from huji.officers.roles import Role
from huji.web.access import officers
from huji.web.forms import TOKEN, token

DESK = (Role.COUNTER, Role.REVIEW, Role.APPROVE, Role.SUPERVISE)

any_desk = officers(*DESK)
"""Pages that every officer who handles cases may open."""
counter_only = officers(Role.COUNTER)
"""Pages of intake."""


def today() -> date:
    """Return the day in Shanghai, on which whatever is done now is done."""
    return timezone.localdate()


def acting(request: HttpRequest) -> By:
    """Return in whose name, on which day and by which form the request acts."""
    sent = request.POST.get(TOKEN, "")
    return By(request.user.pk, today(), sent if re.fullmatch(r"[A-Za-z0-9-]{8,100}", sent) else token())
