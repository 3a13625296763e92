"""The questions of an application: what can still change the outcome, most decisive first, few at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huji.cases import acts
from huji.cases.queries import Asking
from huji.counter.wording import paper_title
from huji.counter.wording import value as value_in_words
from huji.facts.values import Given, SourceKind, Value
from huji.web.forms import Form, LineField
from huji.web.law import unit
from huji.web.saying import say

AT_A_TIME = 3
ATTESTED = "attested"


class QuestionForm(Form):
    """One question: the answer, what it is known from, and the officer's words where no paper was seen."""

    source = forms.ChoiceField(required=False)
    note = LineField(required=False, max_length=300)

    def __init__(
        self, data: Mapping[str, Any] | None, asking: Asking, scans: Mapping[str, str], stated: Any = None
    ) -> None:
        super().__init__(
            data,
            prefix=f"{asking.subject}-{asking.name}".replace(".", "_"),
            initial={} if stated is None else {"value": _shown(stated)},
        )
        self.stated = "" if stated is None else value_in_words(asking.name, stated)
        self.asking = asking
        self.fact = asking.entry
        self.scans = scans
        self.question = say(self.fact.ask)
        papers = self.fact.evidence
        self.fields["value"] = _answer(self.fact)
        self.fields["source"].label = _("依据")
        self.fields["source"].choices = [
            # Which of several papers was seen is never guessed: a guess would be on file as a paper seen.
            # Nor that any was, where the answer is filled in from what the applicant stated.
            *([("", _("请选择"))] if len(papers) > 1 or self.stated else []),
            *((key, paper_title(key) + (_("（已扫描）") if key in scans else "")) for key in papers),
            (ATTESTED, _("工作人员核实")),
        ]
        self.fields["note"].label = _("核实说明")
        self.fields["note"].help_text = _("怎样核实的，例如“入户查看，确实居住”。")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.answered and not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", _("请选择依据：看到了哪一种材料，或者由工作人员核实。"))
        if self.answered and cleaned.get("source") == ATTESTED and not cleaned.get("note"):
            self.add_error("note", _("没有材料的，请写明怎样核实。"))
        return cleaned

    @property
    def answered(self) -> bool:
        """Whether there is an answer; a question left open is no fault, the applicant may not know."""
        return self.cleaned_data.get("value") not in (None, "")

    def given(self) -> Given:
        """Return the fact as the facts room takes it."""
        source = self.cleaned_data["source"]
        attested = source == ATTESTED
        return Given(
            self.asking.subject,
            self.asking.name,
            _value(self.fact, self.cleaned_data["value"]),
            SourceKind.ATTESTED if attested else SourceKind.PAPER,
            None if attested else source,
            None if attested else self.scans.get(source),
            self.cleaned_data["note"] if attested else "",
        )


class CorrectionForm(Form):
    """Closing a fact that proved wrong; it stays on file as closed, with the reason."""

    close = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    reason = LineField(
        label=gettext_lazy("为什么更正"),
        max_length=300,
        help_text=gettext_lazy("更正后，这项情况会重新询问；原来的记录保留。"),
    )

    def said(self, case: str, version: int) -> acts.RecordFacts:
        """Return the statement that closes the fact."""
        given = self.cleaned_data
        return acts.RecordFacts(case, version, (), (given["close"],), given["reason"])


def questions(
    data: Mapping[str, Any] | None,
    asked: Sequence[Asking],
    scans: Mapping[str, str],
    stated: Mapping[tuple[str, str], Any],
) -> list[QuestionForm]:
    """Return the next few questions; of a form sent, those it had asked, wherever they now stand.

    `stated` fills them in with what the applicant said, by citizen number and fact; proof is still needed.
    """
    if data is not None:
        sent = set(data.getlist("asked")) if hasattr(data, "getlist") else set()  # type: ignore[attr-defined]
        chosen: Iterable[Asking] = [one for one in asked if f"{one.subject}/{one.name}" in sent]
    else:
        chosen = asked[:AT_A_TIME]
    return [QuestionForm(data, one, scans, stated.get((one.subject, one.name))) for one in chosen]


def _answer(fact: Any) -> forms.Field:
    """Return the field in which a fact of this type is answered."""
    label = say(fact.ask)
    if fact.type == "boolean":
        field = forms.ChoiceField(
            label=label, required=False, widget=forms.RadioSelect, choices=[("yes", _("是")), ("no", _("否"))]
        )
        field.in_line = True  # type: ignore[attr-defined]
        return field
    if fact.type == "code":
        choices = [(code, say(text)) for code, text in fact.values.items()]
        many = len(choices) > 6
        return forms.ChoiceField(
            label=label,
            required=False,
            widget=forms.Select if many else forms.RadioSelect,
            choices=[("", _("请选择")), *choices] if many else choices,
        )
    if fact.type == "division":
        return LineField(
            label=label, required=False, max_length=12, help_text=_("六位行政区划代码，例如 210102。")
        )
    wrong = _("请填写数字。")
    bounds: dict[str, Any] = {"min_value": fact.minimum, "max_value": fact.maximum}
    attrs = {"inputmode": "decimal", "class": "govuk-input--width-5 digits"}
    kind = forms.IntegerField if fact.type == "integer" else forms.DecimalField
    return kind(
        label=label,
        required=False,
        help_text=_("单位：%(unit)s") % {"unit": unit(fact)} if fact.unit else "",
        widget=forms.TextInput(attrs=attrs),
        error_messages={
            "invalid": wrong,
            "min_value": _("不能小于 %(limit_value)s。"),
            "max_value": _("不能大于 %(limit_value)s。"),
        },
        **bounds,
    )


def _shown(stated: Any) -> Any:
    return ("yes" if stated else "no") if isinstance(stated, bool) else stated


def _value(fact: Any, typed: Any) -> Value:
    if fact.type == "boolean":
        return bool(typed == "yes")
    if fact.type == "integer":
        return int(typed)
    if fact.type == "number":
        return float(typed)
    return str(typed)
