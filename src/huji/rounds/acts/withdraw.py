"""Withdrawing an application, or one entered by mistake."""

from dataclasses import dataclass

from django.db import connection

from huji.rounds.refusals import POINTS
from huji.rounds.turn import Turn, Write, take
from huji.rounds.values import By, Done


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The application and why."""

    round: str
    application: int
    reason: str


def withdraw(statement: Withdraw, by: By) -> Done:
    """Take the application out of the round; its number on the list stays unused, its scores stay on file."""

    def work(turn: Turn) -> Write:
        one = turn.application(statement.application)
        if len(statement.reason.strip()) < 4:
            raise POINTS.reason_needed()
        turn.data.update(application=one.id, place=one.place, reason=statement.reason.strip())

        def write(entry: int) -> int:
            with connection.cursor() as cursor:
                cursor.execute("update round_application set withdrawn = %s where id = %s", [entry, one.id])
            return one.id

        return write

    return take("withdraw", statement, by, work)
