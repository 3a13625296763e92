"""What every verb does: know the officer, lock the draft, write the entry and the step."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection

from huji import ledger
from huji.officers import queries as officers
from huji.officers.acts import CITY
from huji.officers.queries import Appointed
from huji.officers.refusals import not_your_role
from huji.officers.roles import Role
from huji.rulebook.refusals import (
    no_such_draft,
    not_now,
    of_constraint,
    reason_needed,
)
from huji.rulebook.values import By, State, Step
from huji.runtime.db import writing
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Held:
    """A draft while it is locked: where it stands and its last revision."""

    id: int
    state: State
    last: int


@contextmanager
def turning() -> Iterator[None]:
    """Write in one transaction; what the database refuses is told in a sentence."""
    try:
        with writing():
            yield
    except IntegrityError as error:
        raise of_constraint(error) from error


def officer_of(by: By, role: Role, what: Text) -> Appointed:
    """Return the officer, in post and of the role; refuses `not_your_role`."""
    officer = officers.officer(by.officer)
    if officer is None or not officer.active or officer.role is not role:
        raise not_your_role(what, [role], officer)
    return officer


def hold(draft: int) -> Held:
    """Lock a draft until the transaction ends; refuses `no_such_draft`."""
    with connection.cursor() as cursor:
        cursor.execute("select state from rule_draft where id = %s for no key update", [draft])
        found = cursor.fetchone()
        if found is None:
            raise no_such_draft(draft)
        cursor.execute("select coalesce(max(number), 0) from rule_revision where draft = %s", [draft])
        (last,) = cursor.fetchone()
    return Held(draft, State(found[0]), last)


def step(
    held: Held,
    step: Step,
    officer: Appointed,
    by: By,
    *,
    revision: int | None = None,
    note: str = "",
    body: Mapping[str, Any] | None = None,
    then: Callable[[int], None] | None = None,
) -> int:
    """Take a step of a locked draft and return its entry; `then` writes what belongs to it.

    Refuses `not_now` and `reason_needed`.
    """
    wanted = _FROM[step]
    if held.state is not wanted:
        raise not_now(held.id, held.state, step)
    if step in (Step.RETURN, Step.WITHDRAW) and len(note.strip()) < 4:
        raise reason_needed(step)
    revision = held.last if revision is None else revision
    said = {
        "draft": held.id,
        "revision": revision,
        "officer": officer.id,
        "role": officer.role.value,
        "on": by.on,
        "note": note.strip(),
        **(body or {}),
    }
    concerned = [officer.office] if officer.office is not None else []
    entry = ledger.write(CITY, f"policy_{step.value}", said, concerned)
    insert(
        "rule_step",
        {
            "entry": entry,
            "draft": held.id,
            "revision": revision,
            "step": step.value,
            "officer": officer.id,
            "role": officer.role.value,
            "day": by.on,
            "note": note.strip(),
        },
    )
    if then:
        then(entry)
    return entry


def insert(table: str, columns: Mapping[str, Any]) -> None:
    """Insert exactly the columns the writer may fill; the rest is the database's."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({names}) values ({', '.join(['%s'] * len(columns))})",
            list(columns.values()),
        )


_FROM = {
    Step.SUBMIT: State.DRAFTING,
    Step.DISCARD: State.DRAFTING,
    Step.RETURN: State.SUBMITTED,
    Step.PUBLISH: State.SUBMITTED,
    Step.WITHDRAW: State.PUBLISHED,
}
