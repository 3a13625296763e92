"""Searching the register by citizen number, exact name or address; no broader, and not without a purpose."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from huji.counter.desk import any_desk
from huji.counter.forms.addresses import AddressField
from huji.counter.naming import office_names
from huji.counter.purpose import PARAMETER, PurposeField, suffix
from huji.ledger.access import Purpose
from huji.officers.roles import Role
from huji.register import queries
from huji.register.queries import Reader
from huji.standards import Refused
from huji.web.forms import Form, LineField, NumberField
from huji.web.typed import form_data


class SearchForm(Form):
    """One of three keys, and the purpose."""

    by = forms.ChoiceField(
        label=_("按什么查"),
        choices=[("number", _("公民身份号码")), ("name", _("姓名")), ("address", _("地址"))],
        widget=forms.RadioSelect,
        initial="number",
    )
    number = NumberField(required=False)
    name = LineField(label=_("姓名"), required=False, max_length=60, help_text=_("须与登记的姓名完全一致。"))
    address = AddressField(required=False)

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].in_line = True  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["class"] = "govuk-input--width-20"
        self.fields[PARAMETER] = PurposeField(role)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        key = cleaned.get("by")
        if key and not cleaned.get(key) and key not in self.errors:
            self.add_error(key, _("请填写要查找的内容。"))
        return cleaned


@any_desk
def search(request: HttpRequest) -> HttpResponse:
    """Show the search and what it found; too many hits are counted, not shown."""
    # By POST, so that no number or name stands in an address, a history or a server's log.
    form = SearchForm(form_data(request), role=Role(request.user.role))
    values: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        purpose = Purpose(form.cleaned_data[PARAMETER])
        reader = Reader(request.user, purpose)
        try:
            found = _found(form.cleaned_data, reader)
            values |= {
                "result": found,
                "suffix": suffix(purpose),
                "offices": office_names(hit.office for hit in found.found),
            }
            if form.cleaned_data["by"] == "number" and not found.count:
                values["elsewhere"] = queries.whereabouts(form.cleaned_data["number"], reader)
                if values["elsewhere"]:
                    values["offices"] = office_names([values["elsewhere"].office])
        except Refused as refusal:
            form.refuse(refusal, form.cleaned_data["by"])
    return render(request, "counter/search.html", values)


def _found(sought: dict[str, Any], reader: Reader) -> Any:
    match sought["by"]:
        case "number":
            return queries.search_by_number(sought["number"], reader)
        case "name":
            return queries.search_by_name(sought["name"], reader)
        case _:
            return queries.search_by_address(sought["address"], reader)
