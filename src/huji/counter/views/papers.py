"""A paper again, as it was issued, and one as it would have been: PDF, for print or screen."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from huji.counter.desk import any_desk, today
from huji.counter.purpose import chosen, open_to, with_purpose
from huji.counter.views.times import Then, then
from huji.documents import extract, queries
from huji.documents.imprint import Kind
from huji.ledger.access import Purpose
from huji.officers.roles import Role
from huji.register import queries as register
from huji.register.queries import Reader


@any_desk
def paper(request: HttpRequest) -> HttpResponse:
    """Send the paper of `number`; `lang=en` adds the reading aid in English. Reading it is logged."""
    number = request.GET.get("number", "")
    if not number:
        raise Http404
    purpose = chosen(request) or open_to(Role(request.user.role))[0]
    english = request.GET.get("lang") == "en"
    printed = queries.reprint(number, request.user, purpose, lang="en" if english else "zh")
    response = HttpResponse(printed.pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{number}.pdf")
    return response


@any_desk
@with_purpose
def form_then(request: HttpRequest, person: int, purpose: Purpose) -> HttpResponse:
    """Send a person's registration form as it was; it is marked as not issued, and reading it is logged."""
    seen = register.gate(Reader(request.user, purpose), [person], "非正式登记表")
    at = then(request, seen)
    found = at.register.person(person)
    if found is None:
        raise Http404
    return _extract(request, Kind.FORM, person, at, found.standing.office, purpose)


@any_desk
@with_purpose
def booklet_then(request: HttpRequest, household: int, purpose: Purpose) -> HttpResponse:
    """Send a household's booklet as it was; it is marked as not issued, and everyone in it is logged."""
    reader = Reader(request.user, purpose)
    at = then(request, reader)
    found = at.register.household(household)
    if found is None:
        raise Http404
    seen = register.gate(reader, [one.person for one in found.members], "非正式户口簿")
    at = replace(at, register=replace(at.register, by=seen))
    return _extract(request, Kind.BOOKLET, household, at, found.office, purpose)


def _extract(
    request: HttpRequest, kind: Kind, which: int, at: Then, office: int, purpose: Purpose
) -> HttpResponse:
    look = extract.Look(request.user.full_name, request.user.office or office, purpose, timezone.localtime())
    english = request.GET.get("lang") == "en"
    pdf = extract.pdf(kind, which, at.register, at.moment.on or today(), look, lang="en" if english else "zh")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"extract-{kind.value}-{which}.pdf")
    return response
