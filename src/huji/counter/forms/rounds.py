"""The forms of a round: opening it, entering an application, an objection and its answer, settling."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huji.counter.forms.step import words
from huji.policy import Pack, vocabulary
from huji.rounds import acts
from huji.rounds.acts.object_to import CONDITIONS
from huji.rounds.values import Round
from huji.web.forms import DayField, Form, LineField, NameField, NumberField, WholeField
from huji.web.saying import say

NARROW = {"class": "govuk-input--width-10 digits", "autocomplete": "off"}
TIES = (
    ("all_in", _("并列的都取得资格")),
    ("none_in", _("并列的都不取得资格")),
    ("drawn", _("抽签（按公示名单的摘要，任何人可以复核）")),
)


class OpenForm(Form):
    """A round of a scheme: place, days, quota or announced score, and the document that sets them."""

    policy = forms.ChoiceField(label=_("积分办法"))
    division = LineField(
        label=_("适用地（区划代码）"),
        max_length=12,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "numeric"}),
    )
    area = forms.ChoiceField(label=_("城镇类别"))
    opens = DayField(label=_("受理开始"))
    closes = DayField(label=_("受理截止"))
    quota = forms.CharField(
        label=_("名额"),
        required=False,
        help_text=_("按名额选取的办法填写一个数；分镇区的，一行一个：区划代码或名称，空格，名额。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    at_least = forms.DecimalField(
        label=_("公布的分数线"),
        required=False,
        max_digits=8,
        decimal_places=4,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "decimal"}),
    )
    second = forms.DecimalField(
        label=_("第二轮比例（%）"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("第一轮没有用完的名额再排一轮，各部分最多增加其名额的百分之几；没有第二轮的不填。"),
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "decimal"}),
    )
    objection_days = WholeField(
        label=_("公示后几天内可以提出异议"),
        least=1,
        most=90,
        initial=5,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "numeric"}),
    )
    holds_years = WholeField(
        label=_("资格保留几年"),
        required=False,
        least=1,
        most=20,
        help_text=_("办法没有写的不填。"),
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "numeric"}),
    )
    basis = LineField(label=_("依据的文件"), max_length=200)

    def __init__(self, data: Any, packs: list[Pack]) -> None:
        super().__init__(data)
        self.fields["policy"].choices = [(one.policy, say(one.title)) for one in packs]  # type: ignore[attr-defined]
        self.fields["area"].choices = [(key, say(text)) for key, text in vocabulary().areas.items()]  # type: ignore[attr-defined]

    def clean_quota(self) -> dict[str, int] | None:
        """Return the quota by part of the place; one number alone is that of the whole."""
        typed = self.cleaned_data["quota"].strip()
        if not typed:
            return None
        found: dict[str, int] = {}
        for line in typed.splitlines():
            part, _space, count = line.strip().rpartition(" ")
            if not count.isascii() or not count.isdigit() or len(count) > 9 or part.strip() in found:
                raise forms.ValidationError(_now("请一行写一个部分和名额，例如“石岐 120”。"))
            found[part.strip()] = int(count)
        return found

    def said(self) -> acts.OpenRound:
        """Return the statement."""
        given = self.cleaned_data
        return acts.OpenRound(
            given["policy"],
            given["division"],
            given["area"],
            given["opens"],
            given["closes"],
            given["basis"],
            given["quota"],
            given["at_least"],
            second_share=None if given["second"] is None else given["second"] / Decimal(100),
            objection_days=given["objection_days"],
            holds_years=given["holds_years"],
        )


class ApplyForm(Form):
    """Who applies: by a case, whose applicant and facts are used, or by number and name."""

    case = LineField(
        label=_("案件编号"),
        required=False,
        max_length=30,
        help_text=_("已有落户申请的，填它的编号，就用案件里的情况；没有的，填下面两项。"),
    )
    number = NumberField(required=False)
    name = NameField(required=False)
    part = forms.ChoiceField(label=_("落户的镇区"))

    def __init__(self, data: Any, found: Round) -> None:
        super().__init__(data)
        parts = list(found.quotas or {"": 0})
        if parts == [""]:
            del self.fields["part"]
        else:
            self.fields["part"].choices = [(one, one) for one in parts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("case"):
            for name in ("number", "name"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _now("请填写这一项，或者填写案件编号。"))
        return cleaned


class ObjectionForm(Form):
    """On which indicator, in the applicant's words."""

    indicator = forms.ChoiceField(label=_("对哪一项有异议"))
    words = words(_("申请人的理由"), required=True)

    def __init__(self, data: Any, pack: Pack) -> None:
        super().__init__(data)
        assert pack.points is not None
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            *((one.id, say(one.title)) for one in pack.points.indicators),
            (CONDITIONS, _now("申请条件")),
        ]


class AnswerForm(Form):
    """Whether the score is corrected from the facts as they are now, and why."""

    corrected = forms.ChoiceField(
        label=_("处理"),
        choices=[("yes", _("更正：按现在的情况重新计分")), ("no", _("维持原来的计分"))],
        widget=forms.RadioSelect,
        help_text=_("要更正的，请先把情况更正好。"),
    )
    reason = words(_("理由"), required=True)


class ReasonForm(Form):
    """Why."""

    reason = words(_("理由"), required=True)


class SettleForm(Form):
    """What becomes of equals, where the document does not say."""

    ties = forms.ChoiceField(
        label=_("最后名额上有并列时"),
        required=False,
        choices=[("", _("没有并列，不需要")), *TIES],
        widget=forms.RadioSelect,
    )
    basis = LineField(label=_("处理并列的依据"), required=False, max_length=200)
