"""Changes of places: told first, then carried out; what was changed before."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huji.cases import acts as cases
from huji.counter.desk import today
from huji.matters import acts as matters
from huji.officers.roles import Role
from huji.places import readings
from huji.places.acts import Authority, Changed, ChangePlaces
from huji.places.changing_table import COLUMNS, rules
from huji.register.acts import change_places
from huji.runtime.db import writing
from huji.standards import Refused
from huji.web.access import officers
from huji.web.forms import DayField, Form, LineField

_SHOWN = 10
_LONGEST = 200_000
_EXAMPLE = """division,road,to_division,name,to_road,area
211122101200,,211122101001,三河社区居委会,,town
211122101200,村路,,,三河大街,
"""


class ChangeForm(Form):
    """A table of lines, from which day they hold, and the document that ordered it."""

    since = DayField(label=_("自哪天起"))
    basis = LineField(
        label=_("批准文件"),
        max_length=120,
        help_text=_("文号或者名称，记入台账。"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    table = forms.CharField(
        label=_("变更表"),
        max_length=_LONGEST,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
        help_text=_("CSV，第一行是列名。每行写明原来的区划和地址要素，以及变更后的；越具体的行越优先。"),
    )
    corrected = forms.BooleanField(
        label=_("更正：原来就应当如此，以前记载有误"), required=False, widget=forms.CheckboxInput
    )


@officers(Role.SUPERVISE, Role.OPERATE)
def places(request: HttpRequest) -> HttpResponse:
    """Ask for a change, tell what it would do, and carry it out when that is confirmed."""
    form = ChangeForm(request.POST or None)
    told: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        carry = "carry" in request.POST
        try:
            done, renamed = _run(request, form.cleaned_data, carry)
        except Refused as refusal:
            form.refuse(refusal, "since" if refusal.code == "places.future" else "table")
        else:
            if carry:
                messages.success(
                    request, _now("已变更 %(count)s 个地址。") % {"count": f"{done.addresses:,}"}
                )
                return redirect("counter:places")
            told = {"done": done, "renamed": renamed}
    return render(
        request,
        "counter/places.html",
        {
            "form": form,
            "columns": COLUMNS,
            "example": _EXAMPLE,
            "changes": readings.changes(),
            "on": today(),
            **told,
        },
    )


def _run(
    request: HttpRequest, asked: dict[str, Any], carry: bool
) -> tuple[Changed, tuple[readings.Renamed, ...]]:
    """Run the act; unless it is to be carried out, look at what it did and take it back."""
    by = Authority(request.user.pk, 0, today(), asked["basis"])
    statement = ChangePlaces(asked["since"], rules(asked["table"], _now("变更表")), asked["corrected"])
    if carry:
        done = change_places(statement, by)
        cases.follow_places(by)
        matters.follow_places(by)
        return done, ()
    with writing():
        done = change_places(statement, by)
        renamed = readings.renamed_by(done.entry, _SHOWN)
        transaction.set_rollback(True)
    return done, renamed
