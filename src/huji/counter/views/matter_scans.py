"""Scans of what was shown in a matter: taking them in, and showing them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huji.counter.desk import any_desk, today
from huji.counter.forms.evidence import EvidenceForm
from huji.counter.version import version_of
from huji.counter.views.evidence import inert
from huji.counter.views.matters import acting
from huji.matters import acts, queries
from huji.standards import Refused
from huji.web.saying import say
from huji.web.typed import form_data


@any_desk
def scans(request: HttpRequest, number: str) -> HttpResponseBase:
    """List the scans on file, and take in another while the matter is open to it."""
    detail = queries.detail(request.user.pk, number, today())
    now = "attach_evidence" in detail.steps_open
    titles = {one.key: say(one.what) for one in detail.kind.evidence}
    wanted = {one.proof.key: titles[one.proof.key] for one in detail.evidence}
    form = EvidenceForm(
        form_data(request) if now else None,
        request.FILES or None,
        people=(),
        papers=[("", _("请选择")), *wanted.items()],
    )
    if request.method == "POST" and now and form.is_valid():
        file = form.cleaned_data["file"]
        statement = acts.AttachEvidence(
            matter=number,
            version=version_of(request),
            key=form.cleaned_data["key"],
            filename=file.name,
            content=file.read(),
        )
        try:
            acts.attach_evidence(statement, acting(request))
        except Refused as refusal:
            form.refuse(refusal, None if refusal.code.startswith("matter.") else "file")
            detail = queries.detail(request.user.pk, number, today())
        else:
            messages.success(request, _("材料已收取。"))
            return redirect("counter:matter-attach_evidence", number)
    on_file = [(titles.get(one.key, one.key), one) for one in detail.scans]
    values = {"detail": detail, "form": form, "now": now and bool(wanted), "on_file": on_file}
    return render(request, "counter/matter_scans.html", values)


@any_desk
def scan(request: HttpRequest, number: str, paper: int) -> HttpResponseBase:
    """Show a scan of the matter with the type it was verified to have; it runs nothing."""
    return inert(*queries.paper(request.user.pk, number, paper))
