"""A case in brief, for every page of it: who applies, where to, and what may be read of the people in it."""

from typing import Any

from django.http import HttpRequest

from huji.cases.queries import Detail
from huji.counter.naming import office_names
from huji.ledger.access import Purpose
from huji.register import queries as register
from huji.register.queries import Reader


def brief(request: HttpRequest, detail: Detail) -> dict[str, Any]:
    """Return what `counter/brief.html` draws.

    Only people whom the officer's area registers are linked; of an applicant registered elsewhere in the city
    the office is named, and the case's own facts are all there is to see.
    """
    reader = Reader(request.user, Purpose.HANDLE_CASE)
    people = [detail.person, *(one.person for one in detail.companions)]
    readable = register.kept_here(one for one in people if one is not None)
    elsewhere = None
    if detail.person is not None and detail.person not in readable:
        found = register.whereabouts(detail.applicant.number, reader)
        elsewhere = office_names([found.office]).get(found.office) if found and found.office else None
    joined = register.search_by_number(detail.sponsor.number, reader).found if detail.sponsor else ()
    return {
        "detail": detail,
        "readable": readable,
        "elsewhere": elsewhere,
        "sponsor": joined[0] if joined else None,
    }
