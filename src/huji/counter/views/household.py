"""One household: its address, its members in the booklet's order; as it was, as it was known."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huji.counter.desk import any_desk, today
from huji.counter.naming import address_names, office_names
from huji.counter.purpose import PARAMETER, suffix, with_purpose
from huji.counter.views.person import AsOf, as_of
from huji.ledger.access import Purpose
from huji.matters import queries as matters
from huji.register import queries
from huji.register.queries import Reader
from huji.standards import Refused


@any_desk
@with_purpose
def household(request: HttpRequest, household: int, purpose: Purpose) -> HttpResponse:
    """Show the household; each member is logged as looked at."""
    form, moment = as_of(request)
    reader = Reader(request.user, purpose)
    try:
        found = queries.household(household, reader, moment.on, moment.known_at)
    except Refused as refusal:
        form.refuse(refusal, "known")
        moment = AsOf()
        found = queries.household(household, reader)
    if found is None and moment == AsOf():
        raise Http404
    return render(
        request,
        "counter/household.html",
        {
            "form": form,
            "moment": moment,
            "past": moment != AsOf(),
            "found": found,
            "household": household,
            "purpose": purpose,
            "matters": matters.of_household(request.user.pk, household, today()),
            "purpose_field": PARAMETER,
            "suffix": suffix(purpose),
            "offices": office_names([found.office] if found else []),
            "addresses": address_names([found.address] if found else []),
        },
    )
