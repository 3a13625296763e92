"""The decision page: every route's tree of reasons, its article and note, and the source of each fact."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.cases import queries
from huji.counter.desk import any_desk, today
from huji.counter.explain import explanation
from huji.counter.views.facts import known_lines, sources_of


@any_desk
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Show why: the whole answer the case keeps, in words."""
    detail = queries.detail(request.user.pk, number, today())
    known = queries.known(request.user.pk, number)
    sources = sources_of(known, detail)
    return render(
        request,
        "counter/decision.html",
        {
            "detail": detail,
            "explained": explanation(detail.answer, sources) if detail.answer else None,
            "known": known_lines(known, detail),
        },
    )
