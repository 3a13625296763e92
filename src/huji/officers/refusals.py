"""What an officer's form is refused with, whichever procedure it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

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


_COUNT = {2: "两", 4: "四"}


@dataclass(frozen=True, slots=True)
class Procedure:
    """What officers take from step to step: how one of it is called, and what its codes begin with.

    `least` is how many characters a reason has at the least: 2 or 4, as the room's tables ask.
    """

    thing: Text
    prefix: str = ""
    least: int = 4

    def changed_meanwhile(self, number: str) -> Refused:
        """Somebody else acted on it after the page was drawn."""
        return Refused(
            f"{self.prefix}changed_meanwhile",
            Text(
                f"{self.thing.zh} {number} 已有新的变动。",
                f"{self.thing.en} {number} has changed since this page was opened.",
            ),
            Text(
                "请查看最新情况后再提交，您填写的内容已保留。",
                "Look at it as it is now and send again; nothing you wrote is lost.",
            ),
        )

    def not_now(self, number: str, state: Text, step: Text) -> Refused:
        """A step whose time has not come or has passed."""
        return Refused(
            f"{self.prefix}not_now",
            Text(
                f"{self.thing.zh} {number} 现为“{state.zh}”，不能{step.zh}。",
                f"{self.thing.en} {number} is “{state.en}”; “{step.en}” is not possible now.",
            ),
        )

    def reason_needed(self, what: Text | None = None) -> Refused:
        """A step, `what`, that needs its reason in writing."""
        return Refused(
            f"{self.prefix}reason_needed",
            Text(f"{what.zh}须写明理由。", f"{what.en} needs a written reason.")
            if what
            else Text("须写明理由。", "A written reason is needed."),
            Text(f"请用不少于{_COUNT[self.least]}个字说明理由。", "Give the reason in a few words."),
        )
