"""Answering an objection: the score corrected from the facts as they now are, or kept, with the reason."""

from dataclasses import dataclass

from huji.rounds import law
from huji.rounds.acts.score import fresh, store, told
from huji.rounds.refusals import POINTS, no_such_objection, wrong
from huji.rounds.rows import latest_scores, query
from huji.rounds.turn import Turn, Write, insert, take
from huji.rounds.values import Because, By, Done
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """The objection, whether the score is corrected, and why."""

    round: str
    objection: int
    corrected: bool
    reason: str


def answer(statement: Answer, by: By) -> Done:
    """Answer once, by an officer other than the one who took the objection.

    A correction scores again from the facts now on file, as a new row. Refuses `no_such_objection`,
    `reason_needed`, `same_person`, and `nothing_changed` where the facts say what they said.
    """

    def work(turn: Turn) -> Write:
        rows = query(
            "select o.application, o.officer from round_objection o where o.id = %s"
            " and not exists (select from round_answer a where a.objection = o.id)",
            [statement.objection],
        )
        if not rows:
            raise no_such_objection()
        application, taken_by = rows[0]
        one = turn.application(application)
        if len(statement.reason.strip()) < 4:
            raise POINTS.reason_needed()
        new = None
        if statement.corrected:
            last = latest_scores(turn.round.number, [one.id], whole=True).get(one.id)
            new = fresh(turn, law.pack_of(turn.round), one, last, Because.OBJECTION)
            if new is None:
                raise wrong(
                    Text("情况没有变动，计分结果相同。", "The facts are the same, and so is the score."),
                    "nothing_changed",
                    Text("请先更正情况，再更正计分。", "Correct the facts first, then the score."),
                )
        turn.data.update(
            objection=statement.objection, corrected=statement.corrected, scores=[told(new)] if new else []
        )

        def write(entry: int) -> int:
            stored = store(new, turn, entry) if new else None
            insert(
                "round_answer",
                {
                    "objection": statement.objection,
                    "application": one.id,
                    "taken_by": taken_by,
                    "officer": turn.officer.id,
                    "corrected": statement.corrected,
                    "score": stored,
                    "reason": statement.reason.strip(),
                    "day": turn.on,
                    "entry": entry,
                },
            )
            return statement.objection

        return write

    return take("answer", statement, by, work)
