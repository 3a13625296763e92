"""What is known without asking: what the register holds, above anything recorded, and what follows.

Call inside `runtime.db.writing()`: the register is read for the case, whose ledger entry is the record of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huji import policy
from huji.facts import terms
from huji.facts.values import Contradiction, Source, SourceKind, Value, Where
from huji.places import queries as places
from huji.register import queries as register
from huji.register import services
from huji.register.records import Kin, Kind, KinRelation, Person
from huji.standards import Refused, Text, citizen_number, code_tables

_NUMBER = Text("公民身份号码", "the citizen number")
_REGISTER = Text("常住户口登记", "the household register")
_KINSHIP = Text("户口登记的亲属关系", "kinship in the household register")
_SAME_DWELLING = Text("户口登记在同一住所", "registered in the same dwelling")
_DWELLING = Text(
    "住房建筑面积和登记在该址、将要迁入的人数",
    "the dwelling's floor area, and the people registered there and coming",
)
_ADDRESS = Text("登记地址的城乡分类", "the urban–rural class of the registered address")


@dataclass(frozen=True, slots=True)
class Derived:
    """A value the register gives; a presumption yields to what is recorded (one household, living apart)."""

    value: Value
    source: Source
    presumed: bool = False


Facts = dict[str, Derived]


def person_of(number: str, on: date) -> Person | None:
    """Return the register's person of a citizen number as held, by what is known now, on a day; or None.

    A case is judged as of its acceptance: what befalls the people after it does not contradict their facts.
    """
    return register.person(number, register.within_act(), valid_on=on)


def held(number: str, name: str, on: date) -> Value | None:
    """Return what the register firmly holds of a person-wide fact, or None."""
    person = person_of(number, on)
    known = (
        of_companion(number, person, on) if name.startswith("companion.") else of_person(number, person, on)
    )
    found = known.get(name)
    return found.value if found and not found.presumed else None


def of_person(number: str, person: Person | None, on: date) -> Facts:
    """Return what number and register say of a person."""
    known: Facts = {}
    if (years := age(number, on)) is not None:
        known["person.age"] = _from(years, _NUMBER)
        known["person.chinese_national"] = _from(True, _NUMBER)
    if person is None:
        return known
    if person.particulars and (marital := code_tables.marital_state(person.particulars.marital)):
        known["person.marital"] = _from(marital, _REGISTER)
    standing = person.standing
    if standing.kind in (Kind.REGISTERED, Kind.UNREGISTERED):
        known["hukou.registered"] = _from(standing.kind is Kind.REGISTERED, _REGISTER)
    if standing.kind is Kind.REGISTERED and (division := _division(person)):
        known["hukou.division"] = _from(division, _REGISTER)
        if area := places.urban_rural(division, on):
            known["hukou.area"] = _from(area, _ADDRESS)
    return known


def of_destination(values: Mapping[str, Value], destination: Where) -> Facts:
    """Return what follows from where the applicant is registered now and would be registered."""
    now = values.get("hukou.division")
    if not isinstance(now, str) or len(now) < 6:
        return {}
    return {"hukou.same_county": _from(now[:6] == destination.division[:6], _REGISTER)}


def of_dwelling(destination: Where, people: Sequence[Person | None], on: date) -> Facts:
    """Return the floor area per person at the destination, counting `people` (None: not of this register).

    Presumed: who really lives there, an officer or the housing department may know better.
    """
    if destination.address is None:
        return {}
    found = services.floor_area_per_person(
        destination.address, on, {one.id for one in people if one is not None}, people.count(None)
    )
    if found is None:
        return {}
    return {"dwelling.area_per_person": _presumed(float(found.each), _DWELLING)}


def of_sponsor(
    applicant: Person | None, sponsor: Person | None, claimed: str | None, destination: Where, on: date
) -> tuple[Facts, tuple[Contradiction, ...]]:
    """Return what the register says of the sponsor: relation, place, whether of one household."""
    if sponsor is None:
        return {}, ()
    known: Facts = {}
    wrong: tuple[Contradiction, ...] = ()
    if applicant is not None and (relation := relation_between(applicant, sponsor, on)):
        known["sponsor.relation"] = _from(relation, _KINSHIP)
        if claimed and claimed != relation:
            wrong = (contradiction(sponsor.number, "sponsor.relation", claimed, relation),)
    if sponsor.standing.kind is Kind.REGISTERED and (division := _division(sponsor)):
        known["sponsor.registered_at_destination"] = _from(division == destination.division, _REGISTER)
        if area := places.urban_rural(division, on):
            known["sponsor.hukou_area"] = _from(area, _ADDRESS)
    if applicant is not None and _live_together(applicant, sponsor, on):
        known["sponsor.lives_together"] = _presumed(True, _SAME_DWELLING)
    return known, wrong


def of_marriage(applicant: Person | None, area: Value | None, on: date) -> Facts:
    """Return whether the applicant's marriage joins town and country, where both are registered here."""
    if applicant is None or area is None:
        return {}
    spouse = next((kin for kin in kin_of(applicant, on) if kin.relation is KinRelation.SPOUSE), None)
    other = register.person(spouse.person, register.within_act(), on) if spouse else None
    division = _division(other) if other and other.standing.kind is Kind.REGISTERED else None
    theirs = places.urban_rural(division, on) if division else None
    if theirs is None:
        return {}
    return {"marriage.urban_rural_couple": _from(theirs != area, _REGISTER)}


