"""Working through the quarantine: propose, register (another officer), send back, put aside, take up.

Each step is an entry of the ledger in the chain of the office whose row it is.
"""

import json
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from huji import ledger
from huji.quality.quarantine import kin, queries
from huji.quality.quarantine.values import Proposal, Row, State
from huji.register.acts import Acting, NewHousehold, Particulars, TakeOver, take_over
from huji.register.acts.values import CollectiveSort, Done, HouseholdKind
from huji.runtime.db import writing
from huji.standards import Refused, Text, names

BASIS = "户口登记条例第十八条"


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and on which day (Asia/Shanghai)."""

    officer: int
    on: date


def propose(conversion: int, row: int, proposal: Proposal, by: By) -> None:
    """Lay down how a row is to be corrected; another officer registers it."""
    names.accept(proposal.name)
    if (proposal.household is None) == (proposal.address is None):
        raise _refuse(
            "household_or_address",
            "请写明登记在哪一户，或者在哪个地址另立一户，二者取一。",
            "Say in which household, or at which address a new one is founded: one of the two.",
        )
    with writing():
        found = _held(conversion, row, State.OPEN, State.PROPOSED)
        _tried(found, proposal, by)
        _enter("propose_taking_over", found, by, {"proposal": proposal.as_body()})
        _set(found, state="proposed", proposal=json.dumps(proposal.as_body()), proposed_by=by.officer)


def _tried(found: Row, proposal: Proposal, by: By) -> None:
    """Register the row and take it back, so that who proposes hears what the reviewer would be refused."""
    try:
        with transaction.atomic():
            take_over(_statement(found, proposal), Acting(by.officer, found.office, by.on, BASIS))
            raise _Back
    except _Back:
        pass


class _Back(Exception):  # noqa: N818 - no error
    """Rolls a trial back."""


def register(conversion: int, row: int, read: str, by: By) -> Done:
    """Register a row as proposed: the one act, by another officer than proposed it, who read that proposal.

    `read` is the row's `stamp` as it was read; refuses `quarantine.proposed_anew` where it is another now.
    """
    with writing():
        found = _proposed(conversion, row, read)
        if found.proposed_by == by.officer:
            raise _refuse(
                "same_officer",
                "提出更正的人不能自己复核。",
                "Who proposed the correction does not review it.",
            )
        assert found.proposal
        done = take_over(_statement(found, found.proposal), Acting(by.officer, found.office, by.on, BASIS))
        [person] = done.persons
        _set(found, state="registered", person=person, entry=done.entry, decided_by=by.officer)
    return done


def send_back(conversion: int, row: int, read: str, reason: str, by: By) -> None:
    """Send the proposal that was `read` back, with the reason."""
    with writing():
        found = _proposed(conversion, row, read)
        _enter("send_back_taking_over", found, by, {"reason": _given(reason)})
        _set(found, state="open", reason=reason, decided_by=by.officer)


def set_aside(conversion: int, row: int, reason: str, by: By) -> None:
    """Put a row aside, with the reason: it is nobody's registration."""
    with writing():
        found = _held(conversion, row, State.OPEN, State.PROPOSED)
        _enter("set_row_aside", found, by, {"reason": _given(reason)})
        _set(found, state="set_aside", reason=reason, decided_by=by.officer)


def set_empty_aside(reason: str, by: By) -> int:
    """Put all open empty lines of the area aside in one step, an entry each; return how many."""
    _given(reason)
    empty = queries.empty_lines()
    with writing():
        for conversion, row in empty:
            set_aside(conversion, row, reason, by)
    return len(empty)


def take_up(conversion: int, row: int, by: By) -> None:
    """Take up again a row that was put aside."""
    with writing():
        found = _held(conversion, row, State.SET_ASIDE)
        _enter("take_row_up", found, by, {})
        _set(found, state="open")


def _statement(found: Row, said: Proposal) -> TakeOver:
    """Return the statement of the act: every item as corrected, and the ties to relatives there are."""
    items = Particulars(
        **{item: getattr(said, item) for item in Proposal.__slots__ if item in Particulars.__slots__}
    )
    collective = said.household_type == "collective"
    new = NewHousehold(
        said.address or 0,
        HouseholdKind(said.household_type),
        CollectiveSort(said.collective_sort or "unit") if collective else None,
    )
    ties, flags = kin.ties(found.conversion, said)
    return TakeOver(
        found.conversion,
        found.row,
        said.number,
        said.born,
        items,
        said.relation,
        said.household if said.household is not None else new,
        said.since,
        ties,
        flags,
    )


def _held(conversion: int, row: int, *states: State) -> Row:
    """Lock a row; refuse one that is not there, or not in one of the states."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select row from quarantine_row where conversion = %s and row = %s for no key update",
            [conversion, row],
        )
    found = queries.held(conversion, row)
    if found is None:
        raise _refuse("no_such_row", "没有这一行。", "There is no such row.")
    if found.state not in states:
        raise _refuse(
            "row_moved_on",
            f"这一行现在是“{found.state.label.zh}”。",
            f"This row stands elsewhere by now: {found.state.label.en}.",
            "请刷新后再看。",
            "Look at it again.",
        )
    return found


def _proposed(conversion: int, row: int, read: str) -> Row:
    """Lock a row as proposed; refuse one whose proposal is another than was read."""
    found = _held(conversion, row, State.PROPOSED)
    if found.stamp != read:
        raise _refuse(
            "proposed_anew",
            "这一行的更正在您查看之后又改过。",
            "The correction of this row was changed after you looked at it.",
            "请核对现在的内容后再办理。",
            "Compare what it says now, then go on.",
        )
    return found


def _set(found: Row, **values: str | int) -> None:
    told = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update quarantine_row set {told} where conversion = %s and row = %s",
            [*values.values(), found.conversion, found.row],
        )


def _enter(act: str, found: Row, by: By, said: dict[str, object]) -> None:
    statement = {"conversion": found.conversion, "row": found.row, **said}
    body = {"act": act, "officer": by.officer, "on": by.on, "statement": statement}
    ledger.write(found.office, act, body)


def _given(reason: str) -> str:
    if not reason.strip():
        raise _refuse("reason_needed", "请写明理由。", "Say why.")
    return reason.strip()


def _refuse(code: str, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> Refused:
    return Refused(f"quarantine.{code}", Text(zh, en), Text(hint_zh, hint_en) if hint_zh else None)
