"""What is due at this office: people on lapsed certificates, booklets outgrown, permits not used."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.counter.desk import any_desk, today
from huji.counter.naming import address_names, office_names
from huji.counter.purpose import suffix, with_purpose
from huji.documents import due as outgrown
from huji.ledger.access import Purpose
from huji.register import queries
from huji.register.queries import Reader


@any_desk
@with_purpose
def due(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """Show what has run out first, then who is still on the way; each person is logged as looked at."""
    on = today()
    transits = queries.transits(Reader(request.user, purpose))
    permits = queries.permits_lapsed(on)
    booklets = outgrown.households()
    return render(
        request,
        "counter/due.html",
        {
            "lapsed": [(one, one.overdue(on)) for one in transits if one.overdue(on)],
            "under_way": [one for one in transits if not one.overdue(on)],
            "permits": permits,
            "booklets": booklets,
            "addresses": address_names(one.address for one in (*permits, *booklets)),
            "offices": office_names(
                [*(one.office for one in transits)]
                + [office for one in booklets for office in (one.office, one.since.office)]
            ),
            "own": request.user.office,
            "purpose": purpose,
            "suffix": suffix(purpose),
            "on": on,
        },
    )
