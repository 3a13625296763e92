"""Taking one step of a matter: token, officer, matter, version, move, the step's work, ledger, step.

Locks are taken in one order: the form's token, the matter, what the register's act locks, the ledger. The
register's act comes before every other entry of the transaction.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from django.db import IntegrityError, connection
from psycopg.types.json import Jsonb

from huji import ledger
from huji.matters import refusals
from huji.matters.asked import Asked
from huji.matters.kind import Kind
from huji.matters.kinds import kind
from huji.matters.models import MatterRow, Receipt
from huji.matters.procedure import STEPS, Step
from huji.matters.values import By, Done, Level, Reporter, State
from huji.officers import queries as officers
from huji.officers.queries import Appointed
from huji.officers.refusals import no_token, not_your_role, reused
from huji.places import queries as places
from huji.register.acts import Acting
from huji.runtime.db import writing
from huji.standards import Refused

_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What every step but the first is told: the matter, and the version the form was drawn from."""

    matter: str
    version: int


@dataclass(slots=True)
class Turn:
    """One step while it is being taken: the locked matter, the officer, and what the step will say."""

    by: By
    step: Step
    officer: Appointed
    file: MatterRow
    note: str = ""
    recommends: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    papers: list[str] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    also: list[Callable[[int], None]] = field(default_factory=list)

    @property
    def on(self) -> date:
        return self.by.on

    @property
    def kind(self) -> Kind:
        return kind(self.file.kind)

    @property
    def level(self) -> Level:
        return Level(self.file.level)

    @property
    def state(self) -> State:
        return State(self.file.state)

    @property
    def asked(self) -> Asked:
        """Return what is asked, as the kind's functions want it."""
        return asked_of(self.file, self.on)

    def acting(self) -> Acting:
        """Return who acts, for the rooms below; the office is the matter's."""
        return Acting(self.officer.id, self.file.office, self.on, self.kind.basis, self.file.number)

    def change(self, **columns: Any) -> None:
        """Set columns of the matter, to be written with the step."""
        for name, value in columns.items():
            setattr(self.file, name, value)
        self.changes.update(columns)


def asked_of(file: MatterRow, on: date) -> Asked:
    """Return what a matter asks."""
    return Asked(
        kind=kind(file.kind),
        values=file.asked,
        on=on,
        office=file.office,
        subject=file.person,
        home=file.household,
        notice=file.noticed,
        reporter=Reporter(**file.reporter),
        matter=file.number,
    )


def take(name: str, statement: Statement, by: By, work: Callable[[Turn], None]) -> Done:
    """Take the step `name` of an existing matter, whole or not at all; a form sent twice takes it once.

    Refuses `not_your_role`, `no_such_matter`, `changed_meanwhile`, `not_now`, `token_reused`, and
    whatever `work`, the register's act and the database's constraints refuse.
    """

    def find(officer: Appointed) -> MatterRow:
        file = MatterRow.objects.select_for_update().filter(pk=statement.matter).first()
        if file is None or not in_area(officer, file.office):
            raise refusals.no_such_matter(statement.matter)
        if file.version != statement.version:
            raise refusals.MATTER.changed_meanwhile(file.number)
        return file

    return run(name, statement, by, find, work)


def run(
    name: str, statement: Any, by: By, find: Callable[[Appointed], MatterRow], work: Callable[[Turn], None]
) -> Done:
    """Take a step of the matter that `find` returns (an existing one, locked, or one just opened)."""
    if not 8 <= len(by.token) <= 100 or not by.token.isprintable():
        raise no_token()
    step, sent = STEPS[name], digest_of(name, statement)

    def once() -> Done:
        with writing():
            if earlier := _earlier(by, sent):
                return earlier
            officer = the_officer(by, step)
            turn = Turn(by, step, officer, find(officer))
            if officer.role not in step.roles(turn.level):
                raise not_your_role(step.label, sorted(step.roles(turn.level)), officer)
            new = step.to(turn.level, turn.state)
            if new is None:
                raise refusals.MATTER.not_now(turn.file.number, turn.state.label, step.label)
            work(turn)
            return _taken(turn, new, sent)

    for attempt in range(1, _TRIES + 1):
        try:
            return once()
        except IntegrityError as error:
            raise refusals.of_constraint(error) from error
        except Refused as refused:
            # Another act came between looking and locking; the whole step is taken again.
            if refused.code != "register.busy" or attempt == _TRIES:
                raise
    raise AssertionError("unreachable")


