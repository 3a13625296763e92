"""Students of a school's collective household: they stay in it until the studies end."""

from collections.abc import Iterable

from huji.register import refusals
from huji.register.acts import checks
from huji.register.acts.performing import Held, cursor
from huji.standards import Text


def stay(leaving: Iterable[Held]) -> None:
    """Refuse to move students within the city who are still studying (Nanjing rule art. 91, 93, 98).

    Asks nothing where nobody leaves a collective household.
    """
    collective = {held.household: held for held in leaving if held.household_kind == "collective"}
    if not collective:
        return
    school = cursor().execute(
        "select min(id) from household where id = any (%s::bigint[]) and sort = 'school'", [list(collective)]
    ).fetchone()  # fmt: skip
    if school is None or school[0] is None:
        return
    name = checks.name_of(collective[school[0]].person)
    raise refusals.refuse(
        "still_studying",
        f"{name}登记在学生集体户，在学期间不办理迁出。",
        f"{name} is registered as a student and does not move while studying.",
        Text(
            "毕业、肄业、退学、转学的，请办理“迁出集体户”，理由为学业结束。",
            "After graduation, leaving or transfer, leave the collective household: the studies have ended.",
        ),
    )
