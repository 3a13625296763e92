"""One standard address: how it was written, who is there; as it was, as it was known; its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huji.counter import timeline
from huji.counter.desk import any_desk
from huji.counter.naming import office_names, officer_names
from huji.counter.purpose import PARAMETER, suffix, with_purpose
from huji.counter.views.times import NOW, then
from huji.ledger.access import Purpose
from huji.places import queries as places
from huji.register import queries
from huji.register.queries import Reader

LARGEST = 2**31 - 1


@any_desk
@with_purpose
def address(request: HttpRequest, address: int, purpose: Purpose) -> HttpResponse:
    """Show the address and the reader's households there; each member is logged as looked at."""
    reader = Reader(request.user, purpose)
    at = then(request, reader)
    found = at.register.address(address) if address <= LARGEST else None
    if found is None and (at.moment == NOW or address > LARGEST):
        raise Http404
    told = timeline.steps(queries.households_history(address, reader))
    return render(
        request,
        "counter/address.html",
        at.page()
        | {
            "found": found,
            "area": places.floor_area(address, at.moment.on, at.register.entry),
            "readings": places.address_history(address),
            "steps": told,
            "purpose": purpose,
            "purpose_field": PARAMETER,
            "suffix": suffix(purpose),
            "offices": office_names(timeline.offices_of(told)),
            "officers": officer_names(timeline.officers_of(told)),
        },
    )
