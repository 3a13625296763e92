"""The form that corrects a row of the old register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huji.counter.forms.addresses import AddressField
from huji.counter.forms.matter import HouseholdNumberField, TimeField
from huji.counter.naming import address_text
from huji.quality.conversion import days
from huji.quality.conversion.layout import SINCE_EVER
from huji.quality.conversion.plan import proposed
from huji.quality.quarantine import forwarding
from huji.quality.quarantine.values import Proposal, Row
from huji.register.bounds import HEIGHT
from huji.standards import Refused, code_tables
from huji.web.forms import DayField, Form, LineField, NameField, NumberField, WholeField
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
    household_type = forms.ChoiceField(
        label=_("户别（另立一户时）"), choices=[("family", _("家庭户")), ("collective", _("集体户"))]
    )
    collective_sort = forms.ChoiceField(
        label=_("集体户类别（另立一户时）"),
        required=False,
        choices=[
            ("", "—"),
            ("unit", _("单位")),
            ("school", _("学校")),
            ("talent_centre", _("人才")),
            ("community", _("社区")),
        ],
    )
    former_name = NameField(label=_("曾用名"), required=False)
    marital = CodeField(code_tables.MARITAL, _("婚姻状况"))
    education = CodeField(code_tables.EDUCATION, _("文化程度"))
    father = NumberField(label=_("父亲公民身份号码"), required=False)
    mother = NumberField(label=_("母亲公民身份号码"), required=False)
    spouse = NumberField(label=_("配偶公民身份号码"), required=False)
    born_at = TimeField(label=_("出生时间"), required=False)
    birthplace = LineField(label=_("出生地"), required=False, max_length=200)
    native_place = LineField(label=_("籍贯"), required=False, max_length=200)
    arrived_city = LineField(label=_("何时何因由何地迁来本市"), required=False, max_length=200)
    arrived_address = LineField(label=_("何时何地迁来本址"), required=False, max_length=200)
    military = LineField(label=_("兵役状况"), required=False, max_length=200)
    occupation = LineField(label=_("职业"), required=False, max_length=200)
    workplace = LineField(label=_("服务处所"), required=False, max_length=200)
    height_cm = WholeField(label=_("身高（厘米）"), required=False, least=HEIGHT[0], most=HEIGHT[1])
    blood_type = LineField(label=_("血型"), required=False, max_length=200)
    note = LineField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # Of household and address one is needed; the sort is needed where a collective one is founded.
            field.optional = not field.required and name not in ("household", "address", "collective_sort")

    def proposal(self) -> Proposal:
        """Return what was filled in."""
        return Proposal(**self.cleaned_data)


class ReasonForm(Form):
    """Why a row is put aside, or a proposal sent back."""

    reason = LineField(label=_("理由"), max_length=200)


class ForwardForm(Form):
    """To which office a row goes, and why."""

    to = forms.TypedChoiceField(label=_("转往派出所"), coerce=int)
    reason = LineField(label=_("理由"), max_length=200)

    def __init__(self, own: int, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="forward_%s", **kwargs)  # the page has another reason to fill in
        offices = forwarding.receivers(own, on)
        self.fields["to"].choices = [("", "—"), *((one.id, one.name) for one in offices)]  # type: ignore[attr-defined]


_AS_WRITTEN = (
    "name", "born", "former_name", "number", "birthplace", "native_place", "military", "occupation",
    "workplace", "blood_type", "arrived_city", "father", "mother", "spouse",
)  # fmt: skip
_CODED = ("sex", "ethnic", "relation", "marital", "education", "household_type", "collective_sort")
_BESIDE = {
    "before_birth": "since born", "future": "since", "before_last_change": "since",
    "number_taken": "number", "born_differs": "born number", "sex_differs": "sex number",
    "address_not_usable": "address since", "relation": "relation", "relation_age": "relation born",
    "relation_sex": "relation sex", "heads_sex": "relation", "spouse_sex": "relation sex",
    "two_spouses_of_head": "relation", "place_taken": "relation",
    "address_of_other_office": "address", "unknown_address": "address", "minor_head": "relation",
    "two_heads": "relation", "no_head": "relation", "collective_relation": "relation",
    "unknown_household": "household", "other_office": "household", "household_or_address": "household",
    "height": "height_cm", "time": "born_at", "own_office": "to", "office_dismissed": "to",
}  # fmt: skip


_WORDED = {
    "relation": code_tables.RELATION, "sex": code_tables.SEX, "ethnic": code_tables.ETHNIC,
    "marital": code_tables.MARITAL, "education": code_tables.EDUCATION,
}  # fmt: skip


def beside(refusal: Refused) -> tuple[str, ...]:
    """Return the fields that a refusal of a proposal is about, the likeliest first; none: the whole form."""
    return tuple(_BESIDE.get(refusal.code.partition(".")[2], "").split())


def read_as(column: str, value: str) -> str:
    """Return a value as it was read, with its words where it is a code or in another language."""
    code = proposed(column, value) if column in _CODED else None
    if not code:
        return value
    chosen = ProposalForm.base_fields[column] if column not in _WORDED else None
    words = str(dict(chosen.choices)[code]) if chosen else say(_WORDED[column].label(code))
    return f"{value} · {words}" if words and words != value else value


def begun(
    row: Row, household: int | None, guessed: Mapping[str, str], offered: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return what the form begins with: the proposal there is, else what was understood, else the guess.

    `offered` stands instead of what was read of relatives.
    """
    if row.proposal is not None:
        kept = row.proposal
        return {name: getattr(kept, name) for name in ProposalForm.base_fields} | {
            "household": f"{kept.household:09}" if kept.household is not None else "",
            "address": address_text(kept.address) if kept.address is not None else "",
        }
    was = {name: value.strip() for name, value in {**(row.understood or guessed), **(offered or {})}.items()}
    arrived = was.get("arrived", "")
    day = days.leading(arrived)
    height = was.get("height", "")
    found = {name: was.get(name, "") for name in _AS_WRITTEN}
    found |= {name: proposed(name, was.get(name, "")) or "" for name in _CODED}
    type_ = found["household_type"] or "family"
    return found | {
        "marital": found["marital"] or "90",
        "education": found["education"] or "90",
        "household_type": type_,
        "household": f"{household:09}" if household is not None else "",
        "address": was.get("address", "") if household is None else "",
        "since": was.get("born", "") if arrived in SINCE_EVER else day,
        "height_cm": int(height) if height.isascii() and height.isdigit() else None,
        "arrived_address": f"{arrived} {was.get('arrived_from', '')}".strip(),
    }
