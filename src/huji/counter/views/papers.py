"""A paper again, as it was issued: PDF, for print or screen."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from huji.counter.desk import any_desk
from huji.counter.purpose import chosen, open_to
from huji.documents import queries
from huji.officers.roles import Role


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
