"""What a step is refused with, in both languages; the database's constraints get their sentence here."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db import IntegrityError

from huji.matters.values import Level
from huji.officers.refusals import Procedure
from huji.standards import Refused, Text

MATTER = Procedure(Text("业务", "Matter"), "matter.", least=2)


def no_such_matter(number: str) -> Refused:
    """A matter that is not there, or belongs to an office outside the officer's area: not told apart."""
    return Refused(
        "matter.no_such_matter",
        Text(
            f"没有业务 {number}，或不在您的辖区。", f"There is no matter {number}, or it is not in your area."
        ),
        Text("请核对编号。", "Check the number."),
    )


def other_office() -> Refused:
    return Refused(
        "matter.other_office",
        Text("该业务不归您所在的派出所办理。", "This belongs to another registration office."),
        Text("请到户口所在地（迁入的到迁入地）派出所办理。", "Go to the office that keeps the registration."),
    )


def missing(papers: Iterable[Text]) -> Refused:
    """All that has not been shown, said at once and fully (Nanjing rule art. 136)."""
    named = list(papers)
    return Refused(
        "matter.evidence_missing",
        Text(
            f"还缺 {len(named)} 项材料：{'；'.join(one.zh for one in named)}。",
            f"{len(named)} papers are missing: {'; '.join(one.en for one in named)}.",
        ),
        Text("请补记，或者一次性告知补正。", "Record them, or request completion, once and fully."),
    )


def nothing_missing() -> Refused:
    return Refused(
        "matter.nothing_missing",
        Text(
            "应当出示的材料都已齐备，不需要补正。", "Nothing is missing: all that is wanted has been shown."
        ),
    )


def completion_asked_before() -> Refused:
    return Refused(
        "matter.completion_asked_before",
        Text(
            "补正只能一次性告知，这件业务已告知过。",
            "What is missing is asked for once and fully; in this matter it has been.",
        ),
    )


def same_person() -> Refused:
    return Refused(
        "matter.same_person",
        Text(
            "受理、审核、审批须由不同的人办理，您已办理过这件业务的另一环节。",
            "Different persons accept, review and decide; you have already done another of these here.",
        ),
        Text("请移交其他人员。", "Hand it to a colleague."),
    )


def notice_first(until: date | None = None) -> Refused:
    """The office may not act on its own before the notice has run (Nanjing rule art. 52)."""
    hint = Text(f"最早可于 {until} 办理。", f"It can be done from {until} on.") if until else None
    return Refused(
        "matter.notice_first",
        Text(
            "依职权办理的，须先书面告知，并等告知期满。",
            "Where the office acts on its own, written notice comes first and must have run.",
        ),
        hint,
    )


def no_reporter() -> Refused:
    return Refused(
        "matter.no_reporter",
        Text("请填写申报人的姓名和公民身份号码。", "Enter who reports: name and citizen number."),
    )


def not_done(number: str) -> Refused:
    return Refused(
        "matter.not_done",
        Text(
            f"业务 {number} 尚未办结，或已撤销，不能撤销。",
            f"Matter {number} is not done, or undone already.",
        ),
    )


def not_an_undoing() -> Refused:
    return Refused(
        "matter.not_an_undoing",
        Text(
            "撤销登记要从被撤销的业务的页面或者登记沿革办理，其他业务不能撤销登记。",
            "An undoing begins on the page of the matter to be undone or in the history, and no other"
            " business undoes one.",
        ),
    )


def undoing_stands() -> Refused:
    return Refused(
        "matter.undoing_stands",
        Text("撤销登记本身不再撤销。", "An undoing is not undone itself."),
        Text("撤销错了的，请重新办理原来的业务。", "What was undone wrongly is entered anew."),
    )


def undone_higher(level: Level) -> Refused:
    """Whoever was concerned came under another office while the matter was under way."""
    return Refused(
        "matter.undone_higher",
        Text(
            f"该项登记涉及的人已归别的派出所管理，须按“{level.label.zh}”办理。",
            f"Another office keeps the people concerned by now; this is decided at “{level.label.en}”.",
        ),
        Text("请撤回后重新登记。", "Withdraw this and open anew."),
    )


def undone_elsewhere(office: str) -> Refused:
    """An entry whose people another office keeps by now."""
    return Refused(
        "matter.other_office",
        Text(
            f"该项登记涉及的人现由{office}管理，由该所办理撤销。",
            f"{office} keeps the people concerned by now, and undoes it.",
        ),
        Text("请移交该所办理。", "Hand it to that office."),
    )


_CONSTRAINTS: dict[str, Callable[[], Refused]] = {
    "matter_different_persons": same_person,
    "matter_completion_once": completion_asked_before,
    "matter_reason": MATTER.reason_needed,
    "matter_reason_for_review": MATTER.reason_needed,
    "matter_notice_first": notice_first,
    "matter_one_undoing_of_entry": lambda: _CONSTRAINTS["matter_one_undoing"](),
    "matter_one_undoing": lambda: Refused(
        "matter.undoing_already",
        Text("已有一件撤销它的业务。", "Another matter that undoes it is under way or done."),
    ),
}


def of_constraint(error: IntegrityError) -> Exception:
    """Return the sentence of a violated constraint of the room, or the error itself."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    said = _CONSTRAINTS.get(name or "")
    return said() if said else error
