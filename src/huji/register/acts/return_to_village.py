"""Returning to the village of origin (回原籍农村落户)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from huji.places import queries as places
from huji.register import refusals
from huji.register.acts import apart, checks, looking, relations
from huji.register.acts.performing import hold, perform
from huji.register.acts.settle import Settle, come
from huji.register.acts.values import Acting, Done, Mover, NewHousehold, Succession
from huji.register.kinship import KinRelation

FAMILY = (KinRelation.SPOUSE, KinRelation.PARENT, KinRelation.CHILD)


class VillageRight(StrEnum):
    """What binds to the village: contracted land, a homestead, or a spouse who lives there."""

    CONTRACTED_LAND = "contracted_land"
    HOMESTEAD = "homestead"
    COUPLE = "couple"


@dataclass(frozen=True, slots=True)
class ReturnToVillage:
    """Who returns (the applicant first), the village household, and who holds which right, shown by what.

    An empty relation is filled with what kinship shows. `holder` is the applicant or the applicant's spouse,
    parent or child.
    """

    members: tuple[Mover, ...]
    into: int | NewHousehold
    right: VillageRight
    holder: int
    evidence: str
    effective: date
    successors: Mapping[int, Succession | int] = field(default_factory=dict)
    apart_ground: str = ""


def return_to_village(statement: ReturnToVillage, by: Acting) -> Done:
    """Register people again in the village where they live and the family holds land or a homestead.

    Lincang 临政发〔2015〕112号, item 4; Regulations of 1958, art. 10. Raises Refused (`register.*`).
    """
    return perform(lambda: _return(statement, by), by)


def _return(statement: ReturnToVillage, by: Acting) -> Done:
    into, day = statement.into, statement.effective
    persons = [mover.person for mover in statement.members]
    checks.day_has_come(day, by)
    checks.each_once(persons)
    holding = hold(persons, [into] if isinstance(into, int) else [], others=[statement.holder], since=day)
    holder = checks.of(holding, statement.holder)
    if isinstance(into, int):
        house = checks.house(holding, into, by, day)
        kind, address = house.kind, house.address
    else:
        kind, address = into.kind, into.address
    if kind == "collective":
        raise refusals.refuse(
            "village_family_household",
            "回原籍农村落户应登记家庭户。",
            "One returns to a village into a family household.",
        )
    where = places.address(address)
    if places.urban_rural(where.division, day) == "urban":
        raise refusals.refuse(
            "not_a_village",
            f"“{where}”不在农村地区。",
            f"“{where}” does not lie in a village.",
        )
    if not statement.evidence.strip():
        raise refusals.refuse(
            "evidence_needed", "请写明所凭的证明。", "Name the paper that shows the ground."
        )
    applicant = checks.of(holding, persons[0]).person
    kin = looking.related(applicant)
    if holder.person != applicant and kin.get(holder.person) not in FAMILY:
        one, other = checks.name_of(holder.person), checks.name_of(applicant)
        raise refusals.refuse(
            "holder_not_family",
            f"{one}不是{other}本人或者其配偶、父母、子女。",
            f"{one} is neither {other} nor {other}'s spouse, parent or child.",
        )
    if statement.right == VillageRight.COUPLE and kin.get(holder.person) != KinRelation.SPOUSE:
        raise refusals.refuse(
            "holder_not_spouse",
            "以夫妻居住地为由的，应写明在农村居住的配偶。",
            "On the ground of a couple's residence, name the spouse who lives in the village.",
        )
    for person in persons[1:]:
        if kin.get(person) not in FAMILY:
            one, other = checks.name_of(person), checks.name_of(applicant)
            raise refusals.refuse(
                "companion_not_family",
                f"{one}不是{other}的配偶、父母或者子女，不能随同。",
                f"{one} is neither spouse, parent nor child of {other} and cannot come along.",
            )
    apart.together(persons, day, statement.apart_ground)
    members = relations.filled(statement.members, into)
    inner = Settle(members, into, day, statement.successors)
    return come(inner, by, "return_to_village", replace(statement, members=members))
