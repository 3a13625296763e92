"""Joining relatives within the city (投靠)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from huji.register import refusals
from huji.register.acts import apart, checks, looking, relations
from huji.register.acts.performing import Held, Holding, hold, perform
from huji.register.acts.settle import Settle, come
from huji.register.acts.values import Acting, Done, Mover, Succession
from huji.register.kinship import KinRelation
from huji.standards import Text, periods


@dataclass(frozen=True, slots=True)
class JoinRelatives:
    """Who joins whom: the members come into the family household where `relative` is registered.

    Each is the relative's spouse, lineal kin within three generations or a parent's or child's spouse, or
    comes with such a one as spouse or minor child. A member whose relation to the head is empty gets the one
    that kinship shows. `apart_ground` says why spouses or minors may be parted.
    """

    members: tuple[Mover, ...]
    relative: int
    effective: date
    successors: Mapping[int, Succession | int] = field(default_factory=dict)
    apart_ground: str = ""


def join_relatives(statement: JoinRelatives, by: Acting) -> Done:
    """Register people with a relative of theirs in whose household they live.

    Nanjing rule art. 72, 74, 76; three generations of lineal kin as Lincang 5. Raises Refused (`register.*`).
    """
    return perform(lambda: _join(statement, by), by)


def _join(statement: JoinRelatives, by: Acting) -> Done:
    relative, day = statement.relative, statement.effective
    persons = [mover.person for mover in statement.members]
    checks.day_has_come(day, by)
    checks.each_once([relative, *persons] if persons else [])
    house = looking.household_of(relative)
    holding = hold(persons, [house] if house else [], others=[relative], since=day)
    host = checks.of(holding, relative)
    checks.registered(host, day)
    if host.household != house or host.household is None:
        raise refusals.BUSY
    if host.household_kind != "family":
        raise refusals.refuse(
            "relative_in_collective",
            f"{checks.name_of(relative)}没有家庭户口，不能投靠。",
            f"{checks.name_of(relative)} is not registered in a family household and cannot be joined.",
        )
    _related(statement, holding)
    apart.together(persons, day, statement.apart_ground)
    members = relations.filled(statement.members, host.household)
    return come(
        Settle(members, host.household, day, statement.successors),
        by,
        "join_relatives",
        replace(statement, members=members),
    )


def _related(statement: JoinRelatives, holding: Holding) -> None:
    kin = looking.related(statement.relative)
    joining = {m.person for m in statement.members if kin.get(m.person) in JOINED}
    for mover in statement.members:
        if mover.person not in joining and not _accompanies(
            checks.of(holding, mover.person), joining, statement.effective
        ):
            one, other = checks.name_of(mover.person), checks.name_of(statement.relative)
            raise refusals.refuse(
                "not_related",
                f"户籍中没有{one}与{other}可以投靠的亲属关系。",
                f"The register shows no kinship by which {one} may join {other}.",
                Text(
                    "请先凭证明登记结婚、收养或者亲子关系。",
                    "Register the marriage, adoption or parentage on its papers first.",
                ),
            )


def _accompanies(held: Held, joining: set[int], day: date) -> bool:
    """Whether one comes along as the spouse or minor child of somebody who joins."""
    kin = looking.related(held.person, 1)
    return any(
        kin.get(other) == KinRelation.SPOUSE
        or (kin.get(other) == KinRelation.PARENT and periods.age_on(held.born, day) < checks.ADULT)
        for other in joining
    )


JOINED = frozenset(
    {
        KinRelation.SPOUSE,
        KinRelation.PARENT,
        KinRelation.CHILD,
        KinRelation.GRANDPARENT,
        KinRelation.GRANDCHILD,
        KinRelation.GREAT_GRANDPARENT,
        KinRelation.GREAT_GRANDCHILD,
        KinRelation.PARENT_IN_LAW,
        KinRelation.CHILD_IN_LAW,
    }
)
"""Whom one may join: spouse, lineal kin within three generations, parents' and children's spouses."""
