"""The verbs of a case, one file each: a frozen statement and a function `verb(statement, by) -> Done`."""

from huji.cases.acts.accept import Accept, accept
from huji.cases.acts.amend_draft import AmendDraft, amend_draft
from huji.cases.acts.approve import Admission, Approve, approve
from huji.cases.acts.attach_evidence import AttachEvidence, attach_evidence
from huji.cases.acts.confirm_arrival import ConfirmArrival, confirm_arrival
from huji.cases.acts.execute import Execute, execute
from huji.cases.acts.expire import Expire, expire
from huji.cases.acts.follow_places import follow_places
from huji.cases.acts.issue_migration_certificate import IssueMigrationCertificate, issue_migration_certificate
from huji.cases.acts.issue_move_in_permit import IssueMoveInPermit, issue_move_in_permit
from huji.cases.acts.open_draft import OpenDraft, open_draft
from huji.cases.acts.present_certificate import Arrival, PresentCertificate, present_certificate
from huji.cases.acts.receive_completion import ReceiveCompletion, receive_completion
from huji.cases.acts.record_facts import RecordFacts, record_facts
from huji.cases.acts.refuse import Refuse, refuse
from huji.cases.acts.reopen_completion import ReopenCompletion, reopen_completion
from huji.cases.acts.replace_paper import ReplacePaper, replace_paper
from huji.cases.acts.request_completion import RequestCompletion, request_completion
from huji.cases.acts.review import Review, review
from huji.cases.acts.send_to_review import SendToReview, send_to_review
from huji.cases.acts.withdraw import Withdraw, withdraw

__all__ = [
    "Accept",
    "Admission",
    "AmendDraft",
    "Approve",
    "Arrival",
    "AttachEvidence",
    "ConfirmArrival",
    "Execute",
    "Expire",
    "IssueMigrationCertificate",
    "IssueMoveInPermit",
    "OpenDraft",
    "PresentCertificate",
    "ReceiveCompletion",
    "RecordFacts",
    "Refuse",
    "ReopenCompletion",
    "ReplacePaper",
    "RequestCompletion",
    "Review",
    "SendToReview",
    "Withdraw",
    "accept",
    "amend_draft",
    "approve",
    "attach_evidence",
    "confirm_arrival",
    "execute",
    "expire",
    "follow_places",
    "issue_migration_certificate",
    "issue_move_in_permit",
    "open_draft",
    "present_certificate",
    "receive_completion",
    "record_facts",
    "refuse",
    "reopen_completion",
    "replace_paper",
    "request_completion",
    "review",
    "send_to_review",
    "withdraw",
]
