"""Withdrawing a publication before its day of effect."""

from dataclasses import dataclass

from django.db import connection, transaction

from huji.officers.roles import Role
from huji.rulebook import mirror
from huji.rulebook.acts.turn import hold, officer_of, step, turning
from huji.rulebook.refusals import no_such_publication, too_late_to_withdraw, withdrawn_already
from huji.rulebook.values import By, Step


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The publication by its entry, and why."""

    publication: int
    reason: str


def withdraw(statement: Withdraw, by: By) -> int:
    """Take the publication back and return the entry; its draft can be worked on again.

    Refuses `not_your_role`, `no_such_publication`, `withdrawn_already`, `too_late_to_withdraw`,
    `reason_needed`.
    """
    with turning(), connection.cursor() as cursor:
        officer = officer_of(by, Role.PUBLISH, Step.WITHDRAW.label)
        cursor.execute("select draft from rule_publication where entry = %s", [statement.publication])
        if (found := cursor.fetchone()) is None:
            raise no_such_publication()
        held = hold(found[0])
        cursor.execute(
            "select revision, policy, digest, effective, withdrawn from rule_publication where entry = %s",
            [statement.publication],
        )
        revision, policy, digest, effective, withdrawn = cursor.fetchone()
        if withdrawn is not None:
            raise withdrawn_already()
        if by.on >= effective:
            raise too_late_to_withdraw(effective)
        body = {
            "policy": policy,
            "digest": digest,
            "effective": effective,
            "publication": statement.publication,
        }

        def close(entry: int) -> None:
            cursor.execute(
                "update rule_publication set withdrawn = %s, withdrawn_on = %s where entry = %s",
                [entry, by.on, statement.publication],
            )

        entry = step(
            held,
            Step.WITHDRAW,
            officer,
            by,
            revision=revision,
            note=statement.reason,
            body=body,
            then=close,
        )
        transaction.on_commit(mirror.renew, robust=True)
    return entry
