"""Publishing a submitted draft: a second person makes it policy from a day on."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from huji.officers.roles import Role
from huji.places import queries as places
from huji.rulebook import checking, mirror, queries
from huji.rulebook.acts.turn import hold, insert, officer_of, step, turning
from huji.rulebook.refusals import (
    FaultyDraft,
    changed_meanwhile,
    date_cannot_be_written,
    date_in_the_past,
    not_now,
    same_person,
)
from huji.rulebook.values import By, State, Step


@dataclass(frozen=True, slots=True)
class Publish:
    """The draft, the revision that was read (another one would be refused), and its day of effect."""

    draft: int
    revision: int
    effective: date
    note: str = ""


def publish(statement: Publish, by: By) -> int:
    """Publish the submitted revision from its day of effect on, and return the entry.

    The day is written into the text (`in_force.from`), so that the text alone says when it holds; every other
    byte is the submitted one. The version before it ends the day before, by the days alone. Cases accepted
    earlier keep the law they have.

    Refuses `not_your_role`, `no_such_draft`, `not_now`, `changed_meanwhile`, `same_person`,
    `date_in_the_past`, `date_cannot_be_written`, `faulty_draft`, `version_of_that_day`, `published_already`.
    """
    with turning():
        officer = officer_of(by, Role.PUBLISH, Step.PUBLISH.label)
        held = hold(statement.draft)
        if held.state is not State.SUBMITTED:
            raise not_now(held.id, held.state, Step.PUBLISH)
        submission = queries.submission(held.id)
        if officer.id in queries.authors(held.id) | {submission.officer}:
            raise same_person()
        if submission.revision != statement.revision:
            raise changed_meanwhile(held.id)
        if statement.effective < by.on:
            raise date_in_the_past(statement.effective, by.on)
        _one_at_a_time()
        text = checking.dated(queries.revision(held.id, submission.revision).text, statement.effective)
        if text is None:
            raise date_cannot_be_written(statement.effective)
        library = queries.library()
        found = checking.faults(text, library, places.territory())
        if found:
            raise FaultyDraft(found)
        pack = checking.read(text, library)
        content = text.encode()
        sha256 = "sha256:" + hashlib.sha256(content).hexdigest()

        def keep(entry: int) -> None:
            insert(
                "rule_publication",
                {
                    "entry": entry,
                    "draft": held.id,
                    "revision": submission.revision,
                    "submission": submission.entry,
                    "submitted": submission.day,
                    "proposer": submission.officer,
                    "publisher": officer.id,
                    "policy": pack.policy,
                    "digest": pack.digest,
                    "content": content,
                    "sha256": sha256,
                    "day": by.on,
                    "effective": statement.effective,
                },
            )

        body = {
            "policy": pack.policy,
            "digest": pack.digest,
            "sha256": sha256,
            "effective": statement.effective,
            "submission": submission.entry,
            "proposer": submission.officer,
        }
        entry = step(
            held,
            Step.PUBLISH,
            officer,
            by,
            revision=submission.revision,
            note=statement.note,
            body=body,
            then=keep,
        )
        transaction.on_commit(mirror.renew, robust=True)
    return entry


def _one_at_a_time() -> None:
    """Let one publication be checked against the others at a time, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('rulebook'), hashtext('publish'))")
