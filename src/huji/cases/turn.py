"""Taking one step of a case: token, officer, case, version, move, the verb's work, ledger, step.

Every verb goes through `take`. What the verb itself does happens in its `work`, inside the same transaction.
Locks are taken in one order: the form's token, the case, what the register's act locks, the ledger.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Protocol

from django.db import IntegrityError, connection
from psycopg.types.json import Jsonb

from huji import ledger
from huji.cases.models import CaseFile, CaseStep, Receipt
from huji.cases.procedure import VERBS, Verb
from huji.cases.refusals import CASE, no_such_case, of_constraint
from huji.cases.values import By, Done, Kind, State
from huji.officers import queries as officers
from huji.officers.queries import Appointed
from huji.officers.refusals import no_token, not_your_role, reused
from huji.places import queries as places
from huji.register.acts import Acting
from huji.runtime.db import writing
from huji.standards import Refused

BASIS = "户口登记条例（1958）第十条、第十三条"
"""The ground of the register's acts where a case has no better one (Regulations of 1958)."""
_TRIES = 5


class Statement(Protocol):
    """What every verb but the first is told: the case, and the version the form was drawn from."""

    @property
    def case(self) -> str: ...

    @property
    def version(self) -> int: ...


@dataclass(slots=True)
class Turn:
    """One step while it is being taken: the locked case, the officer, and what the step will say."""

    by: By
    verb: Verb
    officer: Appointed
    file: CaseFile
    note: str = ""
    recommends: str | None = None
    reopening: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    papers: list[str] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The day of the step."""
        return self.by.on

    @property
    def kind(self) -> Kind:
        """The kind of the case."""
        return Kind(self.file.kind)

    @property
    def state(self) -> State:
        """Where the case stands before the step."""
        return State(self.file.state)

    def acting(self, basis: str = BASIS) -> Acting:
        """Return who acts, for the rooms below; the office is the case's."""
        return Acting(self.officer.id, self.file.office, self.on, basis, self.file.number)

    def change(self, **columns: Any) -> None:
        """Set columns of the case, to be written with the step."""
        for name, value in columns.items():
            setattr(self.file, name, value)
        self.changes.update(columns)


def take(name: str, statement: Statement, by: By, work: Callable[[Turn], None]) -> Done:
    """Take the step `name` of an existing case, whole or not at all; a form sent twice takes it once.

    Refuses `not_your_role`, `no_such_case`, `changed_meanwhile`, `not_now`, `token_reused`, and whatever
    `work` and the database's constraints refuse.
    """

    def find(officer: Appointed) -> CaseFile:
        file = CaseFile.objects.select_for_update().filter(pk=statement.case).first()
        if file is None or not in_area(officer, file.office):
            raise no_such_case(statement.case)
        if file.version != statement.version:
            raise CASE.changed_meanwhile(file.number)
        return file

    return run(name, statement, by, find, work)


def run(
    name: str, statement: Any, by: By, find: Callable[[Appointed], CaseFile], work: Callable[[Turn], None]
) -> Done:
    """Take a step of the case that `find` returns (an existing one, locked, or one just opened).

    Refuses `no_token` where the form's token is not one (8 to 100 characters, as the database has it).
    """
    if not 8 <= len(by.token) <= 100 or not by.token.isprintable():
        raise no_token()
    verb, sent = VERBS[name], digest_of(name, statement)

    def once() -> Done:
        with writing():
            if earlier := _earlier(by, sent):
                return earlier
            officer = _officer(by, verb)
            turn = Turn(by, verb, officer, find(officer))
            new = verb.to(turn.kind, turn.state)
            if new is None:
                raise CASE.not_now(turn.file.number, turn.state.label, verb.label)
            work(turn)
            return _taken(turn, new, sent)

    for attempt in range(1, _TRIES + 1):
        try:
            return once()
        except IntegrityError as error:
            raise of_constraint(error) from error
        except Refused as refused:
            # Another act came between looking and locking; the whole step is taken again.
            if refused.code != "register.busy" or attempt == _TRIES:
                raise
    raise AssertionError("unreachable")


def in_area(officer: Appointed, office: int) -> bool:
    """Return whether an office's cases are the officer's: his own office, or one under it."""
    return officer.office is not None and office in places.offices_under(officer.office)


def digest_of(name: str, statement: Any) -> str:
    """Return the digest of a statement, by which a form sent again is told from another one."""
    plain = _plain(
        {"verb": name, **{f.name: getattr(statement, f.name) for f in dataclasses.fields(statement)}}
    )
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _officer(by: By, verb: Verb) -> Appointed:
    officer = officers.officer(by.officer)
    if officer is None or not officer.active or officer.role not in verb.roles:
        raise not_your_role(verb.label, sorted(verb.roles), officer)
    return officer


def _earlier(by: By, sent: str) -> Done | None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 31))", [f"{by.officer} {by.token}"])
    receipt = Receipt.objects.filter(officer=by.officer, token=by.token).first()
    if receipt is None:
        return None
    if receipt.sent != sent:
        raise reused()
    return Done(
        receipt.case,
        receipt.version,
        State(receipt.state),
        receipt.entry,
        tuple(receipt.papers),
        repeated=True,
    )


def _taken(turn: Turn, new: State, sent: str) -> Done:
    file = turn.file
    if file.stated is not None and new is not State.DRAFT:  # it helped to fill in the draft
        turn.change(stated=None)
    if turn.changes:
        CaseFile.objects.filter(pk=file.number).update(**turn.changes)
    entry = ledger.write(
        file.office,
        f"case_{turn.verb.name}",
        {
            "case": file.number,
            "from": file.state,
            "to": new,
            "officer": turn.officer.id,
            "role": turn.officer.role,
            "on": turn.on,
            "note": turn.note,
            "proposal": file.proposal,
            "recommends": turn.recommends,
            "papers": turn.papers,
            **turn.data,
        },
        [turn.officer.office] if turn.officer.office is not None else [],
    )
    insert(
        CaseStep._meta.db_table,
        {
            "case": file.number,
            "kind": file.kind,
            "step": turn.verb.name,
            "from_state": file.state,
            "to_state": new.value,
            "officer": turn.officer.id,
            "role": turn.officer.role.value,
            "office": turn.officer.office,
            "day": turn.on,
            "note": turn.note,
            "proposal": file.proposal,
            "recommends": turn.recommends,
            "reopening": turn.reopening,
            "data": _plain(turn.data),
            "papers": turn.papers,
            "entry": entry,
        },
    )
    done = Done(file.number, file.version + 1, new, entry, tuple(turn.papers))
    insert(
        Receipt._meta.db_table,
        {
            "officer": turn.by.officer,
            "token": turn.by.token,
            "sent": sent,
            "case": done.case,
            "version": done.version,
            "state": new.value,
            "entry": entry,
            "papers": turn.papers,
        },
    )
    return done


def insert(table: str, columns: Mapping[str, Any]) -> None:
    """Insert exactly the columns the writer may fill; the rest is the database's."""
    names = ", ".join(f'"{name}"' for name in columns)
    values: list[Any] = [Jsonb(value) if isinstance(value, dict) else value for value in columns.values()]
    with connection.cursor() as cursor:
        cursor.execute(f"insert into {table} ({names}) values ({', '.join(['%s'] * len(values))})", values)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value
