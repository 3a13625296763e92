"""Scans of what speaks for a row of the old register: taking them in, and showing them again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huji.counter.desk import any_desk, today
from huji.counter.forms.evidence import EvidenceForm
from huji.counter.views.evidence import inert
from huji.counter.views.quarantine import PURPOSE, found_row
from huji.officers.roles import Role
from huji.quality.quarantine import scans as kept
from huji.quality.quarantine.holding import WORKERS, By
from huji.quality.quarantine.values import State
from huji.standards import Refused, Text
from huji.web.saying import say
from huji.web.typed import form_data


@any_desk
def scans(request: HttpRequest, conversion: int, number: int) -> HttpResponseBase:
    """List the scans on file, and take in another while the row is worked on."""
    found = found_row(request, conversion, number)
    now = found.state in (State.OPEN, State.PROPOSED) and Role(request.user.role) in WORKERS
    form = EvidenceForm(
        form_data(request) if now else None,
        request.FILES or None,
        people=(),
        papers=[("", _("请选择")), *((key, say(title)) for key, title in kept.PAPERS.items())],
    )
    if request.method == "POST" and now and form.is_valid():
        given = form.cleaned_data
        try:
            kept.attach(
                conversion,
                number,
                given["key"],
                given["file"].name,
                given["file"].read(),
                By(request.user.pk, today()),
            )
        except Refused as refusal:
            form.refuse(refusal, None if refusal.code.startswith("quarantine.") else "file")
        else:
            messages.success(request, _("材料已收取。"))
            return redirect("counter:quarantine-scans", conversion, number)
    on_file = [(say(kept.PAPERS.get(one.key, Text(one.key, one.key))), one) for one in kept.on_file(found)]
    values = {"found": found, "form": form, "now": now, "on_file": on_file}
    return render(request, "counter/quarantine_scans.html", values)


@any_desk
def scan(request: HttpRequest, conversion: int, number: int, paper: int) -> HttpResponseBase:
    """Show a scan of the row with the type it was verified to have; it runs nothing."""
    found = found_row(request, conversion, number)
    try:
        return inert(*kept.scan(found, paper, request.user, PURPOSE))
    except Refused as refusal:
        if refusal.code == "no_such_paper":
            raise Http404 from refusal
        raise
