"""A new application: who and which way; where to, with whom, joining whom. A draft from the first step on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huji.cases import acts, queries
from huji.cases.queries import Detail
from huji.cases.values import Companion, Destination, Host, Kind
from huji.counter import prepared
from huji.counter.desk import acting, any_desk, counter_only, today
from huji.counter.forms.application import Companions, DestinationForm, NewForm
from huji.counter.forms.placing import field_of
from huji.counter.naming import address_text, find_addresses
from huji.counter.version import stale, version_of
from huji.ledger.access import Purpose
from huji.register import queries as register
from huji.register.queries import Reader
from huji.standards import Refused
from huji.web.typed import form_data

NEEDS_A_HOUSEHOLD = frozenset(Host) - {Host.OWN_DWELLING}


@counter_only
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin an application; sent twice, it is begun once."""
    if request.method == "POST" and "read" in request.POST:
        return _read(request)
    form = NewForm(form_data(request), initial={"kind": Kind.WITHIN_CITY.value})
    if request.method == "POST" and form.is_valid():
        statement = acts.OpenDraft(
            Kind(form.cleaned_data["kind"]),
            form.applicant(),
            form.destination(),
            outside=form.outside(),
            prepared=form.cleaned_data["prepared"],
        )
        try:
            if statement.prepared:
                prepared.tried(request)
            done = acts.open_draft(statement, acting(request))
        except Refused as refusal:
            form.refuse(refusal, field_of(refusal, form))
        else:
            if done.repeated:
                messages.info(request, _("这份申请已经登记过，没有重复登记。"))
            leads_to = (
                "counter:case" if form.cleaned_data["kind"] == Kind.TO_OUTSIDE else "counter:application"
            )
            return redirect(leads_to, done.case)
    return render(request, "counter/new.html", {"form": form})


def _read(request: HttpRequest) -> HttpResponse:
    """Show what a code opens and begin the address with it; nothing typed is judged yet, nothing lost."""
    data = request.POST.copy()
    lines: list[tuple[str, str]] = []
    refusal: Refused | None = None
    try:
        said = prepared.look(request, data.get("prepared", ""))
    except Refused as one:
        refusal = one
    else:
        lines = prepared.lines(said)
        if not data.get("address", "").strip():
            data["address"] = prepared.address(said)
    form = NewForm(data)
    form.errors.clear()
    if refusal is not None:
        form.refuse(refusal, "prepared")
    return render(request, "counter/new.html", {"form": form, "said": lines})


@counter_only
def application(request: HttpRequest, number: str) -> HttpResponseBase:
    """Say where to, with whom and joining whom; the proposal is computed again with every change."""
    detail = queries.detail(request.user.pk, number, today())
    data = form_data(request)
    form = DestinationForm(data, initial=_initial(detail), households=_households(request, detail))
    companions = Companions(data, _along(detail))
    adding = request.method == "POST" and "add" in request.POST
    if request.method == "POST" and not adding and all([form.is_valid(), companions.is_valid()]):
        destination = form.destination(detail.destination)
        statement = acts.AmendDraft(
            number, version_of(request), destination, companions.companions(), form.sponsor(), detail.outside
        )
        try:
            acts.amend_draft(statement, acting(request))
        except Refused as refusal:
            if not companions.refuse(refusal):
                form.refuse(refusal, field_of(refusal, form))
            detail = stale(request, refusal, detail)
        else:
            if destination.host in NEEDS_A_HOUSEHOLD and destination.household is None:
                messages.info(request, _("请在该地址的户中选定要落入的户。"))
                return redirect("counter:application", number)
            return redirect("counter:facts", number)
    if adding:
        # Rows are only added; what was typed is shown back without judging it yet.
        form = DestinationForm(initial=request.POST.dict(), households=_households(request, detail))
        companions = companions_typed(request.POST)
    values = {"detail": detail, "form": form, "companions": companions}
    return render(request, "counter/application.html", values)


@any_desk
def addresses(request: HttpRequest) -> HttpResponse:
    """Suggest standard addresses for what was written so far."""
    typed = request.GET.get("address", "").strip()
    hits = find_addresses(typed, 8) if len(typed) > 1 else None
    found = [(one, hits.formerly.get(one.id, "")) for one in hits.addresses] if hits else []
    return render(request, "counter/addresses.html", {"found": found})


def companions_typed(data: Any) -> Companions:
    """Return the rows as typed and one more, without faults."""
    typed = Companions(data, [])
    for row in typed.rows:
        row.initial = {name: data.get(f"{row.prefix}-{name}", "") for name in row.fields}
        row.is_bound = False
        row.data = {}
    return typed


def _initial(detail: Detail) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if detail.destination:
        values |= {
            "address": address_text(detail.destination.address),
            "host": detail.destination.host.value,
            "household": str(detail.destination.household or ""),
            "consent": detail.destination.consent,
        }
    if detail.sponsor:
        values |= {"sponsor_number": detail.sponsor.number, "sponsor_relation": detail.sponsor.relation}
    elif detail.stated and detail.stated.values.get("sponsor.relation", "none") != "none":
        values["sponsor_relation"] = detail.stated.values["sponsor.relation"]
    return values


def _along(detail: Detail) -> list[Companion]:
    """Return who comes along; where nobody is named yet, rows for those the applicant stated."""
    named = [one.companion for one in detail.companions]
    if named or detail.stated is None:
        return named
    return [Companion("", "", one.relation) for one in detail.stated.along]


def _households(request: HttpRequest, detail: Detail) -> list[tuple[str, str]]:
    """Return the households at the destination to choose from; looking at them is logged."""
    destination: Destination | None = detail.destination
    if destination is None:
        return []
    reader = Reader(request.user, Purpose.HANDLE_CASE)
    return [
        (
            str(one.id),
            _("户号 %(number)s，户主 %(head)s")
            % {"number": one.number, "head": one.head.name if one.head else "—"},
        )
        for one in register.households_at(destination.address, reader)
    ]
