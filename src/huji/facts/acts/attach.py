"""Putting a paper on file."""

from dataclasses import dataclass

from django.db import connection

from huji import ledger
from huji.facts import files, store, terms
from huji.facts.models import Paper
from huji.facts.values import Evidence
from huji.register.acts import Acting
from huji.runtime.db import writing


@dataclass(frozen=True, slots=True)
class Attach:
    """A scanned paper: its case or matter, whose it is (citizen number, or nobody's), key, name, bytes."""

    case: str
    subject: str
    key: str
    filename: str
    content: bytes


def attach(statement: Attach, by: Acting) -> Evidence:
    """Put a paper of the vocabulary on file in a case; refuses `unknown_evidence` and as `put_on_file`."""
    terms.paper(statement.key)
    return put_on_file(statement, by)


def put_on_file(statement: Attach, by: Acting) -> Evidence:
    """Open the paper, verify that it is a PDF, JPEG or PNG, store it by content and put it on file.

    What its key means is the caller's. The same paper attached again is on file once. Refuses
    `not_what_it_says`, `active_content`, `too_large`, `empty_file`.
    """
    found = files.opened(statement.filename, statement.content)
    # On disk before the row: a crash between leaves a paper nobody names, never a row without one.
    store.keep(statement.content, found.digest)
    paper = {
        "case": statement.case,
        "subject": statement.subject,
        "key": statement.key,
        "digest": found.digest,
    }
    with writing():
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_advisory_xact_lock(hashtextextended(%s, 17))", ["|".join(paper.values())]
            )
        row = Paper.objects.filter(**paper).first()
        if row is None:
            entry = ledger.write(by.office, "attach_evidence", {**paper, "officer": by.officer})
            with connection.cursor() as cursor:
                cursor.execute(
                    """insert into evidence ("case", subject, key, digest, filename, media_type, size, pages,
                                             officer, office, entry)
                       values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
                    [
                        *paper.values(),
                        statement.filename,
                        found.media_type,
                        len(statement.content),
                        found.pages,
                        by.officer,
                        by.office,
                        entry,
                    ],
                )
            row = Paper.objects.get(**paper)
    return row.as_value()
