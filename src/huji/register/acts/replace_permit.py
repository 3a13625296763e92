"""Replacing a move-in permit that was lost (补发准予迁入证明)."""

from dataclasses import dataclass
from datetime import timedelta

from huji.register import refusals
from huji.register.acts import papers
from huji.register.acts.performing import cursor, enter, perform
from huji.register.acts.permit_move_in import GOOD_FOR_DAYS
from huji.register.acts.values import Acting, Done


@dataclass(frozen=True, slots=True)
class ReplacePermit:
    """The permit, the number of the one that takes its place, and why."""

    permit: str
    replacement: str
    because: str


def replace_permit(statement: ReplacePermit, by: Acting) -> Done:
    """Let another permit take the place of an unused one, good for 40 days from the day of the act.

    Raises Refused (`register.*`).
    """
    return perform(lambda: _replace(statement, by), by)


def _replace(statement: ReplacePermit, by: Acting) -> Done:
    if not statement.because.strip():
        raise refusals.refuse(
            "reason_needed", "请写明补发准予迁入证明的原因。", "Say why the move-in permit is replaced."
        )
    row = (
        cursor()
        .execute(
            "select office, address, household, numbers, names, used_entry from move_in_permit"
            " where number = %s and void_entry is null for update",
            [statement.permit],
        )
        .fetchone()
    )
    if row is None or row[0] != by.office:
        raise refusals.refuse(
            "permit_unknown",
            f"本所没有编号为 {statement.permit} 的准予迁入证明。",
            f"This office issued no move-in permit {statement.permit}.",
        )
    _, address, household, numbers, names, used = row
    if used is not None:
        raise refusals.refuse(
            "permit_used", "该准予迁入证明已用过。", "The move-in permit has been used already."
        )
    paper = papers.permit(
        by, statement.replacement, list(zip(numbers, names, strict=True)), address, household,
        issued=by.on, expires=by.on + timedelta(days=GOOD_FOR_DAYS - 1),
    )  # fmt: skip
    former = papers.PapersOfEntry(issued=(statement.permit,))
    entry = enter("replace_permit", statement, by, results={"permit": paper, **papers.told_void(former)})
    papers.void(entry, former)
    papers.keep_permit(entry, paper)
    return Done(entry, (), household)
