"""The forms of a case's steps, and the statement each becomes."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huji.cases import acts
from huji.cases.queries import Detail, Staying
from huji.counter.wording import paper_title, title
from huji.officers.roles import Role
from huji.standards import code_tables
from huji.web.forms import DayField, Form, LineField
from huji.web.saying import say

Statement = Any


def words(label: Any, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StepForm(Form):
    """A step that needs no more than to be confirmed."""

    statement: ClassVar[type]

    def __init__(self, *args: Any, detail: Detail, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.detail = detail
        self.role = role

    def said(self, version: int) -> Statement:
        """Return the statement of the step."""
        return self.statement(self.detail.number, version, **self.cleaned_data)

    @property
    def plain(self) -> list[Any]:
        """The fields drawn one below the other."""
        return [self[name] for name in self.fields]


class AcceptForm(StepForm):
    statement = acts.Accept


class LeavingForm(StepForm):
    """A step by which people leave a household; where its head leaves, one who stays becomes head."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left: Sequence[Staying] = ()

    def leaving(self, left: Sequence[Staying]) -> None:
        """Ask who heads each household that would have no head."""
        self.left = left
        for index, one in enumerate(left):
            self.fields[f"head{index}"] = forms.ChoiceField(
                label=_now("户号 %(number)s：户主迁出后，由谁任户主") % {"number": one.number},
                widget=forms.RadioSelect,
                choices=[(str(member.person), f"{member.name} {member.number}") for member in one.adults],
                error_messages={"required": _now("请指定新户主。")},
                help_text=""
                if one.adults
                else _now("留下的都未满 18 周岁，须先由监护人办理随迁或者变更户主。"),
            )

    def said(self, version: int) -> Statement:
        heads = {one.household: int(self.cleaned_data[f"head{index}"]) for index, one in enumerate(self.left)}
        return self.statement(self.detail.number, version, heads)


class ExecuteForm(LeavingForm):
    statement = acts.Execute


class IssueMoveInPermitForm(StepForm):
    statement = acts.IssueMoveInPermit


class IssueMigrationCertificateForm(LeavingForm):
    statement = acts.IssueMigrationCertificate


class ExpireForm(StepForm):
    statement = acts.Expire


class SendToReviewForm(StepForm):
    statement = acts.SendToReview
    note = words(_("给审核人员的说明"))


class ReceiveCompletionForm(StepForm):
    statement = acts.ReceiveCompletion
    note = words(_("收到了什么"))


class ReopenCompletionForm(StepForm):
    statement = acts.ReopenCompletion
    reason = words(_("为什么第一次没有说全"), required=True)


class WithdrawForm(StepForm):
    statement = acts.Withdraw
    reason = words(_("申请人的意思"), required=True, help_text=_("例如“申请人当面要求撤回”。"))


class RefuseForm(StepForm):
    statement = acts.Refuse
    reason = words(
        _("补充理由"), help_text=_("各条途径的理由和条款会自动写入决定书；建议不是“不符合”的，必须写明理由。")
    )


class ConfirmArrivalForm(StepForm):
    statement = acts.ConfirmArrival
    receipt = LineField(label=_("对方回执编号或内容"), max_length=200)
    registered = DayField(label=_("在对方登记的日期"))


class ReviewForm(StepForm):
    statement = acts.Review
    recommend = forms.ChoiceField(
        label=_("审核意见"),
        widget=forms.RadioSelect,
        choices=[("approve", _("建议批准")), ("refuse", _("建议不予批准"))],
        error_messages={"required": _("请选择审核意见。")},
    )
    note = words(_("说明"), help_text=_("与系统建议不一致的，必须说明。"))


