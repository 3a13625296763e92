"""What an applicant laid aside for the counter: read under its code, and put where it helps to fill in."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huji import policy
from huji.cases import stated
from huji.cases.queries import Detail
from huji.cases.stated import Stated
from huji.counter.wording import title, value
from huji.places import divisions
from huji.standards import Refused, Text
from huji.web.saying import say

TRIES = 20
SECONDS = 600

Said = dict[tuple[str, str], Any]
"""By citizen number and fact: the value the applicant stated."""


def look(request: HttpRequest, code: str) -> Stated:
    """Return what a code opens; refuses `prepared_unknown`, and `prepared_tries` after too many codes."""
    tried(request)
    return stated.look(code)


def tried(request: HttpRequest) -> None:
    """Count one code tried by this officer; refuses `prepared_tries`."""
    key = f"prepared:{request.user.pk}"
    cache.add(key, 0, SECONDS)
    try:
        exceeded = int(cache.incr(key)) > TRIES
    except ValueError:  # The span ended between the two.
        return
    if exceeded:
        raise Refused(
            "prepared_tries",
            Text("试的预填码太多。", "Too many codes were tried."),
            Text("请过十分钟再试，或者不填，照常办理。", "Try again in ten minutes, or leave it empty."),
        )


def lines(said: Stated) -> list[tuple[str, str]]:
    """Return a statement in words, line by line."""
    words = policy.vocabulary()
    place = divisions.book().full_name(said.place, said.on) or said.place
    area = say(words.areas[said.area]) if said.area in words.areas else ""
    found = [(_("迁往"), f"{place} · {area}" if area else place)]
    found += [(title(name), value(name, one)) for name, one in said.values.items()]
    for one in said.along:
        told = [
            _("%(what)s：%(value)s") % {"what": title(name), "value": value(name, given)}
            for name, given in one.values.items()
        ]
        found.append((_("随迁"), " · ".join((say(words.relations[one.relation]), *told))))
    return found


def address(said: Stated) -> str:
    """Return the beginning of the address: the community or village stated, where one was."""
    return (divisions.book().full_name(said.place, said.on) or "") if len(said.place) == 12 else ""


def by_subject(detail: Detail) -> Said:
    """Return what was stated of applicant and companions; companions are told apart by relation and order."""
    if detail.stated is None:
        return {}
    found: Said = {(detail.applicant.number, name): one for name, one in detail.stated.values.items()}
    left = list(detail.stated.along)
    for one in detail.companions:
        said = next((other for other in left if other.relation == one.companion.relation), None)
        if said is not None:
            left.remove(said)
            found |= {(one.companion.number, name): given for name, given in said.values.items()}
    return found
