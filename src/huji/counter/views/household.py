"""One household: address, members in the booklet's order; as it was, as it was known; its history."""

from collections.abc import Iterable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huji.counter import timeline, undoing
from huji.counter.desk import any_desk, today
from huji.counter.naming import address_names, office_names, officer_names
from huji.counter.purpose import PARAMETER, suffix, with_purpose
from huji.counter.views.times import NOW, then
from huji.documents import due as outgrown
from huji.documents import queries as papers
from huji.ledger.access import Purpose
from huji.matters import queries as matters
from huji.register import queries, services
from huji.register.acts import HouseholdKind
from huji.register.histories import StandingBelief
from huji.register.queries import Reader


@any_desk
@with_purpose
def household(request: HttpRequest, household: int, purpose: Purpose) -> HttpResponse:
    """Show the household; each member, and each who ever was one, is logged as looked at."""
    reader = Reader(request.user, purpose)
    at = then(request, reader)
    found = at.register.household(household)
    if found is None and at.moment == NOW:
        raise Http404
    # Who came to a collective household, of thousands, and who went, their own pages tell.
    crowded = found is not None and found.kind == HouseholdKind.COLLECTIVE
    members = () if crowded else queries.members_history(household, reader)
    seats = queries.seats_history(household, reader)
    leaving = services.due_to_leave(household, reader) if crowded and at.moment == NOW else ()
    told = timeline.steps([*seats, *members])
    if not told:
        raise Http404
    due = outgrown.of_household(household) if at.moment == NOW else None
    return render(
        request,
        "counter/household.html",
        at.page()
        | {
            "found": found,
            "household": household,
            "number": f"{household:09}",
            "emptied": _emptied(members, at.moment.on or today()) if found and not found.count else None,
            "open_now": crowded
            or any(one.superseded is None and one.standing.until is None for one in members),
            "matters": matters.of_household(request.user.pk, household, today()),
            "since": at.register.since(one.person for one in found.members) if found else {},
            "steps": told,
            "marks": undoing.of_steps(request, told),
            "people": queries.last_names(
                {one.person for one in members}
                | {who for one in leaving for who in (one.person, one.relative)}
            ),
            "leaving": leaving,
            "papers": papers.of_household(household),
            "due": due,
            "may_issue": due is not None
            and request.user.role == "counter"
            and due.office == request.user.office,
            "purpose": purpose,
            "purpose_field": PARAMETER,
            "suffix": suffix(purpose),
            "offices": office_names(
                [found and found.office, due and due.since.office, *timeline.offices_of(told)]
            ),
            "officers": officer_names(timeline.officers_of(told)),
            "addresses": address_names(timeline.addresses_of(seats)),
            "written": address_names([found.address] if found else [], at.moment.on, at.register.entry),
        },
    )


def _emptied(members: Iterable[StandingBelief], on: date) -> date | None:
    """Return since when nobody is in a household that has no member on a day."""
    ends = (one.standing.until for one in members if one.superseded is None and one.standing.until)
    return max((day for day in ends if day <= on), default=None)
