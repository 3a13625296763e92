"""Merging households (并户)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.register import refusals
from huji.register.acts import checks
from huji.register.acts.performing import cursor, hold, perform
from huji.register.acts.settle import Settle, come
from huji.register.acts.succession import Family
from huji.register.acts.values import HEAD, Acting, Done, Mover
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class MergeHouseholds:
    """Which households are taken into which, and what their members are to its head from then on.

    A member not named in `relations` gets the relation that kinship shows, else 97 (other relative).
    """

    into: int
    absorbed: tuple[int, ...]
    effective: date
    relations: Mapping[int, str] = field(default_factory=dict)


def merge_households(statement: MergeHouseholds, by: Acting) -> Done:
    """Make one household of several that live at one address; the head of `into` remains (art. 5, 19).

    The absorbed stay on record without members. Raises Refused (`register.*`).
    """
    return perform(lambda: _merge(statement, by), by)


def _merge(statement: MergeHouseholds, by: Acting) -> Done:
    into, day = statement.into, statement.effective
    checks.day_has_come(day, by)
    absorbed = sorted(set(statement.absorbed))
    if not absorbed:
        raise refusals.nobody()
    if into in absorbed or len(absorbed) < len(statement.absorbed):
        raise refusals.refuse("merged_twice", "同一户被填写了两次。", "One household is named twice.")
    holding = hold([], [into], [into, *absorbed])
    target = checks.house(holding, into, by, day)
    for which in absorbed:
        house = checks.house(holding, which, by, day)
        if "collective" in (house.kind, target.kind):
            raise refusals.refuse(
                "merge_collective", "集体户不能并户。", "A collective household cannot be merged."
            )
        if house.address != target.address:
            raise refusals.refuse(
                "merge_addresses",
                f"{which:09} 号户与 {into:09} 号户不在同一地址，不能并户。",
                f"Households {which:09} and {into:09} are not at one address.",
                Text("请先办理市内迁移或者投靠。", "Move, or join the relatives, first."),
            )
    members = sorted(h.person for h in holding.persons.values() if h.household in absorbed)
    if not members:
        raise refusals.refuse(
            "merge_empty", "要并入的户里没有人。", "Nobody is registered in what is to be merged."
        )
    _nobody_left_since(absorbed, members, day)
    head = next(
        (h.person for h in holding.persons.values() if h.household == into and h.relation == HEAD), None
    )
    if head is None:
        raise refusals.no_head()
    for person in statement.relations:
        if person not in members:
            raise refusals.not_of_household(checks.name_of(person), absorbed[0])
    family = Family.of([head, *members])
    movers = tuple(
        Mover(person, statement.relations.get(person) or family.relation(person, head)) for person in members
    )
    return come(Settle(movers, into, day), by, "merge_households", statement)


def _nobody_left_since(absorbed: list[int], members: list[int], day: date) -> None:
    """Refuse a day on which others were in what is absorbed: as of then they would be merged as well."""
    left = cursor().execute(
        "select household, upper(valid) from standing"
        " where household = any (%s::bigint[]) and upper_inf(known) and upper(valid) > %s"
        "   and person <> all (%s::bigint[])"
        " order by upper(valid) desc limit 1",
        [absorbed, day, members],
    ).fetchone()  # fmt: skip
    if left is not None:
        raise refusals.before_last_change(f"{left[0]:09}", day, left[1])
