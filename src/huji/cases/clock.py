"""The clock of a case: started at acceptance, stopped while the applicant is asked, started again after."""

from huji.cases import limits
from huji.cases.limits import Rule, Stage
from huji.cases.turn import Turn
from huji.cases.values import Host


def rule(turn: Turn) -> Rule:
    """Return the limits the case falls under."""
    return limits.rule(turn.kind, Host(turn.file.host) if turn.file.host else None, turn.file.area)


def start(turn: Turn) -> None:
    """Start the clock with the first stage."""
    turn.change(stage=Stage.CHECK.value, due=rule(turn).due(Stage.CHECK, turn.on, None), days_left=None)


def next_stage(turn: Turn) -> None:
    """Start the next stage: deciding once it is sent to review, telling once it is approved."""
    stage = Stage.DECIDE if turn.verb.name == "send_to_review" else Stage.TELL
    turn.change(stage=stage.value, due=rule(turn).due(stage, turn.on, turn.file.due))


def stop(turn: Turn) -> None:
    """Stop the clock and keep the working days that are left."""
    due = turn.file.due
    turn.change(due=None, days_left=limits.left(due, turn.on) if due else 0)


def resume(turn: Turn) -> None:
    """Start the clock again with the working days that were left."""
    turn.change(
        stage=Stage.CHECK.value, due=limits.resumed(turn.file.days_left or 0, turn.on), days_left=None
    )


def end(turn: Turn) -> None:
    """End the clock: the office has done its part."""
    turn.change(stage=None, due=None, days_left=None)
