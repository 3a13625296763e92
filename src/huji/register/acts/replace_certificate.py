"""Replacing a migration certificate that was lost or ran out (补发、换发户口迁移证)."""

from dataclasses import dataclass
from datetime import timedelta

from huji.register import refusals
from huji.register.acts import checks, papers
from huji.register.acts.move_out import GOOD_FOR_DAYS
from huji.register.acts.performing import cursor, enter, hold, perform
from huji.register.acts.values import Acting, Done


@dataclass(frozen=True, slots=True)
class ReplaceCertificate:
    """The certificate, the number of the one that takes its place, and why."""

    certificate: str
    replacement: str
    because: str


def replace_certificate(statement: ReplaceCertificate, by: Acting) -> Done:
    """Let another certificate take the place of one of ours, good for 30 days from the day of the act.

    The issuer sees to it that nobody on it has settled: everyone is still in transit (Nanjing rule art. 123).
    Raises Refused (`register.*`).
    """
    return perform(lambda: _replace(statement, by), by)


def _replace(statement: ReplaceCertificate, by: Acting) -> Done:
    if not statement.because.strip():
        raise refusals.refuse(
            "reason_needed",
            "请写明补发、换发户口迁移证的原因。",
            "Say why the migration certificate is replaced.",
        )
    named = papers.own_certificate(statement.certificate, ())
    persons = sorted(named.persons)
    holding = hold([], others=persons)
    for person in persons:
        held = checks.of(holding, person)
        if held.kind != "in_transit":
            name = checks.name_of(person)
            raise refusals.refuse(
                "settled_meanwhile",
                f"{name}已不在迁移途中，户口迁移证不能补发、换发。",
                f"{name} is in transit no more; the certificate is not replaced.",
            )
        checks.own_office(held, by)
    papers.own_certificate(statement.certificate, persons)
    row = (
        cursor()
        .execute(
            "select destination from migration_certificate"
            " where issuer = %s and number = %s and void_entry is null for update",
            [papers.OURS, statement.certificate],
        )
        .fetchone()
    )
    if row is None:
        raise refusals.BUSY
    paper = papers.certificate(
        by, statement.replacement, persons, row[0],
        issued=by.on, expires=by.on + timedelta(days=GOOD_FOR_DAYS - 1),
    )  # fmt: skip
    former = papers.PapersOfEntry(certificates=((papers.OURS, statement.certificate),))
    results = {"certificate": paper, **papers.told_void(former)}
    entry = enter("replace_certificate", statement, by, results=results)
    papers.void(entry, former)
    papers.keep_certificate(entry, paper)
    return Done(entry, tuple(persons))
