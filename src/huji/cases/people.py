"""Who is in a case: names and numbers checked against the register before they enter it."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from huji import policy
from huji.cases.values import Applicant, Companion, Kind, Sponsor
from huji.register import queries as register
from huji.register import telling
from huji.register.records import Kind as Standing
from huji.register.records import Person
from huji.standards import Refused, Text, citizen_number, names

DEATHS = (None, "death", "declared_dead")
VOID = "void"
"""Why a life ended that never should have been entered here: of such a one this register holds nothing."""


@dataclass(frozen=True, slots=True)
class Named:
    """An applicant as checked: the register's person where there is one."""

    applicant: Applicant
    person: Person | None


def applicant(kind: Kind, given: Applicant, on: date) -> Named:
    """Return the applicant as checked.

    Refuses a wrong citizen number, `name_differs`, `dead`, `cancelled`, `not_registered_here` (moves within
    and out of the city), `registered_here` (moves in from outside).
    """
    number, person = _checked(given.number, given.name, on, Text("申请人", "the applicant"))
    here = person is not None and person.standing.kind is Standing.REGISTERED
    if kind is Kind.FROM_OUTSIDE and here:
        raise Refused(
            "registered_here",
            Text(f"{given.name}的户口就在本市。", f"{given.name} is registered in this city."),
            Text("请按市内迁移办理。", "Open a move within the city."),
        )
    if kind is not Kind.FROM_OUTSIDE and not here:
        raise Refused(
            "not_registered_here",
            Text(f"{given.name}没有登记在本市的户口。", f"{given.name} is not registered in this city."),
            Text("户口在外市的，请按市外迁入办理。", "If registered elsewhere, open a move from outside."),
        )
    return Named(Applicant(number, given.name.strip()), person)


def companions(
    kind: Kind, given: tuple[Companion, ...], lead: str, on: date
) -> tuple[tuple[Companion, Person | None], ...]:
    """Return the companions as checked.

    Refuses what `applicant` refuses, `named_twice`, `unknown_relation`, a companion who is registered on the
    other side of the city's border (`companion_registered_here`, `companion_not_registered_here`), and, out
    of the city, one of another household (`companion_of_another_household`).
    """
    found: list[tuple[Companion, Person | None]] = []
    seen = {lead}
    for companion in given:
        who = Text(f"随迁人{companion.name}", f"companion {companion.name}")
        number, person = _checked(companion.number, companion.name, on, who)
        if number in seen:
            raise Refused(
                "named_twice",
                Text(
                    f"{companion.name}在申请中出现了两次。",
                    f"{companion.name} is named twice in the application.",
                ),
            )
        if companion.relation not in policy.vocabulary().relations:
            raise Refused(
                "unknown_relation",
                Text(
                    f"没有“{companion.relation}”这种关系。", f"There is no relation “{companion.relation}”."
                ),
            )
        registered = person is not None and person.standing.kind is Standing.REGISTERED
        if kind is not Kind.FROM_OUTSIDE and not registered:
            raise Refused(
                "companion_not_registered_here",
                Text(
                    f"随迁人{companion.name}没有登记在本市的户口。",
                    f"Companion {companion.name} is not registered in this city.",
                ),
                Text("请另行申请市外迁入。", "Apply for a move from outside."),
            )
        if kind is Kind.FROM_OUTSIDE and registered:
            raise Refused(
                "companion_registered_here",
                Text(
                    f"随迁人{companion.name}的户口就在本市。",
                    f"Companion {companion.name} is registered in this city.",
                ),
                Text("请另行申请市内迁移。", "Apply for a move within the city."),
            )
        if kind is Kind.TO_OUTSIDE and person is not None and not _one_household(lead, person):
            raise Refused(
                "companion_of_another_household",
                Text(
                    f"迁出市外须同户：{companion.name}与申请人不在同一户。",
                    f"Those who leave the city leave one household; {companion.name} is of another.",
                ),
                Text("请为其单独申请迁出。", "Open an application of its own."),
            )
        seen.add(number)
        found.append((replace(companion, number=number, name=companion.name.strip()), person))
    return tuple(found)


def sponsor(given: Sponsor | None, lead: str, on: date) -> Sponsor | None:
    """Return the sponsor as checked; refuses a wrong number, oneself, and `unknown_relation`."""
    if given is None:
        return None
    number = citizen_number.parse(given.number, on=on, demonstration=settings.HUJI_DEMONSTRATION).value
    if number == lead:
        raise Refused("own_sponsor", Text("不能投靠本人。", "One cannot join oneself."))
    if given.relation not in policy.vocabulary().facts["sponsor.relation"].values:
        raise Refused(
            "unknown_relation",
            Text(f"没有“{given.relation}”这种关系。", f"There is no relation “{given.relation}”."),
        )
    return Sponsor(number, given.relation)


def _one_household(lead: str, person: Person) -> bool:
    applicant = register.person(lead, register.within_act())
    return applicant is not None and applicant.standing.household == person.standing.household


def _checked(number: str, name: str, on: date, who: Text) -> tuple[str, Person | None]:
    parsed = citizen_number.parse(number, on=on, demonstration=settings.HUJI_DEMONSTRATION).value
    if not name.strip():
        raise Refused("no_name", Text(f"请填写{who.zh}的姓名。", f"Give the name of {who.en}."))
    names.accept(name)
    person = register.person(parsed, register.within_act())
    if person is None or person.standing.cause == VOID:
        return parsed, None
    if person.standing.kind is Standing.ENDED and person.standing.cause not in DEATHS:
        cause = telling.cause(person.standing.cause or "other")
        raise Refused(
            "cancelled",
            Text(f"{name}的户口已注销（{cause.zh}）。", f"{name}'s registration was cancelled: {cause.en}."),
            Text("请核对公民身份号码，或者先恢复户口。", "Check the number, or restore the registration."),
        )
    if person.standing.kind is Standing.ENDED:
        raise Refused(
            "dead",
            Text(f"户口登记记载{name}已死亡。", f"The register records the death of {name}."),
            Text("请核对公民身份号码。", "Check the citizen number."),
        )
    if person.name and person.name != name.strip():
        raise Refused(
            "name_differs",
            Text(
                f"号码 {parsed} 登记的姓名不是“{name}”。",
                f"The number {parsed} is not registered under the name “{name}”.",
            ),
            Text("请核对姓名和号码。", "Check name and number."),
        )
    return parsed, person
