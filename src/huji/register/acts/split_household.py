"""Splitting a household (分户)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from huji.register import refusals
from huji.register.acts import apart, checks, relations
from huji.register.acts.performing import hold, perform
from huji.register.acts.settle import Settle, come
from huji.register.acts.values import Acting, Done, Mover, NewHousehold, Succession
from huji.standards import Text


class SplitGround(StrEnum):
    """Why a household splits: the dwelling was divided (析产), a marriage changed, all agreed."""

    PROPERTY = "property"
    MARRIAGE = "marriage"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class SplitHousehold:
    """Which household splits, who forms the new one (one of them its head), and at which address.

    `address` None is the address they live at already; an empty relation is filled with what kinship shows.
    `successors` as for any head who leaves.
    `apart_ground` says why spouses or minors may be parted; a change of the marriage is ground enough.
    """

    household: int
    members: tuple[Mover, ...]
    ground: SplitGround
    effective: date
    address: int | None = None
    successors: Mapping[int, Succession | int] = field(default_factory=dict)
    minor_ground: str = ""
    apart_ground: str = ""


def split_household(statement: SplitHousehold, by: Acting) -> Done:
    """Found a second household with some members of the first; `Done.household` is the new one.

    Regulations of 1958, art. 19; Nanjing rule art. 10, 13, 72. Raises Refused (`register.*`).
    """
    return perform(lambda: _split(statement, by), by)


def _split(statement: SplitHousehold, by: Acting) -> Done:
    which, day = statement.household, statement.effective
    persons = [mover.person for mover in statement.members]
    checks.day_has_come(day, by)
    checks.each_once(persons)
    holding = hold(persons, [], [which], since=day)
    house = checks.house(holding, which, by, day)
    if house.kind != "family":
        raise refusals.refuse(
            "split_collective",
            "集体户不分户，成员应迁出集体户。",
            "A collective household does not split: its members leave it.",
        )
    for person in persons:
        if checks.of(holding, person).household != which:
            raise refusals.not_of_household(checks.name_of(person), which)
    if not {h.person for h in holding.persons.values() if h.household == which} - set(persons):
        raise refusals.refuse(
            "nobody_stays",
            f"{which:09} 号户没有人留下，不是分户。",
            f"Nobody stays in household {which:09}: that is no split.",
            Text("整户搬迁请办理整户迁移。", "If all of them move, move the whole household."),
        )
    marriage = "婚姻关系变更" if statement.ground == SplitGround.MARRIAGE else ""
    apart.together(persons, day, statement.apart_ground or marriage)
    new = NewHousehold(statement.address or house.address, minor_ground=statement.minor_ground)
    members = relations.filled(statement.members, new)
    inner = Settle(members, new, day, statement.successors)
    return come(inner, by, "split_household", replace(statement, members=members))
