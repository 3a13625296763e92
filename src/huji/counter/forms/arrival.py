"""The form by which people arrive from another register."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huji.cases import acts
from huji.counter.forms.step import Statement, StepForm
from huji.standards import code_tables
from huji.web.forms import DayField, LineField
from huji.web.saying import say

UNSTATED = "90"
"""In the tables of marital status and of education."""


class PresentCertificateForm(StepForm):
    """The migration certificate brought, and its items of each person new to this register."""

    statement = acts.PresentCertificate
    certificate = LineField(label=_("户口迁移证编号"), max_length=60)
    issuer = LineField(label=_("签发机关"), max_length=80)
    issued = DayField(label=_("签发日期"))
    until = DayField(label=_("有效期至"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arrivals = [(self.detail.applicant.number, self.detail.applicant.name, self.detail.person)] + [
            (one.companion.number, one.companion.name, one.person)
            for one in self.detail.companions
            if one.admitted
        ]
        self.arrivals = [one for one in self.arrivals if one[2] is None]
        for index, (_number, name, _person) in enumerate(self.arrivals):
            for key, label, table in (
                ("ethnic", _now("民族"), code_tables.ETHNIC),
                ("marital", _now("婚姻状况"), code_tables.MARITAL),
                ("education", _now("文化程度"), code_tables.EDUCATION),
            ):
                self.fields[f"{key}{index}"] = forms.ChoiceField(
                    label=_now("%(name)s：%(item)s") % {"name": name, "item": label},
                    required=False,
                    choices=[("", _now("请选择")), *((code.code, say(code.label)) for code in table)],
                )
            for key, label in (("birthplace", _now("出生地")), ("native_place", _now("籍贯"))):
                self.fields[f"{key}{index}"] = LineField(
                    label=_now("%(name)s：%(item)s") % {"name": name, "item": label},
                    required=False,
                    max_length=80,
                )

    def ask(self, officer: int, on: date) -> None:
        self.ask_who_stays()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        staying = self.staying()
        for index, (number, _name, _person) in enumerate(self.arrivals):
            if number not in staying and not cleaned.get(f"ethnic{index}"):
                self.add_error(f"ethnic{index}", _now("请填写这一项。"))
        return cleaned

    def said(self, version: int) -> Statement:
        given, staying = self.cleaned_data, self.staying()
        arrivals = tuple(
            acts.Arrival(
                number,
                name,
                ethnic=given[f"ethnic{index}"],
                marital=given[f"marital{index}"] or UNSTATED,
                education=given[f"education{index}"] or UNSTATED,
                birthplace=given[f"birthplace{index}"],
                native_place=given[f"native_place{index}"],
            )
            for index, (number, name, _person) in enumerate(self.arrivals)
            if number not in staying
        )
        return acts.PresentCertificate(
            self.detail.number,
            version,
            given["certificate"],
            given["issuer"],
            given["issued"],
            given["until"],
            arrivals,
            staying,
        )
