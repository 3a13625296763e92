"""Why the rulebook refuses, in sentences; the database's constraints speak through them."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import IntegrityError

from huji.policy import Fault
from huji.rulebook.values import State, Step
from huji.standards import Refused, Text


class FaultyDraft(Refused):
    """A text that cannot become policy; `faults` names each fault with its line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first, more = faults[0], len(faults) - 1
        super().__init__(
            "faulty_draft",
            Text(
                f"草案有 {len(faults)} 处错误。第 {first.line} 行：{first.text.zh}。",
                f"The draft has {len(faults)} fault{'s' if more else ''}."
                f" Line {first.line}: {first.text.en}.",
            ),
            Text("请改正后再提交。", "Correct it and send it again."),
        )
        self.faults = tuple(faults)


def no_such_draft(draft: int) -> Refused:
    """A draft that is not there."""
    return Refused("no_such_draft", Text(f"没有第 {draft} 号草案。", f"There is no draft {draft}."))


def no_such_publication() -> Refused:
    """A publication that is not there."""
    return Refused("no_such_publication", Text("没有这次发布。", "There is no such publication."))


def not_now(draft: int, state: State, step: Step | None = None) -> Refused:
    """A step whose time has not come or has passed, as for a draft published twice."""
    what = step.label if step else Text("保存", "Save")
    return Refused(
        "not_now",
        Text(
            f"第 {draft} 号草案现为“{state.label.zh}”，不能{what.zh}。",
            f"Draft {draft} is “{state.label.en}” now; “{what.en}” is not possible.",
        ),
        Text("请查看草案的最新情况。", "Look at the draft as it is now."),
    )


def changed_meanwhile(draft: int) -> Refused:
    """Somebody else saved a revision after the page was drawn."""
    return Refused(
        "changed_meanwhile",
        Text(f"第 {draft} 号草案已有新的修改。", f"Draft {draft} has changed since this page was opened."),
        Text(
            "您写的内容还在，请对照最新一稿后再保存。",
            "What you wrote is still here; compare it with the last revision and save again.",
        ),
    )


def same_person() -> Refused:
    """Whoever proposed a policy, or wrote of it, and would publish it too."""
    return Refused(
        "same_person",
        Text(
            "起草和发布须由不同的人办理，您参与了这份草案的起草。",
            "Different persons draft and publish; you took part in drafting this.",
        ),
        Text("请交由其他发布人员办理。", "Leave it to a colleague."),
    )


def date_in_the_past(effective: date, on: date) -> Refused:
    """A day of effect before the day of publication."""
    return Refused(
        "date_in_the_past",
        Text(
            f"施行日期 {effective} 早于发布日期 {on}。",
            f"The day of effect {effective} is before the day of publication, {on}.",
        ),
        Text(
            "政策不溯及既往，请选择当天或以后的日期。",
            "No policy reaches back: choose that day or a later one.",
        ),
    )


def date_cannot_be_written(effective: date) -> Refused:
    """A text in which the day of effect cannot be set without doubt."""
    return Refused(
        "date_cannot_be_written",
        Text(
            f"无法把施行日期 {effective} 写入草案的 in_force.from。",
            f"The day of effect {effective} cannot be written into the draft's in_force.from.",
        ),
        Text(
            "请在同一行写明 from: 日期，并且不早于 to。",
            "Write from: and its date on one line, not after to.",
        ),
    )


def too_late_to_withdraw(effective: date) -> Refused:
    """A withdrawal on or after the day of effect."""
    return Refused(
        "too_late_to_withdraw",
        Text(f"该政策自 {effective} 起施行，不能再撤回。", f"This policy is in effect since {effective}."),
        Text("请起草并发布新的版本。", "Draft and publish another version."),
    )


def withdrawn_already() -> Refused:
    """A publication withdrawn before."""
    return Refused("withdrawn_already", Text("这次发布已经撤回。", "This publication was withdrawn already."))


def reason_needed(step: Step) -> Refused:
    """A step that needs its reason in writing."""
    return Refused(
        "reason_needed",
        Text(f"{step.label.zh}须写明理由。", f"“{step.label.en}” needs a written reason."),
        Text("请用不少于四个字说明理由。", "Give the reason in a few words."),
    )


def version_of_that_day() -> Refused:
    """Another version of the policy that begins on the same day."""
    return Refused(
        "version_of_that_day",
        Text("同一政策在这一天已有另一版本开始施行。", "Another version of this policy begins on that day."),
        Text("请另选施行日期，或先撤回那一版本。", "Choose another day, or withdraw that version first."),
    )


def published_already() -> Refused:
    """A text that is published already."""
    return Refused(
        "published_already",
        Text("内容相同的政策已经发布。", "A policy that says the same is published already."),
    )


_CONSTRAINTS: dict[str, Callable[[], Refused]] = {
    "rule_two_persons": same_person,
    "rule_one_version_a_day": version_of_that_day,
    "rule_published_once": published_already,
    "rule_publication_submission_key": published_already,
    "rule_publication_stays": withdrawn_already,
}


def of_constraint(error: IntegrityError) -> Exception:
    """Return the sentence of a violated constraint of the rulebook, or the error itself."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    said = _CONSTRAINTS.get(name or "")
    return said() if said else error
