"""Taking one step of a round: token, officer, round, its state, the verb's work, ledger, step.

Every verb goes through `take`. Locks are taken in one order: the form's token, the round, people, the ledger.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import IntegrityError, connection
from psycopg.types.json import Jsonb

from huji import ledger
from huji.officers import queries as officers
from huji.officers.queries import Appointed
from huji.officers.refusals import no_token, not_your_role, reused
from huji.officers.roles import Role
from huji.places import queries as places
from huji.register.acts import Acting
from huji.rounds.refusals import (
    POINTS,
    no_such_application,
    no_such_round,
    of_constraint,
)
from huji.rounds.rows import APPLICATION, ROUND, application_of, query, round_of
from huji.rounds.values import Application, By, Done, Round, State
from huji.runtime.db import writing
from huji.standards import Text

BASIS = "积分落户办法"
"""The ground of what a round writes in other rooms."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A step by name: its label, who takes it, and when (as the tables round_duty and round_move have it)."""

    name: str
    label: Text
    roles: tuple[Role, ...]
    states: tuple[State, ...]


VERBS = {
    verb.name: verb
    for verb in (
        Verb("open", Text("开设轮次", "Open a round"), (Role.APPROVE,), (State.COLLECTING,)),
        Verb("apply", Text("登记申请", "Enter an application"), (Role.COUNTER,), (State.COLLECTING,)),
        Verb("withdraw", Text("撤回申请", "Withdraw an application"), (Role.COUNTER,), (State.COLLECTING,)),
        Verb(
            "record_facts",
            Text("记录情况", "Record facts"),
            (Role.COUNTER, Role.REVIEW),
            (State.COLLECTING, State.LISTED),
        ),
        Verb("score", Text("计分", "Score"), (Role.REVIEW,), (State.COLLECTING,)),
        Verb("publish", Text("公示名单", "Publish the list"), (Role.APPROVE,), (State.COLLECTING,)),
        Verb("object", Text("登记异议", "Enter an objection"), (Role.COUNTER,), (State.LISTED,)),
        Verb("answer", Text("答复异议", "Answer an objection"), (Role.REVIEW,), (State.LISTED,)),
        Verb("settle", Text("确定名单", "Settle the round"), (Role.APPROVE,), (State.LISTED,)),
    )
}

Write = Callable[[int], int | None]
"""What is written with the step once its ledger entry is there; returns the row the act made, if any."""


@dataclass(slots=True)
class Turn:
    """One step while it is being taken: the locked round, the officer, and what the ledger will hold."""

    by: By
    verb: Verb
    officer: Appointed
    round: Round
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The day of the step."""
        return self.by.on

    def acting(self, scope: str | None = None) -> Acting:
        """Return who acts, for the rooms below."""
        assert self.officer.office is not None
        return Acting(self.officer.id, self.officer.office, self.on, BASIS, scope)

    def application(self, id_: int) -> Application:
        """Return an application of the round in the officer's area; refuses `no_such_application`."""
        rows = query(
            f"select {APPLICATION} from round_application where id = %s and round = %s and withdrawn is null",
            [id_, self.round.number],
        )
        if not rows or application_of(rows[0]).office not in area_of(self.officer):
            raise no_such_application()
        return application_of(rows[0])


def area_of(officer: Appointed) -> frozenset[int]:
    """Return the offices of an officer's area: his own and those under it."""
    return places.offices_under(officer.office) if officer.office is not None else frozenset()


def take(name: str, statement: Any, by: By, work: Callable[[Turn], Write]) -> Done:
    """Take the step `name` of the round the statement names, whole or not at all; sent twice it acts once.

    Refuses `not_your_role`, `no_such_round`, `changed_meanwhile`, `not_now`, `token_reused`, and whatever
    `work` and the database's constraints refuse.
    """

    def find(officer: Appointed) -> Round:
        rows = query(f"select {ROUND} from round where number = %s for update", [statement.round])
        if not rows or officer.office not in round_of(rows[0]).offices:
            raise no_such_round(statement.round)
        found = round_of(rows[0])
        version = getattr(statement, "version", None)
        if version is not None and version != found.version:
            raise POINTS.changed_meanwhile(found.number)
        if found.state not in VERBS[name].states:
            raise POINTS.not_now(found.number, found.state.label, VERBS[name].label)
        return found

    return run(name, statement, by, find, work)


def run(
    name: str, statement: Any, by: By, find: Callable[[Appointed], Round], work: Callable[[Turn], Write]
) -> Done:
    """Take a step of the round that `find` returns (an existing one, locked, or one just opened)."""
    if not 8 <= len(by.token) <= 100 or not by.token.isprintable():
        raise no_token()
    verb, sent = VERBS[name], _digest_of(name, statement)
    try:
        with writing():
            if earlier := _earlier(by, sent):
                return earlier
            officer = officers.officer(by.officer)
            if officer is None or not officer.active or officer.role not in verb.roles:
                raise not_your_role(verb.label, verb.roles, officer)
            turn = Turn(by, verb, officer, find(officer))
            write = work(turn)
            return _taken(turn, write, sent)
    except IntegrityError as error:
        raise of_constraint(error) from error


def insert(table: str, columns: Mapping[str, Any], returning: str | None = None) -> Any:
    """Insert exactly these columns; the rest is the database's. Returns the value of `returning`."""
    names = ", ".join(f'"{name}"' for name in columns)
    values: list[Any] = [Jsonb(value) if isinstance(value, dict) else value for value in columns.values()]
    sql = f"insert into {table} ({names}) values ({', '.join(['%s'] * len(values))})"
    with connection.cursor() as cursor:
        cursor.execute(sql + (f" returning {returning}" if returning else ""), values)
        return cursor.fetchone()[0] if returning else None


def _taken(turn: Turn, write: Write, sent: str) -> Done:
    found, officer = turn.round, turn.officer
    data = plain(turn.data)
    entry = ledger.write(
        found.office,
        f"round_{turn.verb.name}",
        {
            "round": found.number,
            "state": found.state,
            "officer": officer.id,
            "role": officer.role,
            "on": turn.on,
            **data,
        },
        [officer.office] if officer.office is not None else [],
    )
    insert(
        "round_step",
        {
            "round": found.number,
            "step": turn.verb.name,
            "from_state": found.state.value,
            "officer": officer.id,
            "role": officer.role.value,
            "office": officer.office,
            "day": turn.on,
            "data": data,
            "entry": entry,
        },
    )
    done = Done(found.number, found.version + 1, entry, write(entry))
    insert(
        "round_receipt",
        {
            "officer": turn.by.officer,
            "token": turn.by.token,
            "sent": sent,
            "round": done.round,
            "version": done.version,
            "result": done.result,
            "entry": entry,
        },
    )
    return done


def _earlier(by: By, sent: str) -> Done | None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 41))", [f"{by.officer} {by.token}"])
    rows = query(
        "select sent, round, version, entry, result from round_receipt where officer = %s and token = %s",
        [by.officer, by.token],
    )
    if not rows:
        return None
    if rows[0][0] != sent:
        raise reused()
    _, number, version, entry, result = rows[0]
    return Done(number, version, entry, result, repeated=True)


def _digest_of(name: str, statement: Any) -> str:
    said = {"verb": name, **{f.name: getattr(statement, f.name) for f in dataclasses.fields(statement)}}
    return hashlib.sha256(json.dumps(plain(said), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return a value as the ledger and JSON hold it exactly: decimals and fractions of numbers as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return str(value)
    return value
