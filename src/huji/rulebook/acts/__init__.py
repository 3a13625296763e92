"""The verbs of the rulebook, one file each: a frozen statement and a function `verb(statement, by)`."""

from huji.rulebook.acts.discard import Discard, discard
from huji.rulebook.acts.open_draft import OpenDraft, open_draft
from huji.rulebook.acts.publish import Publish, publish
from huji.rulebook.acts.save_revision import SaveRevision, save_revision
from huji.rulebook.acts.send_back import SendBack, send_back
from huji.rulebook.acts.submit import Submit, submit
from huji.rulebook.acts.withdraw import Withdraw, withdraw

__all__ = [
    "Discard",
    "OpenDraft",
    "Publish",
    "SaveRevision",
    "SendBack",
    "Submit",
    "Withdraw",
    "discard",
    "open_draft",
    "publish",
    "save_revision",
    "send_back",
    "submit",
    "withdraw",
]
