"""What would come of a matter: its act really run, looked at, and rolled back."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from huji.matters import declaring, told
from huji.matters.asked import Asked, Misfilled, everybody_in, read
from huji.matters.kind import Kind
from huji.matters.refusals import of_constraint
from huji.register.acts import Acting, Done
from huji.register.refusals import OfOthers
from huji.runtime.db import writing
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Preview:
    """What the act would say and change, or why it is refused, and beside which field.

    `values` are the answers, with those that followed from them.
    """

    sentence: Text | None = None
    changes: tuple[told.Change, ...] = ()
    persons: frozenset[int] = frozenset()
    refusal: Refused | None = None
    field: str | None = None
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class _Back(Exception):  # noqa: N818 - a way back, not an error
    """Carries what was seen out of the transaction that must not stay."""


def preview(kind: Kind, asking: Callable[[], Asked], officer: int, declared: bool = False) -> Preview:
    """Run the act of what is asked and take it back; never refuses, but tells the refusal.

    `asking` is called within the transaction. Must be called outside of any. The persons it names are to be
    logged before they are shown. `declared`: it was accepted from its declarant, who is not judged anew.
    """
    values: Mapping[str, Any] = {}
    named: frozenset[int] = frozenset()
    try:
        with writing():
            asked = asking()
            values = asked.values
            # A refusal names them too, and says which office keeps them.
            named = everybody_in(asked) | declaring.declarant(asked)
            if not declared:
                declaring.check(asked)
            seen = _run(read(_noticed(asked)), officer)
            return replace(seen, values=values, persons=seen.persons | named)
    except Refused as refusal:
        return Preview(persons=named, refusal=refusal, field=beside(kind, refusal), values=values)


def _noticed(asked: Asked) -> Asked:
    """Return what is asked as it will stand when a notice that is still to be given has run."""
    if asked.notice is None and asked.kind.ex_officio and asked.kind.ex_officio(asked):
        return replace(asked, notice=asked.on - timedelta(days=asked.kind.notice_days))
    return asked


def _run(asked: Asked, officer: int) -> Preview:
    persons: set[int] = {asked.subject} if asked.subject is not None else set()
    households: set[int] = {asked.home} if asked.home is not None else set()
    said: Text | None = None
    after: told.Picture | None = None

    def look() -> None:
        nonlocal said, after
        called = told.called(asked.subject)
        done = perform(asked, Acting(officer, asked.office, asked.on, asked.kind.basis, asked.matter))
        body = told.body_of(done.entry)
        said = told.sentence(str(body.get("act", asked.kind.name)), body, called)
        more, homes = told.touched(body)
        persons.update(more, done.persons)
        households.update(homes, [done.household] if done.household is not None else [])
        after = told.picture(persons, households)

    _and_back(look)
    assert after is not None
    before = told.picture(persons, households)
    fresh = households - told.founded(households)
    changes = tuple(told.unnumbered(one, fresh) for one in told.changes(before, after))
    named = persons | told.shown(before, after)
    return Preview(said and told.without(said, fresh), changes, frozenset(named))


def perform(asked: Asked, by: Acting) -> Done:
    """Build the statement and do the act; a constraint of the database becomes its sentence.

    Whom the register does not name, being of another office, is told by the number typed.
    """
    try:
        with transaction.atomic():  # what is refused is taken back, so that who was named can be looked up
            done: Done = asked.kind.act(asked.kind.statement(asked), by)
        return done
    except Refused as refused:
        if isinstance(refused, OfOthers):
            raise refused.called(_typed(asked)) from refused
        raise
    except IntegrityError as error:
        raise of_constraint(error) from error


def _typed(asked: Asked) -> dict[int, str]:
    """Return the citizen numbers that were typed, by whom they belong to."""
    return {
        asked.person(field.name): number
        for field in asked.kind.fields
        if field.type == "person" and isinstance(number := asked.values.get(field.name), str) and number
    }


def _and_back(work: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            work()
            raise _Back
    except _Back:
        pass


def beside(kind: Kind, refusal: Refused) -> str | None:
    """Return the field of a kind's form that a refusal is about; None: the whole form."""
    if refusal.code == "matter.no_reporter":
        return "reporter_number"
    if isinstance(refusal, Misfilled | declaring.Undeclared):
        return refusal.field
    return kind.beside.get(refusal.code.removeprefix("register."))
