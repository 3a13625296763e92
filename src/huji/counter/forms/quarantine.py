"""The form that corrects a row of the old register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huji.counter.forms.addresses import AddressField
from huji.counter.forms.matter import HouseholdNumberField
from huji.quality.quarantine.values import Proposal, Row
from huji.standards import code_tables
from huji.web.forms import DayField, Form, LineField, NameField, NumberField
from huji.web.saying import say


class CodeField(forms.ChoiceField):
    """A code of a national table, chosen by its words."""

    def __init__(self, table: code_tables.CodeTable, label: Any, *, without: tuple[str, ...] = ()) -> None:
        super().__init__(
            label=label,
            choices=lambda: [("", "—"), *((c.code, say(c.label)) for c in table if c.code not in without)],
        )


class ProposalForm(Form):
    """The row as it should be; where it stands is said by a household's number or a standard address."""

    name = NameField()
    sex = CodeField(code_tables.SEX, _("性别"), without=("0", "9"))
    ethnic = CodeField(code_tables.ETHNIC, _("民族"))
    born = DayField(label=_("出生日期"))
    number = NumberField()
    relation = CodeField(code_tables.RELATION, _("与户主关系"), without=("01",))
    household = HouseholdNumberField(label=_("户号"), required=False)
    address = AddressField(label=_("另立一户的地址"), required=False)
    since = DayField(label=_("登记在此的日期"))
    note = LineField(label=_("说明"), required=False, max_length=200)

    def proposal(self) -> Proposal:
        """Return what was filled in."""
        return Proposal(**self.cleaned_data)


class ReasonForm(Form):
    """Why a row is put aside, or a proposal sent back."""

    reason = LineField(label=_("理由"), max_length=200)


def begun(row: Row, household: int | None) -> dict[str, Any]:
    """Return what the form begins with: the proposal there is, else what was understood and can stand."""
    if row.proposal is not None:
        kept = row.proposal
        return {name: getattr(kept, name) for name in ProposalForm.base_fields if name != "address"}
    was = {name: value.strip() for name, value in row.understood.items()}
    return {
        "name": was.get("name", ""),
        "sex": _code(code_tables.SEX, was.get("sex", "")),
        "ethnic": _code(code_tables.ETHNIC, was.get("ethnic", "")),
        "born": was.get("born", ""),
        "number": was.get("number", ""),
        "relation": _code(code_tables.RELATION, was.get("relation", "")),
        "household": f"{household:09}" if household is not None else "",
        "address": was.get("address", "") if household is None else "",
        "since": was.get("arrived", "") if was.get("arrived", "").isdigit() else was.get("born", ""),
    }


def _code(table: code_tables.CodeTable, written: str) -> str:
    """Return the code whose word or code stands there, "" where none does."""
    return (
        next((c.code for c in table if written in (c.code, c.label.zh, c.label.zh[:-1])), "")
        if written
        else ""
    )
