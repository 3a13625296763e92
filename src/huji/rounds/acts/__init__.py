"""The verbs of a round, one file each: a frozen statement and a function `verb(statement, by) -> Done`."""

from huji.rounds.acts.answer import Answer, answer
from huji.rounds.acts.apply import Apply, apply
from huji.rounds.acts.object_to import ObjectTo, object_to
from huji.rounds.acts.open_round import OpenRound, open_round
from huji.rounds.acts.publish import Publish, publish
from huji.rounds.acts.record_facts import RecordFacts, record_facts
from huji.rounds.acts.score import Score, score
from huji.rounds.acts.settle import Settle, settle
from huji.rounds.acts.withdraw import Withdraw, withdraw

__all__ = [
    "Answer",
    "Apply",
    "ObjectTo",
    "OpenRound",
    "Publish",
    "RecordFacts",
    "Score",
    "Settle",
    "Withdraw",
    "answer",
    "apply",
    "object_to",
    "open_round",
    "publish",
    "record_facts",
    "score",
    "settle",
    "withdraw",
]
