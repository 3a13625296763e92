"""Printing a community: orders, how far they are, their files."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huji.counter.desk import today
from huji.counter.forms.papers import OrderForm
from huji.counter.naming import officer_names
from huji.counter.purpose import chosen
from huji.counter.views.issuing import hand
from huji.documents import printing
from huji.documents.imprint import Kind
from huji.documents.printing import queries
from huji.ledger.access import Purpose
from huji.officers.roles import Role
from huji.places import divisions
from huji.places import queries as places
from huji.standards import Refused
from huji.web.access import officers
from huji.web.typed import form_data

print_desk = officers(Role.COUNTER, Role.SUPERVISE)


@print_desk
def prints(request: HttpRequest) -> HttpResponse:
    """List the orders of the officer's area."""
    found = queries.batches()
    return render(
        request,
        "counter/prints.html",
        {"batches": found, "names": _names({one.division for one in found}), "on": today()},
    )


@print_desk
def new(request: HttpRequest) -> HttpResponseBase:
    """Order the booklets or the forms of a community."""
    form = OrderForm(form_data(request), choices=_communities(request))
    if request.method == "POST" and form.is_valid():
        to, given = hand(request), form.cleaned_data
        asked = printing.Order(
            given["division"], given["because"], to.token or "", _purpose(request), Kind(given["paper"])
        )
        try:
            batch = printing.order(asked, by=to.by, signed=to.signed, at=to.at)
        except Refused as refusal:
            form.refuse(refusal, {"print-reason": "because"}.get(refusal.code, "division"))
        else:
            return redirect("counter:print", batch)
    return render(request, "counter/print_form.html", {"form": form})


@print_desk
def the_print(request: HttpRequest, batch: int) -> HttpResponse:
    """Show how far an order is; the page renews itself while it is being printed."""
    found = queries.batch(batch)
    if found is None:
        raise Http404
    return render(
        request,
        "counter/print.html",
        {
            "found": found,
            "percent": found.settled * 100 // found.total,
            "parts": queries.parts_of(batch),
            "faults": queries.faults_of(batch),
            "names": _names({found.division}),
            "officers": officer_names([found.officer]),
            "may_stop": found.status == "printing" and found.office == request.user.office,
        },
    )


@print_desk
def part(request: HttpRequest, batch: int, number: int) -> HttpResponse:
    """Send a file; everyone in it is logged as looked at."""
    found = queries.batch(batch)
    if found is None:
        raise Http404
    pdf = queries.part(batch, number, request.user, _purpose(request))
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{found.stem}-{number:04}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@print_desk
@require_POST
def stop(request: HttpRequest, batch: int) -> HttpResponseBase:
    """Print no more of an order."""
    found = queries.batch(batch)
    if found is None or found.office != request.user.office:
        raise Http404
    printing.stop(batch, by=hand(request).by)
    messages.success(request, _("已停止；已经签发的证件有效，文件可以下载。"))
    return redirect("counter:print", batch)


def _purpose(request: HttpRequest) -> Purpose:
    return chosen(request) or (
        Purpose.SUPERVISE if request.user.role == Role.SUPERVISE.value else Purpose.HANDLE_CASE
    )


def _communities(request: HttpRequest) -> list[tuple[str, str]]:
    on = today()
    kept = {
        code
        for office in places.offices_under(request.user.office or 0)
        for code in places.area_of_office(office, on)
    }
    return sorted(_names(kept, on).items(), key=lambda one: one[0])


def _names(codes: set[str], on: date | None = None) -> dict[str, str]:
    book, on = divisions.book(), on or today()
    return {
        code: "".join(one.name for one in book.last(code, on)[-2:]).removesuffix("村民委员会") or code
        for code in codes
    }
