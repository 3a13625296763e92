"""Holding a row of the quarantine for a step: locked, in the officer's area, in the state it must have."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from huji import ledger
from huji.officers import queries as officers
from huji.officers.refusals import not_your_role
from huji.officers.roles import Role
from huji.quality.quarantine import queries
from huji.quality.quarantine.values import Row, State
from huji.standards import Refused, Text

WORKERS = (Role.COUNTER, Role.REVIEW, Role.APPROVE)
"""Who corrects rows, puts them aside and forwards them."""
REVIEWERS = (Role.REVIEW, Role.APPROVE)
"""Who registers a row as another proposed it, or sends it back."""


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and on which day (Asia/Shanghai)."""

    officer: int
    on: date


def allow(what: Text, by: By, roles: tuple[Role, ...] = WORKERS) -> None:
    """Refuse an officer who is unknown, dismissed, or of another role than the step `what` is for."""
    officer = officers.officer(by.officer)
    if officer is None or not officer.active or officer.role not in roles:
        raise not_your_role(what, roles, officer)


def held(conversion: int, row: int, *states: State) -> Row:
    """Lock a row; refuse one that is not there, not of the officer's area, or not in one of the states."""
    with connection.cursor() as cursor:
        # The writer's policy shows every row: one that was forwarded meanwhile is no more this office's.
        cursor.execute(
            "select row from quarantine_row where conversion = %s and row = %s"
            " and (register_everywhere() or office = any (register_area())) for no key update",
            [conversion, row],
        )
        ours = cursor.fetchone() is not None
    found = queries.held(conversion, row)
    if found is None or not ours:
        raise refuse("no_such_row", "没有这一行。", "There is no such row.")
    if found.state not in states:
        raise refuse(
            "row_moved_on",
            f"这一行现在是“{found.state.label.zh}”。",
            f"This row stands elsewhere by now: {found.state.label.en}.",
            "请刷新后再看。",
            "Look at it again.",
        )
    return found


def proposed(conversion: int, row: int, read: str) -> Row:
    """Lock a row as proposed; refuse one whose proposal is another than was read."""
    found = held(conversion, row, State.PROPOSED)
    if found.stamp != read:
        raise refuse(
            "proposed_anew",
            "这一行的更正在您查看之后又改过。",
            "The correction of this row was changed after you looked at it.",
            "请核对现在的内容后再办理。",
            "Compare what it says now, then go on.",
        )
    return found


def put(found: Row, **values: str | int | None) -> None:
    """Write columns of a row that is held."""
    told = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update quarantine_row set {told} where conversion = %s and row = %s",
            [*values.values(), found.conversion, found.row],
        )


def enter(act: str, found: Row, by: By, said: dict[str, object], offices: tuple[int, ...] = ()) -> int:
    """Enter a step in the chain of the row's office; return the entry. `offices` are others concerned."""
    statement = {"conversion": found.conversion, "row": found.row, **said}
    body = {"act": act, "officer": by.officer, "on": by.on, "statement": statement}
    return ledger.write(found.office, act, body, offices)


def given(reason: str) -> str:
    """Return a reason; refuse an empty one."""
    if not reason.strip():
        raise refuse("reason_needed", "请写明理由。", "Say why.")
    return reason.strip()


def refuse(code: str, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> Refused:
    """Return a refusal of this room."""
    return Refused(f"quarantine.{code}", Text(zh, en), Text(hint_zh, hint_en) if hint_zh else None)
