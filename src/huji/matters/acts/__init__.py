"""The verbs of matters: a frozen statement and a function each, `verb(statement, by) -> Done`."""

from huji.matters.acts.asking import (
    GiveNotice,
    ReceiveCompletion,
    RequestCompletion,
    Withdraw,
    give_notice,
    receive_completion,
    request_completion,
    withdraw,
)
from huji.matters.acts.attaching import AttachEvidence, attach_evidence
from huji.matters.acts.deciding import (
    Accept,
    Approve,
    CarryOut,
    Decide,
    Refuse,
    Review,
    accept,
    approve,
    carry_out,
    decide,
    refuse,
    review,
)
from huji.matters.acts.drafting import Amend, OpenMatter, amend, open_matter
from huji.matters.acts.follow_places import follow_places

__all__ = [
    "Accept",
    "Amend",
    "Approve",
    "AttachEvidence",
    "CarryOut",
    "Decide",
    "GiveNotice",
    "OpenMatter",
    "ReceiveCompletion",
    "Refuse",
    "RequestCompletion",
    "Review",
    "Withdraw",
    "accept",
    "amend",
    "approve",
    "attach_evidence",
    "carry_out",
    "decide",
    "follow_places",
    "give_notice",
    "open_matter",
    "receive_completion",
    "refuse",
    "request_completion",
    "review",
    "withdraw",
]
