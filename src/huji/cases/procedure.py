"""The one procedure as a table: which verb leads from which state to which, and in whose hands.

The same table stands in the database (case_move, case_duty), which holds every step against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from huji.cases.values import Kind, State
from huji.officers.roles import Role
from huji.standards import Text

S = State
_OPEN = (S.ACCEPTED, S.COMPLETION_REQUESTED, S.IN_REVIEW, S.REVIEWED, S.APPROVED)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: its words, the roles it is open to, and the moves it makes, by kind of case."""

    name: str
    label: Text
    roles: frozenset[Role]
    moves: tuple[tuple[frozenset[Kind], State, State], ...]

    def to(self, kind: Kind, state: State) -> State | None:
        """Return the state the verb leads to, or None where it is not the time for it."""
        return next((new for kinds, old, new in self.moves if kind in kinds and old is state), None)


_ALL = frozenset(Kind)
_WITHIN = frozenset({Kind.WITHIN_CITY})
_IN = frozenset({Kind.FROM_OUTSIDE})
_OUT = frozenset({Kind.TO_OUTSIDE})
_DECIDED_HERE = _WITHIN | _IN


def _stays(*states: State, kinds: frozenset[Kind] = _ALL) -> tuple[tuple[frozenset[Kind], State, State], ...]:
    return tuple((kinds, state, state) for state in states)


def _verb(name: str, zh: str, en: str, roles: str, *moves: tuple[frozenset[Kind], State, State]) -> Verb:
    return Verb(name, Text(zh, en), frozenset(Role(role) for role in roles.split()), moves)


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        _verb("open_draft", "登记申请", "Open the draft", "counter", *_stays(S.DRAFT)),
        _verb("amend_draft", "修改草稿", "Change the draft", "counter", *_stays(S.DRAFT)),
        _verb(
            "record_facts",
            "记录事实",
            "Record facts",
            "counter review",
            *_stays(S.DRAFT, S.ACCEPTED, S.IN_REVIEW),
        ),
        _verb(
            "attach_evidence",
            "收取材料",
            "Take in papers",
            "counter review",
            *_stays(S.DRAFT, S.ACCEPTED, S.COMPLETION_REQUESTED, S.IN_REVIEW),
        ),
        _verb("accept", "受理", "Accept", "counter", (_ALL, S.DRAFT, S.ACCEPTED)),
        _verb(
            "request_completion",
            "告知补正",
            "Request completion",
            "counter review",
            (_ALL, S.ACCEPTED, S.COMPLETION_REQUESTED),
            (_DECIDED_HERE, S.IN_REVIEW, S.COMPLETION_REQUESTED),
        ),
        _verb(
            "receive_completion",
            "收到补正",
            "Receive completion",
            "counter",
            (_ALL, S.COMPLETION_REQUESTED, S.ACCEPTED),
        ),
        _verb(
            "reopen_completion",
            "准许再次补正",
            "Allow one more request for completion",
            "supervise",
            *_stays(S.ACCEPTED),
            *_stays(S.IN_REVIEW, kinds=_DECIDED_HERE),
        ),
        _verb(
            "send_to_review",
            "移送审核",
            "Send to review",
            "counter",
            (_DECIDED_HERE, S.ACCEPTED, S.IN_REVIEW),
        ),
        _verb("review", "审核", "Review", "review", (_DECIDED_HERE, S.IN_REVIEW, S.REVIEWED)),
        _verb(
            "approve",
            "批准",
            "Approve",
            "approve supervise",
            (_DECIDED_HERE, S.REVIEWED, S.APPROVED),
            (_OUT, S.ACCEPTED, S.APPROVED),
        ),
        _verb(
            "refuse",
            "不予批准",
            "Refuse",
            "approve supervise",
            (_DECIDED_HERE, S.REVIEWED, S.REFUSED),
            (_OUT, S.ACCEPTED, S.REFUSED),
        ),
        _verb(
            "withdraw",
            "撤回",
            "Withdraw",
            "counter",
            *((_ALL, state, S.WITHDRAWN) for state in (S.DRAFT, *_OPEN)),
            (_IN, S.PERMIT_ISSUED, S.WITHDRAWN),
            (_IN, S.EXPIRED, S.WITHDRAWN),
            (_OUT, S.IN_TRANSIT, S.RESTORED),
        ),
        _verb("execute", "办理落户", "Settle", "counter", (_WITHIN, S.APPROVED, S.SETTLED)),
        _verb(
            "issue_move_in_permit",
            "签发准予迁入证明",
            "Issue the move-in permit",
            "counter",
            (_IN, S.APPROVED, S.PERMIT_ISSUED),
            (_IN, S.EXPIRED, S.PERMIT_ISSUED),
        ),
        _verb(
            "present_certificate",
            "凭户口迁移证迁入",
            "Move in with the migration certificate",
            "counter",
            (_IN, S.PERMIT_ISSUED, S.SETTLED),
            (_IN, S.EXPIRED, S.SETTLED),
        ),
        _verb(
            "issue_migration_certificate",
            "签发户口迁移证",
            "Issue the migration certificate",
            "counter",
            (_OUT, S.APPROVED, S.IN_TRANSIT),
        ),
        _verb(
            "confirm_arrival", "确认迁入地落户", "Confirm arrival", "counter", (_OUT, S.IN_TRANSIT, S.ARRIVED)
        ),
        _verb(
            "replace_paper",
            "补发、换发证件",
            "Issue the paper anew",
            "counter",
            (_IN, S.PERMIT_ISSUED, S.PERMIT_ISSUED),
            (_OUT, S.IN_TRANSIT, S.IN_TRANSIT),
        ),
        _verb(
            "expire",
            "到期处理",
            "Close what has run out",
            "counter supervise",
            (_IN, S.PERMIT_ISSUED, S.EXPIRED),
            (_OUT, S.IN_TRANSIT, S.RESTORED),
        ),
    )
}


def moves() -> Iterator[tuple[Kind, str, State, State]]:
    """Yield every move of the procedure: kind, verb, from, to."""
    for verb in VERBS.values():
        for kinds, old, new in verb.moves:
            for kind in sorted(kinds):
                yield kind, verb.name, old, new


def open_to(kind: Kind, state: State, role: Role) -> tuple[str, ...]:
    """Return the verbs an officer of `role` may take now."""
    return tuple(
        name
        for name, verb in VERBS.items()
        if name != "open_draft" and role in verb.roles and verb.to(kind, state) is not None
    )
