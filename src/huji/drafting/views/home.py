"""The first page: the policies at hand with their versions, and the drafts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.drafting.desk import any_reader, may_draft, may_publish, today
from huji.rulebook import queries
from huji.rulebook.values import State


@any_reader
def home(request: HttpRequest) -> HttpResponse:
    """List the policies, and to those who draft or publish the drafts, what waits for them first."""
    library, on = queries.library(), today()
    works = may_draft(request) or may_publish(request)
    drafts = queries.drafts(State.DRAFTING, State.SUBMITTED) if works else ()
    first = State.SUBMITTED if may_publish(request) else State.DRAFTING
    return render(
        request,
        "drafting/home.html",
        {
            "policies": [
                {
                    "name": name,
                    "pack": (now := library.get(name, on)) or library.get(name),
                    "now": now is not None,
                    "last": library.last_day(now) if now else None,
                    "coming": [one for one in library.versions(name) if one.in_force_from > on],
                    "versions": len(library.versions(name)),
                }
                for name in library.names
            ],
            "drafts": sorted(drafts, key=lambda draft: (draft.state is not first, -draft.id)),
            "works": works,
            "may_draft": may_draft(request),
        },
    )