def in_area(officer: Appointed, office: int) -> bool:
    """Return whether an office's matters are the officer's: his own office, or one under it."""
    return officer.office is not None and office in places.offices_under(officer.office)


def the_officer(by: By, step: Step) -> Appointed:
    """Return who acts; refuses one dismissed or of a role the step is open to nowhere."""
    officer = officers.officer(by.officer)
    if officer is None or not officer.active or officer.role not in step.anybody:
        raise not_your_role(step.label, sorted(step.anybody), officer)
    return officer


def digest_of(name: str, statement: Any) -> str:
    """Return the digest of a statement, by which a form sent again is told from another one."""
    plain = plain_of(
        {"step": name, **{f.name: getattr(statement, f.name) for f in dataclasses.fields(statement)}}
    )
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _earlier(by: By, sent: str) -> Done | None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 41))", [f"{by.officer} {by.token}"])
    receipt = Receipt.objects.filter(officer=by.officer, token=by.token).first()
    if receipt is None:
        return None
    if receipt.sent != sent:
        raise reused()
    return Done(
        receipt.matter,
        receipt.version,
        State(receipt.state),
        receipt.entry,
        tuple(receipt.papers),
        repeated=True,
    )


def _taken(turn: Turn, new: State, sent: str) -> Done:
    file = turn.file
    if turn.changes:
        MatterRow.objects.filter(pk=file.number).update(**turn.changes)
    entry = write_step(turn, turn.step.name, file, turn.level, turn.state, new)
    for further in turn.also:
        further(entry)
    done = Done(file.number, file.version + 1, new, entry, tuple(turn.papers))
    insert(
        Receipt._meta.db_table,
        {
            "officer": turn.by.officer,
            "token": turn.by.token,
            "sent": sent,
            "matter": done.matter,
            "version": done.version,
            "state": new.value,
            "entry": entry,
            "papers": turn.papers,
        },
    )
    return done


def write_step(turn: Turn, name: str, file: MatterRow, level: Level, old: State, new: State) -> int:
    """Write the ledger's entry and the row of a step; return the entry."""
    data = plain_of(turn.data)
    entry = ledger.write(
        file.office,
        f"matter_{name}",
        {
            "matter": file.number,
            "kind": file.kind,
            "level": level,
            "from": old,
            "to": new,
            "officer": turn.officer.id,
            "role": turn.officer.role,
            "on": turn.on,
            "note": turn.note,
            "recommends": turn.recommends,
            "papers": turn.papers,
            **data,
        },
        [turn.officer.office] if turn.officer.office is not None else [],
    )
    insert(
        "matter_step",
        {
            "matter": file.number,
            "level": level.value,
            "step": name,
            "from_state": old.value,
            "to_state": new.value,
            "officer": turn.officer.id,
            "role": turn.officer.role.value,
            "office": turn.officer.office,
            "day": turn.on,
            "note": turn.note,
            "recommends": turn.recommends,
            "data": data,
            "papers": turn.papers,
            "entry": entry,
        },
    )
    return entry


def insert(table: str, columns: Mapping[str, Any]) -> None:
    """Insert exactly the columns the writer may fill; the rest is the database's."""
    names = ", ".join(f'"{name}"' for name in columns)
    values: list[Any] = [Jsonb(value) if isinstance(value, dict) else value for value in columns.values()]
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {table} ({names}) values ({', '.join(['%s'] * len(values))})", values)


def plain_of(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain_of(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain_of(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_of(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value
