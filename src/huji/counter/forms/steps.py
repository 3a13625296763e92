"""The forms of a case's steps, and the statement each becomes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huji.cases import acts, queries
from huji.cases.queries import Staying
from huji.counter.forms.arrival import PresentCertificateForm
from huji.counter.forms.completion import RequestCompletionForm
from huji.counter.forms.step import Statement, StepForm, words
from huji.officers.roles import Role
from huji.web.forms import DayField, LineField


class AcceptForm(StepForm):
    statement = acts.Accept


class LeavingForm(StepForm):
    """A step by which people leave a household; where its head leaves, one who stays becomes head."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left: Sequence[Staying] = ()

    def ask(self, officer: int, on: date) -> None:
        """Ask who heads each household that would have no head."""
        self.ask_who_stays()
        self.left = queries.left_behind(officer, self.detail.number, on)
        for index, one in enumerate(self.left):
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
        return self.statement(self.detail.number, version, heads, self.staying())


class ExecuteForm(LeavingForm):
    statement = acts.Execute


class IssueMoveInPermitForm(StepForm):
    statement = acts.IssueMoveInPermit


class IssueMigrationCertificateForm(LeavingForm):
    statement = acts.IssueMigrationCertificate


class ExpireForm(StepForm):
    statement = acts.Expire


class ReplacePaperForm(StepForm):
    statement = acts.ReplacePaper
    because = words(
        _("为什么补发、换发"),
        required=True,
        help_text=_("例如“遗失，已登报声明”。原件作废，新件的内容不变；已经落户的不能补发。"),
    )


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
    "replace_paper": ReplacePaperForm,
}