def of_companion(number: str, person: Person | None, on: date, applicant: Person | None = None) -> Facts:
    """Return what number and register say of a companion."""
    known: Facts = {}
    if (years := age(number, on)) is not None:
        known["companion.age"] = _from(years, _NUMBER)
    if person is None:
        return known
    if person.particulars and (marital := code_tables.marital_state(person.particulars.marital)):
        known["companion.married"] = _from(marital != "single", _REGISTER)
    if applicant is not None and _live_together(applicant, person, on):
        known["companion.lives_together"] = _presumed(True, _SAME_DWELLING)
    return known


def of_implications(known: Mapping[str, Derived]) -> Facts:
    """Return what the vocabulary says must follow from what is known, each with what it follows from."""
    found = policy.implied({name: fact.value for name, fact in known.items()}, policy.vocabulary())
    return {name: Derived(one.value, _following(one)) for name, one in found.items()}


def relation_between(one: Person, other: Person, on: date) -> str | None:
    """Return what `other` is to `one` in the vocabulary's relations, as far as kinship is registered."""
    found = next((kin for kin in kin_of(one, on) if kin.person == other.id), None)
    if found is None:
        return None
    relations = {relation.value for relation in _NAMED}
    return found.relation.value if found.relation.value in relations else "other_relative"


def kin_of(person: Person, on: date) -> tuple[Kin, ...]:
    """Return a person's relatives in the register on a day."""
    return register.kin(person.id, register.within_act(), on)


def contradiction(subject: str, name: str, given: Value, holds: Value) -> Contradiction:
    """Return what was said and what the register holds, with the sentence."""
    title = terms.fact(name).title
    said, known = terms.shown(name, given), terms.shown(name, holds)
    return Contradiction(
        subject,
        name,
        given,
        holds,
        Text(
            f"“{title.zh}”所称“{said.zh}”与户口登记“{known.zh}”不符。",
            f"“{title.en}” is said to be “{said.en}”, but the register holds “{known.en}”.",
        ),
    )


_NAMED = (
    KinRelation.SPOUSE,
    KinRelation.PARENT,
    KinRelation.CHILD,
    KinRelation.GRANDPARENT,
    KinRelation.GRANDCHILD,
    KinRelation.GREAT_GRANDPARENT,
    KinRelation.GREAT_GRANDCHILD,
    KinRelation.SIBLING,
)


def age(number: str, on: date) -> int | None:
    """Return the completed years a citizen number tells on a day, or None where it is faulty."""
    try:
        born = citizen_number.parse(number, on=on, demonstration=settings.HUJI_DEMONSTRATION).born
    except Refused:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _division(person: Person) -> str | None:
    address = person.standing.address
    return places.address(address).division if address is not None else None


def _live_together(one: Person, other: Person, on: date) -> bool:
    return other.id in {they.person for they in services.lives_with(one.id, register.within_act(), on)}


def _from(value: Value, text: Text) -> Derived:
    return Derived(value, Source(SourceKind.REGISTER, text))


def _following(one: policy.Implied) -> Source:
    titles = [terms.fact(name).title for name in one.follows_from]
    zh, en = "、".join(f"“{title.zh}”" for title in titles), ", ".join(f"“{title.en}”" for title in titles)
    why = Text(one.why.zh.rstrip("。"), one.why.en.rstrip("."))
    return Source(SourceKind.IMPLIED, Text(f"由{zh}推出：{why.zh}", f"follows from {en}: {why.en}"))


def _presumed(value: Value, text: Text) -> Derived:
    return Derived(value, Source(SourceKind.REGISTER, text), presumed=True)
