"""A page drawn from an older state of a case: the form stays as typed, beside the case as it is now."""

from django.http import HttpRequest

from huji.cases import queries
from huji.cases.queries import Detail
from huji.counter.desk import today
from huji.standards import Refused

FIELD = "version"


def version_of(request: HttpRequest) -> int:
    """Return the version the form was drawn from; 0, which no case has, where it is missing."""
    text = request.POST.get(FIELD, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def stale(request: HttpRequest, refusal: Refused, detail: Detail) -> Detail:
    """Return the case as it is after a refusal, so that the form can be sent again knowingly."""
    return queries.detail(request.user.pk, detail.number, today())
