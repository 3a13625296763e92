"""One page for each step of a matter: its form, what would come of the act, and the step when it is sent."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from huji.counter.desk import today
from huji.counter.forms.step import words
from huji.counter.version import version_of
from huji.counter.views.matters import AT_ONCE, acting, page_of, taken
from huji.matters import acts, queries
from huji.matters.procedure import STEPS
from huji.standards import Refused
from huji.web.access import officers
from huji.web.forms import Form
from huji.web.typed import form_data

WARNING = frozenset({"withdraw", "refuse"})
AWAY = WARNING | {"request_completion", "receive_completion"}
"""Steps that do not lead to the act: what it would change is not shown beside them."""


class PlainForm(Form):
    """A step that only has to be confirmed."""


class NoteForm(Form):
    note = words(_("说明"))


class ToldForm(Form):
    note = words(
        _("告知了谁、怎样送达"),
        required=True,
        help_text=_("例如“书面告知其女儿，当面签收”。"),
    )


class ReasonForm(Form):
    reason = words(_("理由"), required=True)


class ReviewForm(Form):
    recommend = forms.ChoiceField(
        label=_("审核意见"),
        widget=forms.RadioSelect,
        choices=[("approve", _("建议批准")), ("refuse", _("建议不予办理"))],
        error_messages={"required": _("请选择审核意见。")},
    )
    note = words(_("说明"), help_text=_("建议不予办理的，必须说明。"))


FORMS: dict[str, type[Form]] = {
    "carry_out": PlainForm,
    "accept": PlainForm,
    "give_notice": ToldForm,
    "request_completion": NoteForm,
    "receive_completion": NoteForm,
    "review": ReviewForm,
    "approve": NoteForm,
    "decide": NoteForm,
    "refuse": ReasonForm,
    "withdraw": ReasonForm,
}
_STATEMENTS: dict[str, Any] = {
    "carry_out": acts.CarryOut,
    "accept": acts.Accept,
    "give_notice": acts.GiveNotice,
    "request_completion": acts.RequestCompletion,
    "receive_completion": acts.ReceiveCompletion,
    "review": acts.Review,
    "approve": acts.Approve,
    "decide": acts.Decide,
    "refuse": acts.Refuse,
    "withdraw": acts.Withdraw,
}
_BESIDE = {"matter.reason_needed": ("reason", "note")}


def page_of_step(name: str) -> Callable[..., HttpResponseBase]:
    """Return the page of a step, open to the roles that may take it at some level."""
    step, form_class, statement, do = STEPS[name], FORMS[name], _STATEMENTS[name], getattr(acts, name)

    @officers(*step.anybody)
    def page(request: HttpRequest, number: str) -> HttpResponseBase:
        detail = queries.detail(request.user.pk, number, today())
        form = form_class(form_data(request) if request.method == "POST" or form_class.base_fields else None)
        refused: Refused | None = None
        if request.method == "POST" and form.is_valid():
            try:
                done = do(
                    statement(matter=number, version=version_of(request), **form.cleaned_data),
                    acting(request),
                )
            except Refused as refusal:
                refused = refusal
                where = (one for one in _BESIDE.get(refusal.code, ()) if one in form.fields)
                form.refuse(refusal, next(where, None))
                detail = queries.detail(request.user.pk, number, today())
            else:
                taken(request, name, done.repeated)
                return redirect("counter:matter", number)
        values = {
            **page_of(request, detail, refused),
            "step": step,
            "form": form,
            "now": name in detail.steps_open,
            **({"foreseen": None} if name in AWAY else {}),
            "warning": name in WARNING,
            "single": name in AT_ONCE,
        }
        return render(request, "counter/matter_step.html", values)

    return page
