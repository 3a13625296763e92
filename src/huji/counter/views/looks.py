"""Who looked at a person: told to the person on request, and itself a look, in answer to the person."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huji.counter.desk import today
from huji.counter.naming import office_names, officer_roles
from huji.counter.purpose import suffix
from huji.counter.wording import looked_at
from huji.ledger import access
from huji.ledger.access import Purpose
from huji.officers.roles import Role
from huji.register import queries
from huji.register.queries import Reader
from huji.web.access import officers

AT_MOST = 500


@dataclass(frozen=True)
class Look:
    """What one officer looked at in one minute for one purpose: a page makes several lines of the log."""

    at: datetime
    office: str
    role: Role | None
    purpose: Purpose
    what: tuple[str, ...]


@officers(Role.COUNTER, Role.SUPERVISE)
def looks(request: HttpRequest, person: int) -> HttpResponse:
    """Show who looked, newest first: when, office and role, purpose, what; officers are not named.

    Personal Information Protection Law (2021), art. 44 and 45.
    """
    seen = queries.gate(Reader(request.user, Purpose.ANSWER_PERSON), [person], "谁看过 who looked")
    found = queries.person(person, seen)
    if found is None:
        return render(request, "counter/person_unknown.html", {"past": False}, status=404)
    lines = access.looks_at(person, AT_MOST)
    return render(
        request,
        "counter/looks.html",
        {
            "found": found,
            "looks": _grouped(lines),
            "full": len(lines) == AT_MOST,
            "on": today(),
            "suffix": suffix(Purpose.ANSWER_PERSON),
        },
    )


def _grouped(lines: list[access.Line]) -> list[Look]:
    offices = office_names({line.office for line in lines})
    roles = officer_roles({line.officer for line in lines})
    groups: dict[object, list[access.Line]] = {}
    for line in lines:
        minute = f"{line.at:%Y%m%d%H%M}"
        groups.setdefault((minute, line.officer, line.office, line.purpose), []).append(line)
    return [
        Look(
            newest.at,
            offices.get(newest.office, "") if newest.office is not None else "",
            roles.get(newest.officer),
            newest.purpose,
            tuple(dict.fromkeys(looked_at(line.what) for line in (newest, *rest))),
        )
        for newest, *rest in groups.values()
    ]
