"""Recording facts in a case."""

from dataclasses import dataclass

from huji.cases import household, proposal
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done
from huji.facts import acts as facts
from huji.facts.values import Given
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Facts of the applicant and companions as they come in, and ids of facts to close with the reason."""

    case: str
    version: int
    facts: tuple[Given, ...] = ()
    closed: tuple[int, ...] = ()
    reason: str = ""


def record_facts(statement: RecordFacts, by: By) -> Done:
    """Put the facts on file and compute the proposal again.

    Refuses `not_in_case`, and what `huji.facts.acts.record` refuses.
    """

    def work(turn: Turn) -> None:
        people = set(household.numbers_of(turn))
        # All the locks on people before the first ledger entry: see the order of locks in `turn`.
        facts.hold(people)
        for given in statement.facts:
            if given.subject.strip().upper() not in people:
                raise Refused(
                    "not_in_case",
                    Text(f"{given.subject} 不在本申请中。", f"{given.subject} is not in this application."),
                )
        for fact in statement.closed:
            facts.withdraw(facts.WithdrawFact(fact, statement.reason, frozenset(people)), turn.acting())
        numbers = facts.record(facts.Record(statement.facts, turn.file.number), turn.acting())
        turn.data.update(facts=list(numbers), closed=list(statement.closed))
        proposal.renew(turn)

    return take("record_facts", statement, by, work)
