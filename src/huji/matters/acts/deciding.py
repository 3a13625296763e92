"""From acceptance to the act: the hands a matter passes, as many as its level asks."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from huji.matters import declaring, evidence, papers, refusals, told
from huji.matters.acts import undoing
from huji.matters.models import MatterRow
from huji.matters.preview import perform
from huji.matters.turn import Statement, Turn, take, write_step
from huji.matters.values import By, Done, Level, State
from huji.register import queries as register
from huji.register.acts.undoable import undoable
from huji.standards import working_days


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOut(Statement):
    """Do on the spot what is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Statement):
    """Take the matter up for checking and decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Statement):
    """What was found, and what is recommended."""

    recommend: Literal["approve", "refuse"]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Statement):
    """The county's approval, to go to the city."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Statement):
    """The last approval, with which the act is done."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(Statement):
    """The decision not to act, and why."""

    reason: str


def carry_out(statement: CarryOut, by: By) -> Done:
    """Do the act at once, where the law lets one officer do it (Nanjing rule art. 137).

    Refuses `matter.evidence_missing`, `matter.notice_first`, and whatever the register's act refuses.
    """
    return take("carry_out", statement, by, _act)


def accept(statement: Accept, by: By) -> Done:
    """Accept the matter: what is asked is closed, the clock starts, a receipt is issued."""

    def work(turn: Turn) -> None:
        _ready(turn)
        turn.change(accepted=turn.on, due=working_days.limit(turn.on, papers.DAYS[turn.level][0]).day)
        papers.receipt(turn)

    return take("accept", statement, by, work)


def review(statement: Review, by: By) -> Done:
    """Check the matter and recommend; by another officer than accepted it."""

    def work(turn: Turn) -> None:
        turn.note, turn.recommends = statement.note.strip(), statement.recommend
        if statement.recommend == "refuse" and not turn.note:
            raise refusals.MATTER.reason_needed()
        turn.change(due=working_days.limit(turn.on, papers.DAYS[turn.level][1]).day)

    return take("review", statement, by, work)


def approve(statement: Approve, by: By) -> Done:
    """Approve for the county; the city decides."""

    def work(turn: Turn) -> None:
        turn.note = statement.note.strip()
        turn.change(due=working_days.limit(turn.on, papers.DAYS[turn.level][2]).day)

    return take("approve", statement, by, work)


def decide(statement: Decide, by: By) -> Done:
    """Approve and do the act. Refuses as `carry_out` does, and `matter.same_person`."""

    def work(turn: Turn) -> None:
        _act(turn)
        turn.note = statement.note.strip()

    return take("decide", statement, by, work)


def refuse(statement: Refuse, by: By) -> Done:
    """Decide not to act, with a written decision that says why and how to appeal."""

    def work(turn: Turn) -> None:
        turn.note = statement.reason.strip()
        if len(turn.note) < 2:
            raise refusals.MATTER.reason_needed()
        turn.change(decided=turn.on, due=None)
        papers.refusal(turn)

    return take("refuse", statement, by, work)


def _ready(turn: Turn) -> None:
    """Refuse what may not go on: papers missing, a notice that has not run, who cannot declare (by now)."""
    if turn.file.ex_officio:
        if turn.file.noticed is None:
            raise refusals.notice_first()
        until = turn.file.noticed + timedelta(days=turn.file.notice_days)
        if turn.on < until:
            raise refusals.notice_first(until)
    declaring.check(turn.asked)
    evidence.complete(turn.asked, turn.file.evidence)


def _act(turn: Turn) -> None:
    """Do the register's act, tell it, issue its papers, and mark what it undoes."""
    if turn.step.name == "carry_out":
        _ready(turn)
    asked = turn.asked
    undone = asked.whole("_entry")
    if undone is not None:
        undoing.still(undone, turn.file.office, turn.level)
    if turn.file.person is not None:
        before = register.person(turn.file.person, register.within_act())
        turn.data["home"] = before.standing.household if before else None
    done = perform(asked, turn.acting())
    body = told.body_of(done.entry)
    said = told.sentence(str(body.get("act", turn.kind.name)), body)
    turn.data |= {
        "act_entry": done.entry,
        "persons": list(done.persons),
        "into": done.household,
        "homes": sorted(told.touched(body)[1]),
        "numbers": list(done.numbers),
        "sentence": {"zh": said.zh, "en": said.en},
    }
    if undone is not None:
        papers.undone(turn, undone, undoable(undone).case, done.entry)
    for paper in turn.kind.papers_of(asked):
        papers.PAPERS[paper](turn, done)
    papers.booklets_left(turn, done)
    turn.change(decided=turn.on, due=None)
    if turn.file.undoes is not None:
        turn.also.append(lambda entry: _undone(turn, entry))


def _undone(turn: Turn, entry: int) -> None:
    """Mark the matter whose act was undone; its own step, in its own history."""
    file = MatterRow.objects.select_for_update().get(pk=turn.file.undoes)
    if file.state != State.DONE.value:
        raise refusals.not_done(file.number)
    other = replace(turn, file=file, data={"by": turn.file.number}, papers=[], recommends=None)
    other.note = turn.note or turn.asked.text("reason") or turn.kind.title.zh
    write_step(other, "undo", file, Level(file.level), State.DONE, State.UNDONE)