class RequestCompletionForm(StepForm):
    """All that is missing, told once: the questions still open and the papers not yet on file."""

    statement = acts.RequestCompletion
    facts = forms.MultipleChoiceField(
        label=_("需要说明的情况"), required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence = forms.MultipleChoiceField(
        label=_("需要补交的材料"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = words(_("给申请人的话"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer: Mapping[str, Any] = self.detail.answer or {}
        on_file = {paper.key for paper in self.detail.evidence}
        papers = [
            key
            for one in answer.get("evidence", ())
            if not on_file & set(one["any_of"])
            for key in one["any_of"]
        ]
        self.fields["facts"].choices = [(name, title(name)) for name in answer.get("missing", ())]
        self.fields["evidence"].choices = [(key, paper_title(key)) for key in dict.fromkeys(papers)]
        self.initial.setdefault("facts", list(answer.get("missing", ())))
        for name in ("facts", "evidence"):
            if not self.fields[name].choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("facts", "evidence", "note")):
            raise forms.ValidationError(_now("请写明缺什么：补正只能告知一次，要一次说全。"))
        return cleaned

    def said(self, version: int) -> Statement:
        given = self.cleaned_data
        return acts.RequestCompletion(
            self.detail.number,
            version,
            tuple(given.get("facts", ())),
            tuple(given.get("evidence", ())),
            given["note"],
        )


class ApproveForm(StepForm):
    """The decision, and a word on each companion the proposal does not plainly admit."""

    statement = acts.Approve
    reason = words(_("理由"), help_text=_("建议不是“符合”的，必须写明理由。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A companion the policy shuts out is for supervision alone to admit.
        closed = {"eligible"} if self.role is Role.SUPERVISE else {"eligible", "ineligible"}
        self.open = [one for one in self.detail.companions if one.outcome and one.outcome not in closed]
        for index, one in enumerate(self.open):
            self.fields[f"admit{index}"] = forms.ChoiceField(
                label=_now("随迁：%(name)s") % {"name": one.companion.name},
                widget=forms.RadioSelect,
                choices=[("yes", _now("同意随迁")), ("no", _now("不同意随迁"))],
                error_messages={"required": _now("请决定%(name)s是否随迁。") % {"name": one.companion.name}},
            )
            self.fields[f"why{index}"] = LineField(
                label=_now("%(name)s：理由") % {"name": one.companion.name}, required=False, max_length=500
            )

    def said(self, version: int) -> Statement:
        given = self.cleaned_data
        admissions = tuple(
            acts.Admission(one.companion.number, given[f"admit{index}"] == "yes", given[f"why{index}"])
            for index, one in enumerate(self.open)
        )
        return acts.Approve(self.detail.number, version, given["reason"], admissions)


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
                    required=key == "ethnic",
                    choices=[("", _now("请选择")), *((code.code, say(code.label)) for code in table)],
                )
            for key, label in (("birthplace", _now("出生地")), ("native_place", _now("籍贯"))):
                self.fields[f"{key}{index}"] = LineField(
                    label=_now("%(name)s：%(item)s") % {"name": name, "item": label},
                    required=False,
                    max_length=80,
                )

    def said(self, version: int) -> Statement:
        given = self.cleaned_data
        arrivals = tuple(
            acts.Arrival(
                number,
                name,
                ethnic=given[f"ethnic{index}"],
                marital=given[f"marital{index}"] or None,
                education=given[f"education{index}"] or None,
                birthplace=given[f"birthplace{index}"],
                native_place=given[f"native_place{index}"],
            )
            for index, (number, name, _person) in enumerate(self.arrivals)
        )
        return acts.PresentCertificate(
            self.detail.number,
            version,
            given["certificate"],
            given["issuer"],
            given["issued"],
            given["until"],
            arrivals,
        )


FORMS: dict[str, type[StepForm]] = {
    "accept": AcceptForm,
    "request_completion": RequestCompletionForm,
    "receive_completion": ReceiveCompletionForm,
    "reopen_completion": ReopenCompletionForm,
    "send_to_review": SendToReviewForm,
    "review": ReviewForm,
    "approve": ApproveForm,
    "refuse": RefuseForm,
    "withdraw": WithdrawForm,
    "execute": ExecuteForm,
    "issue_move_in_permit": IssueMoveInPermitForm,
    "present_certificate": PresentCertificateForm,
    "issue_migration_certificate": IssueMigrationCertificateForm,
    "confirm_arrival": ConfirmArrivalForm,
    "expire": ExpireForm,
}
