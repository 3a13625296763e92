"""Forms of papers: issuing one, replacing or cancelling one, printing a community."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huji.counter.forms.step import words
from huji.web.forms import Form

OF_PERSON = (
    ("form", _("常住人口登记表")),
    ("birth", _("出生登记证明")),
    ("cancellation", _("户口注销证明")),
    ("change", _("户口登记项目变更更正证明")),
    ("member", _("居民户口簿（本人单独的一本）")),
)
OF_HOUSEHOLD = (("booklet", _("居民户口簿")),)
OF_COMMUNITY = (
    ("booklet", _("每户一本居民户口簿；各户原有的户口簿随即作废")),
    ("form", _("每人一份常住人口登记表")),
)
REASONS = (
    ("lost", _("遗失")),
    ("damaged", _("损坏")),
    ("expired", _("过期")),
    ("other", _("其他（请说明）")),
)


class IssueForm(Form):
    """Which paper."""

    paper = forms.ChoiceField(
        label=_("签发哪一种"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择签发哪一种证件。")},
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["paper"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)
        if len(field.choices) == 1:
            self.initial.setdefault("paper", field.choices[0][0])


class ReplaceForm(Form):
    """Why a paper is issued anew."""

    because = forms.ChoiceField(
        label=_("为什么补发、换发"),
        widget=forms.RadioSelect,
        choices=REASONS,
        error_messages={"required": _("请选择原因。")},
    )
    note = words(_("说明"), help_text=_("例如何时何地遗失；选“其他”的，必须说明。"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("because") == "other" and not (given.get("note") or "").strip():
            self.add_error("note", str(_("请说明原因。")))
        return given

    @property
    def said(self) -> str:
        """The reason in words, for the ledger."""
        word = dict(_CHINESE)[self.cleaned_data["because"]]
        note = self.cleaned_data["note"].strip()
        return f"{word}：{note}" if word and note else word or note


_CHINESE = (("lost", "遗失"), ("damaged", "损坏"), ("expired", "过期"), ("other", ""))


class CancelForm(Form):
    """Why a paper is void."""

    because = words(_("为什么作废"), required=True)


class OrderForm(Form):
    """Which community is printed, what, and why."""

    paper = forms.ChoiceField(
        label=_("打印什么"), widget=forms.RadioSelect, choices=OF_COMMUNITY, initial="booklet"
    )
    division = forms.ChoiceField(label=_("社区（村）"))
    because = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("例如“胜利村改为胜利社区，换发户口簿”；写入台账。"),
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *choices]
