"""What a step is refused with, in both languages; the database's constraints get their sentence here."""

from collections.abc import Callable

from django.db import IntegrityError

from huji.officers.refusals import Procedure
from huji.standards import Refused, Text

CASE = Procedure(Text("案件", "Case"))


def no_such_case(number: str) -> Refused:
    """A case that is not there, or belongs to an office outside the officer's area: not told apart."""
    return Refused(
        "no_such_case",
        Text(
            f"没有案件 {number}，或不在您的辖区。", f"There is no case {number}, or it is not in your area."
        ),
        Text("请核对案件编号。", "Check the number."),
    )


def supervisor_needed() -> Refused:
    """An approval against a plain no of the proposal."""
    return Refused(
        "supervisor_needed",
        Text(
            "建议结论为不符合条件，只能由督查人员批准。",
            "The proposal is “ineligible”; a supervisor alone may approve it.",
        ),
        Text("请移交督查人员，或不予批准。", "Hand it to a supervisor, or refuse it."),
    )


def same_person() -> Refused:
    """An officer who has already done another of the three duties in the case."""
    return Refused(
        "same_person",
        Text(
            "受理、审核、审批须由不同的人办理，您已在本案办理过另一环节。",
            "Different persons accept, review and decide; you have already done another of these here.",
        ),
        Text("请移交其他人员。", "Hand the case to a colleague."),
    )


def completion_asked_before() -> Refused:
    """A second request for completion."""
    return Refused(
        "completion_asked_before",
        Text(
            "补正只能一次性告知，本案已告知过。",
            "What is missing is asked for once and fully; in this case it has been.",
        ),
        Text(
            "确需再次补正的，请督查人员准许。", "Where it cannot be helped, a supervisor may allow one more."
        ),
    )


def another_case() -> Refused:
    """Somebody in the application who is in another one under way."""
    return Refused(
        "another_case",
        Text(
            "申请人或者随迁人另有一件申请正在办理。",
            "The applicant or a companion is in another application under way.",
        ),
        Text("请先办结或撤回那一件。", "Finish or withdraw that one first."),
    )


_AGAINST = {
    "approve": Text("与建议不一致的批准", "Approving against the proposal"),
    "refuse": Text("与建议不一致的不予批准", "Refusing against the proposal"),
    "review": Text("与建议不一致的审核意见", "A review that differs from the proposal"),
}
_CONSTRAINTS: dict[str, Callable[[], Refused]] = {
    "case_different_persons": same_person,
    "case_completion_once": completion_asked_before,
    "case_one_under_way": another_case,
    "case_supervisor_for_ineligible": supervisor_needed,
    "case_reason_for_approval": lambda: CASE.reason_needed(_AGAINST["approve"]),
    "case_reason_for_refusal": lambda: CASE.reason_needed(_AGAINST["refuse"]),
    "case_reason_for_review": lambda: CASE.reason_needed(_AGAINST["review"]),
}


def of_constraint(error: IntegrityError) -> Exception:
    """Return the sentence of a violated constraint of the cases room, or the error itself."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    said = _CONSTRAINTS.get(name or "")
    return said() if said else error
