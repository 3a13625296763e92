"""Between the office and the people: completion, written notice, withdrawal."""

from dataclasses import dataclass

from huji.matters import evidence, papers, refusals
from huji.matters.turn import Statement, Turn, take
from huji.matters.values import By, Done


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCompletion(Statement):
    """Tell all that is missing, with a word more where there is one."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveCompletion(Statement):
    """What was missing has come, or its time is over; the matter can be gone on with."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNotice(Statement):
    """Written notice, before the office acts on its own: to whom, and how it was given."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Statement):
    """The people take their business back, in their words."""

    reason: str


def request_completion(statement: RequestCompletion, by: By) -> Done:
    """Tell what is missing, once and fully, in a notice (Nanjing rule art. 136).

    Refuses `matter.nothing_missing` and `matter.completion_asked_before`.
    """

    def work(turn: Turn) -> None:
        lacking = evidence.missing(turn.asked, turn.file.evidence)
        if not lacking:
            raise refusals.nothing_missing()
        turn.note = statement.note.strip()
        turn.data["missing"] = [one.key for one in lacking]
        turn.change(due=None)
        papers.completion(turn, lacking)

    return take("request_completion", statement, by, work)


def receive_completion(statement: ReceiveCompletion, by: By) -> Done:
    """Take up the matter again."""

    def work(turn: Turn) -> None:
        turn.note = statement.note.strip()

    return take("receive_completion", statement, by, work)


def give_notice(statement: GiveNotice, by: By) -> Done:
    """Record the written notice from which the days run (Nanjing rule art. 52)."""

    def work(turn: Turn) -> None:
        turn.note = statement.note.strip()
        if not turn.note:
            raise refusals.MATTER.reason_needed()
        turn.change(noticed=turn.on)

    return take("give_notice", statement, by, work)


def withdraw(statement: Withdraw, by: By) -> Done:
    """Close the matter without an act."""

    def work(turn: Turn) -> None:
        turn.note = statement.reason.strip()
        turn.change(due=None)

    return take("withdraw", statement, by, work)
