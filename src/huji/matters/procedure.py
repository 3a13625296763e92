"""The procedure of matters as a table: which step leads from which state to which, at which level, by whom.

Nanjing rule art. 136–141. The same table stands in the database (matter_move, matter_duty).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from huji.matters.values import Level, State
from huji.officers.roles import Role
from huji.standards import Text

S, L = State, Level
_ALL = tuple(Level)
_DECIDED = (L.STATION, L.COUNTY, L.CITY)
_HIGH = (L.COUNTY, L.CITY)

Move = tuple[tuple[Level, ...], State, State]
Duty = tuple[tuple[Level, ...], str]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its words, who may take it at which level, and the moves it makes."""

    name: str
    label: Text
    duties: tuple[Duty, ...]
    moves: tuple[Move, ...]

    def to(self, level: Level, state: State) -> State | None:
        """Return the state the step leads to, or None where it is not the time for it."""
        return next((new for levels, old, new in self.moves if level in levels and old is state), None)

    def roles(self, level: Level) -> frozenset[Role]:
        """Return the roles it is open to."""
        return frozenset(
            Role(role) for levels, roles in self.duties if level in levels for role in roles.split()
        )

    @property
    def anybody(self) -> frozenset[Role]:
        """Return the roles it is open to at any level."""
        return frozenset(role for level in Level for role in self.roles(level))


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("open", Text("登记业务", "Entered"), ((_ALL, "counter"),), ((_ALL, S.DRAFT, S.DRAFT),)),
        Step(
            "amend",
            Text("修改", "Edit"),
            ((_ALL, "counter"),),
            ((_ALL, S.DRAFT, S.DRAFT), (_ALL, S.NOTICED, S.NOTICED)),
        ),
        Step(
            "give_notice",
            Text("书面告知", "Give written notice"),
            ((_ALL, "counter"),),
            ((_ALL, S.DRAFT, S.NOTICED),),
        ),
        Step(
            "carry_out",
            Text("办理", "Carry out"),
            (((L.SPOT,), "counter"),),
            (((L.SPOT,), S.DRAFT, S.DONE), ((L.SPOT,), S.NOTICED, S.DONE)),
        ),
        Step(
            "accept",
            Text("受理", "Accept"),
            ((_DECIDED, "counter"),),
            ((_DECIDED, S.DRAFT, S.ACCEPTED), (_DECIDED, S.NOTICED, S.ACCEPTED)),
        ),
        Step(
            "attach_evidence",
            Text("收取扫描件", "Add a scan"),
            ((_ALL, "counter review"),),
            (
                *((_ALL, state, state) for state in (S.DRAFT, S.NOTICED, S.COMPLETION_REQUESTED)),
                (_DECIDED, S.ACCEPTED, S.ACCEPTED),
            ),
        ),
        Step(
            "request_completion",
            Text("告知补正", "Request completion"),
            ((_ALL, "counter review"),),
            ((_ALL, S.DRAFT, S.COMPLETION_REQUESTED), (_DECIDED, S.ACCEPTED, S.COMPLETION_REQUESTED)),
        ),
        Step(
            "receive_completion",
            Text("收到补正", "Receive completion"),
            ((_ALL, "counter"),),
            ((_ALL, S.COMPLETION_REQUESTED, S.DRAFT),),
        ),
        Step(
            "review",
            Text("审核", "Review"),
            ((_HIGH, "review"),),
            ((_HIGH, S.ACCEPTED, S.REVIEWED),),
        ),
        Step(
            "approve",
            Text("县级审批", "County approval"),
            (((L.CITY,), "approve"),),
            (((L.CITY,), S.REVIEWED, S.APPROVED),),
        ),
        Step(
            "decide",
            Text("批准并办理", "Approve and carry out"),
            (((L.STATION,), "review approve supervise"), (_HIGH, "approve supervise")),
            (
                ((L.STATION,), S.ACCEPTED, S.DONE),
                ((L.COUNTY,), S.REVIEWED, S.DONE),
                ((L.CITY,), S.APPROVED, S.DONE),
            ),
        ),
        Step(
            "refuse",
            Text("不予办理", "Refuse"),
            (
                ((L.SPOT,), "counter"),
                ((L.STATION,), "review approve supervise"),
                (_HIGH, "approve supervise"),
            ),
            (
                ((L.SPOT,), S.DRAFT, S.REFUSED),
                ((L.SPOT,), S.NOTICED, S.REFUSED),
                ((L.STATION,), S.ACCEPTED, S.REFUSED),
                (_HIGH, S.REVIEWED, S.REFUSED),
                ((L.CITY,), S.APPROVED, S.REFUSED),
            ),
        ),
        Step(
            "withdraw",
            Text("撤回", "Withdraw"),
            ((_ALL, "counter"),),
            tuple(
                (_ALL, state, S.WITHDRAWN)
                for state in (S.DRAFT, S.NOTICED, S.COMPLETION_REQUESTED, S.ACCEPTED, S.REVIEWED, S.APPROVED)
            ),
        ),
        Step(
            "undo",
            Text("撤销", "Undo"),
            ((_ALL, "counter review approve supervise"),),
            ((_ALL, S.DONE, S.UNDONE),),
        ),
    )
}
AFTER_THE_ACT = "undo"
"""Taken by the matter that undoes, never from a page of its own."""


def moves() -> Iterator[tuple[Level, str, State, State]]:
    """Yield every move: level, step, from, to."""
    for step in STEPS.values():
        for levels, old, new in step.moves:
            for level in levels:
                yield level, step.name, old, new


def duties() -> Iterator[tuple[Level, str, Role]]:
    """Yield who may take which step at which level."""
    for step in STEPS.values():
        for level in Level:
            for role in sorted(step.roles(level)):
                yield level, step.name, role


def open_to(level: Level, state: State, role: Role, *, ex_officio: bool = False) -> tuple[str, ...]:
    """Return the steps an officer of `role` may take now."""
    return tuple(
        name
        for name, step in STEPS.items()
        if name not in ("open", AFTER_THE_ACT)
        and role in step.roles(level)
        and step.to(level, state) is not None
        and not (name == "give_notice" and not ex_officio)
        and not (name in ("accept", "carry_out") and ex_officio and state is State.DRAFT)
    )
