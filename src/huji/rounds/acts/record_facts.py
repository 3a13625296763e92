"""Recording facts of an application that rests on no case."""

from dataclasses import dataclass

from huji.facts import acts as facts
from huji.facts.values import Given
from huji.rounds.law import ADMITTED
from huji.rounds.refusals import wrong
from huji.rounds.scoring import scope_of
from huji.rounds.turn import Turn, Write, take
from huji.rounds.values import By, Done
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Facts of the applicant as they come in."""

    round: str
    application: int
    facts: tuple[Given, ...]


def record_facts(statement: RecordFacts, by: By) -> Done:
    """Put the facts on file, tied to the application; a correction closes the older value and keeps it.

    Refuses `in_a_case`, `not_in_application`, `only_by_round`, and what `huji.facts.acts.record` refuses.
    """

    def work(turn: Turn) -> Write:
        one = turn.application(statement.application)
        if one.case is not None:
            raise wrong(
                Text(
                    f"这份申请用的是案件 {one.case} 的情况，请在案件里记录。",
                    f"This application uses the facts of case {one.case}; record them there.",
                ),
                "in_a_case",
            )
        for given in statement.facts:
            if given.subject.strip().upper() != one.number:
                raise wrong(
                    Text("只记录申请人本人的情况。", "Only the applicant's facts."), "not_in_application"
                )
            if given.name == ADMITTED:
                raise wrong(
                    Text("是否取得资格只由确定名单产生。", "Admission follows from settling alone."),
                    "only_by_round",
                )
        facts.hold([one.number])
        turn.data.update(application=one.id, facts=[given.name for given in statement.facts])

        def write(entry: int) -> int:
            facts.record(facts.Record(statement.facts, scope_of(one)), turn.acting(scope_of(one)))
            return one.id

        return write

    return take("record_facts", statement, by, work)
