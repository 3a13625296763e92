"""The last steps of a draft: submit, send back, publish, discard; and withdrawing what was published."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huji.drafting.desk import acting, desk, drafters, may_publish, publishers, today
from huji.drafting.guarantees import Broken, broken
from huji.drafting.naming import officer_names
from huji.drafting.page import draft_page, opened
from huji.drafting.showing import changes
from huji.drafting.views.editor import faults_of
from huji.rulebook import acts, queries
from huji.rulebook.refusals import FaultyDraft
from huji.rulebook.values import State
from huji.standards import Refused
from huji.web.forms import DayField, Form
from huji.web.saying import day


class NoteForm(Form):
    """A few words with a step."""

    note = forms.CharField(
        label=gettext_lazy("说明（可不填）"),
        help_text=gettext_lazy("有的保证不成立时，须说明理由，由发布人员一并核对。"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(Form):
    """A step that needs its reason."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PublishForm(Form):
    """The day of effect, read twice before it is sent."""

    effective = DayField(
        label=gettext_lazy("施行日期"),
        help_text=gettext_lazy("当天或以后的日期。受理日期在这一天及以后的申请按新版本办理。"),
    )


@desk
def finish(request: HttpRequest, draft: int) -> HttpResponse:
    """Show where the draft stands and what may be done now."""
    return _page(request, draft)


@drafters
@require_POST
def submit(request: HttpRequest, draft: int) -> HttpResponseBase:
    """Propose the revision that was read."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, submit=form)
    found = opened(draft)
    if found.pack and len(form.cleaned_data["note"].strip()) < 4 and (failing := broken(found)):
        form.add_error("note", _("有的保证不成立，须写明为什么仍要提交，至少四个字。"))
        return _page(request, draft, submit=form, failing=failing)
    try:
        acts.submit(acts.Submit(draft, _read(request), form.cleaned_data["note"]), acting(request))
    except Refused as refusal:
        return _page(request, draft, refusal=refusal)
    messages.success(request, _("草案已提交，等待发布人员办理。"))
    return redirect("drafting:finish", draft)


@publishers
@require_POST
def publish(request: HttpRequest, draft: int) -> HttpResponseBase:
    """Publish the revision that was read, if it still is the submitted one, from its day of effect on."""
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, publish=form)
    effective = form.cleaned_data["effective"]
    try:
        acts.publish(acts.Publish(draft, _read(request), effective), acting(request))
    except Refused as refusal:
        if refusal.code in ("date_in_the_past", "date_cannot_be_written", "version_of_that_day"):
            form.refuse(refusal, "effective")
            return _page(request, draft, publish=form)
        return _page(request, draft, refusal=refusal)
    messages.success(request, _("政策已发布，自%(day)s起施行。") % {"day": day(effective)})
    return redirect("drafting:finish", draft)


@publishers
@require_POST
def send_back(request: HttpRequest, draft: int) -> HttpResponseBase:
    """Send the draft back with the reason."""
    form = ReasonForm(request.POST, prefix="back")
    if form.is_valid():
        try:
            acts.send_back(acts.SendBack(draft, form.cleaned_data["reason"]), acting(request))
        except Refused as refusal:
            form.refuse(refusal, "reason")
        else:
            messages.success(request, _("草案已退回起草人员。"))
            return redirect("drafting:finish", draft)
    return _page(request, draft, back=form)


@drafters
@require_POST
def discard(request: HttpRequest, draft: int) -> HttpResponseBase:
    """Close the draft for good."""
    acts.discard(acts.Discard(draft), acting(request))
    messages.success(request, _("草案已作废，各稿仍可查阅。"))
    return redirect("drafting:home")


@publishers
def withdraw(request: HttpRequest, entry: int) -> HttpResponseBase:
    """Take a publication back before its day of effect."""
    found = next((one for one in queries.publications() if one.entry == entry), None)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.withdraw(acts.Withdraw(entry, form.cleaned_data["reason"]), acting(request))
        except Refused as refusal:
            form.refuse(refusal, "reason")
        else:
            messages.success(request, _("发布已撤回，草案可以继续修改。"))
            return redirect("drafting:history", found.policy)
    shown = {"found": found, "form": form, "names": officer_names([found.proposer, found.publisher])}
    pack = queries.library().by_digest.get(found.digest)
    return render(request, "drafting/withdraw.html", {**shown, "title": pack.title if pack else found.policy})


def _read(request: HttpRequest) -> int:
    """Return the revision that the form's page showed; 0, which there is none of, where it names none."""
    number = request.POST.get("revision", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0


def _page(
    request: HttpRequest,
    draft: int,
    *,
    refusal: Refused | None = None,
    submit: NoteForm | None = None,
    publish: PublishForm | None = None,
    back: ReasonForm | None = None,
    failing: tuple[Broken, ...] = (),
) -> HttpResponse:
    found = opened(draft)
    steps = queries.steps(draft)
    # A day the draft names is offered while it lies ahead: nothing becomes law today by a field left alone.
    ahead = found.pack.in_force_from if found.pack and found.pack.in_force_from > today() else None
    waiting = found.draft.state is State.SUBMITTED
    values: dict[str, Any] = {
        "refusal": refusal,
        "more_faults": isinstance(refusal, FaultyDraft) and len(refusal.faults) > 1,
        "faults": faults_of(found.text),
        "steps": steps,
        "names": officer_names(one.officer for one in steps),
        "submit": submit or NoteForm(),
        "publish": publish or PublishForm(initial={"effective": ahead}),
        "back": back or ReasonForm(prefix="back"),
        "published": [one for one in queries.publications() if one.draft == draft],
        "failing": broken(found) if waiting and may_publish(request) else failing,
    }
    if waiting and found.base and found.pack:
        values["changes"] = changes(found.base, found.pack, found.library.vocabulary)
    return draft_page(
        request, found, "finish", "drafting/finish.html", values, status=409 if refusal else 200
    )
