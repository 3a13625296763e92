"""Searching by citizen number, exact name, address or household number; no broader, not without a purpose."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from huji.counter.desk import any_desk
from huji.counter.forms.addresses import AddressField
from huji.counter.forms.matter import HouseholdNumberField
from huji.counter.naming import address_names, address_text, office_names
from huji.counter.purpose import PARAMETER, PurposeField, suffix
from huji.ledger.access import Purpose
from huji.officers.roles import Role
from huji.register import queries
from huji.register.queries import Reader
from huji.standards import Refused
from huji.web.forms import Form, LineField, NumberField
from huji.web.typed import form_data

_EXACTLY = _("须与登记的姓名完全一致；只在您可以查阅的范围内查找。")
_IN_SIGHT = _("只在您可以查阅的范围内查找。")


class SearchForm(Form):
    """One of four keys, and the purpose."""

    by = forms.ChoiceField(
        label=_("按什么查"),
        choices=[
            ("number", _("公民身份号码")),
            ("name", _("姓名")),
            ("address", _("地址")),
            ("household", _("户号")),
        ],
        widget=forms.RadioSelect,
        initial="number",
    )
    number = NumberField(required=False)
    name = LineField(label=_("姓名"), required=False, max_length=60, help_text=_EXACTLY)
    address = AddressField(required=False)
    household = HouseholdNumberField(label=_("户号"), required=False, help_text=_IN_SIGHT)

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
    """Show the search and what it found; too many hits are counted, not shown.

    Of what is out of the reader's sight nothing is told but where a citizen number is registered; where
    nothing is found, what was looked through is said.
    """
    # By POST, so that no number or name stands in an address, a history or a server's log.
    form = SearchForm(form_data(request), role=Role(request.user.role))
    values: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        purpose = Purpose(form.cleaned_data[PARAMETER])
        reader = Reader(request.user, purpose)
        by = form.cleaned_data["by"]
        values |= {"by": by, "sought": form.cleaned_data[by], "suffix": suffix(purpose)}
        try:
            values |= (
                _household(values["sought"], reader) if by == "household" else _people(by, values, reader)
            )
        except Refused as refusal:
            form.refuse(refusal, by)
    return render(request, "counter/search.html", values)


def _people(by: str, asked: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """Return who was found, and of a number that is nobody's in sight where it is registered."""
    sought = asked["sought"]
    look = {
        "number": queries.search_by_number,
        "name": queries.search_by_name,
        "address": queries.search_by_address,
    }[by]
    found = look(sought, reader)
    values = {"result": found, "address": address_text(sought) if by == "address" else ""}
    if by == "number" and not found.count:
        values["elsewhere"] = queries.whereabouts(sought, reader)
        if values["elsewhere"]:
            values["offices"] = office_names([values["elsewhere"].office])
    return values


def _household(which: int, reader: Reader) -> dict[str, Any]:
    """Return the household of a number, if it is in sight; what was sought and who was seen is logged."""
    seen = queries.gate(reader, [], f"查询 search: 户号 {which:09}")
    home = queries.household(which, seen)
    values: dict[str, Any] = {"searched": True, "home": home, "household_number": f"{which:09}"}
    if home is not None:
        values["since"] = queries.unbroken_since(one.person for one in home.members)
        values["written"] = address_names([home.address])
    return values
