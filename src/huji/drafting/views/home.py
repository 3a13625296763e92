"""The first page: the policies at hand with their versions, and the drafts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.drafting.desk import any_reader, may_draft, may_publish, today
from huji.places import queries as places
from huji.policy import Library, Pack
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
                    "pack": (now := library.get(name, on)) or latest,
                    "now": now is not None,
                    "last": library.last_day(now or latest),
                    "coming": [one for one in library.versions(name) if one.in_force_from > on],
                    "versions": len(library.versions(name)),
                }
                for name, latest in _ours_first(library)
            ],
            "drafts": sorted(drafts, key=lambda draft: (draft.state is not first, -draft.id)),
            "done": queries.drafts(State.PUBLISHED, State.DISCARDED) if works else (),
            "works": works,
            "may_draft": may_draft(request),
        },
    )


def _ours_first(library: Library) -> list[tuple[str, Pack]]:
    """Return the policies with their latest versions, those that apply in the installation's city first."""
    cities = places.territory()
    latest = [(name, library.versions(name)[-1]) for name in library.names]
    return sorted(latest, key=lambda one: not any(city.startswith(one[1].applies_to) for city in cities))
