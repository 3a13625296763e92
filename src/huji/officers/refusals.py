"""What an officer's form is refused with, whichever procedure it belongs to."""

from collections.abc import Iterable

from huji.officers.queries import Appointed
from huji.officers.roles import Role
from huji.standards import Refused, Text


def not_your_role(what: Text, roles: Iterable[Role], officer: Appointed | None) -> Refused:
    """An officer who is unknown, dismissed, or of another role than the step `what` is for."""
    labels = [role.label for role in roles]
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.en.lower() for label in labels)
    mine = officer.role.label if officer and officer.active else Text("离岗", "none")
    return Refused(
        "not_your_role",
        Text(
            f"“{what.zh}”由{zh}人员办理，您的岗位是{mine.zh}。",
            f"“{what.en}” is for the role{'s' if len(labels) > 1 else ''} {en}; yours is {mine.en.lower()}.",
        ),
    )


def no_token() -> Refused:
    """A form without a token by which its repetition could be told."""
    return Refused(
        "no_token",
        Text("这张表单没有有效的防重复标识。", "This form has no valid mark against being sent twice."),
        Text("请重新打开页面再提交。", "Open the page again and send it from there."),
    )


def reused() -> Refused:
    """A form's token that was used for something else."""
    return Refused(
        "token_reused",
        Text("这张表单已用于另一次提交。", "This form was already used to send something else."),
        Text("请重新打开页面。", "Open the page again."),
    )
