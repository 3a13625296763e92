"""The roles an officer may hold; each page and each verb names those it is open to."""

from enum import StrEnum

from huji.standards import Text


class Role(StrEnum):
    """A closed list: no officer holds two roles, so that no one both takes and approves a case.

    Policies too pass two hands: who drafts does not publish.
    """

    COUNTER = "counter"
    REVIEW = "review"
    APPROVE = "approve"
    SUPERVISE = "supervise"
    DRAFT = "draft"
    PUBLISH = "publish"
    OPERATE = "operate"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Role.COUNTER: Text("受理", "Counter"),
    Role.REVIEW: Text("审核", "Review"),
    Role.APPROVE: Text("审批", "Approval"),
    Role.SUPERVISE: Text("督查", "Supervision"),
    Role.DRAFT: Text("政策起草", "Policy drafting"),
    Role.PUBLISH: Text("政策发布", "Policy publication"),
    Role.OPERATE: Text("运维", "Operation"),
}
