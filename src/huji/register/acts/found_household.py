"""Founding a household (立户、分户)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.register import refusals
from huji.register.acts import checks
from huji.register.acts.performing import draw, enter, perform
from huji.register.acts.settle import Settle, come
from huji.register.acts.values import (
    Acting,
    CollectiveSort,
    Done,
    HouseholdKind,
    Mover,
    NewHousehold,
    Succession,
)


@dataclass(frozen=True, slots=True)
class FoundHousehold:
    """A household at a standard address; a family one with its first members, a collective one also empty."""

    address: int
    effective: date
    members: tuple[Mover, ...] = ()
    kind: HouseholdKind = HouseholdKind.FAMILY
    sort: CollectiveSort | None = None
    successors: Mapping[int, Succession | int] = field(default_factory=dict)
    minor_ground: str = ""


def found_household(statement: FoundHousehold, by: Acting) -> Done:
    """Found a household and move its first members into it (Regulations of 1958, art. 5, 19).

    Raises Refused (`register.*`).
    """
    return perform(lambda: _found(statement, by), by)


def _found(statement: FoundHousehold, by: Acting) -> Done:
    new = NewHousehold(statement.address, statement.kind, statement.sort, statement.minor_ground)
    day = statement.effective
    if (statement.kind == HouseholdKind.COLLECTIVE) != (statement.sort is not None):
        raise refusals.refuse(
            "household_sort",
            "集体户须写明种类（单位、学校、人才中心、社区），家庭户不写。",
            "A collective household is of a unit, a school, a talent centre or a community;"
            " a family one of none.",
        )
    if statement.members:
        inner = Settle(statement.members, new, day, statement.successors)
        return come(inner, by, "found_household", statement)
    checks.day_has_come(day, by)
    if statement.kind == HouseholdKind.FAMILY:
        raise refusals.nobody()
    checks.address(new.address, by, day)
    [household] = draw("household_id_seq")
    return Done(enter("found_household", statement, by, founded=(household, new, day)), (), household)
